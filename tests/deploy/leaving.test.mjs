// How a service leaves while others are at it: what is under way is answered, whoever reads its figures meanwhile.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openStage } from '../journeys/support/stage.mjs';
import { sleep, until } from '../support/house.mjs';
import { Load } from './support/load.mjs';

const UNDER_WAY_MS = 1500; // what WeChat takes for what is under way, so that the service cannot leave before
const READERS = 4;

let stage;
let load;

before(async () => {
  stage = await openStage({ own: true, words: ['--any-ports', '--seed'] });
  load = await Load.open(stage);
});
after(async () => {
  await stage?.close();
});

// Reads a process's figures again and again, until nobody answers any more; how often it was told something.
async function readToTheEnd(opsPort) {
  for (let told = 0; ; told++) {
    const response = await fetch(`http://127.0.0.1:${opsPort}/metrics`).catch(() => null);
    if (!response) return told;
    await response.text().catch(() => ''); // cut off: it has left
  }
}

const ONCE = { retry: { attemptsMax: 1 } };

// What each waits for at WeChat, and how it is asked.
const UNDER_WAY = [
  ['auth', 'GET /wx/sns/jscode2session', async () => {
    const { code } = await stage.wechat.person();
    return () => stage.client().signIn({ code }, ONCE);
  }],
  ['groupbuy', 'POST /pay/v3/pay/*', async () => {
    const [{ linli }] = load.people;
    const { orderId } = await linli.placeFlashOrder({ campaignId: load.campaignId, quantity: 1 });
    return () => linli.payOrder({ orderId }, ONCE);
  }],
];

for (const [name, match, prepare] of UNDER_WAY) {
  test(`${name} is asked to leave: what is under way is answered, while its figures are read`, async () => {
    const { pid, opsPort } = stage.house.process(name);
    const ask = await prepare();
    const began = Date.now();
    let told;
    await stage.wechat.during({ match, kind: 'delay', delayMs: UNDER_WAY_MS, count: 1 }, async () => {
      const answer = ask().then(() => Date.now() - began);
      await sleep(UNDER_WAY_MS / 5);
      process.kill(pid, 'SIGTERM');
      const readers = Promise.all(Array.from({ length: READERS }, () => readToTheEnd(opsPort)));
      assert.ok(await answer >= UNDER_WAY_MS, 'it was under way when the process was asked to leave');
      told = await readers;
    });
    assert.ok(told.every((times) => times > 0), `${told}`);
    await until(`${name} is back`, () => stage.house.process(name).ready && stage.house.process(name).pid !== pid, { withinMs: 20_000 });
  });
}
