// Whole-SKU refund (批量退款): first looked at, then, above a sum with somebody else's yes, paid back to everybody who bought it.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);
const SOON = { withinMs: 60_000, everyMs: 200 };

let stage;
let operator;
let second;
let sku;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  second = await stage.newUser();
  await operator.grantRole({ userId: second.userId, role: 'operator', why: '复核' });
  const { productId, skus } = await operator.createProduct({
    title: `樱桃${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '整箱', listPriceFen: 79900, costPriceFen: 900, stock: 100 }],
  });
  await operator.setProductStatus({ productId, status: 'ON_SHELF', why: '到货' });
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ baseFen: 0, baseG: 1000 }] });
  [sku] = skus;
});
after(() => stage.close());

async function newOrder() {
  const li = await stage.newUser({ phone: true });
  const { addressId } = await li.linli.addAddress({ name: '李梅', phone: '13800138000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号' });
  const { orderId } = await li.linli.placeOrder({ lines: [{ skuId: sku.skuId, quantity: 1 }], addressId });
  await stage.pay(li, { orderId });
  await eventually('it is paid', async () => (await li.linli.getOrder({ orderId })).paidAt);
  return { li, orderId };
}

const reached = (skuRefundId, state) => eventually(`it is ${state}`, async () => {
  const one = await operator.getSkuRefund({ skuRefundId });
  return one.state === state && one;
}, SOON);

test('everybody who bought it gets a part back, and hears why', async () => {
  const orders = await Promise.all([newOrder(), newOrder(), newOrder()]);
  await refused(operator.planSkuRefund({ skuId: NOWHERE, basisPoints: 5000, reason: '压伤' }), 'NOT_HERE');
  await refused(operator.planSkuRefund({ skuId: sku.skuId, reason: '压伤' }), 'FIELDS_INVALID');
  await refused(orders[0].li.linli.planSkuRefund({ skuId: sku.skuId, basisPoints: 5000, reason: '压伤' }), 'FORBIDDEN');
  const dropped = await operator.planSkuRefund({ skuId: sku.skuId, perUnitFen: 100, reason: '算错了' });
  await operator.cancelSkuRefund({ skuRefundId: dropped.skuRefundId });
  await refused(operator.cancelSkuRefund({ skuRefundId: dropped.skuRefundId }), 'SKU_REFUND_NOT_READY');
  await refused(operator.startSkuRefund({ skuRefundId: NOWHERE }), 'NOT_HERE');

  const { skuRefundId } = await operator.planSkuRefund({ skuId: sku.skuId, basisPoints: 5000, reason: '部分压伤' });
  const ready = await reached(skuRefundId, 'SKU_REFUND_READY');
  assert.deepEqual([ready.lines, ready.plannedFen, ready.refundedFen], [3, 3 * 39950, 0]);
  const first = await operator.listSkuRefundLines({ skuRefundId, pageSize: 2 });
  const rest = await operator.listSkuRefundLines({ skuRefundId, pageSize: 2, pageToken: first.nextPageToken });
  assert.deepEqual([...first.lines, ...rest.lines].map(({ orderId, plannedFen }) => [orderId, plannedFen]), orders.map(({ orderId }) => [orderId, 39950]).sort());
  await refused(operator.listSkuRefundLines({ skuRefundId: NOWHERE }), 'NOT_HERE');
  await refused(operator.getSkuRefund({ skuRefundId: NOWHERE }), 'NOT_HERE');

  await refused(operator.startSkuRefund({ skuRefundId }), 'APPROVAL_NEEDED');
  const { approvalId } = await operator.askApproval({ kind: 'APPROVAL_SKU_REFUND', subjectId: skuRefundId, amountFen: ready.plannedFen, why: '部分压伤' });
  await eventually('the role is felt', () => second.linli.decideApproval({ approvalId, approve: true, note: '同意' }));
  await operator.startSkuRefund({ skuRefundId });
  const done = await reached(skuRefundId, 'SKU_REFUND_DONE');
  assert.deepEqual([done.linesDone, done.linesSkipped, done.refundedFen], [3, 0, ready.plannedFen]);
  for (const { li, orderId } of orders) {
    await eventually('the money is back', async () => (await li.linli.getOrder({ orderId })).refundedFen === 39950, SOON);
    await eventually('he hears why', async () => (await li.linli.listMessages({})).messages.some(({ kind, text }) => kind === 'SKU_REFUNDED' && text.includes('部分压伤')), SOON);
  }
  assert.ok((await operator.listSkuRefunds({ pageSize: 100 })).skuRefunds.some((one) => one.skuRefundId === skuRefundId));
  await refused(orders[0].li.linli.listSkuRefunds({}), 'FORBIDDEN');
  assert.deepEqual((await operator.listTradeAudit({ objectId: skuRefundId })).entries.map(({ action }) => action), ['start_sku_refund', 'plan_sku_refund']);
});
