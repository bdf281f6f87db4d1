// One run: a plan is played in a house of its own and judged. `node tests/faults/lab/one.mjs SEED FOLDER PORTS [ONLY]`
// leaves plan.json, history.jsonl and verdict.json in FOLDER, and of a run that failed the logs and the database, too.
//
// run.mjs starts it as a process of its own: what one run does at once, and where it fails, is nobody else's matter.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { asker, wechatBooks } from '../../journeys/evening/books.mjs';
import { sleep, until } from '../../support/house.mjs';
import { History } from '../history/history.mjs';
import { judge } from '../history/rules.mjs';
import { Workload } from '../workload/workload.mjs';
import { houseUrl } from '../wrecks.mjs';
import { Costs } from './costs.mjs';
import { kindsHere } from './kinds.mjs';
import { openLab, UNPAID_S } from './lab.mjs';
import { clashOf, nameOf, planOf, RUN } from './plan.mjs';
import { rest } from './rest.mjs';
import { ACKNOWLEDGED_MIN, brokenOff, crashes, HIT_MIN, verdictOf } from './verdict.mjs';

const REST_MS_MAX = 20_000;
const IN_HAND_MS = 12_000; // NATS's clock cannot be set: what somebody who was killed had in hand comes again after 30 s, some of which are over
const ALL_DUE_MS = UNPAID_S * 1000 + 1000;

const say = (text) => console.log(`${new Date().toISOString().slice(11, 23)}  ${text}`);

// ---- faults

// `hit`: operations with money or stock that were under way meanwhile. A kind that has to wait for somebody to come by says whom
// it has struck.
function hitsOf(kind, lab, told) {
  const struck = kind.hit ? kind.hit(lab, told) : { at: told.struckAt };
  return { hit: struck ? lab.history.underWay(struck.at, told.healedAt).length : 0, ...(kind.hit && { struck }) };
}

// Faults that are there. By the plan two that want the same do not meet; on a full machine one takes longer than was planned, and
// who must not meet it waits.
class Turns {
  #there = new Set();

  constructor(clash) {
    this.clash = clash;
  }

  async take(fault) {
    await until(`the turn of ${nameOf(fault)}`, () => ![...this.#there].some((one) => this.clash(one, fault)), { withinMs: Infinity });
    this.#there.add(fault);
  }

  end(fault) {
    this.#there.delete(fault);
  }
}

// Strikes and heals at its time; says what became of it.
async function play(lab, kind, fault, { began, turns }) {
  const told = { ...fault };
  try {
    await sleep(began + fault.atMs - Date.now());
    await turns.take(fault);
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
  } finally {
    turns.end(fault);
  }
  return { ...told, ...hitsOf(kind, lab, told) };
}

const hits = (faults) => faults.filter(({ hit }) => hit > 0).length;

// How much was acknowledged depends on how long the house was down, and on the machine: who asks goes on until it was enough, or for
// as long as he can, and the verdict says that it was not.
const enough = (history, giveUp) => until('enough was acknowledged', () => history.acknowledged() >= ACKNOWLEDGED_MIN || Date.now() > giveUp, { withinMs: Infinity });

async function playAll(lab, plan, kinds, costs) {
  const workload = new Workload(lab, plan.workload, lab.history);
  await workload.prepare();
  costs.over('people and goods');
  await workload.begin();
  const began = Date.now();
  say('the workload has begun');
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  const turns = new Turns(clashOf(kinds));
  const strike = (fault) => play(lab, byName.get(fault.kind), fault, { began, turns });
  const faults = await Promise.all(plan.faults.map(strike));
  for (const spare of plan.spares) if (hits(faults) < HIT_MIN) faults.push(await strike({ ...spare, atMs: Date.now() - began }));
  await lab.heal();
  await sleep(RUN.healthyMs);
  await enough(lab.history, began + plan.workload.ms);
  costs.over('workload');
  await workload.end();
  costs.over('its last requests');
  say('the workload has ended');
  return faults;
}

// ---- judgement

// Nobody waits for what is due at its time only, orders that nobody pays and teams that nobody joins: the clock goes there. From
// then on the house has its time.
async function settle(lab) {
  lab.history.marks.push({ kind: 'forward', at: Date.now(), ms: ALL_DUE_MS });
  await lab.forward(ALL_DUE_MS);
  return rest(lab, IN_HAND_MS + REST_MS_MAX);
}

async function judged(lab, plan, faults, costs) {
  const { history, house } = lab;
  const auditor = houseUrl('auditor', house.statusFile);
  const settled = await settle(lab);
  costs.over('rest');
  say(`${settled.rested ? 'at rest' : 'NOT at rest'} after ${settled.ms} ms, ${settled.ownMs} ms of its own time, waited for ${JSON.stringify(settled.waitedFor)}`);
  const theirBooks = (await wechatBooks(lab.wechat, asker(auditor))).map((one) => ({ ...one, owes: 'rest' }));
  const checks = [...settled.checks, ...(await judge(history, (sql) => lab.audit(['-c', sql]))), ...theirBooks, crashes(house.output)];
  costs.over('judging');
  return verdictOf({ seed: plan.seed, faults, acknowledged: history.acknowledged(), settled, checks, lateMs: history.world.lateMs });
}

// ---- what is kept

export function keepEvidence(lab, folder) {
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

async function playIn(lab, plan, kinds, folder, { keep, costs }) {
  const history = new History({ file: path.join(folder, 'history.jsonl') });
  lab.history = history;
  let verdict;
  try {
    const faults = await playAll(lab, plan, kinds, costs);
    verdict = await judged(lab, plan, faults, costs);
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
  const costs = new Costs();
  const { kinds } = await kindsHere();
  const plan = planOf(seed, { kinds, only });
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  write(folder, 'plan.json', plan);
  costs.over('plan');
  const lab = await openLab(plan, { ports });
  costs.over('house up');
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => lab.close().finally(() => process.exit(1)));
  try {
    return await playIn(lab, plan, kinds, folder, { keep, costs });
  } finally {
    await lab.close();
    costs.over('house down');
    write(folder, 'costs.json', costs.parts);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [seed, folder, ports, only] = process.argv.slice(2);
  const { passed } = await one(Number(seed), path.resolve(folder), ports, { only: only ? only.split(',') : null, keep: process.env.LINLI_FAULTS_KEEP === '1' });
  process.exit(passed ? 0 : 1);
}
