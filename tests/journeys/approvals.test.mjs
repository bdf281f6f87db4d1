// A second pair of eyes: a large refund waits for somebody else's yes.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);

let stage;
let operator;
let second;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  second = await stage.newUser();
  await operator.grantRole({ userId: second.userId, role: 'operator', why: '复核' });
});
after(() => stage.close());

async function newSku() {
  const { productId, skus } = await operator.createProduct({
    title: `茅台${process.pid}`, category: '酒', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '500 ml', listPriceFen: 149900, costPriceFen: 90000, stock: 10 }],
  });
  await operator.setProductStatus({ productId, status: 'ON_SHELF', why: '到货' });
  return skus[0].skuId;
}

async function newOrder() {
  const skuId = await newSku();
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ baseFen: 0, baseG: 1000 }] });
  const li = await stage.newUser({ phone: true });
  const { addressId } = await li.linli.addAddress({ name: '李梅', phone: '13800138000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号' });
  const order = await li.linli.placeOrder({ lines: [{ skuId, quantity: 1 }], addressId });
  await stage.pay(li, order);
  await eventually('it is paid', async () => (await li.linli.getOrder({ orderId: order.orderId })).status === 'READY');
  return { li, order };
}

test('a large refund waits for the yes of somebody else', async () => {
  const { li, order } = await newOrder();
  await refused(operator.refundOrder({ orderId: order.orderId, reason: '瓶盖破损' }), 'APPROVAL_NEEDED');
  assert.equal((await li.linli.getOrder({ orderId: order.orderId })).refunds.length, 0);
  const asked = await operator.askApproval({ kind: 'APPROVAL_REFUND_ORDER', subjectId: order.orderId, amountFen: order.amountFen, why: '瓶盖破损' });
  await refused(operator.askApproval({ kind: 'APPROVAL_REFUND_ORDER', subjectId: order.orderId, amountFen: 1, why: '再问' }), 'APPROVAL_ASKED');
  await refused(operator.decideApproval({ approvalId: asked.approvalId, approve: true, note: '自己' }), 'APPROVAL_OWN');
  await refused(operator.decideApproval({ approvalId: NOWHERE, approve: true, note: '没有' }), 'NOT_HERE');
  await refused(li.linli.listApprovals({}), 'FORBIDDEN');
  await eventually('the role is felt', () => second.linli.listApprovals({ state: 'APPROVAL_PENDING', subjectId: order.orderId }).then(({ approvals }) => approvals.length === 1));
  const { state, decidedBy } = await second.linli.decideApproval({ approvalId: asked.approvalId, approve: true, note: '照片已看' });
  assert.deepEqual([state, decidedBy], ['APPROVAL_APPROVED', second.userId]);
  await refused(second.linli.decideApproval({ approvalId: asked.approvalId, approve: false, note: '反悔' }), 'APPROVAL_DECIDED');
  await operator.refundOrder({ orderId: order.orderId, reason: '瓶盖破损' });
  await eventually('the money is back', async () => (await li.linli.getOrder({ orderId: order.orderId })).status === 'REFUNDED', { withinMs: 30_000, everyMs: 200 });
  const { approvals } = await operator.listApprovals({ subjectId: order.orderId });
  assert.deepEqual(approvals.map((one) => one.state), ['APPROVAL_USED']);
  const { entries } = await operator.listTradeAudit({ objectId: asked.approvalId });
  assert.deepEqual(entries.map(({ action }) => action), ['use_approval', 'decide_approval', 'ask_approval']);
});

test('a campaign in which much was paid is withdrawn by the word of two', async () => {
  const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
  const { campaignId } = await operator.createCampaign({ kind: 'FLASH_SALE', title: '整箱', skuId: await newSku(), priceFen: 139900, stock: 5, perUserLimit: 1, startsAt: at(-1), endsAt: at(60) });
  const li = await stage.newUser({ phone: true });
  const order = await li.linli.placeFlashOrder({ campaignId, quantity: 1 });
  await stage.pay(li, order);
  await eventually('it is paid', async () => (await li.linli.getOrder({ orderId: order.orderId })).paidAt);
  const withdraw = () => operator.withdrawCampaign({ campaignId, why: '产品召回' });
  await refused(withdraw(), 'APPROVAL_NEEDED');
  await eventually('it is known who may decide', () => stage.query(`select 1 from notifications.role_holders where user_id = '${second.userId}'`).length > 0);
  const { approvalId } = await operator.askApproval({ kind: 'APPROVAL_WITHDRAW_CAMPAIGN', subjectId: campaignId, amountFen: order.amountFen, why: '产品召回' });
  await eventually('the other one hears of it', async () => (await second.linli.listMessages({ pageSize: 100 })).messages.some((one) => one.kind === 'APPROVAL_WANTED' && one.linkId === approvalId), { withinMs: 60_000 });
  await eventually('the role is felt', () => second.linli.decideApproval({ approvalId, approve: true, note: '已核对批次' }));
  assert.equal((await withdraw()).status, 'CAMPAIGN_WITHDRAWN');
  await eventually('the money is back', async () => (await li.linli.getOrder({ orderId: order.orderId })).status === 'REFUNDED', { withinMs: 30_000, everyMs: 200 });
});
