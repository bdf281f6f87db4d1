// What each part of a run costs: time by the clock, and processor time of this process and of all that it has begun.

import fs from 'node:fs';
import { medianOf } from '../support/times.mjs';
import { descendantsOf } from './processes.mjs';

const TICK_MS = 10; // the kernel's, in /proc
const FIRST = 11; // of utime, stime, and both of the children that have ended, after the name's bracket

// Zero of one that has just gone: its parent has its time.
function cpuMsOf(pid) {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return TICK_MS * fields.slice(FIRST, FIRST + 4).reduce((sum, ticks) => sum + Number(ticks), 0);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(error.code)) return 0;
    throw error;
  }
}

const now = () => ({ at: Date.now(), cpuMs: [process.pid, ...descendantsOf(process.pid)].reduce((sum, pid) => sum + cpuMsOf(pid), 0) });

// A part ends where the next begins: `parts` are { name, ms, cpuMs }.
export class Costs {
  parts = [];
  #since = now();

  // Whoever was killed with his parent has taken his account with him: the last part, the house's end, looks cheap.
  over(name) {
    const is = now();
    this.parts.push({ name, ms: is.at - this.#since.at, cpuMs: Math.max(0, is.cpuMs - this.#since.cpuMs) });
    this.#since = is;
  }
}

// Medians of several runs, a line a part.
export function costsTable(runs) {
  const parts = runs.flat();
  const rows = [...new Set(parts.map(({ name }) => name))].map((name) => {
    const some = parts.filter((part) => part.name === name);
    return [name, medianOf(some.map(({ ms }) => ms)), medianOf(some.map(({ cpuMs }) => cpuMs))];
  });
  return [['part of a run', 'ms', 'cpu ms'], ...rows].map(([name, ...numbers]) => name.padEnd(40) + numbers.map((one) => String(one).padStart(10)).join('')).join('\n');
}
