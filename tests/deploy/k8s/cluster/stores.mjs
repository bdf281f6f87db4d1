// NATS and Redis go in the middle of it, with what they have on disk or without: what was answered stays true, and events arrive.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep } from '../../../support/house.mjs';
import { convergence } from '../../../faults/support/converge.mjs';
import { note, seconds } from './support/figures.mjs';
import { kubectl } from './support/kubectl.mjs';
import { allPods, readyPods } from './support/pods.mjs';
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
  const orders = town.ordersOf(traffic);
  let back;
  const answers = await traffic.during(async () => {
    const began = Date.now();
    await kubectl(['delete', 'pod', `${name}-0`, '--grace-period=1']);
    await readyPods(name);
    back = Date.now() - began;
    await sleep(8000);
  });
  const failed = answers.all.filter(({ status }) => status < 200 || status >= 300);
  const awayMs = failed.length ? failed.at(-1).at - failed[0].at : 0;
  note(PART, `${name}: its pod is ready again after`, seconds(back), 's');
  note(PART, `${name}: requests (${answers.perSecond} a second), failed of them`, `${answers.count}, ${failed.length}`);
  note(PART, `${name}: between the first and the last that failed`, seconds(awayMs), 's');
  const more = town.ordersOf(traffic) - orders;
  assert.ok(more >= answers.orders, `${more} orders in the books, ${answers.orders} answered`);
  assert.ok(more - answers.orders <= failed.length, `${more - answers.orders} orders that nobody was told of, ${failed.length} requests that failed`);
  const killed = [...await allPods()].filter(([pod, { restarts }]) => pod !== `${name}-0` && restarts !== pods.get(pod)?.restarts);
  assert.deepEqual(killed, [], 'nobody else was started again');
  return { failed, awayMs };
}

test('without Redis no request fails', async () => {
  const { failed } = await deleted('redis');
  assert.deepEqual(failed.map(({ path, status, said }) => `${path}: ${status} ${said}`), []);
});

test('without NATS requests fail as long as it is away, and nothing is lost', async () => {
  const { awayMs } = await deleted('nats');
  assert.ok(awayMs <= FAILED_MS_MAX, `${awayMs} ms`);
  const { first, ms } = await convergence(town.stage.house);
  note(PART, `nats: events that had to catch up (${first}), all handled once after`, seconds(ms), 's');
  assert.ok(Number.isFinite(ms), 'events are still missing');
});
