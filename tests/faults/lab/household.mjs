// Who is of the house that lies in a folder, and the end of them all. Whoever else looks at what is there, a developer's shell, is
// left alone.

import fs from 'node:fs';
import path from 'node:path';
import { until } from '../../support/house.mjs';
import { begunWith, descendantsOf, endAll } from './processes.mjs';
import { isAlive, processOf } from './signals.mjs';

const ENDED_MS_MAX = 30_000;

// None where a house never came up.
function statusIn(folder) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'run', 'status.json'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return { processes: [] };
    throw error;
  }
}

// Those that live, [{ pid, started }]: as its status tells them and by the setting that they share, with all that they have begun.
export function householdOf(folder) {
  const told = statusIn(folder).processes.filter(({ pid, started }) => pid > 0 && isAlive({ pid, started })).map(({ pid }) => pid);
  const known = [...told, ...begunWith(`LINLI_STATE_DIR=${path.join(folder, 'run')}`)];
  return [...new Set([...known, ...descendantsOf(...known)])].map(processOf).filter(isAlive);
}

// kill -9 of all of them, also of who is begun meanwhile. `known`: who is of it, though nothing tells so any more.
export async function endHousehold(folder, known = []) {
  await until(`the house in ${folder} has ended`, async () => {
    const living = [...known.filter(isAlive), ...householdOf(folder)];
    await endAll(living);
    return living.length === 0;
  }, { withinMs: ENDED_MS_MAX });
}
