// What is told of many runs.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { gathered, inARow, remember, remembered, tableOf } from '../../faults/lab/ledger.mjs';
import { lineOf, runOf } from '../../faults/lab/record.mjs';
import { newFolder, ROOT } from '../../support/house.mjs';

const run = (passed, faults = []) => ({ passed, faults });

test('in a row: since the last that failed', () => {
  assert.equal(inARow([]), 0);
  assert.equal(inARow([run(true), run(true)]), 2);
  assert.equal(inARow([run(true), run(false), run(true)]), 1);
  assert.equal(inARow([run(true), run(false)]), 0);
  const late = { ...run(false), late: true };
  assert.equal(inARow([run(false), run(true), late, run(true)]), 2, 'what counts for nothing ends no row, and lengthens none');
});

test('a line a kind, and one a place where somebody was waited for and came', () => {
  const table = tableOf([
    run(true, [{ kind: 'kill', target: 'auth', hit: 2, healMs: 300 }, { kind: 'kill', target: 'auth-2', hit: 0, healMs: 100 }]),
    run(false, [{ kind: 'kill', target: 'auth', hit: 1, healMs: 200 }, { kind: 'crash_point', target: 'a.b', hit: 1, struck: true }, { kind: 'crash_point', target: 'a.c', hit: 0, struck: false }]),
  ]).split('\n').map((line) => line.trim().split(/ +/).join(' '));
  assert.deepEqual(table, ['kind times hit in failed heal ms at most', 'crash_point 2 1 2', 'kill 3 2 1 200 300', 'crash_point a.b 1 1 1']);
});

const recorded = (more) => ({
  at: '2026-11-22T20:51:00.000Z', commit: '8dc7f45a', seed: 7, passed: true, late: false, why: [], acknowledged: 707, msToRest: 2624, ownMsToRest: 1980,
  faults: [{ kind: 'kill', target: 'groupbuy-*', hit: 175, healMs: 312 }, { kind: 'crash_point', target: 'a.b', hit: 3, healMs: 1, struck: true }, { kind: 'crash_point', target: 'a.c', hit: 0, healMs: 1, struck: false }], ...more,
});

test('a run is a line and back again', () => {
  assert.equal(lineOf(recorded()), '2026-11-22T20:51:00.000Z 8dc7f45a 7 ok 707 2624 1980; kill groupbuy-* 175 312; crash_point a.b 3 1 struck; crash_point a.c 0 1 idle');
  const why = ['bench: it hung', 'rest: not within its time'];
  const failed = recorded({ passed: false, msToRest: null, ownMsToRest: null, why, faults: [{ kind: 'kill', target: 'auth', hit: 0 }] });
  assert.equal(runOf('2026-11-22T20:51:00.000Z 8dc7f45a 7 ok 707 2624').ownMsToRest, null, 'of an older record');
  const late = recorded({ passed: false, late: true, why: ['bench late: it stood still'] });
  assert.match(lineOf(late), / 7 late 707 /);
  for (const run of [recorded(), failed, late]) assert.deepEqual(runOf(lineOf(run)), run);
});

test('what is remembered of a run is what is recorded of it', (t) => {
  const folder = newFolder();
  t.after(() => fs.rmSync(folder, { recursive: true }));
  fs.mkdirSync(path.join(folder, 'faults'));
  const { at, commit, ...verdict } = recorded();
  const build = path.relative(ROOT, folder);
  const faults = verdict.faults.map(({ struck, ...fault }) => ({ ...fault, ...(struck !== undefined && { struck: struck ? { at: 1 } : null }) }));
  remember(build, { commit, product: 'none such' }, { ...verdict, faults }, null);
  const [{ at: when, product, ...told }] = remembered(build, 'none such');
  assert.ok(when > at && product === 'none such');
  assert.deepEqual(told, { commit, ...verdict });
});

test('what several accounts tell of is there once, in its order', () => {
  const [early, late] = [recorded(), recorded({ at: '2026-11-23T08:00:00.000Z', seed: 8 })];
  assert.deepEqual(gathered([late, early], [early]), [early, late]);
  assert.deepEqual(gathered([recorded()], [recorded({ seed: 9 })]).map(({ seed }) => seed), [7, 9], 'two lanes may end at one moment');
});
