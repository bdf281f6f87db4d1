// Group-buy's autoscaler: more pods under load, and one again after it; nobody else is touched.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../../../support/house.mjs';
import { Crowd } from './support/crowd.mjs';
import { note, seconds } from './support/figures.mjs';
import { get } from './support/kubectl.mjs';
import { cap, uncap } from './support/quota.mjs';
import { podsOf, PROCESSES, readyPods } from './support/pods.mjs';
import { LONG_S, Town } from './support/town.mjs';

const PART = 'Autoscaling';
const UP_MS_MAX = 120_000;
const DOWN_MS_MAX = 360_000;

let town;
let crowd;

const wanted = async () => (await get('hpa', 'linli-groupbuy')).status.desiredReplicas;
const namesOf = async (name) => (await podsOf(name)).map(({ metadata }) => metadata.name);
const others = () => Promise.all(PROCESSES.filter((name) => name !== 'groupbuy').map(namesOf));

before(async () => {
  town = await Town.open();
  await cap();
  await readyPods('groupbuy');
  crowd = await Crowd.gather(town);
});
after(async () => {
  crowd?.leave();
  await uncap();
  await town?.settled();
  await town?.close();
});

test('1 → 4 → 1 by the processor time that group-buy uses', async () => {
  const before = await others();
  const { campaignId } = await town.newSale({ unpaidS: LONG_S });
  const began = Date.now();
  const load = crowd.order(campaignId, { seconds: UP_MS_MAX / 1000 });
  let result;
  try {
    await until('it is scaled out', async () => (await wanted()) === 4, { withinMs: UP_MS_MAX, everyMs: 500 });
    note(PART, 'under load: four are wanted after', seconds(Date.now() - began), 's');
    await readyPods('groupbuy', 4);
    note(PART, 'and ready after', seconds(Date.now() - began), 's');
  } finally {
    result = await load;
  }
  note(PART, 'orders meanwhile', result.byStatus[201]);
  const ended = Date.now();
  await until('one is left', async () => (await wanted()) === 1 && (await podsOf('groupbuy')).length === 1, { withinMs: DOWN_MS_MAX, everyMs: 1000 });
  note(PART, 'after the load: one again after', seconds(Date.now() - ended), 's');
  assert.equal(town.ordersOf({ campaignId }), result.successes, 'an order for each that was answered');
  assert.deepEqual(await others(), before, 'the others have the pods they had');
});
