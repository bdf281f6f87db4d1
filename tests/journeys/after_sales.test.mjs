// After-sales: asked for, decided, sent back, refunded; who may not; what is left of a line.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);
const HOME = { name: '李梅', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号', isDefault: true };
const PHOTO = 'https://img.example.com/broken.jpg';

let stage, operator, leader, pointId, cups;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const { productId } = await operator.createProduct({
    title: `杯子${process.pid}`, category: '家居', sellerName: '云山优选', sellerLicence: 'JY1',
    skus: [{ title: '白', listPriceFen: 1000, costPriceFen: 400, stock: 50, weightG: 500 }],
  });
  cups = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus[0].skuId;
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ regionPrefix: '', baseFen: 600, baseG: 1000, stepFen: 100, stepG: 1000 }] });
  leader = await newLeader();
  ({ pointId } = await leader.linli.createPickUpPoint({ communityId: leader.communityId, name: '3 栋小卖部', address: '3 栋 1 楼', hours: '每天 17:00–20:30' }));
  await operator.decidePickUpPoint({ pointId, approve: true });
});
after(() => stage.close());

async function newLeader() {
  const one = await stage.newUser();
  const { communityId } = await operator.createCommunity({ name: `售后${process.pid}${Date.now() % 1e6}`, address: '一号路', households: 300 });
  const { applicationId } = await one.linli.applyAsLeader({ communityId, statement: '住 3 栋', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId, approve: true });
  await eventually('the role is felt', () => one.linli.listRefusedBuyers());
  return { ...one, communityId };
}

// Somebody with three cups that have come.
async function newBuyer() {
  const user = await stage.newUser({ phone: true });
  const { addressId } = await user.linli.addAddress(HOME);
  const { orderId } = await user.linli.placeOrder({ lines: [{ skuId: cups, quantity: 3 }], addressId });
  await stage.pay(user, { orderId });
  await eventually('the order is ready', async () => (await user.linli.getOrder({ orderId })).status === 'READY');
  await operator.shipOrder({ orderId, carrier: 'SF', trackingNumber: 'SF1' });
  await user.linli.confirmReceipt({ orderId });
  return { ...user, orderId };
}

const want = ({ orderId }, kind, line, more) => ({
  orderId, kind: `AFTER_SALE_${kind}`, cause: 'CAME_DAMAGED', lines: [{ position: 0, ...line }], description: '碎了', photos: [PHOTO], ...more,
});
const become = (user, { afterSaleId }, status) => eventually(`the after-sale is ${status}`, async () => {
  const now = await user.linli.getAfterSale({ afterSaleId });
  return now.status === `AFTER_SALE_${status}` && now;
}, { withinMs: 30_000 });

const told = (user, kind, { afterSaleId }) => eventually(`${kind} is told`,
  async () => (await user.listMessages({ pageSize: 100 })).messages.find((message) => message.kind === kind && message.linkId === afterSaleId), { withinMs: 60_000, everyMs: 200 });

test('two of three cups came broken: their money comes back, and no more', async () => {
  const [li, wang] = [await newBuyer(), await stage.newUser()];
  const asked = await li.linli.requestAfterSale(want(li, 'REFUND', { units: 2 }));
  assert.deepEqual([asked.status, asked.amountFen, asked.photos], ['AFTER_SALE_ESCALATED', 2000, [PHOTO]]);
  await refused(li.linli.requestAfterSale(want(li, 'REFUND', { units: 2 })), 'AFTER_SALE_NOTHING_LEFT');
  await refused(wang.linli.requestAfterSale(want(li, 'REFUND', { units: 1 })), 'NOT_HERE');
  await refused(li.linli.requestAfterSale(want(li, 'PART_REFUND', { units: 1 })), 'FIELDS_INVALID');
  await refused(li.linli.requestAfterSale(want(li, 'REFUND', { units: 1 }, { photos: ['javascript:alert(1)'] })), 'FIELDS_INVALID');

  await refused(wang.linli.getAfterSale({ afterSaleId: asked.afterSaleId }), 'NOT_HERE');
  await refused(leader.linli.getAfterSale({ afterSaleId: asked.afterSaleId }), 'NOT_HERE');
  await refused(li.linli.decideAfterSale({ afterSaleId: asked.afterSaleId, approve: true }), 'FORBIDDEN');
  await refused(leader.linli.decideAfterSale({ afterSaleId: asked.afterSaleId, approve: true }), 'NOT_HERE');
  await told(operator, 'AFTER_SALE_TO_DECIDE', asked);
  await operator.decideAfterSale({ afterSaleId: asked.afterSaleId, approve: true });
  await refused(operator.decideAfterSale({ afterSaleId: asked.afterSaleId, approve: true }), 'AFTER_SALE_ELSEWHERE');
  const done = await become(li, asked, 'DONE');
  assert.equal(done.refundedFen, 2000);
  for (const kind of ['AFTER_SALE_APPROVED', 'AFTER_SALE_DONE']) await told(li.linli, kind, asked);
  assert.deepEqual(done.steps.map(({ status, actor }) => [status.slice(11), actor]), [
    ['REQUESTED', 'BY_THE_BUYER'], ['ESCALATED', 'BY_THE_BUYER'], ['APPROVED', 'BY_THE_HOUSE'], ['REFUNDING', 'BY_THE_HOUSE'], ['DONE', 'BY_ITSELF'],
  ]);
  const order = await li.linli.getOrder({ orderId: li.orderId });
  assert.deepEqual([order.status, order.refundedFen, order.lines[0].refundedUnits], ['FULFILLED', 2000, 2]);
});

test('a cup goes back by parcel before its money comes', async () => {
  const [li, wang] = [await newBuyer(), await stage.newUser()];
  const { afterSaleId } = await li.linli.requestAfterSale(want(li, 'RETURN', { units: 1 }));
  const parcel = { afterSaleId, carrier: 'SF', trackingNumber: 'SF2' };
  await refused(li.linli.sendBack(parcel), 'AFTER_SALE_ELSEWHERE');
  await operator.decideAfterSale({ afterSaleId, approve: true, reason: '请寄回' });
  await refused(wang.linli.sendBack(parcel), 'NOT_HERE');
  await refused(operator.settleAfterSale({ afterSaleId, note: '收到' }), 'AFTER_SALE_ELSEWHERE');
  assert.equal((await li.linli.sendBack(parcel)).status, 'AFTER_SALE_RETURNED');
  await refused(li.linli.settleAfterSale({ afterSaleId, note: '收到' }), 'FORBIDDEN');
  await operator.settleAfterSale({ afterSaleId, note: '收到' });
  assert.equal((await become(li, { afterSaleId }, 'DONE')).refundedFen, 1000);
});

test('declined with a reason, escalated in vain, taken back', async () => {
  const [li, wang] = [await newBuyer(), await stage.newUser()];
  const { afterSaleId } = await li.linli.requestAfterSale(want(li, 'EXCHANGE', { units: 1 }));
  await refused(operator.decideAfterSale({ afterSaleId, approve: false }), 'FIELDS_INVALID');
  await refused(li.linli.escalateAfterSale({ afterSaleId }), 'AFTER_SALE_ELSEWHERE');
  assert.equal((await operator.decideAfterSale({ afterSaleId, approve: false, reason: '超出范围' })).steps.at(-1).reason, '超出范围');
  assert.match((await told(li.linli, 'AFTER_SALE_DECLINED', { afterSaleId })).text, /超出范围/);
  await refused(li.linli.withdrawAfterSale({ afterSaleId }), 'AFTER_SALE_ELSEWHERE');
  const { afterSaleId: second } = await li.linli.requestAfterSale(want(li, 'SEND_AGAIN', { units: 1 }));
  await refused(wang.linli.withdrawAfterSale({ afterSaleId: second }), 'NOT_HERE');
  assert.equal((await li.linli.withdrawAfterSale({ afterSaleId: second })).status, 'AFTER_SALE_WITHDRAWN');
});

test('lists show each his own', async () => {
  const li = await newBuyer();
  const { afterSaleId } = await li.linli.requestAfterSale(want(li, 'PART_REFUND', { goodsFen: 300 }));
  const ids = ({ afterSales }) => afterSales.map((one) => one.afterSaleId);
  assert.deepEqual(ids(await li.linli.listMyAfterSales()), [afterSaleId]);
  assert.deepEqual(ids(await leader.linli.listMyAfterSales()), []);
  assert.ok(ids(await operator.listAfterSales({ status: 'AFTER_SALE_ESCALATED' })).includes(afterSaleId));
  assert.ok(!ids(await operator.listAfterSales({ status: 'AFTER_SALE_DONE' })).includes(afterSaleId));
  assert.deepEqual(ids(await operator.listAfterSales({ communityId: NOWHERE })), []);
  assert.deepEqual(ids(await leader.linli.listLedAfterSales()), []);
  await refused(stage.client().listMyAfterSales(), 'TOKEN_MISSING');
  await refused(li.linli.listLedAfterSales(), 'FORBIDDEN');
  await refused(li.linli.listAfterSales(), 'FORBIDDEN');
});

// Somebody with three cups that lie at the leader's point.
async function newFetcher() {
  const user = await stage.newUser({ phone: true });
  const { orderId } = await user.linli.placeOrder({ lines: [{ skuId: cups, quantity: 3 }], pointId });
  await stage.pay(user, { orderId });
  await eventually('the order is ready', async () => (await user.linli.getOrder({ orderId })).status === 'READY');
  return { ...user, orderId };
}

test('what is fetched at a leader\'s point is the leader\'s first, and the operators\' when the buyer wants it', async () => {
  const [li, wang] = [await newFetcher(), await newFetcher()];
  const asked = await li.linli.requestAfterSale(want(li, 'REFUND', { units: 1 }));
  assert.equal(asked.status, 'AFTER_SALE_WITH_LEADER');
  assert.ok((await leader.linli.listLedAfterSales()).afterSales.some(({ afterSaleId }) => afterSaleId === asked.afterSaleId));
  await told(leader.linli, 'AFTER_SALE_TO_DECIDE', asked);
  await refused(wang.linli.escalateAfterSale({ afterSaleId: asked.afterSaleId }), 'NOT_HERE');
  await leader.linli.decideAfterSale({ afterSaleId: asked.afterSaleId, approve: true });
  assert.equal((await become(li, asked, 'DONE')).refundedFen, 1000);

  const { afterSaleId } = await wang.linli.requestAfterSale(want(wang, 'REFUND', { units: 1 }));
  await leader.linli.decideAfterSale({ afterSaleId, approve: false, reason: '外观完好' });
  assert.equal((await wang.linli.escalateAfterSale({ afterSaleId, reason: '照片在此' })).status, 'AFTER_SALE_ESCALATED');
  await refused(leader.linli.decideAfterSale({ afterSaleId, approve: true }), 'AFTER_SALE_ELSEWHERE', 'NOT_HERE', 'FORBIDDEN');
  await operator.decideAfterSale({ afterSaleId, approve: true });
  assert.equal((await become(wang, { afterSaleId }, 'DONE')).refundedFen, 1000);
});
