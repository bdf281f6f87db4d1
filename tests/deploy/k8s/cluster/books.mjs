// After all of it the books are right.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { note } from './support/figures.mjs';
import { Town } from './support/town.mjs';

const PART = 'The books, after all of it';
const LOOKED_MIN = 30;

let town;

before(async () => { town = await Town.open(); });
after(() => town?.close());

test('no rule of tests/faults/invariants.sql is broken, and WeChat has the same books', async () => {
  await town.settled();
  const checks = await town.books();
  const looked = checks.filter(({ checked }) => checked > 0).length;
  note(PART, 'orders in all', town.count('select count(*) from groupbuy.orders'));
  const wrong = checks.reduce((sum, { violations }) => sum + violations, 0);
  note(PART, 'rules, those that had something to look at, rows that break one', `${checks.length}, ${looked}, ${wrong}`);
  assert.deepEqual(checks.filter(({ violations }) => violations !== 0), []);
  assert.ok(looked >= LOOKED_MIN, `${looked} rules had something to look at`);
});
