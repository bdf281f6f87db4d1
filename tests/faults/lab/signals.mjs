// Processes by number and start time: a number that was given to another meanwhile is never signalled.

import fs from 'node:fs';

// Fields from the third on: the second, a name in brackets, may hold anything.
function statOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
  } catch {
    return null; // it has ended
  }
}

// When it was started, in the kernel's ticks; null for one that is not there, or waits to be buried.
export function startedAt(pid) {
  const stat = pid > 0 ? statOf(pid) : null;
  return stat && stat[0] !== 'Z' ? Number(stat[19]) : null;
}

// The number of one process. 0 would mean everybody in our own group, and less than that a group of others: a process that is just being
// started again has no number, and whoever wants to end it must not end the bench.
export function assertPid(pid, whose = 'process') {
  if (!Number.isInteger(pid) || pid <= 1) throw new Error(`${whose} has no number of its own now: ${pid}`);
  return pid;
}

export const isAlive = ({ pid, started }) => started !== null && startedAt(pid) === started;

// False: it is not there any more.
export function signal(one, name) {
  if (!isAlive(one)) return false;
  try {
    process.kill(one.pid, name);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

// A server and every process that it has begun, as { pid, started }.
export function withChildren(pid) {
  const children = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)?.[1] === String(pid)).map(Number);
  return [pid, ...children].map((one) => ({ pid: one, started: startedAt(one) })).filter(({ started }) => started !== null);
}

const STOP_MS_MAX = 1000;
const LOOK_EVERY_MS = 1;

const isStopped = ({ pid }) => statOf(pid)?.[0] === 'T';
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

// Stops a server and every process that it has begun, itself first: while it runs it may begin another one, which would go on.
// Gives whom it has stopped, at once; throws when the server has not stopped in a second, and lets it go on.
export function stopWhole(pid, { stopped = isStopped } = {}) {
  const server = { pid, started: startedAt(pid) };
  if (!signal(server, 'SIGSTOP')) return [];
  const giveUp = performance.now() + STOP_MS_MAX;
  while (isAlive(server) && !stopped(server)) {
    if (performance.now() > giveUp) {
      signal(server, 'SIGCONT');
      throw new Error(`process ${pid} did not stop within ${STOP_MS_MAX} ms`);
    }
    pause(LOOK_EVERY_MS);
  }
  return [server, ...withChildren(pid).filter((one) => one.pid !== pid && signal(one, 'SIGSTOP'))];
}
