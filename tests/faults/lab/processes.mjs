// Processes as /proc tells of them: whose children they are, what they hold open, whether they are still there.

import fs from 'node:fs';
import { until } from '../../support/house.mjs';
import { assertPid } from './signals.mjs';

const GONE_MS_MAX = 30_000;
const BACK_MS_MAX = 90_000;

const pids = () => fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);

// Null when it has just gone.
function unlessGone(ask) {
  try {
    return ask();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(error.code)) return null;
    throw error;
  }
}

// { state, parent, started }; `started` is in ticks since the machine's start, and with the pid unmistakable.
function statOf(pid) {
  const fields = unlessGone(() => fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))?.split(') ').at(-1).split(' ');
  return fields ? { state: fields[0], parent: Number(fields[1]), started: Number(fields[19]) } : null;
}

export const startedAt = (pid) => statOf(pid)?.started ?? null;

// A zombie has ended; only nobody has asked after it.
export const isThere = (pid) => !['Z', undefined].includes(statOf(pid)?.state);

// Its children, theirs, and so on.
export function descendantsOf(pid) {
  const parents = new Map(pids().map((one) => [one, statOf(one)?.parent]));
  const below = (ancestor) => [...parents].filter(([, parent]) => parent === ancestor).flatMap(([one]) => [one, ...below(one)]);
  return below(pid);
}

// Who works in the folder, has one of its files open or mapped.
export function holdersOf(folder) {
  const inside = (target) => target === folder || target?.startsWith(`${folder}/`);
  const links = (pid) => [`/proc/${pid}/cwd`, ...(unlessGone(() => fs.readdirSync(`/proc/${pid}/fd`)) ?? []).map((fd) => `/proc/${pid}/fd/${fd}`)];
  const maps = (pid) => unlessGone(() => fs.readFileSync(`/proc/${pid}/maps`, 'utf8'))?.includes(` ${folder}/`);
  return pids().filter((pid) => pid !== process.pid && (links(pid).some((link) => inside(unlessGone(() => fs.readlinkSync(link)))) || maps(pid)));
}

export function kill(pid, signal = 'SIGKILL') {
  try {
    process.kill(assertPid(pid), signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

// kill -9 of all, and waits until they are gone.
export async function endAll(list) {
  for (const pid of list) kill(pid);
  await until(`${list.join(', ')} are gone`, () => !list.some(isThere), { withinMs: GONE_MS_MAX });
}

// Who was begun with these words among his settings, NAME=VALUE; whoever has overwritten them for a title of his own is not found.
export function begunWith(setting) {
  return pids().filter((pid) => unlessGone(() => fs.readFileSync(`/proc/${pid}/environ`, 'utf8'))?.split('\0').includes(setting));
}

// kill -9 of whoever works in the folder or has something of it open, also of who came while the others ended.
export async function endHolders(folder) {
  await until(`nobody holds ${folder}`, async () => {
    const holders = holdersOf(folder);
    await endAll(holders);
    return holders.length === 0;
  }, { withinMs: GONE_MS_MAX });
}

// One process of a house is down, with its supervisor looking away, as long as `work` lasts; resolves when it is ready again.
export async function whileDown(house, name, work) {
  const pid = assertPid(house.process(name).pid, name);
  const supervisor = assertPid(house.child.pid, 'the supervisor');
  process.kill(supervisor, 'SIGSTOP');
  try {
    await endAll([pid]);
    await work();
  } finally {
    process.kill(supervisor, 'SIGCONT');
  }
  await until(`${name} is back`, () => house.process(name).ready && house.process(name).pid !== pid, { withinMs: BACK_MS_MAX });
}
