// Runs of the fault bench, drawn by chance from seeds: SEED, SEED + 1 and so on.
//
//     node tests/faults/run.mjs --runs 20 --seed 1 [--lanes 2] [--only KIND[@TARGET][:WORD=VALUE][,…]] [--build DIR] [--keep]
//     node tests/faults/run.mjs --tell [--build DIR]            of all runs of this product, whenever they were
//     node tests/faults/run.mjs --record [--build DIR]          the same, and writes them to tests/faults/results for a commit
//
// A line a run, a table of the kinds of faults, `N passed, N failed` last. What is left of a run lies in BUILD/faults/SEED; of
// one that passed it is taken away, unless --keep is said.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/house.mjs';
import { costsTable } from './lab/costs.mjs';
import { takeAwayRuns } from './lab/folders.mjs';
import { counted, inARow, record, remember, remembered, tableOf, version } from './lab/ledger.mjs';
import { nameOf, planOf } from './lab/plan.mjs';
import { brokenOff } from './lab/verdict.mjs';

const HERE = path.join(ROOT, 'tests', 'faults');
const PORTS_FIRST = 20_000;
const PORTS_PER_LANE = 3000;
const RUN_MS_MAX = 480_000;
const END_MS_MAX = 30_000;
const TRIES_MAX = 3; // of a seed, while the bench is late

function readArguments(words) {
  const options = { runs: 1, seed: 1, lanes: 1, only: null, build: process.env.LINLI_BUILD ?? 'build', keep: false, tell: false, record: false };
  for (let i = 0; i < words.length; i++) {
    const name = words[i].replace(/^--/, '');
    if (['keep', 'tell', 'record'].includes(name)) options[name] = true;
    else if (['runs', 'seed', 'lanes'].includes(name) && /^\d+$/.test(words[i + 1] ?? '')) options[name] = Number(words[++i]);
    else if (['only', 'build'].includes(name) && words[i + 1]) options[name] = words[++i];
    else throw new Error(`${words[i]} is not understood: --runs N --seed S --lanes N --only KIND[@TARGET][:WORD=VALUE][,…] --build DIR --keep, or --tell, or --record`);
  }
  return options;
}

// ---- one run

function readVerdict(folder, seed, why) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'verdict.json'), 'utf8'));
  } catch {
    return brokenOff({ seed, why: `${why}; ${path.relative(ROOT, folder)}/output.log tells more` });
  }
}

// None of one that was broken off.
function costsIn(folder) {
  const file = path.join(folder, 'costs.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
}

// What it says is in output.log beside what it leaves: its folder is its own to make anew.
function play(seed, lane, options) {
  const folder = path.join(ROOT, options.build, 'faults', String(seed));
  const first = PORTS_FIRST + lane * PORTS_PER_LANE;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const log = fs.openSync(`${folder}.log`, 'w');
  const words = [path.join(HERE, 'lab', 'one.mjs'), String(seed), folder, `${first}-${first + PORTS_PER_LANE - 1}`, ...(options.only ? [options.only] : [])];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      cwd: ROOT, stdio: ['ignore', log, log], env: { ...process.env, LINLI_BUILD: options.build, LINLI_FAULTS_KEEP: options.keep ? '1' : '0' },
    });
    const giveUp = setTimeout(() => child.kill('SIGTERM'), RUN_MS_MAX);
    const end = setTimeout(() => child.kill('SIGKILL'), RUN_MS_MAX + END_MS_MAX);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(giveUp);
      clearTimeout(end);
      fs.closeSync(log);
      const verdict = readVerdict(folder, seed, `it ended with ${signal ?? code}`);
      fs.mkdirSync(folder, { recursive: true });
      fs.renameSync(`${folder}.log`, path.join(folder, 'output.log'));
      verdict.costs = costsIn(folder);
      if (verdict.passed && !options.keep) fs.rmSync(folder, { recursive: true });
      resolve(verdict);
    });
  });
}

// ---- what is told

function line({ seed, faults, acknowledged, msToRest, ownMsToRest, lastWaitedFor, passed, late, why }) {
  const hit = faults.filter((fault) => fault.hit > 0).length;
  const rest = msToRest === null ? '' : `, at rest after ${msToRest} ms, ${ownMsToRest} of its own${lastWaitedFor ? ` (${lastWaitedFor})` : ''}`;
  const end = passed ? 'ok' : `${late ? 'late, and counts for nothing' : 'FAILED'}\n        ${why.join('\n        ')}`;
  return `seed ${seed}: ${faults.map(nameOf).join(', ')}: ${acknowledged} acknowledged, ${hit} of ${faults.length} hit${rest}: ${end}`;
}

// A rule that found nothing to look at in any run has shown nothing.
function neverLooked(verdicts) {
  const looked = new Set(verdicts.flatMap((verdict) => verdict.looked));
  return [...new Set(verdicts.flatMap((verdict) => verdict.empty))].filter((name) => !looked.has(name));
}

function tell(build) {
  const { commit, product } = version();
  const all = remembered(build, product);
  const runs = counted(all);
  console.log(`${commit}, product ${product}: ${runs.length} runs, ${runs.filter(({ passed }) => passed).length} passed, the last ${inARow(runs)} in a row; ${all.length - runs.length} more counted for nothing, as the bench was late\n\n${tableOf(runs)}`);
}

async function main() {
  const options = readArguments(process.argv.slice(2));
  if (options.record) console.log(record(options.build, version().product));
  if (options.tell || options.record) return tell(options.build);
  process.env.LINLI_BUILD = options.build;
  const { kindsHere } = await import('./lab/kinds.mjs');
  const { kinds, left } = await kindsHere();
  planOf(options.seed, { kinds, only: options.only?.split(',') }); // throws what of it is not understood
  if (left.length) console.log(`Not possible here, and left out: ${left.join(', ')}`);

  await takeAwayRuns();
  const of = version();
  const verdicts = [];
  let next = options.seed;
  const lane = async (_, number) => {
    while (next < options.seed + options.runs) {
      const seed = next++;
      let verdict = null;
      for (let tries = 0; tries < TRIES_MAX && (!verdict || verdict.late); tries++) {
        verdict = await play(seed, number, options);
        console.log(line(verdict));
        remember(options.build, of, verdict, options.only);
      }
      verdicts.push(verdict);
    }
  };
  await Promise.all(Array.from({ length: options.lanes }, lane));

  console.log(`\n${tableOf(verdicts)}\n`);
  console.log(`${costsTable(verdicts.map(({ costs }) => costs))}\n`);
  const never = neverLooked(verdicts);
  if (never.length) console.log(`Rules that found nothing to look at:\n  ${never.join('\n  ')}\n`);
  const passed = verdicts.filter((verdict) => verdict.passed).length;
  console.log(`${passed} passed, ${verdicts.length - passed} failed`);
  process.exitCode = passed === options.runs ? 0 : 1;
}

await main();
