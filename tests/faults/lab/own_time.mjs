// Time as a house gets it: on a machine that others use, too, a second in which its processes got a tenth of the processor that they
// wanted is a tenth of a second. What a house is promised to do within a time, it has that much of its own time for.

import fs from 'node:fs';
import { descendantsOf } from './processes.mjs';

// { ranNs, waitedNs } of a process's first thread; null: it has gone, or this kernel does not count.
function turnsOf(pid) {
  try {
    const [ranNs, waitedNs] = fs.readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
    return { ranNs, waitedNs };
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(error.code)) return null;
    throw error;
  }
}

// Of what was wanted between two looks, how much was had; nothing was wanted: all of it. Pure.
export function shareOf(before, after) {
  const both = [...after].filter(([pid, turns]) => turns && before.get(pid));
  const sum = (what) => both.reduce((total, [pid, turns]) => total + turns[what] - before.get(pid)[what], 0);
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
    return new Map(descendantsOf(this.#pid).map((pid) => [pid, turnsOf(pid)]));
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
