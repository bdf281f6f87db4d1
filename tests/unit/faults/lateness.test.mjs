// The bench knows when it stood still itself, and for how long.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Lateness } from '../../faults/workload/lateness.mjs';
import { sleep } from '../../support/house.mjs';

test('what comes a little late is no stall, what comes much later is one', () => {
  const late = new Lateness().begin(1000);
  for (const now of [1020, 1060, 1400, 1420]) late.turn(now);
  clearInterval(late.timer);
  assert.equal(late.mostMs, 320);
  assert.deepEqual(late.stalls, [{ at: 1060, goneOnAt: 1400 }]);
});

test('a loop that stands still is noticed, also at the very end', async () => {
  const late = new Lateness().begin();
  await sleep(50);
  const from = Date.now();
  while (Date.now() < from + 300);
  late.end();
  const [stall] = late.stalls.slice(-1);
  assert.ok(late.mostMs >= 250, `${late.mostMs} ms`);
  assert.ok(stall.at <= from + 1 && stall.goneOnAt >= from + 300);
});
