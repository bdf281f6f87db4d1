// What callers learn of the house's clock, which a rehearsal moves.

import assert from 'node:assert/strict';
import test from 'node:test';
import { clockOf } from '../../faults/history/clock.mjs';

const T = Date.UTC(2026, 10, 22, 12, 0, 0);
const heard = (atMs, aheadMs, kind = 'first') => ({ attempts: [{ kind, t0: T + atMs, t1: T + atMs + 20, answer: { serverTime: new Date(T + atMs + 10 + aheadMs).toISOString() } }] });

test('what was seen before is the least, what is seen after the most', () => {
  const clock = clockOf({ records: [heard(0, 0), heard(1000, 0), heard(2000, 90_000), heard(3000, 90_000)] });
  assert.ok(clock.most(T + 500) <= 10 && clock.least(T + 500) === 0);
  assert.ok(clock.least(T + 1500) === 0 && clock.most(T + 1500) >= 90_000, 'it was moved at some moment between');
  assert.ok(clock.least(T + 2500) >= 89_980 && clock.most(T + 2500) <= 90_010);
});

test('an answer that is given again tells the time it was then, and is not believed', () => {
  const again = { attempts: [{ ...heard(3000, 90_000).attempts[0], kind: 'echo', answer: { serverTime: new Date(T).toISOString() } }] };
  assert.ok(clockOf({ records: [heard(0, 0), heard(2000, 90_000), again, heard(4000, 90_000)] }).most(T + 2500) >= 90_000);
});

test('what the bench moved when nobody was asking any more is known from its mark', () => {
  const clock = clockOf({ records: [heard(0, 500), heard(1000, 500)], marks: [{ kind: 'forward', at: T + 2000, ms: 15_000 }, { kind: 'ended', at: T }] });
  assert.ok(clock.most(T + 1900) <= 510);
  assert.ok(clock.most(T + 2000) >= 15_490 && clock.most(T + 2000) <= 15_510);
});
