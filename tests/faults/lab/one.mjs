// One run: a plan is played in a house of its own and judged. `node tests/faults/lab/one.mjs SEED FOLDER PORTS [KIND,KIND]`
// leaves plan.json, history.jsonl and verdict.json in FOLDER, and of a run that failed the logs and the database, too.
//
// run.mjs starts it as a process of its own: what one run does at once, and where it fails, is nobody else's matter.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { asker, wechatBooks } from '../../journeys/evening/books.mjs';
import { sleep } from '../../support/house.mjs';
import { History } from '../history/history.mjs';
import { judge } from '../history/rules.mjs';
import { Workload } from '../workload/workload.mjs';
import { houseUrl } from '../wrecks.mjs';
import { kindsHere } from './kinds.mjs';
import { openLab, UNPAID_S } from './lab.mjs';
import { nameOf, planOf } from './plan.mjs';
import { rest } from './rest.mjs';
import { brokenOff, crashes, verdictOf } from './verdict.mjs';

const REST_MS_MAX = 20_000;
const ALL_PAID_LAST_MS = 3000; // of the workload: what is ordered later is paid or cancelled

const say = (text) => console.log(`${new Date().toISOString().slice(11, 23)}  ${text}`);

// ---- faults

// `hit`: operations with money or stock that were under way meanwhile. A kind that has to wait for somebody to come by says whom
// it has struck.
function hitsOf(kind, lab, told) {
  const struck = kind.hit ? kind.hit(lab, told) : { at: told.struckAt };
  return { hit: struck ? lab.history.underWay(struck.at, told.healedAt).length : 0, ...(kind.hit && { struck }) };
}

// Strikes and heals at its time; says what became of it.
async function play(lab, kind, fault, began) {
  const told = { ...fault };
  try {
    await sleep(began + fault.atMs - Date.now());
    told.struckAt = Date.now();
    say(`${nameOf(fault)} ${JSON.stringify(fault.words)}`);
    const heal = await kind.strike(lab, fault);
    await sleep(told.struckAt + fault.forMs - Date.now());
    const healing = Date.now();
    await heal?.();
    told.healedAt = Date.now();
    told.healMs = told.healedAt - healing;
    say(`${nameOf(fault)} is over`);
  } catch (error) {
    told.healedAt = Date.now();
    told.error = error.message;
    say(`${nameOf(fault)}: ${error.stack}`);
  }
  return { ...told, ...hitsOf(kind, lab, told) };
}

async function playAll(lab, plan, kinds) {
  const workload = new Workload(lab, plan.workload, lab.history);
  await workload.begin();
  const began = Date.now();
  say('the workload has begun');
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  const faults = await Promise.all(plan.faults.map((fault) => play(lab, byName.get(fault.kind), fault, began)));
  await lab.heal();
  await sleep(began + plan.workload.ms - Date.now());
  await workload.end();
  say('the workload has ended');
  return faults;
}

// ---- judgement

// Orders that nobody pays may wait for so long; then the house has its time.
const settle = (lab) => rest(lab, UNPAID_S * 1000 - ALL_PAID_LAST_MS + REST_MS_MAX);

async function judged(lab, plan, faults) {
  const { history, house } = lab;
  const auditor = houseUrl('auditor', house.statusFile);
  const settled = await settle(lab);
  say(`${settled.rested ? 'at rest' : 'NOT at rest'} after ${settled.ms} ms`);
  const checks = [...settled.checks, ...(await judge(history, (sql) => lab.audit(['-c', sql]))), ...(await wechatBooks(lab.wechat, asker(auditor))), crashes(house.output)];
  return verdictOf({ seed: plan.seed, faults, acknowledged: history.acknowledged(), settled, checks });
}

// ---- what is kept

function keepEvidence(lab, folder) {
  const logs = path.join(lab.house.folder, 'run', 'log');
  if (fs.existsSync(logs)) fs.cpSync(logs, path.join(folder, 'log'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'supervisor.log'), lab.house.output);
  try {
    execFileSync('pg_dump', ['--no-owner', '--file', path.join(folder, 'database.sql'), houseUrl('admin', lab.house.statusFile)], { stdio: ['ignore', 'ignore', 'inherit'], timeout: 60_000 });
  } catch (error) {
    say(`the database was not kept: ${error.message}`);
  }
}

const write = (folder, name, what) => fs.writeFileSync(path.join(folder, name), `${JSON.stringify(what, null, 2)}\n`);

async function playIn(lab, plan, kinds, folder, { keep }) {
  const history = new History({ file: path.join(folder, 'history.jsonl') });
  lab.history = history;
  let verdict;
  try {
    const faults = await playAll(lab, plan, kinds);
    verdict = await judged(lab, plan, faults);
  } catch (error) {
    say(error.stack);
    verdict = brokenOff({ seed: plan.seed, why: error.message.split('\n')[0], acknowledged: history.acknowledged(), faults: plan.faults });
  }
  history.end();
  write(folder, 'verdict.json', verdict);
  if (!verdict.passed || keep) keepEvidence(lab, folder);
  return verdict;
}

export async function one(seed, folder, ports, { only = null, keep = false } = {}) {
  const { kinds } = await kindsHere();
  const plan = planOf(seed, { kinds, only });
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  write(folder, 'plan.json', plan);
  const lab = await openLab(plan, { ports });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => lab.close().finally(() => process.exit(1)));
  try {
    return await playIn(lab, plan, kinds, folder, { keep });
  } finally {
    await lab.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [seed, folder, ports, only] = process.argv.slice(2);
  const { passed } = await one(Number(seed), path.resolve(folder), ports, { only: only ? only.split(',') : null, keep: process.env.LINLI_FAULTS_KEEP === '1' });
  process.exit(passed ? 0 : 1);
}
