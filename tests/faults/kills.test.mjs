// kill -9 of each of our processes, of PostgreSQL, NATS and Redis, one after the other, while an evening is played: callers wait
// 5 s at most (10 s for PostgreSQL), nobody tries again but the SDK, and the books balance. tests/faults/long plays an evening for each.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../support/house.mjs';
import { assertBooks } from './support/assert_books.mjs';
import { knockedEvening } from './support/knocked.mjs';
import { houseUrl, tryWrecks } from './wrecks.mjs';
import { emptyRedis, isBack, kill } from './support/strike.mjs';

// In the order of the evening: people arrive, the sale opens at the sixth, teams meet.
const KILLED = ['auth', 'content', 'coupons', 'notifications', 'nats', 'gateway', 'groupbuy', 'postgres', 'redis'];
const EMPTIED = 'Redis emptied';

let opened;
let evening;

before(async () => {
  opened = await openHouse({ own: true, words: ['--any-ports', '--seed'] });
  const { house } = opened;
  const killed = KILLED.map((name) => ({ name, strike: () => isBack(house, kill(house, name)) }));
  evening = await knockedEvening(house, [...killed, { name: EMPTIED, strike: () => emptyRedis(house) }]);
});
after(() => opened?.close());

for (const name of [...KILLED, EMPTIED]) {
  test(`${name}: callers do not wait long`, (t) => {
    const { gap, msMax } = evening.strikes.find((strike) => strike.name === name);
    t.diagnostic(`${gap.ms} ms`);
    assert.ok(gap.ms <= msMax, `${gap.ms} ms without an answer to «${gap.way}» (${gap.errors}), ${msMax} ms allowed`);
  });
}

test('the books balance', () => assertBooks(evening.books));

test('only the SDK tried again, and nobody noticed', (t) => {
  t.diagnostic(`${evening.evening.account.again} of ${evening.evening.account.calls} calls were tried again`);
  assert.ok(evening.evening.account.again > 0, 'nothing was tried again: was anything killed?');
});

test('every wreck of these books is seen', async () => {
  const results = await tryWrecks(houseUrl('admin', opened.house.statusFile));
  const silent = results.filter(({ fired }) => !fired).map(({ name, fires, known, broken }) => ({ name, fires, known, broken }));
  assert.deepEqual(silent, []);
  assert.ok(results.length >= 40, `${results.length} wrecks`);
});
