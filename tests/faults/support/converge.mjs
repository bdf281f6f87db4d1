// How soon everything that was told has left its service and has been handled, once, by whoever listens: the [quiet] rules of
// invariants/platform.sql about events, asked until they hold.

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT, sleep } from '../../support/house.mjs';
import { rulesOf } from './rules.mjs';

const PLATFORM = path.join(ROOT, 'tests', 'faults', 'invariants', 'platform.sql');
const OF_EVENTS = /^platform: (every event was published|$)/; // a name that begins with who handled it is cut off there

export const rulesOfEvents = () => rulesOf(fs.readFileSync(PLATFORM, 'utf8')).filter(({ name, when }) => when === 'quiet' && OF_EVENTS.test(name));

// Events that have not got everywhere yet.
async function missing(databaseUrl, sql) {
  const { stdout } = await promisify(execFile)('psql', ['-XqAt', '-F|', '-v', 'ON_ERROR_STOP=1', '-c', sql, databaseUrl]);
  return stdout.trim().split('\n').reduce((sum, line) => sum + Number(line.split('|')[2]), 0);
}

// { first, ms }: how many were missing at first, and after how long none was; ms is Infinity when some still are after withinMs.
export async function convergence(house, { withinMs = 60_000 } = {}) {
  const sql = rulesOfEvents().map((rule) => rule.sql).join('\n');
  const databaseUrl = house.secret('postgres.auditor-url');
  const began = Date.now();
  const first = await missing(databaseUrl, sql);
  let left = first;
  while (left > 0 && Date.now() - began <= withinMs) {
    await sleep(100);
    left = await missing(databaseUrl, sql);
  }
  return { first, ms: left > 0 ? Infinity : Date.now() - began };
}
