// Refusals for a rate, held against what was asked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgetsFollow, refusedForNothing } from '../../faults/history/rates.mjs';
import { budgetOf } from '../../faults/workload/budget.mjs';

const DETAIL = 'more than 20 money requests in 4 s from this user';
const fine = (t0) => ({ t0, t1: t0 + 10, status: 200 });
const refused = (t0, detail = DETAIL) => ({ t0, t1: t0 + 10, status: 429, detail });
const judged = (records) => refusedForNothing({ records });
const by = (user, attempts) => ({ by: user, attempts });
const times = (count, from, everyMs) => Array.from({ length: count }, (_, i) => fine(from + i * everyMs));

test('who has asked much may be refused', () => {
  const { checked, violations } = judged([by('a', times(20, 10_000, 50)), by('a', [refused(11_100)])]);
  assert.equal(checked, 21);
  assert.equal(violations, 0);
});

test('who has hardly asked may not', () => {
  const { violations, seen } = judged([by('a', times(3, 10_000, 50)), by('b', times(200, 10_000, 5)), by('a', [refused(11_100)])]);
  assert.equal(violations, 1);
  assert.match(seen[0], /^a asked 4 times and heard: more than 20 money/);
});

test('what was asked long ago does not count, what others asked counts for their address', () => {
  assert.equal(judged([by('a', times(30, 10_000, 50)), by('a', [refused(40_000)])]).violations, 1);
  const address = 'more than 100 write requests in 3 s from this address';
  assert.equal(judged([by('b', times(60, 10_000, 20)), by('a', [refused(11_300, address)])]).violations, 0);
});

test('another refusal, and one for signing in, is not judged', () => {
  assert.equal(judged([by('a', [refused(10_000, 'the house is full'), refused(10_000, 'more than 10 login requests in 60 s from this user'), { ...refused(10_000), t1: null }])]).violations, 0);
});

test('what is asked of WeChat does not count', () => {
  const { checked, violations } = judged([by('a', times(20, 10_000, 50).map((one) => ({ ...one, gateway: null }))), by('a', [refused(11_100)])]);
  assert.deepEqual([checked, violations], [1, 1]);
});

// ---- what is left

const told = (t0, left, rate = 'money') => ({ ...fine(t0), budget: { rate, quota: 20, seconds: 4, left } });
const followed = (records, marks) => budgetsFollow({ records, marks }).violations;

test('what is left is what was not asked, of that rate', () => {
  const asked = [fine(0), ...[19, 18, 17].map((left, i) => told(10_000 + 100 * i, left)), told(10_400, 90, 'read')];
  assert.equal(followed([by('a', asked)]), 0);
  assert.equal(budgetsFollow({ records: [by('a', asked)] }).checked, 4);
  assert.equal(followed([by('a', [...asked, told(11_000, 11)])]), 1);
  assert.equal(followed([by('b', times(30, 10_000, 10)), by('a', [...asked, told(11_000, 11)])]), 1, 'others ask for themselves');
  assert.equal(followed([by('a', [...asked, ...times(6, 10_500, 10), told(11_000, 8)])]), 0, 'what was not answered may have been of it');
});

test('what was asked before a budget was full again has cost nothing of it', () => {
  const long = times(30, 5000, 10);
  assert.equal(followed([by('a', [...long, told(19_000, 2)])]), 1, 'twice 4 s, and 5 s on the way');
  assert.equal(followed([by('a', [...long, told(18_000, 2)])]), 0);
  assert.equal(followed([by('a', [...long.map((one) => ({ ...one, t1: null })), told(19_000, 2)])]), 0, 'what was never answered may have been counted late');
});

test('an old copy of Redis charges whom it has counted a second time, as often as it has, and until his budget is full again', () => {
  const before = times(5, 39_000, 10);
  const after = [fine(42_300), told(42_400, 8)];
  const stale = (copiedAt, at) => [{ kind: 'redis_stale', copiedAt, at }];
  const seen = (marks, attempts = [fine(0), ...before, ...after]) => followed([by('a', attempts)], marks);
  assert.equal(seen([]), 1, '7 were asked');
  assert.equal(seen(stale(39_500, 42_200)), 0);
  assert.equal(seen(stale(39_500, 42_200), [fine(0), ...before, fine(42_300), told(42_400, 5)]), 1, 'more than it can have counted');
  assert.equal(seen(stale(38_900, 42_200), [fine(0), ...before, fine(42_300), told(42_400, 7)]), 1, 'who had not asked by then');
  assert.equal(seen(stale(39_500, 42_500)), 1, 'not before it took its place');
  assert.equal(followed([by('b', before), by('a', [fine(0), fine(42_300), told(42_400, 13)])], stale(39_500, 42_200)), 1, 'others are charged for themselves');
  const later = (t0) => [fine(0), ...before, fine(t0 - 100), told(t0, 14)];
  assert.equal(seen(stale(39_500, 42_200), later(57_400)), 0);
  assert.equal(seen(stale(39_500, 42_200), later(57_500)), 1, 'a count is kept for 5 s, and a budget is full again 13 s later');
});

test('before a budget was full once nothing is known, also when Redis is stale', () => {
  assert.equal(followed([by('a', [fine(0), told(3000, 2)])]), 0);
  assert.equal(followed([by('a', [fine(0), told(7900, 2)])]), 0, 'it may have been as deep in debt as it can');
  assert.equal(followed([by('a', [fine(0), told(8000, 2)])]), 1);
  assert.equal(followed([by('a', [fine(0), told(8000, 2)])], [{ kind: 'redis_stale', copiedAt: 7800, at: 7900 }]), 1, 'he had hardly asked by then either');
});

test('a budget is read from the headers', () => {
  assert.deepEqual(budgetOf(new Headers({ 'RateLimit-Policy': '"money";q=20;w=4', RateLimit: '"money";r=17;t=1' })), { rate: 'money', quota: 20, seconds: 4, left: 17 });
  assert.equal(budgetOf(new Headers({})), null);
});
