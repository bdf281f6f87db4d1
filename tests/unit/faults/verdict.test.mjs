// What is said of a fault run: it passes only when all was well and something was shown.

import assert from 'node:assert/strict';
import test from 'node:test';
import { ACKNOWLEDGED_MIN, brokenOff, crashes, HIT_MIN, LATE_MS_MAX, verdictOf, whyNot } from '../../faults/lab/verdict.mjs';

const fault = (more = {}) => ({ kind: 'kill', target: 'auth-2', hit: 1, ...more });
const fine = { faults: Array.from({ length: HIT_MIN }, () => fault()), acknowledged: ACKNOWLEDGED_MIN, rested: true, checks: [{ name: 'a', checked: 3, violations: 0 }] };

test('a run in which all was well passes', () => {
  assert.deepEqual(whyNot(fine), []);
  assert.equal(verdictOf({ ...fine, seed: 7, settled: { rested: true, ms: 900 } }).passed, true);
});

test('a rule that is broken is named, with how often', () => {
  assert.deepEqual(whyNot({ ...fine, checks: [...fine.checks, { name: 'stock', checked: 9, violations: 2 }] }), ['stock: 2 of 9']);
});

test('a house that does not come to rest fails, also where no rule says why', () => {
  assert.deepEqual(whyNot({ ...fine, rested: false }), ['rest: not within its time']);
});

test('too few operations, or faults that nobody was asking during, have shown nothing', () => {
  assert.match(whyNot({ ...fine, acknowledged: ACKNOWLEDGED_MIN - 1 })[0], /^not exercised: 499/);
  const idle = [fault(), fault(), fault({ hit: 0 }), fault({ hit: 0 })];
  assert.match(whyNot({ ...fine, faults: idle })[0], /^not exercised: 2 faults/);
  assert.deepEqual(whyNot({ ...fine, faults: [fault()] }), [], 'all of the only one that there is');
});

test('a fault that could not be made is the bench’s failure', () => {
  assert.deepEqual(whyNot({ ...fine, faults: [...fine.faults, fault({ error: 'is not there' })] }), ['bench: kill auth-2: is not there']);
  const { passed, late } = brokenOff({ seed: 1, why: 'no house' });
  assert.deepEqual([passed, late], [false, false]);
});

test('a bench that came late itself has failed, and the house has not in what owes something to time', () => {
  const of = (lateMs, more = {}) => verdictOf({ ...fine, seed: 7, settled: { rested: true, ms: 900, ownMs: 600 }, lateMs, ...more });
  assert.equal(of(LATE_MS_MAX).passed, true);
  assert.match(of(LATE_MS_MAX + 1).why.join(), /^bench late: it stood still for 1001 ms/);
  const { passed, late, why, checks } = of(5000, { checks: [{ name: 'deadlines', checked: 9, violations: 2, owes: 'time' }] });
  assert.deepEqual([passed, late, why.slice(1), checks], [false, true, ['bench late, and saw: deadlines: 2 of 9'], []]);
  assert.equal(of(LATE_MS_MAX).late, false);
});

test('what owes nothing to time is held against the house however late the bench was', () => {
  const of = (checks, rested = false) => verdictOf({ ...fine, seed: 7, settled: { rested, ms: 900, ownMs: 600 }, lateMs: 5000, checks });
  const stock = { name: 'stock', checked: 9, violations: 2 };
  const books = { name: 'every event was handled', checked: 9, violations: 1, owes: 'rest' };
  const waiting = { name: 'rest: refunds are on their way', checked: 1, violations: 1 };
  const late = /^bench late: it stood still/;
  const lost = of([stock, books, waiting]);
  assert.deepEqual([lost.why[0], lost.late, lost.checks], ['stock: 2 of 9', false, [stock]]);
  assert.match(lost.why[1], late);
  assert.deepEqual(lost.why.slice(2), ['bench late, and saw: every event was handled: 1 of 9', 'bench late, and saw: rest: refunds are on their way: 1 of 1']);
  const still = of([books]); // nothing is on its way any more
  assert.deepEqual([still.why[0], still.why.length, still.checks], ['every event was handled: 1 of 9', 2, [books]]);
  const unrested = of([]);
  assert.match(unrested.why[0], late);
  assert.deepEqual([unrested.why.slice(1), unrested.checks], [['bench late, and saw: rest: not within its time'], []]);
});

test('how long rest took is told by the clock and by the house’s own time', () => {
  const { msToRest, ownMsToRest } = verdictOf({ ...fine, seed: 7, settled: { rested: true, ms: 900, ownMs: 600 } });
  assert.deepEqual([msToRest, ownMsToRest], [900, 600]);
  assert.equal(brokenOff({ seed: 1, why: 'no house' }).ownMsToRest, null);
});

test('what found nothing to look at is told apart', () => {
  const { looked, empty } = verdictOf({ ...fine, seed: 1, settled: { rested: true, ms: 1 }, checks: [...fine.checks, { name: 'b', checked: 0, violations: 0 }] });
  assert.deepEqual([looked, empty], [['a'], ['b']]);
});

test('what was waited for last is told', () => {
  const of = (waitedFor) => verdictOf({ ...fine, seed: 7, settled: { rested: true, ms: 900, waitedFor } }).lastWaitedFor;
  assert.deepEqual([of({ 'teams are open': 300, 'refunds are on their way': 800, 'auth is ready': 10 }), of({})], ['refunds are on their way', '']);
});

test('a crash is seen, a death by our hand is none', () => {
  const output = [
    'groupbuy-2 ended (signal 9); starting it again in 100 ms', 'gateway ended (exit status 0); starting it again in 100 ms', 'nats ended (signal 6); starting it again in 100 ms',
    'auth ended (signal 15); starting it again in 100 ms', 'content-2 ended (signal 11); starting it again in 100 ms', 'coupons ended (exit status 1); starting it again in 200 ms',
  ].join('\n');
  const { checked, violations, seen } = crashes(output);
  assert.deepEqual([checked, violations], [5, 2]);
  assert.match(seen[0], /content-2.*11/);
  assert.match(seen[1], /coupons.*1/);
  assert.equal(crashes('').violations, 0);
});
