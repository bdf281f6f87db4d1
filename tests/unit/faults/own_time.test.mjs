// A house's own time runs as fast as the machine lets its processes run.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';
import { Worker } from 'node:worker_threads';
import { OwnTime, shareOf, turnsOf } from '../../faults/lab/own_time.mjs';
import { sleep, until } from '../../support/house.mjs';

const turns = (ranNs, waitedNs) => ({ ranNs, waitedNs });

test('what was had of what was wanted', () => {
  const before = new Map([[1, turns(100, 100)], [2, turns(0, 0)], [3, turns(50, 0)]]);
  assert.equal(shareOf(before, new Map([[1, turns(110, 120)], [2, turns(0, 10)]])), 0.25);
  assert.equal(shareOf(before, new Map([[1, turns(110, 100)]])), 1, 'nobody waited');
  assert.equal(shareOf(before, new Map([[1, turns(100, 100)]])), 1, 'nobody wanted anything');
  assert.equal(shareOf(before, new Map([[3, null], [4, turns(7, 900)]])), 1, 'who has gone, and who has just come, does not count');
});

test('a process wants its turns with all of its threads', async (t) => {
  const busy = new Worker('for (;;);', { eval: true });
  t.after(() => busy.terminate());
  await once(busy, 'online');
  const before = new Map(turnsOf(process.pid));
  assert.ok(before.has(process.pid));
  const wantedNs = ([thread, { ranNs, waitedNs }]) => ranNs + waitedNs - before.get(thread).ranNs - before.get(thread).waitedNs;
  const others = () => turnsOf(process.pid).filter(([thread]) => thread !== process.pid && before.get(thread));
  await until('one beside the first had a tenth of a second, or waited for it', () => others().some((one) => wantedNs(one) > 100e6));
  assert.deepEqual(turnsOf(4_194_304), [], 'who has gone has no turns');
});

test('never faster than the clock', async () => {
  const began = Date.now();
  const own = new OwnTime(process.pid);
  await sleep(60);
  const passed = own.passed();
  assert.ok(passed > 0 && passed <= Date.now() - began + 1, `${passed}`);
  assert.ok(own.passed() >= passed);
});
