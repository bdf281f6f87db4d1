// Every crash point of shared/base/crash_point.h, in one house with two replicas of each: somebody is killed there so many times
// while the story is told that leads there. He comes back, who was answered has what he was told, the same key gives the same answer, the
// rules of any moment hold; and at the end, when everything has come to rest, all books are right. Three times each take about a
// quarter of an hour: who asks for what a killed process has begun waits for the end of its lease.
//
//     node --test tests/faults/long/crash_points.mjs     LINLI_FAULTS_POINTS=close.marked_not_asked,job.   only these (or all that begin so)
//                                                        LINLI_FAULTS_HITS=20                              of each; 3

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { asker, invariants, wechatBooks } from '../../journeys/evening/books.mjs';
import { openStage } from '../../journeys/support/stage.mjs';
import { newFolder, sleep, until } from '../../support/house.mjs';
import { crashPoints, CrashPoints } from '../support/crash_points.mjs';
import { inOrder, storyOf } from '../support/crash_stories.mjs';
import { World } from '../support/crash_world.mjs';
import { OURS } from '../support/strike.mjs';
import { rulesOfAnyMoment } from '../support/watch.mjs';
import { houseUrl } from '../wrecks.mjs';

const HITS = Number(process.env.LINLI_FAULTS_HITS ?? 3);
const BACK_MS_MAX = 30_000;
const REST_MS_MAX = 180_000;
const BREATH_MS = 100;
const SETTINGS = { LINLI_GROUPBUY_AFTER_SALE_S: '1', LINLI_GROUPBUY_UNPAID_S: '600', LINLI_GROUPBUY_REFUND_GAP_S: '0', LINLI_GROUPBUY_PAYOUT_APPROVE_FROM_FEN: '1000000' };

const all = crashPoints().map(({ name }) => name);
const asked = process.env.LINLI_FAULTS_POINTS?.split(',');
const wanted = inOrder(all.filter((name) => !asked || asked.some((start) => name.startsWith(start))));

let folder;
let stage;
let world;
let points;
let query;
let auditor;
const tally = [];

before(async () => {
  folder = newFolder();
  fs.chmodSync(folder, 0o777);
  points = new CrashPoints(path.join(folder, 'points'));
  fs.chmodSync(points.folder, 0o777);
  stage = await openStage({ own: true, words: ['--any-ports', ...OURS.flatMap((name) => ['--replicas', `${name}=2`])], settings: { ...SETTINGS, LINLI_CRASH_POINTS_DIR: points.folder } });
  auditor = houseUrl('auditor', stage.house.statusFile);
  query = asker(auditor);
  world = await World.open(stage);
  world.points = points;
});
after(async () => {
  await stage?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const running = () => stage.house.status().processes;

// Who was killed: by name. Everybody is there again, and somebody else in his place.
async function isBack({ pid }, before_) {
  const name = before_.find((one) => one.pid === pid)?.name ?? 'one just started';
  await until(`${name} is back`, () => running().every((one) => one.ready && one.pid !== pid), { withinMs: BACK_MS_MAX });
  return name;
}

// Tells the story until somebody was killed there.
async function strike(name, { tell, withinMs }, turn) {
  const before_ = running();
  const giveUp = Date.now() + withinMs;
  points.arm(name);
  while (!points.hit(name)) {
    assert.ok(Date.now() < giveUp, `${name}: nobody came by within ${withinMs} ms`);
    await tell[turn.at++ % tell.length](world);
    await sleep(BREATH_MS);
  }
  return isBack(points.hit(name), before_);
}

function rulesHold() {
  const wrong = query(rulesOfAnyMoment().map(({ sql }) => sql).join('\n')).filter(([, , violations]) => violations !== '0');
  assert.deepEqual(wrong, []);
}

test('a story leads to every point', () => {
  for (const name of all) storyOf(name);
  assert.deepEqual(inOrder(all).sort(), [...all].sort());
});

for (const name of wanted) {
  test(name, async (t) => {
    const turn = { at: 0 };
    const killed = new Map();
    const began = Date.now();
    try {
      for (let hit = 0; hit < HITS; hit++) {
        const who = await strike(name, storyOf(name), turn);
        killed.set(who, (killed.get(who) ?? 0) + 1);
        await world.repeatAnswers();
      }
    } finally {
      points.disarm(name);
      tally.push({ name, hits: [...killed.values()].reduce((sum, one) => sum + one, 0) });
    }
    rulesHold();
    t.diagnostic(`${HITS} hits (${[...killed].map(([who, times]) => `${who} ${times}`).join(', ')}) in ${Date.now() - began} ms`);
  });
}

test('what was promised has come', async (t) => {
  await world.settle();
  t.diagnostic(`${world.checkedAnswers} answers heard twice, ${world.checkedDebts} promises kept`);
});

test('everything comes to rest, and the books are right', async (t) => {
  let wrong;
  let books;
  await until('no book is wrong', async () => {
    books = [...invariants(auditor), ...(await wechatBooks(stage.wechat, query))];
    wrong = books.filter(({ violations }) => violations !== 0);
    return wrong.length === 0;
  }, { withinMs: REST_MS_MAX, everyMs: 1000 }).catch(() => assert.deepEqual(wrong, []));
  t.diagnostic(`${books.filter(({ checked }) => checked > 0).length} of ${books.length} rules had something to look at`);
});

test(`each point was hit ${HITS} times`, (t) => {
  for (const { name, hits } of tally) t.diagnostic(`${name.padEnd(34)} ${hits}`);
  assert.deepEqual(tally.filter(({ hits }) => hits < HITS), []);
  assert.equal(tally.length, wanted.length);
});
