// What our own processes take of memory, looked at every second: the sum of Rss of all of them, the supervisor included, in
// /proc/PID/smaps_rollup. PostgreSQL, NATS, Redis and the WeChat stand-in are not ours. Where there are replicas, the largest of
// each service counts.

import fs from 'node:fs';
import path from 'node:path';

const EVERY_MS = 1000;
const MB_MAX = 130; // 120 in the second evening of the same processes

export const isOurs = (pid) => /^linli/.test(path.basename(fs.readlinkSync(`/proc/${pid}/exe`)));

const NONE = { rss: 0, pss: 0 };

// MB of a process: what is resident, and its share of it (a page of a library counts a seventh where seven have it); none for
// one that is not ours, or that is just being started again.
export function memoryOf(pid) {
  try {
    if (!isOurs(pid)) return NONE;
    const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const mb = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1024 / 1e6;
    return { rss: mb('Rss'), pss: mb('Pss') };
  } catch (error) {
    if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error;
    return NONE;
  }
}

export function watchMemory(statusFile) {
  const seen = { samples: 0, most: 0 };
  const look = () => {
    const { processes, supervisor } = JSON.parse(fs.readFileSync(statusFile, 'utf8'));
    const parts = new Map([['supervisor', memoryOf(supervisor).rss]]);
    for (const { service, pid } of processes) if (pid) parts.set(service, Math.max(parts.get(service) ?? 0, memoryOf(pid).rss));
    const sum = [...parts.values()].reduce((total, mb) => total + mb, 0);
    seen.samples++;
    if (sum > seen.most) seen.most = sum;
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    end: () => clearInterval(timer),
    check: () => ({ name: `memory: at most ${seen.most.toFixed(0)} MB in our processes, ${MB_MAX} allowed`, checked: seen.samples, violations: seen.most > MB_MAX ? 1 : 0 }),
  };
}
