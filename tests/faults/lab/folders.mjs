// Where what a run needs for its time lies: in memory where there is room, so that it never waits for the machine's own disk, which
// others use, too. What must outlive a power cut lies on file systems of its own (disks.mjs), whose images lie here as well.
//
// Each is named after the process that made it. Whoever comes next takes away what was left by one that is gone.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { newFolder, until } from '../../support/house.mjs';
import { endAll, holdersOf, startedAt } from './processes.mjs';

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

export const nameOfMine = (what) => `linli-${what}-${process.pid}-${startedAt(process.pid)}-`;

export function ownerIsGone(file) {
  const [pid, started] = path.basename(file).split('-').slice(2, 4).map(Number);
  return startedAt(pid) !== started;
}

// ---- of one run

export const runFolder = () => newFolder(roomyFolder(), nameOfMine('run'));

const mountsIn = (folder) => fs.readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' ')[1]).filter((mount) => mount?.startsWith(`${folder}/`));

// A run that was killed leaves a house that goes on, and all its data.
export async function takeAwayRuns() {
  for (const parent of CANDIDATES.filter((one) => fs.existsSync(one))) {
    for (const name of fs.readdirSync(parent).filter((one) => /^linli-run-\d+-\d+-\w+$/.test(one) && ownerIsGone(one))) {
      const folder = path.join(parent, name);
      await until(`nobody holds ${folder}`, async () => {
        const holders = holdersOf(folder);
        await endAll(holders);
        return holders.length === 0;
      });
      for (const mount of mountsIn(folder)) execFileSync('umount', ['-l', mount]);
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}
