// What is told of many runs.

import assert from 'node:assert/strict';
import test from 'node:test';
import { gathered, inARow, tableOf } from '../../faults/lab/ledger.mjs';
import { lineOf, runOf } from '../../faults/lab/record.mjs';

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

const recorded = (more) => ({
  at: '2026-11-22T20:51:00.000Z', commit: '8dc7f45a', seed: 7, passed: true, why: [], acknowledged: 707, msToRest: 2624,
  faults: [{ kind: 'kill', target: 'groupbuy-*', hit: 175, healMs: 312 }, { kind: 'crash_point', target: 'a.b', hit: 3, healMs: 1, struck: true }, { kind: 'crash_point', target: 'a.c', hit: 0, healMs: 1, struck: false }], ...more,
});

test('a run is a line and back again', () => {
  assert.equal(lineOf(recorded()), '2026-11-22T20:51:00.000Z 8dc7f45a 7 ok 707 2624; kill groupbuy-* 175 312; crash_point a.b 3 1 struck; crash_point a.c 0 1 idle');
  const failed = recorded({ passed: false, msToRest: null, why: ['bench: it hung', 'rest: not within its time'], faults: [{ kind: 'kill', target: 'auth', hit: 0 }] });
  for (const run of [recorded(), failed]) assert.deepEqual(runOf(lineOf(run)), run);
});

test('what several accounts tell of is there once, in its order', () => {
  const [early, late] = [recorded(), recorded({ at: '2026-11-23T08:00:00.000Z', seed: 8 })];
  assert.deepEqual(gathered([late, early], [early]), [early, late]);
  assert.deepEqual(gathered([recorded()], [recorded({ seed: 9 })]).map(({ seed }) => seed), [7, 9], 'two lanes may end at one moment');
});
