// Time as a house gets it: on a machine that others use, too, a second in which its processes got a tenth of the processor that they
// wanted is a tenth of a second. What a house is promised to do within a time, it has that much of its own time for.

import fs from 'node:fs';
import { descendantsOf } from './processes.mjs';
import { unlessGone } from './signals.mjs';

// [thread, { ranNs, waitedNs }] of each of a process's threads, as the kernel tells a process's turns of its first one alone. null: the
// thread has gone, and nobody can say any more how long it had waited, or this kernel does not count.
export function turnsOf(pid) {
  const threads = unlessGone(() => fs.readdirSync(`/proc/${pid}/task`)) ?? [];
  return threads.map((thread) => {
    const [ranNs, waitedNs] = unlessGone(() => fs.readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'))?.split(' ').map(Number) ?? [];
    return [Number(thread), waitedNs === undefined ? null : { ranNs, waitedNs }];
  });
}

// Of what was wanted between two looks, how much was had; nothing was wanted: all of it. Pure.
export function shareOf(before, after) {
  const both = [...after].filter(([thread, turns]) => turns && before.get(thread));
  const sum = (what) => both.reduce((total, [thread, turns]) => total + turns[what] - before.get(thread)[what], 0);
  const [ranNs, waitedNs] = [sum('ranNs'), sum('waitedNs')];
  return ranNs + waitedNs > 0 ? ranNs / (ranNs + waitedNs) : 1;
}

export class OwnTime {
  ms = 0;
  #pid;
  #at = Date.now();
  #seen;

  constructor(pid) {
    this.#pid = pid;
    this.#seen = this.#look();
  }

  #look() {
    return new Map(descendantsOf(this.#pid).flatMap(turnsOf));
  }

  // To be asked now and again; gives how much has passed since the beginning.
  passed() {
    const seen = this.#look();
    const at = Date.now();
    this.ms += (at - this.#at) * shareOf(this.#seen, seen);
    this.#at = at;
    this.#seen = seen;
    return Math.round(this.ms);
  }
}
