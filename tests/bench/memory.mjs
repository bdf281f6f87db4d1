// What our own processes take, idle and at their peak: the sum of their resident memory, the supervisor's included, every
// second. PostgreSQL, NATS, Redis and the WeChat stand-in are not ours.

import { rssOf } from '../journeys/evening/memory.mjs';
import { sleep } from '../support/house.mjs';

const EVERY_MS = 1000;
const REST_MS = 5000;

export class Memory {
  constructor(house) {
    this.house = house;
    this.peakMb = 0;
  }

  // [name, MB] of each.
  parts() {
    const { processes, supervisor } = this.house.status();
    return [['supervisor', rssOf(supervisor)], ...processes.filter(({ pid }) => pid).map(({ name, pid }) => [name, rssOf(pid)])].filter(([, mb]) => mb > 0);
  }

  sum() {
    const mb = this.parts().reduce((total, [, one]) => total + one, 0);
    if (mb > this.peakMb) this.peakMb = mb;
    return mb;
  }

  // Before anybody has asked for anything; from then on it is looked at.
  async rest() {
    await sleep(REST_MS);
    this.idleMb = this.sum();
    this.timer = setInterval(() => this.sum(), EVERY_MS);
    this.timer.unref();
  }

  end() {
    clearInterval(this.timer);
  }
}
