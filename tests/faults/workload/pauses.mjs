// Waiting that ends when all is over.

export class Pauses {
  #wakers = new Set();
  over = false;

  // True when so long has passed; false, at once, when all is over.
  wait(ms) {
    if (this.over) return Promise.resolve(false);
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve(!this.over);
      };
      const timer = setTimeout(wake, Math.max(0, ms));
      this.#wakers.add(wake);
    });
  }

  end() {
    this.over = true;
    for (const wake of [...this.#wakers]) wake();
  }
}
