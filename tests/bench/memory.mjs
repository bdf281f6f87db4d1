// What our own processes take, idle and at their peak: the sum of their resident memory, the supervisor's included, every
// second. PostgreSQL, NATS, Redis and the WeChat stand-in are not ours. The goals are for what is resident, in which a library's
// page counts once a process; what the machine gives for all of them is the sum of their shares, shown beside it.

import { memoryOf } from '../journeys/evening/memory.mjs';
import { sleep } from '../support/house.mjs';

const EVERY_MS = 1000;
const REST_MS = 5000;

const total = (parts, of) => parts.reduce((sum, [, memory]) => sum + memory[of], 0);

export class Memory {
  constructor(house) {
    this.house = house;
    this.peakMb = 0;
  }

  // [name, { rss, pss }] of each.
  parts() {
    const { processes, supervisor } = this.house.status();
    return [['supervisor', memoryOf(supervisor)], ...processes.filter(({ pid }) => pid).map(({ name, pid }) => [name, memoryOf(pid)])].filter(([, { rss }]) => rss > 0);
  }

  look() {
    const parts = this.parts();
    this.peakMb = Math.max(this.peakMb, total(parts, 'rss'));
    return parts;
  }

  // Before anybody has asked for anything; from then on it is looked at.
  async rest() {
    await sleep(REST_MS);
    this.idle = this.look();
    this.idleMb = total(this.idle, 'rss');
    this.timer = setInterval(() => this.look(), EVERY_MS);
    this.timer.unref();
  }

  // Then and now, for people.
  table() {
    const now = new Map(this.parts());
    const rows = this.idle.map(([name, then]) => [name, then.rss, then.pss, now.get(name)?.rss ?? 0, now.get(name)?.pss ?? 0]);
    const sums = ['rss', 'pss'].map((of) => [total(this.idle, of), total([...now], of)]);
    return {
      title: 'Memory, MB: resident, and the share of it where others have the same pages',
      head: ['process', 'idle', 'share', 'after all passes', 'share'],
      rows: [...rows, ['all', sums[0][0], sums[1][0], sums[0][1], sums[1][1]]],
    };
  }

  end() {
    clearInterval(this.timer);
  }
}
