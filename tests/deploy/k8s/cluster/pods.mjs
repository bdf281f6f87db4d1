// Pods that go: killed, deleted, evicted as a node is emptied.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep, until } from '../../../support/house.mjs';
import { note, seconds } from './support/figures.mjs';
import { get, kubectl, rolledOut, scale } from './support/kubectl.mjs';
import { podsOf, processOf, readyPods, restartsOf } from './support/pods.mjs';
import { between } from './support/quota.mjs';
import { Town } from './support/town.mjs';

const PART = 'Killed and evicted pods';
const TWO = ['gateway', 'groupbuy'];
const BACK_MS_MAX = 30_000;

let town;
let traffic;

before(async () => {
  town = await Town.open();
  await between(2, 2); // an autoscaler would take the second away
  for (const name of TWO) {
    await scale(`deploy/linli-${name}`, 2);
    await readyPods(name, 2);
  }
  traffic = await town.traffic();
});

after(async () => {
  traffic?.close();
  await scale('deploy/linli-gateway', 1);
  await between(1, 4);
  await scale('deploy/linli-groupbuy', 1);
  await readyPods('gateway');
  await town?.close();
});

function evict({ metadata: { name, namespace } }, api) {
  const input = JSON.stringify({ apiVersion: api, kind: 'Eviction', metadata: { name, namespace } });
  return kubectl(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '--filename', '-'], { input });
}

async function evictionApi() {
  const { apiVersion } = await get('pdb/linli-gateway');
  return apiVersion;
}

test('a process that is killed comes back, and no order that was answered is lost', async () => {
  const [pod] = await podsOf('groupbuy');
  const orders = town.ordersOf(traffic);
  let ms;
  const answers = await traffic.during(async () => {
    process.kill(processOf(pod), 'SIGKILL');
    const killed = Date.now();
    const isBack = (now) => now.metadata.name === pod.metadata.name && restartsOf(now) > restartsOf(pod);
    await until('it is back', async () => (await podsOf('groupbuy')).some(isBack), { withinMs: 60_000, everyMs: 100 });
    await readyPods('groupbuy', 2);
    ms = Date.now() - killed;
    await sleep(1000);
  });
  note(PART, 'one of two group-buys killed: ready again after', seconds(ms), 's');
  note(PART, 'requests meanwhile, failed of them', `${answers.count}, ${answers.failed.length}`);
  const more = town.ordersOf(traffic) - orders;
  assert.ok(more >= answers.orders, `${more} orders in the books, ${answers.orders} answered`);
  assert.ok(ms <= BACK_MS_MAX, `${ms} ms`);
  assert.ok(answers.failed.length <= answers.count * 0.05, answers.failed.slice(0, 5).join('\n'));
});

test('a node is emptied: the budget lets one go at a time, and no request fails', async () => {
  const api = await evictionApi();
  for (const name of TWO) {
    let refused = 0;
    let ms;
    const answers = await traffic.during(async () => {
      const began = Date.now();
      const [first, second] = await readyPods(name, 2);
      await evict(first, api);
      // The next is evicted as a drain does it: asked again and again, until the budget allows it.
      await assert.rejects(evict(second, api), /disruption budget/, `${name}: the second went at once`);
      await until(`${name}: the second may go`, () => evict(second, api).then(() => true, (error) => {
        if (!/disruption budget/.test(error.said)) throw error;
        refused++;
        return false;
      }), { withinMs: 120_000, everyMs: 1000 });
      await until(`${name}: two others are there`, async () => {
        const pods = await readyPods(name, 2);
        return pods.every(({ metadata }) => ![first, second].some((gone) => gone.metadata.name === metadata.name));
      }, { withinMs: 120_000, everyMs: 200 });
      ms = Date.now() - began;
      await rolledOut(`deploy/linli-${name}`);
    });
    note(PART, `two pods of ${name} evicted one after the other, in`, seconds(ms), 's');
    note(PART, `refused by the budget meanwhile`, refused + 1);
    note(PART, `requests meanwhile (${answers.perSecond} a second), failed of them`, `${answers.count}, ${answers.failed.length}`);
    assert.deepEqual(answers.failed, []);
  }
});
