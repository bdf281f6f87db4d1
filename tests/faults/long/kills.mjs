// kill -9 of processes of ours drawn by chance, two of each, gateways too: sometimes two at once, some while they come up. Meanwhile people
// order, pay, cancel, take coupons and join circles. Every 50 kills all comes to rest and is looked at: nothing lost, nothing twice, books right.
//
//     node --test tests/faults/long/kills.mjs       LINLI_FAULTS_KILLS=50    so many, in one house; 500 take a quarter of an hour
//                                                   LINLI_FAULTS_SEED=1      of who is killed when, and of what is asked

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { asker, wechatBooks } from '../../journeys/evening/books.mjs';
import { chanceOf } from '../../journeys/evening/chance.mjs';
import { ROOT, sleep, until } from '../../support/house.mjs';
import { History } from '../history/history.mjs';
import { ORDERING } from '../history/orders.mjs';
import { judge } from '../history/rules.mjs';
import { growth, killsOf, tableOfKills } from '../lab/kills.mjs';
import { openLab, UNPAID_S } from '../lab/lab.mjs';
import { keepEvidence } from '../lab/one.mjs';
import { TOPOLOGY } from '../lab/plan.mjs';
import { rest } from '../lab/rest.mjs';
import { isAlive, signal } from '../lab/signals.mjs';
import { crashes, LATE_MS_MAX } from '../lab/verdict.mjs';
import { Movers } from '../support/movers.mjs';
import { Workload } from '../workload/workload.mjs';

const KILLS = Number(process.env.LINLI_FAULTS_KILLS ?? 50);
const SEED = Number(process.env.LINLI_FAULTS_SEED ?? 1);
const PORTS = '28000-30999';
const AT_A_TIME = 50;
const AFTER_MS = 4000; // people go on for so long after the last
const BACK_MS_MAX = 30_000;
const REST_MS_MAX = UNPAID_S * 1000 + 20_000;
const ACKNOWLEDGED_MIN_PER_KILL = 10;
const GROWN_MIN = 0.5; // so often somebody has got an order between one strike and the next: all of a service may be away for most of it
const EVIDENCE = path.join(ROOT, process.env.LINLI_BUILD ?? 'build', 'faults', `kills-${SEED}`);

// ---- kills

const lives = ({ pid, started }) => pid > 0 && isAlive({ pid, started });

// When somebody else is there in its place and ready; null: he was killed before.
async function backMs(lab, victim, at) {
  const successor = await until(`${victim.name} is started again`, () => {
    const now = lab.house.process(victim.name);
    return lives(now) && now.pid !== victim.pid && now;
  }, { withinMs: BACK_MS_MAX, everyMs: 20 });
  const after = await until(`${victim.name} is ready`, () => {
    const now = lab.house.process(victim.name);
    return (now.pid !== successor.pid || now.ready) && now;
  }, { withinMs: BACK_MS_MAX, everyMs: 20 });
  return after.pid === successor.pid ? Date.now() - at : null;
}

// One that lives, whoever it is by now. Gives what is to be waited for.
async function kill(lab, name, kills) {
  for (;;) {
    const [victim] = await lab.living(name);
    const at = Date.now();
    const told = { name, at, ready: victim.ready, underWay: lab.history.underWay(at).length };
    if (!signal(victim, 'SIGKILL')) continue;
    kills.push(told);
    return { victim, back: backMs(lab, victim, at).then((ms) => { told.backMs = ms; }) };
  }
}

async function strike(lab, { victims: [first, other], againMs }, kills) {
  const struck = await Promise.all([first, other].filter(Boolean).map((name) => kill(lab, name, kills)));
  if (againMs !== null) {
    const [{ victim }] = struck;
    await until(`${first} comes up`, () => lives(lab.house.process(first)) && lab.house.process(first).pid !== victim.pid, { withinMs: BACK_MS_MAX, everyMs: 5 });
    await sleep(againMs);
    struck.push(await kill(lab, first, kills));
  }
  await Promise.all(struck.map(({ back }) => back));
}

async function strikeAll(lab, strikes, kills) {
  const began = Date.now();
  await Promise.all(strikes.map(async (one) => {
    await sleep(began + one.atMs - Date.now());
    await strike(lab, one, kills);
  }));
}

// ---- some of them, and what is found then

async function newMovers(lab, { people, communityId }) {
  const { circleId } = await lab.operator.createCircle({ communityId, name: '遛狗', welcome: '欢迎', notice: '' });
  return new Movers(people, circleId);
}

async function judged(lab, history, movers, settled) {
  const auditor = lab.house.secret('postgres.auditor-url');
  const query = (sql) => lab.audit(['-c', sql]);
  return [...settled.checks, ...(await judge(history, query)), ...(await movers.books(query)), ...(await wechatBooks(lab.wechat, asker(auditor))), crashes(lab.house.output)];
}

async function some(lab, strikes, seed) {
  const history = new History({ file: path.join(EVIDENCE, `history-${seed}.jsonl`) });
  lab.history = history;
  const ms = strikes.at(-1).atMs + AFTER_MS;
  const workload = new Workload(lab, { seed, ms }, history);
  await workload.prepare();
  const movers = await newMovers(lab, workload.stage);
  await workload.begin();
  movers.begin();
  const kills = [];
  await strikeAll(lab, strikes, kills);
  await sleep(workload.began + ms - Date.now());
  await Promise.all([workload.end(), movers.end()]);
  const settled = await rest(lab, REST_MS_MAX);
  const checks = await judged(lab, history, movers, settled);
  history.end();
  const ordered = history.records.filter(({ op, outcome }) => ORDERING.has(op) && outcome === 'ok').map(({ t1 }) => t1);
  return { kills, settled, checks, acknowledged: history.acknowledged(), moved: movers.yes, orders: growth(kills, ordered), lateMs: history.world.lateMs };
}

// ---- all of them

// Strikes in parts of 50 kills or a little more, each from its own beginning.
function inParts(strikes) {
  const parts = [];
  let kills = AT_A_TIME;
  let from = 0;
  for (const one of strikes) {
    if (kills >= AT_A_TIME) {
      from = parts.length ? parts.at(-1).at(-1).fromStart : 0;
      parts.push([]);
      kills = 0;
    }
    parts.at(-1).push({ ...one, atMs: one.atMs - from, fromStart: one.atMs });
    kills += one.victims.length + (one.againMs === null ? 0 : 1);
  }
  return parts;
}

const broken = (checks) => checks.filter(({ violations }) => violations > 0).map(({ name, checked, violations, seen }) => `${name}: ${violations} of ${checked} ${JSON.stringify(seen ?? '')}`);

test(`${KILLS} kills by chance: nothing lost, nothing twice`, async (t) => {
  fs.rmSync(EVIDENCE, { recursive: true, force: true });
  fs.mkdirSync(EVIDENCE, { recursive: true });
  const lab = await openLab({ needs: [] }, { ports: PORTS });
  t.after(() => lab.close());
  const all = [];
  for (const [i, part] of inParts(killsOf(chanceOf(SEED), KILLS, TOPOLOGY.instances)).entries()) {
    const { kills, settled, checks, acknowledged, moved, orders, lateMs } = await some(lab, part, SEED * 1000 + i);
    all.push(...kills);
    const grown = `orders between ${orders.grown} of ${orders.whiles} strikes, ${moved} in and out of a circle`;
    t.diagnostic(`${all.length} kills: ${acknowledged} operations acknowledged, ${grown}, at rest after ${settled.ms} ms, ${checks.length} books`);
    const wrong = broken(checks);
    if (wrong.length || !settled.rested) keepEvidence(lab, EVIDENCE);
    assert.deepEqual(wrong, [], `see ${EVIDENCE}; the bench itself stood still for ${lateMs} ms`);
    assert.ok(lateMs <= LATE_MS_MAX, `bench late: it stood still for ${lateMs} ms itself`);
    assert.ok(settled.rested, 'at rest');
    assert.ok(acknowledged >= kills.length * ACKNOWLEDGED_MIN_PER_KILL, `${acknowledged} operations in ${kills.length} kills: nothing was tried`);
    assert.ok(moved > 0 && orders.grown > GROWN_MIN * orders.whiles, grown);
  }
  for (const line of tableOfKills(all)) t.diagnostic(line);
  assert.ok(all.length >= KILLS && all.filter(({ underWay }) => underWay > 0).length > KILLS / 2, 'most struck while somebody asked');
  fs.rmSync(EVIDENCE, { recursive: true });
});
