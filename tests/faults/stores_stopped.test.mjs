// PostgreSQL stands still, as behind a switch that drops everything: nobody says that he is ready who is not, nobody is ended
// for it, all come back, and whoever asks meanwhile hears so at once. And how soon a service is ready that finds its stores.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLinli } from '../../clients/sdk/linli.mjs';
import { openStage } from '../journeys/support/stage.mjs';
import { sleep, until } from '../support/house.mjs';
import { signal, stopWhole } from './lab/signals.mjs';
import { Probe, probeOptions } from './support/probe.mjs';
import { kill, OURS } from './support/strike.mjs';
import { medianOf } from './support/times.mjs';

const NOT_READY_MS_MAX = 5000;
const BACK_MS_MAX = 10_000;
const START_MS_MAX = 1000;
const ASK_MS_MAX = 1000;
const FOUND_MS_MAX = 2500; // until the silence is known: 0.75 s, and what a busy machine adds
const NO_COUNT = 20; // of each way
const ASKED_MS_MAX = 60_000;
const NO_MS_MAX = 1000;
const KNOCKERS = 8;
const SERVICES = OURS.filter((name) => name !== 'gateway');

let opened;
before(async () => {
  opened = await openStage({ own: true, words: ['--any-ports'] });
});
after(() => opened?.close());

// 0: no answer in the time that an orchestrator waits for one.
async function answers(name, path) {
  const { opsPort } = opened.house.process(name);
  try {
    return (await fetch(`http://127.0.0.1:${opsPort}${path}`, { signal: AbortSignal.timeout(ASK_MS_MAX) })).status;
  } catch (error) {
    if (error.name !== 'TimeoutError') throw error;
    return 0;
  }
}

// Gives how it goes on.
function stopPostgres() {
  const stopped = stopWhole(opened.house.process('postgres').pid);
  assert.ok(stopped.length > SERVICES.length, 'the server, and who serves a service each');
  return () => stopped.forEach((one) => signal(one, 'SIGCONT'));
}

test('PostgreSQL stands still: not ready within 5 s, alive all along, ready again after', async (t) => {
  const pids = new Map(SERVICES.map((name) => [name, opened.house.process(name).pid]));
  const goOn = stopPostgres();
  try {
    const began = Date.now();
    await Promise.all(SERVICES.map(async (name) => {
      await until(`${name} is not ready`, async () => (await answers(name, '/readyz')) === 503, { withinMs: NOT_READY_MS_MAX });
      t.diagnostic(`${name}: not ready after ${Date.now() - began} ms`);
    }));
    for (let i = 0; i < 5; i++) {
      const asked = SERVICES.flatMap((name) => [answers(name, '/readyz'), answers(name, '/readyz'), answers(name, '/readyz')]);
      for (const name of SERVICES) assert.equal(await answers(name, '/healthz'), 200, `${name} is alive`);
      for (const status of await Promise.all(asked)) assert.notEqual(status, 200);
      await sleep(500);
    }
  } finally {
    goOn();
  }
  const began = Date.now();
  await Promise.all(SERVICES.map((name) => until(`${name} is ready again`, async () => (await answers(name, '/readyz')) === 200, { withinMs: BACK_MS_MAX })));
  t.diagnostic(`ready again after ${Date.now() - began} ms`);
  for (const name of SERVICES) assert.equal(opened.house.process(name).pid, pids.get(name), `${name} is the same process`);
});

// People who knock, what they knock for, and a key for each order.
async function newProbe() {
  const operator = await opened.operator();
  const { communityId } = await operator.createCommunity({ name: '云山花园', address: '云山路 88 号', households: 20 });
  const { circleId } = await operator.createCircle({ communityId, name: '车位互助', welcome: '欢迎！', notice: '请写清楚楼栋。' });
  const { postId } = await operator.createPost({ circleId, title: '', text: '有人在吗' });
  const { productId } = await operator.createProduct({ title: '蓝莓', category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '125 g', listPriceFen: 5980, costPriceFen: 800, stock: 5000 }] });
  const { skus } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  const { campaignId } = await operator.createCampaign({
    kind: 'FLASH_SALE', title: '敲门', skuId: skus[0].skuId, priceFen: 990, stock: 5000, perUserLimit: 100, unpaidS: 7200,
    startsAt: new Date(Date.now() - 60_000).toISOString(), endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const knockers = await Promise.all(Array.from({ length: KNOCKERS }, async () => {
    const { linli, userId } = await opened.newUser({ phone: true });
    await linli.joinCommunity({ communityId });
    await linli.joinCircle({ circleId });
    return { userId, linli: createLinli({ ...opened.options(), ...probeOptions, tokens: linli.tokens }) };
  }));
  return new Probe(knockers, { circleId, postId, campaignId });
}

test('PostgreSQL stands still while people ask: after the first ones everybody hears 503, half of them within a second, soon after it all are served, and no order is lost or made twice', async (t) => {
  const probe = await newProbe();
  probe.begin();
  await until('all are served', () => probe.isWell(0));
  const goOn = stopPostgres();
  const foundAt = Date.now() + FOUND_MS_MAX;
  const whenKnown = (outcomes) => outcomes.filter(({ sentAt }) => sentAt > foundAt);
  try {
    await until('enough have asked', () => probe.ways.every(({ outcomes }) => whenKnown(outcomes).length >= NO_COUNT), { withinMs: ASKED_MS_MAX });
  } finally {
    goOn();
  }
  const wentOnAt = Date.now();
  await until('all are served again', () => probe.isWell(wentOnAt), { withinMs: BACK_MS_MAX });
  t.diagnostic(`all are served again after ${Date.now() - wentOnAt} ms`);
  await probe.end();

  for (const { name, outcomes: all } of probe.ways) {
    const outcomes = whenKnown(all).filter(({ sentAt }) => sentAt < wentOnAt - NO_MS_MAX);
    assert.ok(outcomes.length > 0, `${name}: somebody asked`);
    assert.deepEqual([...new Set(outcomes.map(({ error }) => error))], ['503 NOT_AVAILABLE'], `${name}: what is said meanwhile`);
    const ms = outcomes.map(({ sentAt, at }) => at - sentAt).sort((one, other) => one - other);
    t.diagnostic(`${name}: ${ms.length} heard no, half of them within ${medianOf(ms)} ms, the slowest after ${ms.at(-1)} ms`);
    assert.ok(medianOf(ms) <= NO_MS_MAX, `${name}: ${ms.join(' ')} ms`);
  }

  // Whoever does not know asks again under the same key.
  for (const tried of probe.history.tries.filter(({ order }) => !order)) tried.order = await tried.buyer.linli.placeFlashOrder({ ...tried.request }, { idempotencyKey: tried.key });
  const there = opened.query("select id from groupbuy.orders where idempotency_key like 'history-%'").map(({ id }) => id.replaceAll('-', '')).sort();
  assert.deepEqual(there, probe.history.tries.map(({ order }) => order.orderId).sort(), 'an order for each key');
});

for (const name of OURS) {
  test(`${name} is ready within a second of its start`, async (t) => {
    const { pid } = kill(opened.house, name);
    await until(`${name} is started`, () => opened.house.process(name).pid > 0 && opened.house.process(name).pid !== pid, { everyMs: 5 });
    const began = Date.now();
    await until(`${name} is ready`, () => opened.house.process(name).ready, { withinMs: START_MS_MAX, everyMs: 5 });
    t.diagnostic(`${Date.now() - began} ms`);
  });
}
