// What is reached and what is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOALS, judge, judgeOne, shareOfGoal, verdict } from '../../bench/goals.mjs';
import { readOptions, tooSmall } from '../../bench/options.mjs';

test('a ratio is judged by the median of its passes, not by the ratio of medians', () => {
  const [row] = judge({ order: [10, 20, 90], relay: [10, 10, 30] }, [{ what: 'x', of: 'order', over: ['relay'], least: 2 }]);
  assert.deepEqual([row.value, row.low, row.high, row.passes, row.reached, row.unit], [2, 1, 3, 3, true, '×']);
});

test('of two peers the better one counts', () => {
  const [row] = judge({ order: [30], one: [5], other: [10] }, [{ what: 'x', of: 'order', over: ['one', 'other'], least: 3 }]);
  assert.deepEqual([row.value, row.reached], [3, true]);
});

test('what was not measured has no row', () => {
  assert.deepEqual(judge({ order: [1] }, [{ what: 'x', of: 'order', over: ['relay'], least: 1 }, { what: 'y', of: 'start', most: 1 }]), []);
});

test('what the floor does not reach is beyond it, and said so only then', () => {
  const goal = { what: 'x', of: 'order', over: ['relay'], floor: 'bare', least: 3 };
  const verdicts = (order, bare) => judge({ order: [order], relay: [10], ...(bare ? { bare: [bare] } : {}) }, [goal]).map((row) => [row.floor, verdict(row)])[0];
  assert.deepEqual(verdicts(20, 25), [2.5, 'beyond the floor']);
  assert.deepEqual(verdicts(20, 35), [3.5, 'on the way']);
  assert.deepEqual(verdicts(30, 25), [2.5, 'reached'], 'noise, or a better way than the floor’s');
  assert.deepEqual(verdicts(20), [undefined, 'on the way'], 'a floor that was not measured excuses nothing');
  const [tail] = judge({ tail: [13], bare: [9] }, [{ what: 'x', of: 'tail', floor: 'bare', most: 3 }]);
  assert.deepEqual([tail.floor, verdict(tail)], [9, 'beyond the floor']);
});

test('less is more where the goal is a limit', () => {
  const fast = judgeOne({ what: 'start', of: 'start', unit: 's', most: 1 }, [0.5]);
  const slow = judgeOne({ what: 'start', of: 'start', unit: 's', most: 1 }, [3]);
  assert.deepEqual([fast.reached, shareOfGoal(fast), verdict(fast)], [true, 2, 'reached']);
  assert.deepEqual([slow.reached, verdict(slow)], [false, 'below half']);
  assert.equal(verdict(judgeOne({ what: 'x', of: 'x', least: 1 }, [0.5])), 'on the way');
  assert.equal(verdict(JSON.parse(JSON.stringify(judgeOne({ what: 'never again', of: 'back', most: 5 }, [Infinity])))), 'below half', 'also when it comes from a file');
  assert.equal(judgeOne({ what: 'never again', of: 'back', most: 5 }, [Infinity]).reached, false);
});

test('a goal is at least or at most, of one thing, once', () => {
  for (const goal of GOALS) assert.ok((goal.least === undefined) !== (goal.most === undefined), goal.what);
  assert.equal(new Set(GOALS.map(({ what }) => what)).size, GOALS.length);
});

test('words of the command line', () => {
  const defaults = { build: 'build', passes: 5, warmUpMinutes: 10, selfCheck: false };
  assert.deepEqual(readOptions(['--passes', '3', '--warm-up-minutes', '0.5', '--self-check', '--build', 'b'], defaults), { build: 'b', passes: 3, warmUpMinutes: 0.5, selfCheck: true });
  assert.throws(() => readOptions(['--pass', '3'], defaults), /not understood/);
  assert.throws(() => readOptions(['--passes'], defaults), /wants a value/);
  assert.throws(() => readOptions(['--passes', 'many'], defaults), /wants a number/);
  assert.deepEqual(tooSmall({ passes: 1, seconds: 3 }, { passes: 5, seconds: 3 }), ['passes']);
});
