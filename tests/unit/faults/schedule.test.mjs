// What a run's callers will ask for follows from its seed alone, and is all that a customer can do with money or stock.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { OPERATIONS } from '../../faults/workload/operations.mjs';
import { scheduleOf } from '../../faults/workload/schedule.mjs';
import { ROOT } from '../../support/house.mjs';

const MS = 17_000;
const seeds = [1, 2, 77, 123_456];

test('the same seed, the same schedule; another seed, another', () => {
  assert.deepEqual(scheduleOf({ seed: 7, ms: MS }), scheduleOf({ seed: 7, ms: MS }));
  assert.notDeepEqual(scheduleOf({ seed: 7, ms: MS }), scheduleOf({ seed: 8, ms: MS }));
});

test('in order of time, within its time, each about something that is asked before', () => {
  for (const seed of seeds) {
    const schedule = scheduleOf({ seed, ms: MS });
    const byId = new Map(schedule.map((entry) => [entry.id, entry]));
    assert.equal(byId.size, schedule.length);
    for (const [i, { atMs, of, actor, gateway, op }] of schedule.entries()) {
      assert.ok(atMs >= 0 && atMs < MS && atMs >= (schedule[i - 1]?.atMs ?? 0), `${atMs}`);
      assert.ok(of === null || byId.get(of).atMs <= atMs);
      assert.ok(actor >= 0 && actor < 80 && gateway >= 0 && gateway < 2 && OPERATIONS[op], op);
    }
  }
});

test('every operation is asked for, and enough that moves money or stock', (t) => {
  for (const seed of seeds) {
    const schedule = scheduleOf({ seed, ms: MS });
    const asked = new Set(schedule.map(({ op }) => op));
    assert.deepEqual(Object.keys(OPERATIONS).filter((op) => !asked.has(op)), [], `seed ${seed}`);
    const counting = schedule.filter(({ op }) => OPERATIONS[op].counts).length;
    t.diagnostic(`seed ${seed}: ${schedule.length} requests, ${counting} with money or stock`);
    assert.ok(counting / (MS / 1000) >= 40, `${counting}`);
  }
});

test('what an operation is, the contract says too', () => {
  const { paths } = JSON.parse(fs.readFileSync(path.join(ROOT, 'deploy', 'openapi.json'), 'utf8'));
  const contract = new Map(Object.values(paths).flatMap((methods) => Object.values(methods)).map((operation) => [operation.operationId, operation]));
  for (const { call, timeoutMs, keyed } of Object.values(OPERATIONS)) {
    const said = contract.get(call);
    assert.ok(said, call);
    assert.equal(timeoutMs, said['x-linli-timeout-ms'], call);
    assert.equal(keyed, said['x-linli-idempotency'] === 'required', call);
  }
});
