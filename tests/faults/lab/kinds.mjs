// The kinds of faults: a module each in kinds/, and which of them this machine can do.

import fs from 'node:fs';
import path from 'node:path';
import { program, ROOT } from '../../support/house.mjs';

const FOLDER = path.join(ROOT, 'tests', 'faults', 'kinds');

// What a kind may need of a machine or a build.
const NEEDS = {
  root: () => process.getuid() === 0,
  disks: async () => (await import('./disks.mjs')).whyNoDisks() === null,
  proxy: () => fs.existsSync(program('../tests/linli-fault-proxy')),
};

function checked(file, kind) {
  const name = path.basename(file, '.mjs');
  if (kind?.kind !== name) throw new Error(`${file} is kind ${kind?.kind}`);
  for (const what of ['targets', 'strike']) if (typeof kind[what] !== 'function') throw new Error(`${file}: no ${what}`);
  for (const need of kind.needs ?? []) if (!NEEDS[need]) throw new Error(`${file} needs ${need}, which nobody knows: lab/kinds.mjs`);
  return kind;
}

export async function allKinds() {
  const files = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.mjs')).sort();
  return Promise.all(files.map(async (file) => checked(file, (await import(path.join(FOLDER, file))).default)));
}

// { kinds, left: names of those that cannot be done here }
export async function kindsHere() {
  const kinds = await allKinds();
  const met = new Map();
  for (const need of new Set(kinds.flatMap(({ needs = [] }) => needs))) met.set(need, await NEEDS[need]());
  const can = ({ needs = [] }) => needs.every((need) => met.get(need));
  return { kinds: kinds.filter(can), left: kinds.filter((kind) => !can(kind)).map(({ kind }) => kind) };
}
