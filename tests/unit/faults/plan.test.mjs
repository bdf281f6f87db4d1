// Plans of fault runs: repeatable, as many as promised, every kind often enough.

import assert from 'node:assert/strict';
import test from 'node:test';
import { allKinds } from '../../faults/lab/kinds.mjs';
import { planOf, RUN, topologyOf, TOPOLOGY } from '../../faults/lab/plan.mjs';

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
    for (const { atMs, forMs } of drawn) assert.ok(atMs >= RUN.strikeFromMs && forMs >= 0 && atMs + forMs <= RUN.healedMs && RUN.healedMs < RUN.workMs);
  }
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
