// The books of what the journeys have done: right, and watched by rules that see each wreck. Runs after the journeys, on the
// same house (tests/run.mjs).

import assert from 'node:assert/strict';
import test from 'node:test';
import { invariants } from '../journeys/evening/books.mjs';
import { openHouse, until } from '../support/house.mjs';
import { houseUrl, tryWrecks } from './wrecks.mjs';

const REST = { withinMs: 120_000, everyMs: 1000 }; // unpaid orders close, refunds go out, events arrive

let opened;
test.before(async () => {
  opened = await openHouse();
});
test.after(() => opened.close());
const url = (who) => houseUrl(who, opened.house.statusFile);

test('the books come to rest, and are right', async () => {
  let wrong;
  await until('no book is wrong', () => {
    wrong = invariants(url('auditor')).filter(({ checked, violations }) => violations !== 0 || checked === 0);
    return wrong.length === 0;
  }, REST).catch(() => assert.deepEqual(wrong, []));
});

test('every wreck is seen', async () => {
  const results = await tryWrecks(url('admin'));
  const silent = results.filter(({ fired }) => !fired).map(({ name, fires, known, broken }) => ({ name, fires, known, broken }));
  assert.deepEqual(silent, []);
  assert.ok(results.length >= 10, `${results.length} wrecks`);
});
