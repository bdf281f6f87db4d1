// Every run that was ever played with a build, a line each in BUILD/faults/ledger.jsonl: what is claimed of hundreds of runs is
// gathered over many stretches, and counts only as long as the product is the same. A build is gone one day: what counts is
// recorded in tests/faults/results/PRODUCT.txt, named after the product's files, and committed.

import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/house.mjs';
import { medianOf } from '../support/times.mjs';
import { lineOf, runOf } from './record.mjs';

const RESULTS = path.join(ROOT, 'tests', 'faults', 'results');
const PRODUCT = ['services', 'shared', 'proto'];
const git = (...words) => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();

// { commit, product }: of the product's files as they are committed; a + behind: they are not as committed.
export function version() {
  const trees = git('rev-parse', ...PRODUCT.map((folder) => `HEAD:${folder}`));
  const changed = git('status', '--porcelain', '--', ...PRODUCT) ? '+' : '';
  return { commit: git('rev-parse', '--short=8', 'HEAD'), product: crypto.createHash('sha256').update(trees).digest('hex').slice(0, 8) + changed };
}

const fileOf = (build) => path.join(ROOT, build, 'faults', 'ledger.jsonl');

// `aimed`: at what it was, if not drawn from everything; null: it was not.
export function remember(build, of, verdict, aimed) {
  const { seed, passed, late, why, acknowledged, msToRest, ownMsToRest } = verdict;
  const faults = verdict.faults.map(({ kind, target, hit, struck, healMs }) => ({ kind, target, hit, healMs, ...(struck !== undefined && { struck: struck !== null }) }));
  const run = { at: new Date().toISOString(), ...of, seed, passed, late, why, acknowledged, msToRest, ownMsToRest, faults, ...(aimed && { aimed }) };
  fs.appendFileSync(fileOf(build), `${JSON.stringify(run)}\n`);
}

const linesOf = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);
const resultsOf = (product) => path.join(RESULTS, `${product}.txt`);

// Of several accounts each run once, oldest first. Pure.
export function gathered(...accounts) {
  const runs = new Map(accounts.flat().map((run) => [`${run.at} ${run.seed}`, run]));
  return [...runs.values()].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

// Those of this product, recorded or played with this build, oldest first. Who was aimed at something has not drawn from everything.
export function remembered(build, product) {
  const played = linesOf(fileOf(build)).map((line) => JSON.parse(line)).filter((one) => one.product === product && !one.aimed);
  return gathered(linesOf(resultsOf(product)).map(runOf), played);
}

// Writes down what is remembered, for a commit; gives the file. The product must be as it is committed: else nobody could say what
// was tried.
export function record(build, product) {
  if (product.endsWith('+')) throw new Error('the product is not as it is committed: what was played with it is nobody else’s');
  fs.mkdirSync(RESULTS, { recursive: true });
  fs.writeFileSync(resultsOf(product), remembered(build, product).map((run) => `${lineOf(run)}\n`).join(''));
  return path.relative(ROOT, resultsOf(product));
}

// ---- what is told of several

const row = (cells) => cells.map((cell, i) => (i ? String(cell).padStart(10) : String(cell).padEnd(40))).join('');

function rowOf(name, some) {
  const healed = some.map(({ healMs }) => healMs).filter((ms) => ms !== undefined);
  const healing = healed.length ? [medianOf(healed), Math.max(...healed)] : ['', ''];
  return row([name, some.length, some.filter(({ hit }) => hit > 0).length, some.filter(({ failed }) => failed).length, ...healing]);
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

// Those in which the bench was there: the others are played again, and counted nowhere.
export const counted = (runs) => runs.filter(({ late }) => !late);

// How many of those that count have passed since the last that failed.
export function inARow(runs) {
  const those = counted(runs);
  return those.length - 1 - those.findLastIndex(({ passed }) => !passed);
}
