// NATS and Redis go in the middle of it, with what they have on disk or without: what was answered stays true, and events arrive.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sleep } from '../../../support/house.mjs';
import { note, seconds } from './support/figures.mjs';
import { kubectl } from './support/kubectl.mjs';
import { allPods, readyPods, untouched } from './support/pods.mjs';
import { townWithTraffic } from './support/town.mjs';

const PART = 'Stores deleted under load';
const FAILED_MS_MAX = 30_000;

const ours = townWithTraffic();

async function deleted(name) {
  const pods = await allPods();
  let back;
  const { answers, awayMs } = await ours.town.during(ours.traffic, PART, name, async () => {
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
  await ours.town.told(PART, 'nats');
});
