// A flash sale: a product on the shelf, a campaign, everybody at once; then money: paid, told twice, cancelled, given back.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

let stage;
let operator;
let product;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const { productId } = await operator.createProduct({
    title: `蓝莓${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1',
    skus: [{ title: '125 g × 4', listPriceFen: 5980, costPriceFen: 800, stock: 1000 }],
  });
  product = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
});
after(() => stage.close());

const newSale = (changes) => operator.createCampaign({
  kind: 'FLASH_SALE', title: '今晚八点', skuId: product.skus[0].skuId, priceFen: 990, stock: 5, perUserLimit: 1, startsAt: inMinutes(-1), endsAt: inMinutes(60),
  ...changes,
});
const order = (user, { campaignId }, options) => user.linli.placeFlashOrder({ campaignId, quantity: 1 }, options);
const status = async (user, { orderId }) => (await user.linli.getOrder({ orderId })).status;
const becomes = (user, { orderId }, wanted) => eventually(`the order is ${wanted}`, async () => (await status(user, { orderId })) === wanted);

test('the shelf', async () => {
  assert.equal((await stage.client().getProduct({ productId: product.productId })).title, `蓝莓${process.pid}`);
  await eventually('it is listed', async () => (await stage.client().listProducts({ category: '水果', pageSize: 100 })).products.some(({ productId }) => productId === product.productId));
  const { errors } = await refused(operator.createProduct({ title: '', category: '水果', skus: [{ title: 'x', listPriceFen: 0 }] }), 'FIELDS_INVALID');
  for (const field of ['title', 'sellerName', 'sellerLicence', 'skus[0].listPriceFen']) assert.ok(errors.some((error) => error.field === field), field);
  const li = await stage.newUser();
  await refused(li.linli.createProduct({ title: '私货' }), 'FORBIDDEN');
  await refused(li.linli.setProductStatus({ productId: product.productId, status: 'OFF_SHELF' }), 'FORBIDDEN');
  await refused(stage.client().getProduct({ productId: NOWHERE }), 'NOT_HERE');
  await refused(stage.client().listProducts({ pageSize: 1000 }), 'FIELDS_INVALID');
});

test('a sale has its window, its stock and its limit', async () => {
  const li = await stage.newUser();
  const sale = await newSale({ stock: 2 });
  await order(li, sale);
  await refused(order(li, sale), 'LIMIT_REACHED');
  await order(await stage.newUser(), sale);
  await refused(order(await stage.newUser(), sale), 'SOLD_OUT');
  await eventually('the page says so', async () => (await stage.client().getCampaign({ campaignId: sale.campaignId })).soldOut);
  const later = await newSale({ startsAt: inMinutes(10) });
  await refused(order(li, later), 'NOT_STARTED');
  const { serverTime, startsAt } = await stage.client().getCampaign({ campaignId: later.campaignId });
  const ahead = Date.parse(startsAt) - Date.parse(serverTime);
  assert.ok(ahead > 0 && ahead <= 600_000, `a countdown by the time of the house: ${ahead} ms`);
  await refused(order(li, { campaignId: NOWHERE }), 'NOT_HERE');
  const listed = (await stage.client().listCampaigns({ kind: 'FLASH_SALE', pageSize: 100 })).campaigns;
  assert.ok(listed.length > 0 && listed.every((campaign) => Date.parse(campaign.serverTime) > 0));
  await refused(stage.client().listCampaigns({ pageToken: 'made-up' }), 'PAGE_TOKEN_INVALID');
  await refused(stage.client().getCampaign({ campaignId: NOWHERE }), 'NOT_HERE');
  await refused(newSale({ stock: 1_000_000 }), 'STOCK_SHORT');
  await refused(newSale({ endsAt: inMinutes(-2) }), 'FIELDS_INVALID');
});

test('everybody at once: never one too many, and the winner of the last unit hears it again', async () => {
  const sale = await newSale({ stock: 10 });
  const people = await Promise.all(Array.from({ length: 40 }, () => stage.newUser()));
  const outcomes = await Promise.all(people.map((user) => order(user, sale, { idempotencyKey: user.userId }).then(({ orderId }) => orderId, ({ code }) => code)));
  const orders = outcomes.filter((outcome) => outcome !== 'SOLD_OUT');
  assert.equal(orders.length, 10);
  assert.equal(new Set(orders).size, 10);
  const winner = people[outcomes.findIndex((outcome) => outcome !== 'SOLD_OUT')];
  const again = await order(winner, sale, { idempotencyKey: winner.userId });
  assert.ok(orders.includes(again.orderId));
});

test('a quote is the order\'s own sum', async () => {
  const li = await stage.newUser();
  const sale = await newSale({});
  const quote = await li.linli.quoteOrder({ campaignId: sale.campaignId, quantity: 1 });
  const placed = await order(li, sale);
  assert.equal(quote.amountFen, placed.amountFen);
  assert.equal(quote.receipt.reduce((sum, step) => sum + step.amountFen, 0), quote.amountFen);
  await refused(li.linli.quoteOrder({ campaignId: sale.campaignId, quantity: 0 }), 'FIELDS_INVALID');
  await refused(li.linli.quoteOrder({ campaignId: NOWHERE, quantity: 1 }), 'NOT_HERE');
});

test('an order is its buyer\'s', async () => {
  const [li, wang] = [await stage.newUser(), await stage.newUser()];
  const placed = await order(li, await newSale({}));
  assert.deepEqual((await li.linli.listOrders()).orders.map(({ orderId }) => orderId), [placed.orderId]);
  assert.deepEqual((await wang.linli.listOrders()).orders, []);
  await refused(wang.linli.getOrder({ orderId: placed.orderId }), 'NOT_HERE');
  await refused(wang.linli.payOrder({ orderId: placed.orderId }), 'NOT_HERE');
  await refused(wang.linli.cancelOrder({ orderId: placed.orderId }), 'NOT_HERE');
  await refused(stage.client().listOrders(), 'TOKEN_MISSING');
});

test('paid on the phone, told by WeChat, however often', async () => {
  const li = await stage.newUser();
  const placed = await order(li, await newSale({}));
  await stage.pay(li, placed);
  await becomes(li, placed, 'READY');
  for (let more = 0; more < 3; more++) assert.ok((await stage.wechat.notice(placed.orderId)).status < 300, 'a notice that was known is taken again');
  for (const flaw of ['bad_signature', 'no_signature', 'tampered', 'other_key', 'stale_timestamp', 'wrong_serial', 'probe']) {
    assert.ok((await stage.wechat.notice(placed.orderId, flaw)).status >= 400, flaw);
  }
  assert.equal(await status(li, placed), 'READY');
  await refused(li.linli.payOrder({ orderId: placed.orderId }), 'ORDER_NOT_PAYABLE');
  await eventually('the inbox says so', async () => (await li.linli.listMessages()).messages.some(({ kind, linkId }) => kind === 'ORDER_PAID' && linkId === placed.orderId));
});

test('a notice for another amount moves nothing', async () => {
  const li = await stage.newUser();
  const placed = await order(li, await newSale({}));
  await stage.wechat.settings({ payNoticeLostShare: 1 });
  try {
    await stage.pay(li, placed);
    await stage.wechat.notice(placed.orderId, 'other_amount');
    assert.notEqual(await status(li, placed), 'READY');
    assert.ok((await stage.wechat.notice(placed.orderId)).status < 300);
    await becomes(li, placed, 'READY');
  } finally {
    await stage.wechat.settings({ payNoticeLostShare: 0 });
  }
});

test('an unpaid order is cancelled, and its unit sold again', async () => {
  const [li, wang] = [await stage.newUser(), await stage.newUser()];
  const sale = await newSale({ stock: 1 });
  const placed = await order(li, sale);
  const payment = await li.linli.payOrder({ orderId: placed.orderId });
  const cancelled = await li.linli.cancelOrder({ orderId: placed.orderId });
  assert.equal(cancelled.status, 'CANCELLED');
  await assert.rejects(stage.wechat.pay(li.openid, payment.wechat), { code: 'ORDER_CLOSED' }, 'it was closed at WeChat first');
  await refused(li.linli.payOrder({ orderId: placed.orderId }), 'ORDER_NOT_PAYABLE');
  await eventually('there is one again', () => order(wang, sale), { everyMs: 300 });
});

test('an order that nobody pays is cancelled by itself', async () => {
  const li = await stage.newUser();
  const placed = await order(li, await newSale({ unpaidS: 15 }));
  await eventually('it is off', async () => (await status(li, placed)) === 'CANCELLED', { withinMs: 60_000, everyMs: 500 });
  assert.equal((await li.linli.getOrder({ orderId: placed.orderId })).cancelReason, 'UNPAID');
});

test('WeChat that cannot be asked is told apart, and nothing is lost', async () => {
  const li = await stage.newUser();
  const placed = await order(li, await newSale({}));
  const down = { match: 'POST /pay/v3/pay/transactions/jsapi', kind: 'error', status: 500, body: { code: 'SYSTEM_ERROR', message: '系统异常' } };
  await stage.wechat.during(down, () => refused(li.linli.payOrder({ orderId: placed.orderId }, { retry: { attemptsMax: 1 } }), 'PAYMENT_UNAVAILABLE'));
  await stage.pay(li, placed);
  await becomes(li, placed, 'READY');
});
