// A clock that can be set. Everything in the stand-in that knows time asks this one, timers included: when a test moves
// the clock forward by a day, what was due within that day happens now.
//
// Owns its timers until close(). Times are unix milliseconds.

const TIMEOUT_MS_MAX = 2 ** 31 - 1;

export class Clock {
  #offsetMs = 0;
  #frozenAtMs = null;
  #timers = [];
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
    const timer = { dueMs: this.now() + ms, action };
    if (this.#closed) return () => {};
    this.#timers.push(timer);
    this.#arm();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
      this.#arm();
    };
  }

  close() {
    this.#closed = true;
    this.#timers = [];
    clearTimeout(this.#wakeUp);
  }

  #run() {
    const now = this.now();
    const due = this.#timers.filter((timer) => timer.dueMs <= now).sort((a, b) => a.dueMs - b.dueMs);
    this.#timers = this.#timers.filter((timer) => timer.dueMs > now);
    this.#arm();
    for (const timer of due) timer.action();
  }

  #arm() {
    clearTimeout(this.#wakeUp);
    if (this.#timers.length === 0 || this.#frozenAtMs !== null) return;
    const nextMs = this.#timers.reduce((least, timer) => Math.min(least, timer.dueMs), Infinity) - this.now();
    this.#wakeUp = setTimeout(() => this.#run(), Math.min(Math.max(nextMs, 0), TIMEOUT_MS_MAX));
  }
}

// `2026-11-21T20:00:00+08:00`, the only form WeChat Pay writes.
export function beijingTime(ms) {
  return new Date(ms + 8 * 3600_000).toISOString().slice(0, 19) + '+08:00';
}
