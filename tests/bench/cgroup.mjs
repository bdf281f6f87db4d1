// Processes with less of the processor than there is: a control group with a quota, of either version of the kernel's interface.
// Needs a right that root has.

import fs from 'node:fs';
import path from 'node:path';

const ROOTS = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup'];
const PERIOD_US = 20_000; // short, so that who is out of it waits a moment and not a tenth of a second
const QUOTA_US_MIN = 1000; // the kernel's
const PERIOD_US_MAX = 1_000_000;

let made = 0;

// Seconds of processor time that a process has used.
export function cpuSeconds(pid) {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch (error) {
    if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error;
    return 0;
  }
}

export function childrenOf(pid) {
  return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

// Who has ended meanwhile is nowhere.
function move(pid, folder) {
  try {
    fs.writeFileSync(path.join(folder, 'cgroup.procs'), String(pid));
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

export class Cgroup {
  constructor(name) {
    const root = ROOTS.find((one) => fs.existsSync(path.join(one, 'cgroup.procs')));
    if (!root) throw new Error('no control groups here: there is nothing to cap with');
    this.isFirst = fs.existsSync(path.join(root, 'cpu.cfs_quota_us'));
    this.folder = path.join(root, `linli-bench-${process.pid}-${++made}-${name}`);
    this.root = root;
    fs.mkdirSync(this.folder);
  }

  #write(name, text) {
    fs.writeFileSync(path.join(this.folder, name), String(text));
  }

  // What they start later is in it, too.
  take(pids) {
    for (const pid of pids) move(pid, this.folder);
  }

  pids() {
    return fs.readFileSync(path.join(this.folder, 'cgroup.procs'), 'utf8').trim().split('\n').filter(Boolean).map(Number);
  }

  // cpus: 0.2 is a fifth of one; undefined: as much as there is.
  cap(cpus) {
    const period = cpus === undefined ? PERIOD_US : Math.min(PERIOD_US_MAX, Math.max(PERIOD_US, Math.ceil(QUOTA_US_MIN / cpus)));
    const quota = cpus === undefined ? undefined : Math.max(QUOTA_US_MIN, Math.round(cpus * period));
    if (!this.isFirst) {
      this.#write('cpu.max', `${quota ?? 'max'} ${period}`);
      return;
    }
    this.#write('cpu.cfs_quota_us', -1);
    this.#write('cpu.cfs_period_us', period);
    this.#write('cpu.cfs_quota_us', quota ?? -1);
  }

  // In how many of its periods somebody had used up his part and waited, 0 … 1.
  throttled() {
    const stat = fs.readFileSync(path.join(this.folder, 'cpu.stat'), 'utf8');
    const of = (name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0);
    return of('nr_throttled') / Math.max(1, of('nr_periods'));
  }

  // Who is in it goes back where he came from.
  close() {
    if (!fs.existsSync(this.folder)) return;
    for (const pid of this.pids()) move(pid, this.root);
    fs.rmdirSync(this.folder);
  }
}
