// Two of each service and two gateways, struck in the middle of an evening: work is shared, what one knows the other knows, and
// the last buyer keeps his unit whatever happens between his first try and his second.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLinli, fetchTransport } from '../../clients/sdk/linli.mjs';
import { readStatus } from '../../deploy/local/operator.mjs';
import { openHouse, sleep } from '../support/house.mjs';
import { assertBooks } from './support/assert_books.mjs';
import { knockedEvening } from './support/knocked.mjs';
import { emptyRedis, gapMsMax, isBack, kill, OURS } from './support/strike.mjs';

const SHARE_MIN = 0.25;
const CALLS_MIN = 60; // of fewer, chance alone may give one of two less than a quarter
const SIGN_OUT_MS_MAX = 1000;

let opened;
let house;
let status;
let played;
let counts;

// Calls answered by a process, by method.
async function callsOf({ opsPort }) {
  const text = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
  const calls = new Map();
  for (const [, method, count] of text.matchAll(/^linli_calls_total\{method="([^"]+)"[^}]*\} (\d+)$/gm)) calls.set(method, (calls.get(method) ?? 0) + Number(count));
  return calls;
}

const replicasOf = (service) => house.status().processes.filter((one) => one.service === service);

before(async () => {
  opened = await openHouse({ own: true, words: ['--any-ports', '--seed', ...OURS.flatMap((name) => ['--replicas', `${name}=2`])] });
  house = opened.house;
  status = readStatus(house.statusFile);
  const struck = ['groupbuy-2', 'gateway-2', 'content', 'nats', 'postgres'].map((name) => ({ name, strike: () => isBack(house, kill(house, name)) }));
  played = await knockedEvening(house, [
    { name: 'nothing', strike: async () => { counts = await Promise.all(replicasOf('groupbuy').concat(OURS.slice(0, -1).flatMap((name) => (name === 'groupbuy' ? [] : replicasOf(name)))).map(async (one) => ({ ...one, calls: await callsOf(one) }))); } },
    ...struck,
    { name: 'Redis emptied', strike: () => emptyRedis(house) },
  ], { afterMs: 10_000 });
});
after(() => opened?.close());

test('whoever is struck, callers do not wait long', (t) => {
  for (const { name, gap, msMax } of played.strikes) {
    t.diagnostic(`${name}: ${gap.ms} ms (${gap.way})`);
    assert.ok(gap.ms <= msMax && msMax === gapMsMax(name), `${name}: ${gap.ms} ms without an answer to «${gap.way}» (${gap.errors}), ${msMax} ms allowed`);
  }
});

test('the books balance', () => assertBooks(played.books));

test('each of two does at least a quarter of the work, method by method', (t) => {
  const methods = [...new Set(counts.flatMap(({ calls }) => [...calls.keys()]))];
  let looked = 0;
  for (const method of methods) {
    const shares = counts.filter(({ calls, service }) => calls.has(method) || service === method.split('.')[1]).map(({ name, calls }) => ({ name, count: calls.get(method) ?? 0 }));
    const total = shares.reduce((sum, { count }) => sum + count, 0);
    if (total < CALLS_MIN) continue;
    looked++;
    t.diagnostic(`${method}: ${shares.map(({ name, count }) => `${name} ${count}`).join(', ')}`);
    assert.equal(shares.length, 2, method);
    for (const { name, count } of shares) assert.ok(count >= SHARE_MIN * total, `${method}: ${name} answered ${count} of ${total}`);
  }
  assert.ok(looked >= 7, `only ${looked} methods were called often enough`);
});

let people = 0;

async function newPerson(gateway, options = {}) {
  const { wechat } = played.evening;
  const linli = createLinli({ baseUrl: status.urls[gateway], transport: fetchTransport(fetch), headers: { 'X-Forwarded-For': `10.98.0.${++people}` }, ...options });
  const person = await wechat.person({});
  await linli.signIn({ code: person.code });
  await linli.verifyPhone({ code: person.phoneCode });
  return linli;
}

// The same person, at another gateway.
const at = (gateway, linli) => createLinli({ baseUrl: status.urls[gateway], transport: fetchTransport(fetch), tokens: linli.tokens });

test('sign-out at one gateway is felt at the other within a second', async (t) => {
  const here = await newPerson('gateway');
  const { accessToken } = here.tokens;
  const ask = () => fetch(`${status.urls['gateway-2']}/v1/me`, { headers: { Authorization: `Bearer ${accessToken}` } });
  assert.equal((await ask()).status, 200);
  await here.signOut({ everywhere: false });
  const began = Date.now();
  let answer = await ask();
  while (answer.status === 200 && Date.now() - began < 3 * SIGN_OUT_MS_MAX) {
    await sleep(10);
    answer = await ask();
  }
  const took = Date.now() - began;
  t.diagnostic(`${took} ms`);
  assert.equal(answer.status, 401);
  assert.equal((await answer.json()).code, 'TOKEN_STALE');
  assert.ok(took <= SIGN_OUT_MS_MAX, `${took} ms`);
});

test('the buyer of the last unit keeps it: same key, another gateway, Redis emptied, groupbuy killed', async () => {
  const { operator, estate } = played.evening;
  const now = Date.now();
  const { campaignId } = await operator.createCampaign({
    kind: 'FLASH_SALE', title: '最后一件', skuId: estate.products[0].skus[0].skuId, priceFen: 990, stock: 3, perUserLimit: 1,
    startsAt: new Date(now - 1000).toISOString(), endsAt: new Date(now + 3_600_000).toISOString(), unpaidS: 3600,
  });
  const order = { campaignId, quantity: 1, source: { channel: 'feed' } };
  const [first, second, last, late] = await Promise.all(['gateway', 'gateway-2', 'gateway', 'gateway-2'].map((gateway) => newPerson(gateway)));
  await first.placeFlashOrder(order);
  await second.placeFlashOrder(order);
  const idempotencyKey = `last-${now}`;
  const bought = await last.placeFlashOrder(order, { idempotencyKey });
  await assert.rejects(late.placeFlashOrder(order), { code: 'SOLD_OUT' });
  await assert.rejects(at('gateway', late).placeFlashOrder(order), { code: 'SOLD_OUT' });

  await emptyRedis(house);
  const killed = replicasOf('groupbuy').map(({ name }) => kill(house, name));
  const again = await at('gateway-2', last).placeFlashOrder(order, { idempotencyKey });
  assert.equal(again.orderId, bought.orderId);
  assert.deepEqual({ ...again, serverTime: null }, { ...bought, serverTime: null });
  await Promise.all(killed.map((one) => isBack(house, one)));
  assert.equal((await at('gateway', last).placeFlashOrder(order, { idempotencyKey })).orderId, bought.orderId);
  await assert.rejects(late.placeFlashOrder(order), { code: 'SOLD_OUT' });
});
