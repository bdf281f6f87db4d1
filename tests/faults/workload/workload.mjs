// A run's callers. Each request is sent when the schedule says so, whatever became of those before it, by a client that tries
// nothing again by itself; who hears nothing may ask again under the same key, and the history says so.
//
//   const workload = new Workload(lab, { seed, ms }, history);
//   await workload.begin();   prepares people and goods (prepare() does only that), then sends
//   await workload.end();     sends nothing more, and waits for what is under way
//
// `lab`: { status, wechat, operator } of a house without the demo estate. Meanwhile history.underWay() and history.acknowledged()
// tell how it goes; history.notSent, what was due while too much was under way.

import { Caller } from './caller.mjs';
import { Lateness } from './lateness.mjs';
import { OPERATIONS } from './operations.mjs';
import { Pauses } from './pauses.mjs';
import { scheduleOf } from './schedule.mjs';
import { knownOf, prepareStage } from './stage.mjs';

const PEOPLE = 48;
const UNDER_WAY_MAX = 400; // more is a pile, and no caller

export class Workload {
  #stage;
  #caller;
  #sending;
  #pauses = new Pauses();
  #runs = new Set();
  #failure = null;
  #late = new Lateness();

  constructor(lab, { seed, ms, people = PEOPLE, ...words }, history) {
    Object.assign(this, { lab, history, words: { seed, ms, people, ...words } });
    this.prefix = `run-${seed}-${Date.now().toString(36)}-`; // of all keys: a house may be played in twice
  }

  async prepare() {
    this.#stage = await prepareStage(this.lab, this.words.people);
    this.schedule = scheduleOf({ ...this.words, gateways: this.#stage.gateways.length });
    const timeoutMs = Object.fromEntries(Object.entries(OPERATIONS).map(([op, operation]) => [op, operation.timeoutMs]));
    this.history.world = { ...knownOf(this.#stage, this.prefix), timeoutMs };
    this.#caller = new Caller(this.#stage, this.history, this.#pauses, this.prefix);
  }

  // People and goods, once they are prepared.
  get stage() {
    return this.#stage;
  }

  async begin() {
    if (!this.#stage) await this.prepare();
    this.began = Date.now();
    this.#late.begin();
    this.#sending = this.#sendAll();
  }

  // Throws what went wrong with the workload itself.
  async end() {
    this.#pauses.end();
    await this.#sending;
    await Promise.all(this.#runs);
    this.#late.end();
    this.history.world.lateMs = this.#late.mostMs;
    this.history.marks.push(...this.#late.stalls.map((stall) => ({ kind: 'late', ...stall })));
    if (this.#failure) throw this.#failure;
  }

  // Attempts with money or stock under way at a moment, or at some moment of a while.
  underWay(from, to = from) {
    return this.history.underWay(from, to);
  }

  async #sendAll() {
    for (const entry of this.schedule) {
      const wait = this.began + entry.atMs - Date.now();
      if (this.#pauses.over || (wait > 0 && !(await this.#pauses.wait(wait)))) return;
      this.#start(entry);
    }
  }

  #start(entry) {
    if (this.#runs.size >= UNDER_WAY_MAX) {
      this.history.add(this.history.notSent, entry.op);
      return;
    }
    const run = this.#caller.play(entry).catch((error) => { this.#failure ??= error; }).finally(() => this.#runs.delete(run));
    this.#runs.add(run);
  }
}
