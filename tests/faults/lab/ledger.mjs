// Every run that was ever played with a build, a line each in BUILD/faults/ledger.jsonl: what is claimed of hundreds of runs is
// gathered over many stretches, and counts only as long as the product is the same.

import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/house.mjs';

const PRODUCT = ['services', 'shared', 'proto'];
const git = (...words) => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();

// { commit, product }: of the product's files as they are committed; a + behind: they are not as committed.
export function version() {
  const trees = git('rev-parse', ...PRODUCT.map((folder) => `HEAD:${folder}`));
  const changed = git('status', '--porcelain', '--', ...PRODUCT) ? '+' : '';
  return { commit: git('rev-parse', '--short=8', 'HEAD'), product: crypto.createHash('sha256').update(trees).digest('hex').slice(0, 8) + changed };
}

const fileOf = (build) => path.join(ROOT, build, 'faults', 'ledger.jsonl');

export function remember(build, of, verdict) {
  const { seed, passed, why, acknowledged, msToRest } = verdict;
  const faults = verdict.faults.map(({ kind, target, hit, struck, healMs }) => ({ kind, target, hit, healMs, ...(struck !== undefined && { struck: struck !== null }) }));
  fs.appendFileSync(fileOf(build), `${JSON.stringify({ at: new Date().toISOString(), ...of, seed, passed, why, acknowledged, msToRest, faults })}\n`);
}

// Those of this product, oldest first.
export function remembered(build, product) {
  if (!fs.existsSync(fileOf(build))) return [];
  return fs.readFileSync(fileOf(build), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter((one) => one.product === product);
}

// ---- what is told of several

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? '';
const row = (cells) => cells.map((cell, i) => (i ? String(cell).padStart(10) : String(cell).padEnd(40))).join('');

function rowOf(name, some) {
  const healed = some.map(({ healMs }) => healMs).filter((ms) => ms !== undefined);
  return row([name, some.length, some.filter(({ hit }) => hit > 0).length, some.filter(({ failed }) => failed).length, median(healed), healed.length ? Math.max(...healed) : '']);
}

const grouped = (list, key) => [...new Set(list.map(key))].sort().map((name) => [name, list.filter((one) => key(one) === name)]);

// A line a kind; for those that wait for somebody to come by, a line a target, of those that were struck.
export function tableOf(runs) {
  const faults = runs.flatMap((run) => run.faults.map((fault) => ({ ...fault, failed: !run.passed })));
  const waited = faults.filter(({ struck }) => struck);
  return [
    row(['kind', 'times', 'hit', 'in failed', 'heal ms', 'at most']), ...grouped(faults, ({ kind }) => kind).map(([kind, some]) => rowOf(kind, some)),
    ...grouped(waited, ({ kind, target }) => `  ${kind} ${target}`).map(([name, some]) => rowOf(name, some)),
  ].join('\n');
}

// How many have passed since the last that failed.
export const inARow = (runs) => runs.length - 1 - runs.findLastIndex(({ passed }) => !passed);
