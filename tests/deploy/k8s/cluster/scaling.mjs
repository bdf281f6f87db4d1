// Group-buy alone is scaled from one to four while a sale runs, as before 20:00: each pod has the share of a processor it had, and the
// others have what they had. How much is sold before and after, by a crowd that orders as fast as it is answered.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Crowd } from './support/crowd.mjs';
import { note, seconds } from './support/figures.mjs';
import { scale } from './support/kubectl.mjs';
import { between, cap, GROUPBUY_CPU, uncap } from './support/quota.mjs';
import { allPods, readyPods, throttlingOf } from './support/pods.mjs';
import { LONG_S, Town } from './support/town.mjs';

const PART = 'Group-buy scaled during a sale';
const MEASURE_S = 10;
const WARM_UP_S = 2;
const REPLICAS = 4;
const FASTER_MIN = 2; // four quarters of a whole machine would be four; ours has the gateway, PostgreSQL and the crowd on it, too
const LAST_UNITS = 500;

let town;
let crowd;

before(async () => {
  town = await Town.open();
  await between(1, 1); // the floor and the ceiling are moved by hand here; who scales by himself is autoscaler.mjs
  await scale('deploy/linli-groupbuy', 1);
  await cap();
  await readyPods('groupbuy', 1);
  crowd = await Crowd.gather(town);
});
after(async () => {
  crowd?.leave();
  await uncap();
  await between(1, 4);
  await scale('deploy/linli-groupbuy', 1);
  await town?.settled();
  await town?.close();
});

// Orders a second, and in which share of its periods a pod had used up its part.
async function selling({ campaignId }, pods) {
  const before = await Promise.all(pods.map(throttlingOf));
  const result = await crowd.order(campaignId, { seconds: MEASURE_S, warmUp: WARM_UP_S });
  const after = await Promise.all(pods.map(throttlingOf));
  const sum = (what) => after.reduce((all, one, i) => all + one[what] - before[i][what], 0);
  const answered = result.byStatus[201] ?? 0;
  return { result, rate: answered / MEASURE_S, throttled: sum('throttled'), periods: sum('periods') };
}

const isGroupbuy = ([name]) => name.startsWith('linli-groupbuy');
const share = ({ throttled, periods }) => `${Math.round((throttled / periods) * 100)} % (${throttled} of ${periods})`;

test('1 → 4 in a running sale: more is sold, quotas and neighbours are as they were, not an order is lost or too many', async () => {
  const sale = await town.newSale({ unpaidS: LONG_S });
  const warm = await selling(sale, await readyPods('groupbuy', 1)); // everybody is known, connections are there
  const neighbours = [...await allPods()].filter((pod) => !isGroupbuy(pod));
  const [first] = await readyPods('groupbuy', 1);

  const one = await selling(sale, [first]);
  const began = Date.now();
  const during = crowd.order(sale.campaignId, { seconds: 20, connections: 16 });
  await between(REPLICAS, REPLICAS);
  const four = await readyPods('groupbuy', REPLICAS);
  note(PART, 'the floor is raised: four are ready after', seconds(Date.now() - began), 's');
  const meanwhile = await during;
  const after = await selling(sale, four);

  note(PART, 'processor a pod, before and after', GROUPBUY_CPU);
  note(PART, 'orders a second of one', Math.round(one.rate));
  note(PART, 'orders a second of four', Math.round(after.rate));
  note(PART, 'the one was held back by its quota in', share(one));
  note(PART, 'the four in', share(after));
  note(PART, 'orders while it was scaled, connections that broke', `${meanwhile.successes}, ${meanwhile.broken}`);
  const pods = [...await allPods()];
  for (const [name, { cpu }] of pods.filter(isGroupbuy)) assert.deepEqual(cpu, [GROUPBUY_CPU], name);
  assert.deepEqual(pods.filter((pod) => !isGroupbuy(pod)), neighbours, 'the others are untouched');
  assert.ok(one.throttled > one.periods / 2, `throttled in ${share(one)}`);
  assert.ok(after.rate >= one.rate * FASTER_MIN, `${after.rate} after ${one.rate}`);
  assert.equal(meanwhile.broken, 0);
  assert.deepEqual(meanwhile.byStatus, { 201: meanwhile.successes }, 'nothing fails while it is scaled');
  const answered = [warm.result, one.result, meanwhile, after.result].reduce((sum, { successes }) => sum + successes, 0);
  note(PART, 'orders answered in all, in the books', `${answered}, ${town.ordersOf(sale)}`);
  assert.equal(town.ordersOf(sale), answered, 'an order for each that was answered');
});

test('four sell the last units of a sale once each', async () => {
  const sale = await town.newSale({ stock: LAST_UNITS, unpaidS: LONG_S });
  const result = await crowd.order(sale.campaignId, { seconds: 4 });
  const sold = town.ordersOf(sale);
  note(PART, `a sale of ${LAST_UNITS} units: orders answered, in the books, refused`, `${result.byStatus[201]}, ${sold}, ${result.byStatus[409] ?? 0}`);
  assert.equal(sold, LAST_UNITS);
  assert.equal(result.byStatus[201], LAST_UNITS);
});
