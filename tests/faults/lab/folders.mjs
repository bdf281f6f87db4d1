// Where what a run needs for its time lies: in memory where there is room, so that it never waits for the machine's own disk, which
// others use, too. What must outlive a power cut lies on file systems of its own (disks.mjs), whose images lie here as well.
//
// Each is named after the process that made it, and the namespace in which that has its number. Whoever comes next takes away what was
// left by one of his own namespace that is gone: of others he cannot know.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { newFolder } from '../../support/house.mjs';
import { endHousehold, householdOf } from './household.mjs';
import { holdersOf, isThere } from './processes.mjs';
import { startedAt, unlessGone } from './signals.mjs';

const MB = 2 ** 20;
const FREE_MB_MIN = 1024;

export const CANDIDATES = ['/dev/shm', os.tmpdir()];

export function freeBytes(folder) {
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
}

export function roomyFolder() {
  const roomy = CANDIDATES.find((folder) => fs.existsSync(folder) && freeBytes(folder) >= FREE_MB_MIN * MB);
  if (!roomy) throw new Error(`none of ${CANDIDATES.join(', ')} has ${FREE_MB_MIN} MB free`);
  return roomy;
}

// ---- whose it is

const namespace = Number(/\d+/.exec(fs.readlinkSync('/proc/self/ns/pid'))[0]);

export const nameOfMine = (what) => `linli-${what}-${namespace}-${process.pid}-${startedAt(process.pid)}-`;

export function ownerIsGone(file) {
  const [where, pid, started] = path.basename(file).split('-').slice(2, 5).map(Number);
  return where === namespace && startedAt(pid) !== started;
}

// Root may take away what is anybody's.
function isOurs(folder) {
  const stat = unlessGone(() => fs.statSync(folder));
  return stat !== null && (process.getuid() === 0 || stat.uid === process.getuid());
}

// ---- of one run

// PostgreSQL's own user walks through it where we are root; else nobody else has to.
export function runFolder(parent = roomyFolder()) {
  const folder = newFolder(parent, nameOfMine('run'));
  if (process.getuid() !== 0) fs.chmodSync(folder, 0o700);
  return folder;
}

const isLeft = (folder) => /^linli-run-\d+-\d+-\d+-\w+$/.test(path.basename(folder)) && ownerIsGone(folder) && isOurs(folder);

const mountsIn = (folder) => fs.readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' ')[1]).filter((mount) => mount?.startsWith(`${folder}/`));

// The house in a folder that nobody else looks at or works with; null: somebody does. Who is there is asked before who is of the
// house: it may begin somebody between the two, who would be taken for a stranger.
function houseAloneIn(folder, whoHolds) {
  const holders = whoHolds(folder);
  const household = householdOf(folder);
  const house = new Set(household.map(({ pid }) => pid));
  return holders.some((pid) => !house.has(pid) && isThere(pid)) ? null : household;
}

// It is ours from then on; null: somebody else was faster.
function claim(folder) {
  const mine = path.join(path.dirname(folder), nameOfMine('run') + path.basename(folder).split('-').at(-1));
  try {
    fs.renameSync(folder, mine);
    return mine;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function takeAway(folder) {
  for (const mount of mountsIn(folder)) execFileSync('umount', ['-l', mount]);
  fs.rmSync(folder, { recursive: true, force: true });
}

// A run that was killed leaves a house that goes on, and all its data. Looks in `folders`; what is in use stays.
export async function takeAwayRuns(folders = CANDIDATES, { whoHolds = holdersOf } = {}) {
  for (const parent of folders.filter((one) => fs.existsSync(one))) {
    for (const folder of fs.readdirSync(parent).map((name) => path.join(parent, name)).filter(isLeft)) {
      const household = houseAloneIn(folder, whoHolds);
      const mine = household && claim(folder);
      if (!mine) continue;
      await endHousehold(folder, household);
      takeAway(mine);
    }
  }
}
