// Plans of fault runs: repeatable, as many as promised, every kind often enough.

import assert from 'node:assert/strict';
import test from 'node:test';
import { allKinds } from '../../faults/lab/kinds.mjs';
import { clashOf, planOf, RUN, topologyOf, TOPOLOGY } from '../../faults/lab/plan.mjs';

const SEEDS = 1000;
const TIMES_MIN = 50;
const kinds = await allKinds();
const plans = Array.from({ length: SEEDS }, (_, i) => planOf(i + 1, { kinds }));
const faults = plans.flatMap((plan) => plan.faults);
const nothing = async () => async () => {};
const made = (kind, more = {}) => ({ kind, targets: () => ['it'], strike: nothing, ...more });

test('the same seed gives the same plan, another seed another', () => {
  for (const seed of [1, 2, 77, 2 ** 31 + 5]) assert.deepEqual(planOf(seed, { kinds }), planOf(seed, { kinds }));
  assert.equal(new Set(plans.map((plan) => JSON.stringify(plan.faults))).size, SEEDS);
  assert.ok(new Set(plans.map((plan) => plan.workload.seed)).size > SEEDS - 5);
});

test('three to eight faults, each as often as another', () => {
  const counts = new Map();
  for (const plan of plans) counts.set(plan.faults.length, (counts.get(plan.faults.length) ?? 0) + 1);
  assert.deepEqual([...counts.keys()].sort(), [3, 4, 5, 6, 7, 8]);
  for (const [count, times] of counts) assert.ok(times > SEEDS / 10, `${times} plans have ${count}`);
});

test('every kind comes up fifty times in a thousand seeds', () => {
  assert.ok(kinds.length >= 12, `${kinds.length} kinds`);
  for (const { kind } of kinds) {
    const times = faults.filter((fault) => fault.kind === kind).length;
    assert.ok(times >= TIMES_MIN, `${kind}: ${times} times`);
  }
});

test('every instance and every store is struck', () => {
  for (const name of TOPOLOGY.instances) assert.ok(faults.some(({ kind, target }) => kind === 'kill' && target === name), name);
  for (const name of TOPOLOGY.stores) assert.ok(faults.some(({ kind, target }) => kind === 'store_stop' && target === name), name);
});

test('faults come in time, in order, and are over before the end', () => {
  for (const { faults: drawn } of plans) {
    assert.deepEqual(drawn.map(({ atMs }) => atMs), drawn.map(({ atMs }) => atMs).sort((a, b) => a - b));
    for (const { atMs, forMs } of drawn) assert.ok(atMs >= RUN.strikeFromMs && forMs >= 0 && atMs + forMs <= RUN.healedMs);
  }
  assert.ok(plans.every(({ workload }) => workload.ms > RUN.healedMs + RUN.healthyMs));
  assert.deepEqual(JSON.parse(JSON.stringify(faults)), faults, 'a plan can be written down');
});

test('faults overlap, but not two that want the same for themselves', () => {
  const one = [made('slow', { lasts: [4000, 4000], claims: () => ['disk'] })];
  for (let seed = 1; seed <= 200; seed++) {
    const times = planOf(seed, { kinds: one }).faults.map(({ atMs }) => atMs);
    for (let i = 1; i < times.length; i++) assert.ok(times[i] - times[i - 1] >= 4000, times.join(' '));
  }
  const overlap = ({ faults: [first, ...others] }) => others.some(({ atMs }) => atMs < first.atMs + first.forMs);
  assert.ok(plans.filter(overlap).length > SEEDS / 5);
});

test('a spare is long enough to be met, and needs no disks; there are some wherever there can be', () => {
  const lasting = new Set(kinds.filter(({ lasts, hit, needs = [] }) => lasts?.[0] >= 1000 && !hit && !needs.includes('disks')).map(({ kind }) => kind));
  for (const { spares } of plans) assert.ok(spares.length >= 3 && spares.every(({ kind, forMs }) => lasting.has(kind) && forMs >= 1000));
  assert.deepEqual(planOf(3, { kinds, only: ['kill'] }).spares, []);
});

test('who may not meet whom is known also when a fault takes longer than was planned', () => {
  const clash = clashOf([made('slow', { claims: () => ['disk'] }), made('full', { claims: (target) => [target] }), made('free'), made('all', { claims: () => ['*'] })]);
  const of = (kind, target = 'it') => ({ kind, target });
  assert.deepEqual([clash(of('slow'), of('full', 'disk')), clash(of('slow'), of('full')), clash(of('free'), of('slow')), clash(of('all'), of('free'))], [true, false, false, true]);
});

test('once a run is once; only is only', () => {
  const two = [made('once', { onceARun: true, weight: 5 }), made('often')];
  for (let seed = 1; seed <= 200; seed++) assert.ok(planOf(seed, { kinds: two }).faults.filter(({ kind }) => kind === 'once').length <= 1);
  assert.deepEqual(planOf(3, { kinds: two, only: ['once'] }).faults.map(({ kind }) => kind), ['once']);
  assert.ok(planOf(3, { kinds, only: ['kill'] }).faults.every(({ kind }) => kind === 'kill'));
  assert.throws(() => planOf(3, { kinds, only: ['no such'] }), /no such/);
});

test('replicas are called as linlictl calls them', () => {
  assert.deepEqual(topologyOf(['auth', 'gateway'], 3).instances, ['auth', 'auth-2', 'auth-3', 'gateway', 'gateway-2', 'gateway-3']);
});

// ---- drawn from less

const drawn = (only, seeds = 100) => Array.from({ length: seeds }, (_, i) => planOf(i + 1, { kinds, only })).flatMap((plan) => plan.faults);
const of = (list, key) => [...new Set(list.map((one) => one[key]))].sort();

test('a name alone draws what it always drew', () => {
  for (const seed of [1, 9, 44]) assert.deepEqual(planOf(seed, { kinds, only: kinds.map(({ kind }) => kind) }), planOf(seed, { kinds }));
});

test('a target, or a pattern of several', () => {
  assert.deepEqual(of(drawn(['stop@groupbuy']), 'target'), ['groupbuy']);
  assert.deepEqual(of(drawn(['stop@groupbuy*', 'stop@coupons-2']), 'target'), ['coupons-2', 'groupbuy', 'groupbuy-2']);
  assert.deepEqual(of(drawn(['cut@groupbuy*.postgres']), 'target'), ['groupbuy-2.postgres', 'groupbuy.postgres']);
  assert.deepEqual(of(drawn(['kill@groupbuy-*']), 'target'), ['groupbuy-*'], 'a target that looks like a pattern is itself');
  assert.deepEqual(of(drawn(['crash_point@flash.written_not_committed']), 'kind'), ['crash_point']);
});

test('words take the place of what would be drawn', () => {
  for (const { forMs, atMs, words } of drawn(['latency@gateway.redis:way=down:ms=60..90:jitterMs=0:forMs=9000..11000'])) {
    assert.ok(forMs >= 9000 && forMs <= 11_000 && atMs >= RUN.strikeFromMs && atMs + forMs <= RUN.healedMs);
    assert.ok(words.ms >= 60 && words.ms <= 90);
    assert.deepEqual({ ...words, ms: 0 }, { way: 'down', ms: 0, jitterMs: 0 });
  }
  assert.deepEqual(of(drawn(['disk_full_postgres:log=true']).map(({ words }) => words), 'log'), [true]);
  assert.deepEqual(of(drawn(['slow_postgres:how=locks:table=groupbuy.sale_stock']).map(({ words }) => words), 'table'), ['groupbuy.sale_stock']);
  assert.deepEqual(planOf(5, { kinds, only: ['stop@groupbuy*:forMs=4000..6000'] }), planOf(5, { kinds, only: ['stop@groupbuy*:forMs=4000..6000'] }));
});

test('what is not understood is told', () => {
  const told = { 'no such': /not understood/, nobody: /called nobody/, 'stop@basket': /no target basket/, 'latency:msec=5': /no word msec/, 'latency:ms=fast': /ms is no string/,
    'latency:ms=9..3': /no range/, 'wechat_wrong:probability=0.1..0.5': /no range/, 'stop:forMs=13000': /cannot last/, 'kill:forMs=100': /lasts no time/ };
  for (const [only, why] of Object.entries(told)) assert.throws(() => planOf(1, { kinds, only: [only] }), why, only);
});
