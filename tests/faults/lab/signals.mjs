// Processes by number and start time: a number that was given to another meanwhile is never signalled.

import fs from 'node:fs';

// Null when it has just gone.
export function unlessGone(ask) {
  try {
    return ask();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(error.code)) return null;
    throw error;
  }
}

export const pids = () => fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);

// { state, parent, started } of one that is there; `started` is in the kernel's ticks, and with the pid unmistakable. The name in
// brackets before them may hold anything.
export function statOf(pid) {
  const fields = unlessGone(() => fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))?.split(') ').at(-1).split(' ');
  return fields ? { state: fields[0], parent: Number(fields[1]), started: Number(fields[19]) } : null;
}

// When it was started; null for one that is not there, or waits to be buried: a zombie has ended, only nobody has asked after it.
export function startedAt(pid) {
  const stat = pid > 0 ? statOf(pid) : null;
  return stat && stat.state !== 'Z' ? stat.started : null;
}

// { pid, started }: the process of this number, as it is now.
export const processOf = (pid) => ({ pid, started: startedAt(pid) });

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
  const children = pids().filter((one) => statOf(one)?.parent === pid);
  return [pid, ...children].map(processOf).filter(isAlive);
}

const STOP_MS_MAX = 1000;
const LOOK_EVERY_MS = 1;

const isStopped = ({ pid }) => statOf(pid)?.state === 'T';
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

// Stops a server and every process that it has begun, itself first: while it runs it may begin another one, which would go on.
// Gives whom it has stopped, at once; throws when the server has not stopped in a second, and lets it go on.
export function stopWhole(pid, { stopped = isStopped } = {}) {
  const server = processOf(pid);
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
