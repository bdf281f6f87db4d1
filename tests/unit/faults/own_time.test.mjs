// A house's own time runs as fast as the machine lets its processes run.

import assert from 'node:assert/strict';
import test from 'node:test';
import { OwnTime, shareOf } from '../../faults/lab/own_time.mjs';
import { sleep } from '../../support/house.mjs';

const turns = (ranNs, waitedNs) => ({ ranNs, waitedNs });

test('what was had of what was wanted', () => {
  const before = new Map([[1, turns(100, 100)], [2, turns(0, 0)], [3, turns(50, 0)]]);
  assert.equal(shareOf(before, new Map([[1, turns(110, 120)], [2, turns(0, 10)]])), 0.25);
  assert.equal(shareOf(before, new Map([[1, turns(110, 100)]])), 1, 'nobody waited');
  assert.equal(shareOf(before, new Map([[1, turns(100, 100)]])), 1, 'nobody wanted anything');
  assert.equal(shareOf(before, new Map([[3, null], [4, turns(7, 900)]])), 1, 'who has gone, and who has just come, does not count');
});

test('never faster than the clock', async () => {
  const began = Date.now();
  const own = new OwnTime(process.pid);
  await sleep(60);
  const passed = own.passed();
  assert.ok(passed > 0 && passed <= Date.now() - began + 1, `${passed}`);
  assert.ok(own.passed() >= passed);
});
