// Merchant accounts at WeChat Pay: two communities and a supplier are paid into accounts of their own. Money of one never pays
// another: not by payment, refund, notice, basket or rebinding.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { merchantClient } from '../wechat-sandbox/test/support.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';
import { newLeadership, openRoundOf } from './support/world.mjs';

const [EAST, WEST, NOBODYS] = ['1900000109', '1900000110', '1900000199'];
const HOUR = 3_600_000;
const at = (ms) => new Date(Date.now() + ms).toISOString();
const NOWHERE = '0'.repeat(32);

let stage, operator, own, east, west, apples, pears, supplierId;
// Accounts have keys from the start: a house of its own.
before(async () => {
  stage = await openStage({ own: true, settings: { LINLI_WECHAT_MERCHANTS: `${EAST},${WEST}` } });
  operator = await stage.operator();
  own = (await stage.wechat.call('GET', '/merchants')).merchants.map(({ mch_id: id }) => id).find((id) => id !== EAST && id !== WEST);
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ regionPrefix: '', baseFen: 600, baseG: 1000, stepFen: 100, stepG: 1000 }] });
  [apples, pears, east, west] = await Promise.all([newSku('苹果'), newSku('梨'), newPlace('东苑'), newPlace('西苑')]);
  ({ supplierId } = await operator.createSupplier({ name: `果园${process.pid}`, contractNumber: 'HT-1' }));
});
after(() => stage?.close());

async function newSku(title) {
  const { productId } = await operator.createProduct({
    title: `${title}${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一箱', listPriceFen: 5980, costPriceFen: 2000, stock: 500, weightG: 500 }],
  });
  return (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus[0].skuId;
}

async function newPlace(name) {
  const { communityId } = await operator.createCommunity({ name: `${name}${process.pid}`, address: '一号路', households: 300 });
  return { communityId, ...(await newLeadership(stage, communityId, `${name} 3 栋`)) };
}

async function newBuyer() {
  const user = await stage.newUser({ phone: true });
  user.home = (await user.linli.addAddress({ name: '李梅', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号' })).addressId;
  return user;
}

const is = (user, { orderId }, status) => eventually(`the order is ${status}`, async () => (await user.linli.getOrder({ orderId })).status === status, { withinMs: 30_000 });
async function place(user, pointId, skuIds = [apples]) {
  const { orderId } = await user.linli.placeOrder({ lines: skuIds.map((skuId) => ({ skuId, quantity: 1 })), pointId });
  return { orderId };
}

// Whose payment it is, by WeChat and by our own books.
async function accountOf({ orderId }) {
  const { payments } = await stage.wechat.call('GET', '/payments');
  const [row] = stage.query(`select o.merchant_id as ordered, p.merchant_id as paid from groupbuy.orders o join groupbuy.payments p on p.order_id = o.id where o.id = '${orderId}'`);
  assert.equal(row.ordered, row.paid);
  const mine = payments.filter(({ outTradeNo }) => outTradeNo === orderId);
  assert.deepEqual(mine.map(({ mchid }) => mchid), [row.ordered || own], 'WeChat has it in that account alone');
  assert.equal((await operator.getDeskOrder({ orderId })).merchantId, row.ordered);
  return row.ordered;
}

async function paidInto(user, order, account, status = 'READY') {
  await stage.pay(user, order);
  await is(user, order, status);
  assert.equal(await accountOf(order), account);
  return order;
}

// The merchant himself, at WeChat: he can do there what he likes with his own account.
function merchant(mchid) {
  const state = path.join(stage.house.folder, 'run', 'wechat');
  const read = (...parts) => fs.readFileSync(path.join(state, ...parts), 'utf8').trim();
  return merchantClient(stage.wechat.url, read, { mchid, folder: path.join(state, 'merchants', mchid) });
}

test('an account is made known, bound and closed, by operators alone', async () => {
  const li = await newBuyer();
  await refused(li.linli.createMerchant({ merchantId: EAST, name: '东苑果业' }), 'FORBIDDEN');
  await refused(operator.createMerchant({ merchantId: 'east', name: '东苑果业' }), 'FIELDS_INVALID');
  await refused(operator.createMerchant({ merchantId: own, name: '自己' }), 'FIELDS_INVALID');
  const made = await operator.createMerchant({ merchantId: EAST, name: '东苑果业' });
  assert.deepEqual([made.state, made.ready, made.bindings, made.closedAt], ['MERCHANT_ACTIVE', true, 0, null]);
  await operator.createMerchant({ merchantId: WEST, name: '西苑果业' });
  await refused(operator.createMerchant({ merchantId: EAST, name: '又一个' }), 'MERCHANT_KNOWN');
  assert.equal((await operator.createMerchant({ merchantId: NOBODYS, name: '没有钥匙' })).ready, false);

  await refused(operator.bindMerchant({ merchantId: NOBODYS, communityId: east.communityId }), 'MERCHANT_NOT_READY');
  await refused(operator.bindMerchant({ merchantId: EAST }), 'FIELDS_INVALID');
  await refused(operator.bindMerchant({ merchantId: EAST, communityId: east.communityId, supplierId }), 'FIELDS_INVALID');
  await refused(operator.bindMerchant({ merchantId: EAST, communityId: NOWHERE }), 'NOT_HERE');
  await refused(operator.bindMerchant({ merchantId: EAST, supplierId: NOWHERE }), 'NOT_HERE');
  await refused(operator.bindMerchant({ merchantId: '1900000001', communityId: east.communityId }), 'NOT_HERE');
  await refused(east.leader.linli.bindMerchant({ merchantId: EAST, communityId: east.communityId }), 'FORBIDDEN');
  const bound = await operator.bindMerchant({ merchantId: EAST, communityId: east.communityId, why: '东苑自己收款' });
  assert.deepEqual([bound.merchantId, bound.communityId, bound.supplierId], [EAST, east.communityId, '']);
  await operator.bindMerchant({ merchantId: WEST, communityId: west.communityId });

  await refused(operator.closeMerchant({ merchantId: EAST }), 'MERCHANT_BOUND');
  await refused(li.linli.closeMerchant({ merchantId: NOBODYS }), 'FORBIDDEN');
  assert.equal((await operator.closeMerchant({ merchantId: NOBODYS, why: '不用了' })).state, 'MERCHANT_IS_CLOSED');
  assert.equal((await operator.closeMerchant({ merchantId: NOBODYS })).state, 'MERCHANT_IS_CLOSED');
  await refused(operator.bindMerchant({ merchantId: NOBODYS, communityId: east.communityId }), 'MERCHANT_CLOSED');
  await refused(operator.unbindMerchant({ merchantId: WEST, communityId: east.communityId }), 'NOT_HERE');
  await refused(li.linli.unbindMerchant({ merchantId: EAST, communityId: east.communityId }), 'FORBIDDEN');

  const first = await operator.listMerchants({ pageSize: 2 });
  const second = await operator.listMerchants({ pageSize: 2, pageToken: first.nextPageToken });
  assert.deepEqual([...first.merchants, ...second.merchants].map(({ merchantId, bindings }) => [merchantId, bindings]), [[EAST, 1], [WEST, 1], [NOBODYS, 0]]);
  assert.deepEqual((await operator.listMerchantBindings({ merchantId: EAST })).bindings.map(({ communityId }) => communityId), [east.communityId]);
  await refused(operator.listMerchantBindings({ merchantId: '1900000001' }), 'NOT_HERE');
  await refused(li.linli.listMerchants({}), 'FORBIDDEN');
  await refused(li.linli.listMerchantBindings({ merchantId: EAST }), 'FORBIDDEN');
  const { entries } = await operator.listTradeAudit({ objectId: east.communityId });
  assert.deepEqual(entries.filter(({ action }) => action === 'bind_merchant').map(({ before, after: now, reason }) => [before, now, reason]), [['', EAST, '东苑自己收款']]);
});

test('two communities are each paid into their own account, and pay back out of it', async () => {
  const li = await newBuyer();
  const [inEast, inWest] = [await paidInto(li, await place(li, east.pointId), EAST), await paidInto(li, await place(li, west.pointId), WEST)];
  await paidInto(li, await li.linli.placeOrder({ lines: [{ skuId: apples, quantity: 1 }], addressId: li.home }), '');
  await Promise.all([inEast, inWest].map((order) => li.linli.cancelOrder(order)));
  await Promise.all([inEast, inWest].map((order) => is(li, order, 'REFUNDED')));
  const { refunds } = await stage.wechat.call('GET', '/refunds');
  assert.deepEqual([inEast, inWest].map(({ orderId }) => refunds.filter((one) => one.outTradeNo === orderId).map(({ mchid }) => mchid)), [[EAST], [WEST]]);
  assert.equal((await stage.wechat.call('GET', `/books?mchid=${EAST}`)).balanceFen, 0);
  const { outRefundNo } = refunds.find((one) => one.outTradeNo === inEast.orderId);
  assert.equal((await stage.wechat.call('POST', '/notice', { out_refund_no: outRefundNo, flaw: 'bad_signature' })).status, 401);
});

test('every way to order goes into the account of the place', async () => {
  const li = await newBuyer();
  await li.linli.joinCommunity({ communityId: east.communityId });
  const window = { startsAt: at(-60_000), endsAt: at(HOUR), skuId: apples, stock: 10, perUserLimit: 5, communityId: east.communityId };
  const flash = await operator.createCampaign({ kind: 'FLASH_SALE', title: '闪购', priceFen: 4990, ...window });
  const teams = await operator.createCampaign({ kind: 'TEAM_BUY', title: '两人团', priceFen: 4890, teamSize: 2, teamLifeS: 3600, ...window });
  await paidInto(li, await li.linli.placeFlashOrder({ campaignId: flash.campaignId, quantity: 1 }), EAST);
  await paidInto(li, (await li.linli.startTeam({ campaignId: teams.campaignId, quantity: 1 })).order, EAST, 'WAITING_TEAM');

  const { roundId, itemId } = await openRoundOf(east.leader, { communityId: east.communityId, pointId: east.pointId, skuId: apples });
  const items = [{ itemId, quantity: 1 }];
  await paidInto(li, (await li.linli.placeRoundOrder({ roundId, pointId: east.pointId, items })).order, EAST, 'WAITING_CUTOFF');
  const { order } = await li.linli.placeRoundOrder({ roundId, pointId: east.pointId, items });
  const { key } = await li.linli.createPayLink({ orderId: order.orderId });
  const relative = await newBuyer();
  await stage.wechat.pay(relative.openid, (await relative.linli.payByLink({ key })).wechat);
  await is(li, order, 'WAITING_CUTOFF');
  assert.equal(await accountOf(order), EAST);

  const made = await operator.createProduct({ title: `理发${process.pid}`, category: '到家', sellerName: '云山家政', sellerLicence: 'JZ1', kind: 'PRODUCT_SERVICE', skus: [{ title: '一次', listPriceFen: 3000 }] });
  const { productId, skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  await operator.publishBookingTerms({ productId, communityId: west.communityId, reschedulesMax: 1 });
  const { slots: [{ slotId }] } = await west.leader.linli.createBookingSlots({ productId, slots: [{ startsAt: at(72 * HOUR), endsAt: at(73 * HOUR), capacity: 9 }] });
  await paidInto(li, await li.linli.placeBooking({ slotId, skuId, quantity: 1 }), WEST);
});

test("a notice of one account for another's order changes nothing", async () => {
  const li = await newBuyer();
  const order = await place(li, west.pointId);
  await li.linli.payOrder(order);
  // The merchant of the east asks WeChat for a payment under the number of the west's order, and pays it.
  const { body } = (await stage.wechat.call('GET', '/payments')).payments.find(({ outTradeNo }) => outTradeNo === order.orderId);
  assert.ok(body.notify_url.endsWith(`/v1/callbacks/wechat/payments/${WEST}`));
  const client = merchant(EAST);
  const forged = { ...body, mchid: EAST, notify_url: body.notify_url.replace(WEST, EAST) };
  assert.equal((await client.exchange('POST', '/v3/pay/transactions/jsapi', forged)).status, 200);
  await stage.wechat.call('POST', '/pay', { out_trade_no: order.orderId, mchid: EAST });
  const found = await eventually('it is a case', async () => (await operator.listPaymentCases({ reason: 'CASE_PAYMENT_MISMATCH', pageSize: 100 })).cases.find(({ orderId }) => orderId === order.orderId));
  assert.equal(found.toldFen, found.expectedFen, 'all of it is right but the account');
  assert.equal((await li.linli.getOrder(order)).status, 'PENDING_PAYMENT');

  // Sent to where the west's are expected it is not even believed: WeChat signs for each merchant by a key of its own.
  const status = (row) => row.attempts.at(-1)?.status;
  const [told] = (await stage.wechat.notices(order.orderId)).filter(({ mchid }) => mchid === EAST);
  assert.equal(status(told), 200);
  for (const url of [body.notify_url, body.notify_url.replace(`/${WEST}`, ''), body.notify_url.replace(WEST, NOBODYS)]) {
    const number = `X${Date.now()}${Math.random().toString(36).slice(2, 8)}`;
    assert.equal((await client.exchange('POST', '/v3/pay/transactions/jsapi', { ...forged, out_trade_no: number, notify_url: url })).status, 200);
    await stage.wechat.call('POST', '/pay', { out_trade_no: number, mchid: EAST });
    await eventually('it is refused', async () => (await stage.wechat.notices(number)).some((row) => status(row) === 401));
  }
  assert.equal((await li.linli.getOrder(order)).status, 'PENDING_PAYMENT');
  await stage.wechat.call('POST', '/pay', { out_trade_no: order.orderId, mchid: WEST });
  await is(li, order, 'READY');
  assert.equal((await stage.query(`select count(*) as n from groupbuy.payments where order_id = '${order.orderId}' and merchant_id = '${WEST}' and state = 'PAID'`))[0].n, '1');
});

test('a basket of two accounts is refused, and the cart says so', async () => {
  const li = await newBuyer();
  await operator.setSkuSupplier({ skuId: pears, supplierId });
  await operator.bindMerchant({ merchantId: WEST, supplierId });
  assert.deepEqual((await operator.listMerchantBindings({ merchantId: WEST })).bindings.map((one) => one.supplierId).sort(), ['', supplierId].sort());
  const basket = { lines: [apples, pears].map((skuId) => ({ skuId, quantity: 1 })), pointId: east.pointId };
  await refused(li.linli.quoteBasket(basket), 'MIXED_MERCHANTS');
  const problem = await refused(li.linli.placeOrder(basket), 'MIXED_MERCHANTS');
  assert.equal(problem.status, 400);
  for (const skuId of [apples, pears]) await li.linli.putCartItem({ skuId, quantity: 1 });
  const { items } = await li.linli.getCart({});
  assert.deepEqual(items.map(({ payGroup }) => payGroup).sort(), [1, 2]);
  assert.equal(stage.query(`select count(*) as n from groupbuy.orders where user_id = '${li.userId}'`)[0].n, '0');
  // Each alone, and both where the community's account is the supplier's too.
  await paidInto(li, await place(li, east.pointId, [pears]), WEST);
  await paidInto(li, await place(li, west.pointId, [apples, pears]), WEST);

  const { roundId } = await east.leader.linli.createRound({
    communityId: east.communityId, title: '水果团', description: '', imageUrls: [], startsAt: at(-1000), endsAt: at(HOUR), readyAt: at(24 * HOUR), pointIds: [east.pointId],
    shortageRule: 'FIRST_COME', uncollectedRule: 'KEEP', keepDays: 3, items: [apples, pears].map((skuId) => ({ skuId, priceFen: 4980, stock: 20 })),
  });
  // Her check names it, and somebody else has to say yes.
  const { findings } = await east.leader.linli.checkRound({ roundId });
  assert.deepEqual(findings.filter(({ kind }) => kind === 'FINDING_MERCHANTS').map(({ severity, text }) => [severity, text.slice(0, 8)]), [['SEVERITY_RED', 'items[1]']]);
  await refused(east.leader.linli.publishRound({ roundId }), 'APPROVAL_NEEDED');
  const { approvalId } = await east.leader.linli.askRoundApproval({ roundId, why: '两家的水果，分开下单' });
  await operator.decideApproval({ approvalId, approve: true, note: '同意' });
  await east.leader.linli.publishRound({ roundId });
  const round = await eventually('it opens', async () => { const one = await east.leader.linli.getRound({ roundId }); return one.status === 'ROUND_OPEN' && one; });
  const both = { roundId, pointId: east.pointId, items: round.items.map(({ itemId }) => ({ itemId, quantity: 1 })) };
  await refused(li.linli.quoteRoundOrder(both), 'MIXED_MERCHANTS');
  await refused(li.linli.placeRoundOrder(both), 'MIXED_MERCHANTS');
  await paidInto(li, (await li.linli.placeRoundOrder({ ...both, items: both.items.slice(1) })).order, WEST, 'WAITING_CUTOFF');
});

test('a complaint is read and answered by the account it is told to', async () => {
  const li = await newBuyer();
  const order = await paidInto(li, await place(li, east.pointId), EAST);
  await eventually('WeChat knows our address', async () => (await stage.wechat.call('GET', `/complaints?mchid=${EAST}`)).address, { withinMs: 60_000 });
  const { complaint_id: wechatId } = await stage.wechat.call('POST', '/complaint', { out_trade_no: order.orderId, detail: '没收到货' });
  const { complaintId } = await eventually('operators see it', async () => (await operator.listComplaints({ pageSize: 100 })).complaints.find((one) => one.wechatId === wechatId && one.orderId === order.orderId), { withinMs: 30_000 });
  assert.equal((await stage.wechat.call('POST', '/notice', { complaint_id: wechatId, flaw: 'other_key' })).status, 401);
  await operator.answerComplaint({ complaintId, content: '您好，马上补发' });
  await eventually('WeChat has the answer', async () => (await stage.wechat.call('GET', '/complaints')).complaints.find((one) => one.complaintId === wechatId).state === 'PROCESSING', { withinMs: 30_000 });
});

test('binding to another account changes later orders alone', async () => {
  const li = await newBuyer();
  const earlier = await place(li, east.pointId);
  await operator.bindMerchant({ merchantId: WEST, communityId: east.communityId, why: '换收款方' });
  const later = await place(li, east.pointId);
  await operator.unbindMerchant({ merchantId: WEST, communityId: east.communityId });
  const last = await place(li, east.pointId);
  await paidInto(li, earlier, EAST);
  await paidInto(li, later, WEST);
  await paidInto(li, last, '');
  await li.linli.cancelOrder(earlier);
  await is(li, earlier, 'REFUNDED');
  assert.deepEqual((await stage.wechat.call('GET', '/refunds')).refunds.filter((one) => one.outTradeNo === earlier.orderId).map(({ mchid }) => mchid), [EAST]);
  // What was bound to nothing any more can be closed; orders that are its own still go on.
  assert.equal((await operator.closeMerchant({ merchantId: EAST })).bindings, 0);
});
