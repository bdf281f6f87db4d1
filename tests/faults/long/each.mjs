// An evening for each: kill -9 at the moment the sale opens, of each process of ours and each store, in a house of its own and,
// with LINLI_FAULTS_REPLICAS=2, in one with two of each. About two minutes an evening, too long for every change.
//
//     node --test tests/faults/long/each.mjs        LINLI_FAULTS=auth,nats     only these
//                                                   LINLI_FAULTS_REPLICAS=2    of each of ours

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SMALL_EVENING } from '../../journeys/evening/evening.mjs';
import { openHouse } from '../../support/house.mjs';
import { assertBooks } from '../support/assert_books.mjs';
import { knockedEvening } from '../support/knocked.mjs';
import { emptyRedis, isBack, kill, OURS, STORES } from '../support/strike.mjs';

const EMPTIED = 'emptied';
const named = process.env.LINLI_FAULTS?.split(',') ?? [...OURS, ...STORES, EMPTIED];
const replicas = Number(process.env.LINLI_FAULTS_REPLICAS ?? 1);

const SIZE = {
  ...SMALL_EVENING, residents: 120, arriveWithinMs: 10_000, talkMs: 3000, flash: { stock: 40, unpaidS: 30 },
  teams: { count: 20, complete: 13, size: 3, lifeS: 40 },
};
const AT_THE_SALE_MS = 7000; // the probe's own people come first, for about six seconds

async function strike(house, name) {
  if (name === EMPTIED) return emptyRedis(house);
  return isBack(house, kill(house, name));
}

for (const name of named) {
  test(`${name} at the opening of the sale`, async (t) => {
    const { house, close } = await openHouse({ own: true, words: ['--any-ports', '--seed', ...OURS.flatMap((one) => ['--replicas', `${one}=${replicas}`])] });
    t.after(close);
    const { strikes: [{ gap, msMax }], books } = await knockedEvening(house, [{ name, strike: () => strike(house, name) }], { size: SIZE, afterMs: AT_THE_SALE_MS });
    t.diagnostic(`${gap.ms} ms without an answer to «${gap.way}» (${gap.errors || 'no error'})`);
    assert.ok(gap.ms <= msMax, `${gap.ms} ms without an answer to «${gap.way}» (${gap.errors}), ${msMax} ms allowed`);
    assertBooks(books);
  });
}
