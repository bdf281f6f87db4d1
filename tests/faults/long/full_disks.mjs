// A disk that is full, under PostgreSQL and under JetStream, and streams that were rolled back beneath their consumers, each with a
// crowd that goes on meanwhile. Some 40 s each. The first three for root.
//
//     node --test tests/faults/long/full_disks.mjs

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asker, eventsArrived, invariants } from '../../journeys/evening/books.mjs';
import { sleep } from '../../support/house.mjs';
import { whyNoDisks } from '../lab/disks.mjs';
import fullJetStream from '../kinds/disk_full_jetstream.mjs';
import fullPostgres from '../kinds/disk_full_postgres.mjs';
import rolledBack from '../kinds/stream_rolled_back.mjs';
import { convergence } from '../support/converge.mjs';
import { Crowd } from '../support/crowd.mjs';
import { openHouseOnDisks } from '../support/on_disks.mjs';

const BUSY_MS = 2000;
const FULL_MS = 12_000;
const SERVED_SHARE_MIN = 0.8; // while nats-server is killed nobody is
const WELL_MS_MAX = 10_000;
const CONVERGED_MS_MAX = 60_000;
const skip = whyNoDisks() ?? false;

let opened;
let crowd;
before(async () => {
  if (skip) return;
  opened = await openHouseOnDisks();
  crowd = await Crowd.gather(opened.house);
});
after(() => opened?.close());

const inWords = (counts) => [...counts].map(([status, count]) => `${status} × ${count}`).join(', ');

// The crowd goes on while it strikes and heals. Gives what was heard until it was healed, and `look`'s answer from right before.
async function strike(kind, words, lastsMs, look) {
  const struckAt = Date.now();
  const heal = await kind.strike(opened, { kind: kind.kind, words });
  try {
    await sleep(lastsMs);
    return { seen: look?.(opened.house), heard: crowd.heardBetween(struckAt, Date.now()) };
  } finally {
    await heal();
  }
}

// Then all must come to rest and be right.
async function play(t, kind, words, lastsMs, look) {
  const { house } = opened;
  const auditor = house.secret('postgres.auditor-url');
  await crowd.newSale();
  crowd.begin();
  let struck;
  let wellMs;
  try {
    await sleep(BUSY_MS);
    struck = await strike(kind, words, lastsMs, look);
    wellMs = await crowd.yesAfter(Date.now(), { withinMs: 3 * WELL_MS_MAX });
    await sleep(BUSY_MS);
  } finally {
    await crowd.end();
  }
  const events = await convergence(house, { withinMs: CONVERGED_MS_MAX });
  t.diagnostic(`meanwhile ${inWords(struck.heard)}; well ${wellMs} ms after; ${events.first} events missing at first, all there after ${events.ms} ms`);
  assert.ok(wellMs <= WELL_MS_MAX, `nobody was served for ${wellMs} ms`);
  assert.ok(events.ms <= CONVERGED_MS_MAX, `events are still under way after ${CONVERGED_MS_MAX} ms`);
  await eventsArrived(auditor);
  const wrong = [...(await crowd.history.books(asker(auditor))), ...invariants(auditor)].filter(({ violations }) => violations !== 0);
  assert.deepEqual(wrong.map(({ name, checked, violations }) => `${name}: ${violations} of ${checked}`), []);
  return { ...struck, restarts: (name) => house.process(name).restarts };
}

const unpublished = (house) => Number(house.query('select count(*) as n from content.outbox where published_at is null')[0].n);

test('JetStream’s disk is full: orders go on, events wait, and all get there', { skip }, async (t) => {
  const { heard, seen, restarts } = await play(t, fullJetStream, {}, FULL_MS, unpublished);
  t.diagnostic(`${seen} events waited, nats was started ${restarts('nats')} times again`);
  assert.ok(seen > 0, 'everything was published: the disk was not full');
  const all = [...heard.values()].reduce((sum, count) => sum + count, 0);
  assert.ok(heard.get(200) >= SERVED_SHARE_MIN * all, `only ${heard.get(200)} of ${all} were served: calls need no stream`);
});

for (const [what, words] of [['tables cannot grow', { log: false }], ['neither can the log', { log: true }]]) {
  test(`PostgreSQL’s disk is full, ${what}: callers hear 503, and it is well again by itself`, { skip }, async (t) => {
    const { heard, restarts } = await play(t, fullPostgres, words, FULL_MS);
    t.diagnostic(`postgres was started ${restarts('postgres')} times again`);
    const refused = [...heard].filter(([status]) => status >= 500).reduce((sum, [, count]) => sum + count, 0);
    assert.ok(refused > 0, 'nobody was refused: the disk was not full');
    assert.equal(heard.get(500) ?? 0, 0, 'a full disk is no fault of ours: 503');
  });
}

test('streams rolled back beneath their consumers: new events arrive', { skip }, async (t) => {
  await play(t, rolledBack, { backMs: 2000 }, 0);
});
