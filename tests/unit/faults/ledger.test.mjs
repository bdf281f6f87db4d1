// What is told of many runs.

import assert from 'node:assert/strict';
import test from 'node:test';
import { inARow, tableOf } from '../../faults/lab/ledger.mjs';

const run = (passed, faults = []) => ({ passed, faults });

test('in a row: since the last that failed', () => {
  assert.equal(inARow([]), 0);
  assert.equal(inARow([run(true), run(true)]), 2);
  assert.equal(inARow([run(true), run(false), run(true)]), 1);
  assert.equal(inARow([run(true), run(false)]), 0);
});

test('a line a kind, and one a place where somebody was waited for and came', () => {
  const table = tableOf([
    run(true, [{ kind: 'kill', target: 'auth', hit: 2, healMs: 300 }, { kind: 'kill', target: 'auth-2', hit: 0, healMs: 100 }]),
    run(false, [{ kind: 'kill', target: 'auth', hit: 1, healMs: 200 }, { kind: 'crash_point', target: 'a.b', hit: 1, struck: true }, { kind: 'crash_point', target: 'a.c', hit: 0, struck: false }]),
  ]).split('\n').map((line) => line.trim().split(/ +/).join(' '));
  assert.deepEqual(table, ['kind times hit in failed heal ms at most', 'crash_point 2 1 2', 'kill 3 2 1 200 300', 'crash_point a.b 1 1 1']);
});
