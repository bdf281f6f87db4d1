// How often something may happen: fixed windows on the sandbox's clock, as WeChat's quotas per minute and per day are.

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

// Calls allowed in a window; a test may lower them (`POST /_ctl/settings {"limits": {"wxacode": {"minute": 3}}}`).
export const DEFAULT_LIMITS = {
  stable_token: { minute: 10_000, day: 500_000 },
  stable_token_forced: { day: 20 },
  phone: { minute: 10_000 },
  wxacode: { minute: 5_000 },
  urllink: { second: 100, day: 500_000 },
  subscribe_message: { day: 10_000_000 },
  msg_sec_check: { minute: 4_000, day: 2_000_000 },
  media_check: { minute: 2_000, day: 200_000 },
  robot: { minute: 20 },
  refund_refused: { second: 6 },
};

const WINDOW_MS = { second: 1000, minute: MINUTE_MS, day: DAY_MS };

export class Limits {
  #clock;
  #limits;
  #windows = new Map();

  constructor(clock, limits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  // Counts one; returns the window that is full ('second', 'minute' or 'day'), or null.
  take(name, key = '') {
    const windows = Object.entries(this.#limits[name] ?? {});
    const counters = windows.map(([window]) => this.#counter(`${name} ${key} ${window}`, WINDOW_MS[window]));
    const full = windows.findIndex(([, most], i) => counters[i].count >= most);
    if (full >= 0) return windows[full][0];
    for (const counter of counters) counter.count++;
    return null;
  }

  clear() {
    this.#windows.clear();
  }

  #counter(key, windowMs) {
    const number = Math.floor(this.#clock.now() / windowMs);
    let counter = this.#windows.get(key);
    if (counter?.number !== number) this.#windows.set(key, (counter = { number, count: 0 }));
    return counter;
  }
}
