// Recovery times: the worst decides, and what was not measured is not in time.

import assert from 'node:assert/strict';
import test from 'node:test';
import { isInTime, lineOf, medianOf, timesAlone } from '../../faults/support/times.mjs';

test('the median is one of them, whatever their order', () => {
  assert.equal(medianOf([300, 100, 200]), 200);
  assert.equal(medianOf([7]), 7);
  assert.ok(Number.isNaN(medianOf([])));
});

test('the best of what it takes among others is held against the best of what it takes alone', () => {
  assert.equal(timesAlone([2, 9, 4], [7, 5, 60]), 2.5);
  for (const times of [timesAlone([2, 9], []), timesAlone([], [5])]) assert.ok(!(times <= 2), 'what was never measured is within no limit');
});

test('one that is late spoils all', () => {
  assert.ok(isInTime({ goalMs: 2000, ms: [100, 2000] }));
  assert.ok(!isInTime({ goalMs: 2000, ms: [100, 100, 2001] }));
  assert.ok(!isInTime({ goalMs: 2000, ms: [NaN] }));
});

test('what was never measured is not in time, and what has no goal is only told', () => {
  assert.ok(!isInTime({ goalMs: 2000, ms: [] }));
  assert.ok(isInTime({ goalMs: null, ms: [99_999] }));
  assert.equal(lineOf({ name: 'auth', goalMs: 2000, ms: [10.4, 30, 20] }), 'auth | 3 times | median 20 ms | worst 30 ms | goal 2000');
  assert.equal(lineOf({ name: 'auth', goalMs: null, ms: [10] }), 'auth | 1 times | median 10 ms | worst 10 ms | no goal');
});
