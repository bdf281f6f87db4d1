// Autoscalers: more pods under load, and one again after it; nobody else is touched. By the processor, by the calls in flight, as
// production's have it, and by the events that wait for a consumer, as KEDA's.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../../../support/house.mjs';
import { productionsFigure, scaleBy, scaleGroupbuyAsEver, scaleGroupbuyBy, scaleNoMore } from './support/autoscalers.mjs';
import { Crowd } from './support/crowd.mjs';
import { note, seconds } from './support/figures.mjs';
import { get, scale } from './support/kubectl.mjs';
import { between, cap, uncap } from './support/quota.mjs';
import { podsOf, PROCESSES, readyPods } from './support/pods.mjs';
import { LONG_S, Town } from './support/town.mjs';

const PART = 'Autoscaling';
const UP_MS_MAX = 120_000;
const DOWN_MS_MAX = 360_000;
const IN_FLIGHT = 320; // connections that each wait for an answer: five pods of production's 64
const NOTIFICATIONS_CPU = '15m';
const WAITING = { name: 'linli_consumer_pending_events', selector: { matchLabels: { 'app.kubernetes.io/name': 'notifications' } } };
const UNPAID_S = 60; // then so many orders are cancelled, and their buyers told
const SELL_S = 8;

let town;
let crowd;

const wanted = async (name) => (await get('hpa', `linli-${name}`)).status.desiredReplicas;
const namesOf = async (name) => (await podsOf(name)).map(({ metadata }) => metadata.name);
const othersThan = (scaled) => Promise.all(PROCESSES.filter((name) => name !== scaled).map(namesOf));
const oneAgain = (name) => until('one is left', async () => (await wanted(name)) === 1 && (await podsOf(name)).length === 1, { withinMs: DOWN_MS_MAX, everyMs: 1000 });

before(async () => {
  town = await Town.open();
  await cap();
  await readyPods('groupbuy');
  crowd = await Crowd.gather(town);
});
after(async () => {
  crowd?.leave();
  await scaleGroupbuyAsEver();
  await uncap();
  await scaleNoMore('notifications');
  await scale('deploy/linli-notifications', 1);
  await uncap('notifications');
  await town?.settled();
  await town?.close();
});

// By what `word` says, while a crowd of so many orders.
async function outAndIn(word, { connections } = {}) {
  const before = await othersThan('groupbuy');
  const { campaignId } = await town.newSale({ unpaidS: LONG_S });
  const began = Date.now();
  const load = crowd.order(campaignId, { seconds: UP_MS_MAX / 1000, connections });
  let result;
  try {
    await until('it is scaled out', async () => (await wanted('groupbuy')) === 4, { withinMs: UP_MS_MAX, everyMs: 500 });
    note(PART, `group-buy, by ${word}: four are wanted after`, seconds(Date.now() - began), 's');
    await readyPods('groupbuy', 4);
    note(PART, `by ${word}: and ready after`, seconds(Date.now() - began), 's');
  } finally {
    result = await load;
  }
  const unknown = result.broken + Object.entries(result.byStatus).reduce((sum, [status, count]) => sum + (Number(status) >= 500 ? count : 0), 0);
  note(PART, `by ${word}: orders meanwhile, and those of whom nobody was told what became`, `${result.successes}, ${unknown}`);
  const ended = Date.now();
  await oneAgain('groupbuy');
  note(PART, `by ${word}: one again after the load, after`, seconds(Date.now() - ended), 's');
  const orders = town.ordersOf({ campaignId });
  assert.ok(orders >= result.successes, `${result.successes} were answered, ${orders} are in the books`);
  assert.ok(orders <= result.successes + unknown, `${orders} are in the books, of ${result.successes} that were answered and ${unknown} that may be there`);
  assert.deepEqual(await othersThan('groupbuy'), before, 'the others have the pods they had');
}

test('1 → 4 → 1 by the processor time that group-buy uses', () => outAndIn('processor'));

test('1 → 4 → 1 by the calls that are in flight, as in production', async () => {
  await scaleGroupbuyBy(productionsFigure('groupbuy'));
  await outAndIn('calls in flight', { connections: IN_FLIGHT });
});

test('notifications, 1 → 2 or more → 1 by the events that wait for it', async () => {
  await between(1, 1); // group-buy, with a whole processor: it cancels faster than so slow a one can tell
  await uncap();
  await readyPods('groupbuy');
  await cap('notifications', NOTIFICATIONS_CPU);
  const before = await othersThan('notifications');
  await scaleBy('notifications', { type: 'External', external: { metric: WAITING, target: { type: 'AverageValue', averageValue: '500' } } });
  const { campaignId } = await town.newSale({ unpaidS: UNPAID_S });
  const { byStatus } = await crowd.order(campaignId, { seconds: SELL_S });
  note(PART, 'orders that nobody will pay, their buyers to be told', byStatus[201]);
  const began = Date.now();
  await until('it is scaled out', async () => (await wanted('notifications')) > 1, { withinMs: UNPAID_S * 1000 + UP_MS_MAX, everyMs: 500 });
  note(PART, 'notifications, by waiting events: more than one is wanted after', seconds(Date.now() - began), 's');
  await until('more than one is ready', async () => (await podsOf('notifications')).length > 1, { withinMs: UP_MS_MAX, everyMs: 500 });
  await uncap('notifications'); // so slow a one would be at it for long
  await oneAgain('notifications');
  note(PART, 'notifications: told all, and one again after', seconds(Date.now() - began), 's');
  assert.deepEqual(await othersThan('notifications'), before, 'the others have the pods they had');
});
