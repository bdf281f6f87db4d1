// A buyer complains at WeChat: operators and he himself see it, he is answered, gets his money, it is completed.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);
const SOON = { withinMs: 60_000, everyMs: 200 };

let stage;
let operator;
let sku;
let leader;
let pointId;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const { productId, skus } = await operator.createProduct({
    title: `梨${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '1 kg', listPriceFen: 1990, costPriceFen: 900, stock: 100 }],
  });
  await operator.setProductStatus({ productId, status: 'ON_SHELF', why: '到货' });
  [sku] = skus;
  await newLeader();
});
after(() => stage.close());

// Who has a point, at which orders are fetched.
async function newLeader() {
  leader = await stage.newUser();
  const { communityId } = await operator.createCommunity({ name: `投诉${process.pid}${Date.now() % 1e6}`, address: '一号路', households: 300 });
  const { applicationId } = await leader.linli.applyAsLeader({ communityId, statement: '住 3 栋', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId, approve: true });
  await eventually('the role is felt', () => leader.linli.listRefusedBuyers());
  ({ pointId } = await leader.linli.createPickUpPoint({ communityId, name: '3 栋小卖部', address: '3 栋 1 楼', hours: '每天 17:00–20:30' }));
  await operator.decidePickUpPoint({ pointId, approve: true });
}

async function newOrder() {
  const li = await stage.newUser({ phone: true });
  const { orderId } = await li.linli.placeOrder({ lines: [{ skuId: sku.skuId, quantity: 1 }], pointId });
  await stage.pay(li, { orderId });
  await eventually('it is paid', async () => (await li.linli.getOrder({ orderId })).paidAt);
  return { li, orderId };
}

const mine = async ({ li, orderId }) => (await li.linli.listMyComplaints({ orderId })).complaints[0];
const get = (complaintId) => operator.getComplaint({ complaintId });
const stepsDone = (complaintId, count) => eventually('WeChat has it', async () => (await get(complaintId)).steps.filter(({ state }) => state === 'COMPLAINT_STEP_DONE').length === count, SOON);

// Our address is known to WeChat once the watching job has run.
const file = (body) => eventually('WeChat tells us', async () => {
  const { address } = await stage.wechat.call('GET', '/complaints');
  return address && stage.wechat.call('POST', '/complaint', body);
}, SOON);

test('a complaint is read, answered, refunded and completed', async () => {
  const order = await newOrder();
  const { complaint_id: wechatId } = await file({ out_trade_no: order.orderId, detail: '没收到货', problem_type: 'REFUND', apply_refund_amount: 990 });
  const seen = await eventually('its buyer sees it', () => mine(order), SOON);
  assert.deepEqual([seen.state, seen.waits, seen.refundWantedFen], ['COMPLAINT_PENDING', true, 990]);
  const { complaints } = await operator.listComplaints({ state: 'COMPLAINT_PENDING', pageSize: 100 });
  const { complaintId, detail, phoneMasked, userId } = complaints.find((one) => one.wechatId === wechatId);
  assert.deepEqual([detail, userId], ['没收到货', order.li.userId]);
  assert.match(phoneMasked, /^1\d\d\*{4}\d{4}$/);
  await eventually('operators are told', async () => (await operator.listMessages({ pageSize: 100 })).messages.some(({ kind, linkId }) => kind === 'COMPLAINT_RECEIVED' && linkId === complaintId), SOON);

  const led = await leader.linli.listLedComplaints({});
  assert.deepEqual(led.complaints.map((one) => [one.complaintId, one.orderId, one.detail, one.waits]), [[complaintId, order.orderId, '没收到货', true]]);
  await refused(order.li.linli.listLedComplaints({}), 'FORBIDDEN');

  // Nobody else sees or touches it.
  const other = await stage.newUser();
  assert.deepEqual((await other.linli.listMyComplaints({ orderId: order.orderId })).complaints, []);
  await refused(order.li.linli.listMyComplaints({ pageSize: 1000 }), 'FIELDS_INVALID');
  await refused(other.linli.listComplaints({}), 'FORBIDDEN');
  await refused(other.linli.getComplaint({ complaintId }), 'FORBIDDEN');
  await refused(operator.getComplaint({ complaintId: NOWHERE }), 'NOT_HERE');
  await refused(operator.answerComplaint({ complaintId: NOWHERE, content: '您好' }), 'NOT_HERE');

  // The same notice again, and a forged one.
  assert.equal((await stage.wechat.call('POST', '/notice', { complaint_id: wechatId })).status, 200);
  assert.equal((await stage.wechat.call('POST', '/notice', { complaint_id: wechatId, flaw: 'bad_signature' })).status, 401);

  await refused(operator.completeComplaint({ complaintId }), 'COMPLAINT_UNANSWERED');
  await operator.answerComplaint({ complaintId, content: '正在核实' });
  await stepsDone(complaintId, 1);
  const answered = await eventually('its buyer has an answer', async () => { const one = await mine(order); return one.answer && one; }, SOON);
  assert.deepEqual([answered.answer, answered.waits, answered.state], ['正在核实', false, 'COMPLAINT_PROCESSING']);

  await operator.decideComplaintRefund({ complaintId, approve: true });
  await refused(operator.decideComplaintRefund({ complaintId, approve: true }), 'COMPLAINT_WANTS_NO_REFUND', 'COMPLAINT_BUSY');
  await stepsDone(complaintId, 2);
  await eventually('the money is back', async () => (await order.li.linli.getOrder({ orderId: order.orderId })).refundedFen === 990, SOON);
  await operator.completeComplaint({ complaintId });
  await stepsDone(complaintId, 3);
  await eventually('it is completed', async () => (await mine(order)).state === 'COMPLAINT_PROCESSED', SOON);
  await refused(operator.completeComplaint({ complaintId }), 'COMPLAINT_CLOSED');
  const { entries } = await get(complaintId);
  assert.deepEqual(entries.filter(({ type }) => /^(USER|MERCHANT)_/.test(type)).map(({ type }) => type),
    ['USER_CREATE_COMPLAINT', 'MERCHANT_RESPONSE', 'MERCHANT_APPROVE_REFUND', 'MERCHANT_CONFIRM_COMPLETE']);
  const audit = (await operator.listTradeAudit({ objectId: complaintId })).entries;
  assert.deepEqual(audit.map(({ action }) => action), ['complete_complaint', 'decide_complaint_refund', 'answer_complaint']);
});
