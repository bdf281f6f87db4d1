// Power cuts: under a crowd that orders and joins circles the power of all stores goes, the house starts on what their disks kept, and
// everything is judged: no order that was confirmed is lost, and every event gets everywhere within 60 s. Some 30 s a cut. For root.
//
//     node --test tests/faults/long/power.mjs       LINLI_FAULTS_CUTS=3    so many, in one house
//                                                   LINLI_FAULTS_SEED=1    of when they come

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asker, eventsArrived, invariants } from '../../journeys/evening/books.mjs';
import { chanceOf } from '../../journeys/evening/chance.mjs';
import { sleep } from '../../support/house.mjs';
import { whyNoDisks } from '../lab/disks.mjs';
import { lastSequences, lastSequencesOnDisk, lostSince } from '../lab/jetstream.mjs';
import { convergence } from '../support/converge.mjs';
import { Crowd } from '../support/crowd.mjs';
import { openHouseOnDisks, withoutSyncing } from '../support/on_disks.mjs';

const CUTS = Number(process.env.LINLI_FAULTS_CUTS ?? 3);
const SEED = Number(process.env.LINLI_FAULTS_SEED ?? 1);
const BUSY_MS_MIN = 2000;
const BUSY_MS_MAX = 9000; // the file system writes out its log every 5 s: cuts come before and after
const CONVERGED_MS_MAX = 60_000;
const CONFIRMED = 'history: every order that was confirmed is there, as it was confirmed';
const skip = whyNoDisks() ?? false;

// In every second one the kernel has written out what there is, half-way.
async function beBusy(disks, busyMs, cut) {
  await sleep(busyMs / 2);
  if (cut % 2 === 0) disks.writeOut();
  await sleep(busyMs / 2);
}

async function cutOnce({ house, disks }, crowd, busyMs, cut) {
  await crowd.newSale();
  const confirmedBefore = crowd.confirmed();
  crowd.begin();
  await beBusy(disks, busyMs, cut);
  const taken = await lastSequences(house);
  let found;
  const { cutAt, upAt } = await disks.cut(async () => { found = await lastSequencesOnDisk(house); });
  const [events] = await Promise.all([convergence(house, { withinMs: CONVERGED_MS_MAX }), crowd.end()]);
  return {
    confirmed: crowd.confirmed() - confirmedBefore, taken: [...taken.values()].reduce((sum, last) => sum + last, 0), gone: lostSince(taken, found),
    downMs: upAt - cutAt, missing: events.first, convergedMs: events.ms,
  };
}

test(`${CUTS} power cuts: no order lost, every event arrives`, { skip }, async (t) => {
  const { house, disks, close } = await openHouseOnDisks();
  t.after(close);
  const crowd = await Crowd.gather(house);
  t.after(() => crowd.end());
  const auditor = house.secret('postgres.auditor-url');
  const chance = chanceOf(SEED);
  t.diagnostic('cut | confirmed | lost | JetStream took | of it gone | down ms | events missing | converged ms');
  for (let cut = 1; cut <= CUTS; cut++) {
    const seen = await cutOnce({ house, disks }, crowd, BUSY_MS_MIN + chance() * (BUSY_MS_MAX - BUSY_MS_MIN), cut);
    const books = await crowd.history.books(asker(auditor));
    const lost = books.find(({ name }) => name === CONFIRMED).violations;
    t.diagnostic([cut, seen.confirmed, lost, seen.taken, seen.gone, seen.downMs, seen.missing, seen.convergedMs].join(' | '));
    assert.ok(seen.confirmed > 0, 'nobody ordered: nothing was tried');
    assert.ok(seen.convergedMs <= CONVERGED_MS_MAX, `events are still under way after ${CONVERGED_MS_MAX} ms`);
    await eventsArrived(auditor);
    const wrong = [...books, ...invariants(auditor)].filter(({ violations }) => violations !== 0);
    assert.deepEqual(wrong.map(({ name, checked, violations }) => `${name}: ${violations} of ${checked}`), []);
  }
});

test('a PostgreSQL that does not sync loses orders, and the history says so', { skip }, async (t) => {
  const { house, disks, close } = await openHouseOnDisks();
  t.after(close);
  const crowd = await Crowd.gather(house);
  t.after(() => crowd.end());
  await crowd.newSale();
  withoutSyncing(house);
  crowd.begin();
  await sleep(BUSY_MS_MIN);
  await disks.cut();
  await crowd.end();
  const { checked, violations } = (await crowd.history.books(asker(house.secret('postgres.auditor-url')))).find(({ name }) => name === CONFIRMED);
  t.diagnostic(`${violations} of ${checked} confirmed orders lost`);
  assert.ok(violations > 0, `all ${checked} confirmed orders survived without fsync: what cut is this?`);
});
