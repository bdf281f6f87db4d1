// Every process is replaced by a new pod while people go on: keep-alive connections, no second tries, not one request may fail.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { note, seconds } from './support/figures.mjs';
import { kubectl, rolledOut } from './support/kubectl.mjs';
import { gone, podsOf, PROCESSES } from './support/pods.mjs';
import { townWithTraffic } from './support/town.mjs';

const PART = 'Rolling updates under load';
const REQUESTS_A_SECOND_MIN = 50;

const ours = townWithTraffic();

for (const name of PROCESSES) {
  test(`${name} is replaced, and no request fails`, async () => {
    const before = (await podsOf(name)).map(({ metadata }) => metadata.name);
    const orders = ours.town.ordersOf(ours.traffic);
    let ms;
    const answers = await ours.traffic.during(async () => {
      const began = Date.now();
      await kubectl(['rollout', 'restart', `deploy/linli-${name}`]);
      await rolledOut(`deploy/linli-${name}`);
      await gone(before);
      ms = Date.now() - began;
    });
    const after = (await podsOf(name)).map(({ metadata }) => metadata.name);
    const how = `in ${seconds(ms)} s, ${answers.perSecond} requests a second, 99 % within ${answers.within(0.99)} ms`;
    note(PART, `${name}: ${how}; requests, failed of them`, `${answers.count}, ${answers.failed.length}`);
    assert.deepEqual(after.filter((pod) => before.includes(pod)), [], 'all are new');
    assert.deepEqual(answers.failed, []);
    assert.ok(answers.perSecond >= REQUESTS_A_SECOND_MIN, `${answers.perSecond} a second`);
    assert.equal(ours.town.ordersOf(ours.traffic) - orders, answers.orders, 'an order for each that was answered');
  });
}
