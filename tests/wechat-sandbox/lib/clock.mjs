// A clock that can be set. Everything in the stand-in that knows time asks this one, timers included: when a test moves
// the clock forward by a day, what was due within that day happens now.
//
// Owns its timers until close(). Times are unix milliseconds.

const TIMEOUT_MS_MAX = 2 ** 31 - 1;

export class Clock {
  #offsetMs = 0;
  #frozenAtMs = null;
  #timers = [];
  #number = 0;
  #wakeUp = null;
  #closed = false;

  now() {
    return this.#frozenAtMs ?? Date.now() + this.#offsetMs;
  }

  seconds() {
    return Math.floor(this.now() / 1000);
  }

  set(ms) {
    if (this.#frozenAtMs !== null) this.#frozenAtMs = ms;
    else this.#offsetMs = ms - Date.now();
    this.#run();
  }

  advance(ms) {
    this.set(this.now() + ms);
  }

  freeze() {
    this.#frozenAtMs = this.now();
    this.#arm();
  }

  resume() {
    if (this.#frozenAtMs === null) return;
    const at = this.#frozenAtMs;
    this.#frozenAtMs = null;
    this.set(at);
  }

  // Calls `action` once `ms` have passed on this clock; never, once the clock is closed. Returns a function that cancels.
  after(ms, action) {
    const timer = { dueMs: this.now() + ms, number: this.#number++, action };
    if (this.#closed) return () => {};
    this.#put(timer);
    if (this.#timers[0] === timer) this.#arm();
    return () => (timer.action = null);
  }

  close() {
    this.#closed = true;
    this.#timers = [];
    clearTimeout(this.#wakeUp);
  }

  // What an action orders for right now comes with the next round, after the others that are due.
  #run() {
    const now = this.now();
    const due = [];
    while (this.#timers.length > 0 && this.#timers[0].dueMs <= now) due.push(this.#take());
    this.#arm();
    for (const timer of due) timer.action?.();
  }

  #arm() {
    clearTimeout(this.#wakeUp);
    if (this.#timers.length === 0 || this.#frozenAtMs !== null) return;
    const nextMs = this.#timers[0].dueMs - this.now();
    this.#wakeUp = setTimeout(() => this.#run(), Math.min(Math.max(nextMs, 0), TIMEOUT_MS_MAX));
  }

  // Timers are a heap: the next one is the first. Of two that are due at once the older goes first.
  #put(timer) {
    const heap = this.#timers;
    let i = heap.push(timer) - 1;
    for (let parent; i > 0 && before(timer, heap[(parent = (i - 1) >> 1)]); i = parent) {
      heap[i] = heap[parent];
      heap[parent] = timer;
    }
  }

  #take() {
    const heap = this.#timers;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      const least = left + 1 < heap.length && before(heap[left + 1], heap[left]) ? left + 1 : left;
      if (least >= heap.length || !before(heap[least], last)) return first;
      heap[i] = heap[least];
      heap[least] = last;
      i = least;
    }
  }
}

const before = (a, b) => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.number < b.number);

// `2026-11-21T20:00:00+08:00`, the only form WeChat Pay writes.
export function beijingTime(ms) {
  return new Date(ms + 8 * 3600_000).toISOString().slice(0, 19) + '+08:00';
}
