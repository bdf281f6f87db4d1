// An evening for each: kill -9 at the moment the sale opens, of each process of ours and each store, in a house of its own and,
// with LINLI_FAULTS_REPLICAS=2, in one with two of each. About 80 seconds an evening, too long for every change; short ones, of
// 40 seconds, are part of .ci/run.
//
//     node --test tests/faults/long/each.mjs        LINLI_FAULTS=auth,nats     only these
//                                                   LINLI_FAULTS_REPLICAS=2    of each of ours
//                                                   LINLI_FAULTS_EVENING=short fewer people, shorter lives of teams and orders
//                                                   LINLI_FAULTS_PART=1/2      every second of them

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SMALL_EVENING } from '../../journeys/evening/evening.mjs';
import { openHouse } from '../../support/house.mjs';
import { assertBooks } from '../support/assert_books.mjs';
import { atTheSale, knockedEvening } from '../support/knocked.mjs';
import { emptyRedis, isBack, kill, OURS, STORES } from '../support/strike.mjs';

const EMPTIED = 'emptied';
const [part, parts] = (process.env.LINLI_FAULTS_PART ?? '1/1').split('/').map(Number);
const named = (process.env.LINLI_FAULTS?.split(',') ?? [...OURS, ...STORES, EMPTIED]).filter((_, i) => i % parts === part - 1);
const replicas = Number(process.env.LINLI_FAULTS_REPLICAS ?? 1);

const SIZES = {
  long: {
    ...SMALL_EVENING, residents: 120, arriveWithinMs: 10_000, talkMs: 3000, flash: { stock: 40, unpaidS: 30 },
    teams: { count: 20, complete: 13, size: 3, lifeS: 40 },
  },
  short: {
    ...SMALL_EVENING, residents: 45, arriveWithinMs: 6000, talkMs: 2000, flash: { stock: 15, unpaidS: 15 },
    teams: { count: 8, complete: 5, size: 3, lifeS: 16 },
  },
};
const size = SIZES[process.env.LINLI_FAULTS_EVENING ?? 'long'];

async function strike(house, name) {
  if (name === EMPTIED) return emptyRedis(house);
  return isBack(house, kill(house, name));
}

for (const name of named) {
  test(`${name} at the opening of the sale`, async (t) => {
    const { house, close } = await openHouse({ own: true, words: ['--any-ports', '--seed', ...OURS.flatMap((one) => ['--replicas', `${one}=${replicas}`])] });
    t.after(close);
    const { strikes: [{ gap, msMax }], books } = await knockedEvening(house, [{ name, strike: () => strike(house, name) }], { size, when: atTheSale });
    t.diagnostic(`${gap.ms} ms without an answer to «${gap.way}» (${gap.errors || 'no error'})`);
    assert.ok(gap.ms <= msMax, `${gap.ms} ms without an answer to «${gap.way}» (${gap.errors}), ${msMax} ms allowed`);
    assertBooks(books);
  });
}
