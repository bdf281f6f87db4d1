// Numbers of the bench: medians, spreads, ratios, slopes, and when all is as before.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backToNormal, costOfNoMax, figure, highest, leastSquares, leftBesideNoes, lowest, median, quantile, ratios } from '../../bench/figures.mjs';

test('a median is the middle, or the mean of the two in the middle, whatever the order', () => {
  assert.equal(median([3]), 3);
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([10, 9, 2, 1]), 5.5);
  assert.equal(median([100, 9]), 54.5, 'numbers are not compared as texts');
  assert.throws(() => median([]), /no figure/);
});

test('the list that was given stays as it was', () => {
  const list = [3, 1, 2];
  median(list);
  quantile(list, 0.5);
  assert.deepEqual(list, [3, 1, 2]);
});

test('spread and quantiles', () => {
  assert.deepEqual([lowest([2, -1, 7]), highest([2, -1, 7])], [-1, 7]);
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.equal(quantile(hundred, 0.99), 100);
  assert.equal(quantile(hundred, 0.5), 51);
  assert.equal(quantile([7], 1), 7);
  assert.throws(() => quantile([], 0.5), /no figure/);
});

test('ratios are of the same pass, against the best that stands below', () => {
  assert.deepEqual(ratios([10, 30], [[5, 10]]), [2, 3]);
  assert.deepEqual(ratios([10, 30], [[5, 10], [2, 15]]), [2, 2]);
  assert.throws(() => ratios([1, 2], [[1]]), /different numbers/);
});

test('the nearest straight line', () => {
  assert.deepEqual(leastSquares([[0, 1], [1, 3], [2, 5]]), { slope: 2, intercept: 1 });
  const { slope, intercept } = leastSquares([[0, 0], [1, 2], [2, 1], [3, 3]]);
  assert.ok(Math.abs(slope - 0.8) < 1e-12 && Math.abs(intercept - 0.3) < 1e-12);
  assert.equal(leastSquares([[5, 4], [9, 4]]).slope, 0);
  assert.throws(() => leastSquares([[1, 1]]), /two points/);
  assert.throws(() => leastSquares([[1, 1], [1, 2]]), /above one another/);
});

const slice = (good, p99Us) => ({ good, other: 0, p99Us });
const usual = { sliceMs: 250, dueASlice: 100, p99UsMax: 1000 };

test('back to normal is when nothing unusual follows any more', () => {
  assert.equal(backToNormal([slice(100, 10), slice(100, 20)], usual), 0);
  assert.equal(backToNormal([slice(10, 10), slice(100, 9000), slice(99, 900)], usual), 500);
  assert.equal(backToNormal([slice(100, 10), slice(0, 0), slice(100, 10)], usual), 500, 'a good moment before the last bad one is none');
  assert.equal(backToNormal([slice(100, 10), slice(94, 10)], usual), undefined, 'it never was');
  assert.equal(backToNormal([slice(95, 1000)], usual), 0, 'just enough, just in time');
});

const near = (value, expected, why) => assert.ok(Math.abs(value - expected) < 1e-12, `${value}, not ${expected}: ${why}`);

test('what is left beside those who hear no', () => {
  near(leftBesideNoes(3, 0), 1, 'a no that costs nothing takes nothing');
  near(leftBesideNoes(1, 0.3), 1, 'nobody hears no');
  near(leftBesideNoes(3, 0.2), 0.5, 'half a yes, and two and a half noes of a fifth each');
  assert.equal(leftBesideNoes(10, 0.1), 0, 'all the time there is goes to noes');
  assert.equal(leftBesideNoes(10, 0.2), 0, 'and there is no less than none');
});

test('what a no may cost is what leaves so much', () => {
  near(costOfNoMax(3, 0.5), 0.2, 'as above');
  for (const [factor, left] of [[3, 0.9], [10, 0.8]]) near(leftBesideNoes(factor, costOfNoMax(factor, left)), left, factor);
});

test('three figures say something', () => {
  assert.deepEqual([figure(12345.6), figure(123.4), figure(12.34), figure(1.234), figure(0.01234), figure(0), figure(Infinity)], ['12,346', '123', '12.3', '1.23', '0.0123', '0.00', '–']);
});
