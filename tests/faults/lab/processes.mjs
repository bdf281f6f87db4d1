// Processes as /proc tells of them: whose children they are, what they hold open, with which settings they were begun.

import fs from 'node:fs';
import { until } from '../../support/house.mjs';
import { assertPid, isAlive, pids, processOf, signal, startedAt, statOf, unlessGone } from './signals.mjs';

const GONE_MS_MAX = 30_000;
const BACK_MS_MAX = 90_000;

export const isThere = (pid) => startedAt(pid) !== null;

// Their children, the children of those, and so on.
export function descendantsOf(...ancestors) {
  const parents = new Map(pids().map((one) => [one, statOf(one)?.parent]));
  const below = (ancestor) => [...parents].filter(([, parent]) => parent === ancestor).flatMap(([one]) => [one, ...below(one)]);
  return ancestors.flatMap(below);
}

const ROOT_UID = 0;

// What may be looked at of one's own processes alone, or by root; `hidden` gives what takes its place of the others.
function unlessHidden(look, hidden) {
  try {
    return look();
  } catch (error) {
    if (['EACCES', 'EPERM'].includes(error.code)) return hidden();
    throw error;
  }
}

// Whoever cannot be looked at may be in there if the folder lets in others than its owner. Root's are the machine's: root may go
// everywhere, and is never counted.
function mayEnter(pid, folder) {
  const [, uid = ROOT_UID] = /^Uid:\s+(\d+)/m.exec(unlessGone(() => fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '') ?? [];
  return Number(uid) !== ROOT_UID && ((unlessGone(() => fs.statSync(folder))?.mode ?? 0) & 0o011) !== 0;
}

function holds(pid, folder) {
  const inside = (target) => target === folder || target?.startsWith(`${folder}/`);
  const links = [`/proc/${pid}/cwd`, ...(unlessGone(() => fs.readdirSync(`/proc/${pid}/fd`)) ?? []).map((fd) => `/proc/${pid}/fd/${fd}`)];
  return links.some((link) => inside(unlessGone(() => fs.readlinkSync(link)))) || unlessGone(() => fs.readFileSync(`/proc/${pid}/maps`, 'utf8'))?.includes(` ${folder}/`);
}

// Who works in the folder, has one of its files open or mapped, or may have and does not let himself be looked at.
export const holdersOf = (folder) => pids().filter((pid) => pid !== process.pid && unlessHidden(() => holds(pid, folder), () => mayEnter(pid, folder)));

// kill -9 of all, and waits until they are gone.
export async function endAll(list) {
  for (const { pid } of list) assertPid(pid);
  for (const one of list) signal(one, 'SIGKILL');
  await until(`${list.map(({ pid }) => pid).join(', ')} are gone`, () => !list.some(isAlive), { withinMs: GONE_MS_MAX });
}

// Who was begun with these words among his settings, NAME=VALUE; whoever has overwritten them for a title of his own is not found,
// nor is anybody of somebody else's.
export function begunWith(setting) {
  const settingsOf = (pid) => unlessHidden(() => unlessGone(() => fs.readFileSync(`/proc/${pid}/environ`, 'utf8')) ?? '', () => '');
  return pids().filter((pid) => pid !== process.pid && settingsOf(pid).split('\0').includes(setting));
}

const isAnother = (now, before) => now.pid !== before.pid || now.started !== before.started;

// One process of a house is down, with its supervisor looking away, as long as `work` lasts; resolves when it is ready again.
export async function whileDown(house, name, work) {
  const one = house.process(name);
  assertPid(one.pid, name);
  const supervisor = processOf(assertPid(house.child.pid, 'the supervisor'));
  signal(supervisor, 'SIGSTOP');
  try {
    await endAll([one]);
    await work();
  } finally {
    signal(supervisor, 'SIGCONT');
  }
  await until(`${name} is back`, () => house.process(name).ready && isAnother(house.process(name), one), { withinMs: BACK_MS_MAX });
}
