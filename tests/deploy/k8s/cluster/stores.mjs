// NATS and Redis go in the middle of it, with what they have on disk or without: what was answered stays true, and events arrive.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep } from '../../../support/house.mjs';
import { note, seconds } from './support/figures.mjs';
import { kubectl } from './support/kubectl.mjs';
import { allPods, readyPods, untouched } from './support/pods.mjs';
import { Town } from './support/town.mjs';

const PART = 'Stores deleted under load';
const FAILED_MS_MAX = 30_000;

let town;
let traffic;

before(async () => {
  town = await Town.open();
  traffic = await town.traffic();
});
after(async () => {
  traffic?.close();
  await town?.close();
});

async function deleted(name) {
  const pods = await allPods();
  let back;
  const { answers, awayMs } = await town.during(traffic, PART, name, async () => {
    const began = Date.now();
    await kubectl(['delete', 'pod', `${name}-0`, '--grace-period=1']);
    await readyPods(name);
    back = Date.now() - began;
    await sleep(8000);
  });
  note(PART, `${name}: its pod is ready again after`, seconds(back), 's');
  await untouched(pods, `${name}-0`);
  return { failed: answers.failed, awayMs };
}

test('without Redis no request fails', async () => {
  const { failed } = await deleted('redis');
  assert.deepEqual(failed, []);
});

test('without NATS requests fail as long as it is away, and nothing is lost', async () => {
  const { awayMs } = await deleted('nats');
  assert.ok(awayMs <= FAILED_MS_MAX, `${awayMs} ms`);
  await town.told(PART, 'nats');
});
