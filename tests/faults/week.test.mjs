// A leader's week in small: its books are right, and each of its rules sees what breaks it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readStatus } from '../../deploy/local/operator.mjs';
import { weekRules } from '../journeys/week/books.mjs';
import { playWeek, SMALL_WEEK } from '../journeys/week/week.mjs';
import { openHouse } from '../support/house.mjs';
import { houseUrl, tryWrecks, WEEK } from './wrecks.mjs';

let opened, played;
// Days pass here: a house of its own.
before(async () => {
  opened = await openHouse({ own: true, words: ['--any-ports', '--seed'] });
  played = await playWeek(readStatus(opened.house.statusFile), SMALL_WEEK);
});
after(() => opened?.close());

test('the books of the week are right', () => {
  const wrong = played.books.filter(({ checked, violations }) => violations !== 0 || checked === 0);
  assert.deepEqual(wrong.map(({ name, checked, violations }) => `${name}: ${violations} of ${checked}`), []);
});

test('the rules of a week each see what breaks them', async () => {
  const rules = weekRules(houseUrl('auditor', opened.house.statusFile));
  const wrecks = await tryWrecks(houseUrl('admin', opened.house.statusFile), WEEK);
  assert.deepEqual(wrecks.filter(({ fired }) => !fired), []);
  assert.deepEqual([...new Set(wrecks.map(({ fires }) => fires))].sort(), rules.map(({ name }) => name).sort(), 'each rule has its wreck');
});
