// What waits for somebody: a payment that does not fit, a refund that WeChat cannot pay out. Seen on /metrics, listed, settled
// with a note.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);
// As who owns the schema of coupons.
function coupons(sql) {
  const url = fs.readFileSync(path.join(stage.house.status().secrets, 'coupons.owner-url'), 'utf8').trim();
  execFileSync('psql', [url, '-qAtc', sql], { encoding: 'utf8' });
}

// Ten thousand jobs that nobody takes: their service looks twice a minute.
const pileUp = () => coupons("insert into coupons.jobs (id, kind, key, payload, run_at) select gen_random_uuid(), 'nobodys', n::text, '', now() from generate_series(1, 10000) n");

const heardOfQueues = async () => (await operator.listMessages({ pageSize: 100 })).messages.filter(({ kind, text }) => kind === 'QUEUE_TOO_LONG' && text.includes('coupons')).length;

const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

let stage;
let operator;
let product;
let heardBefore;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  heardBefore = await heardOfQueues();
  pileUp();
  const { productId } = await operator.createProduct({
    title: `米${process.pid}`, category: '粮油', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '5 kg', listPriceFen: 4990, costPriceFen: 2000, stock: 1000 }],
  });
  product = await operator.setProductStatus({ productId, status: 'ON_SHELF', why: '新米到了' });
});
after(async () => {
  await stage.wechat.settings({ payNoticeLostShare: 0, refundOutcome: 'SUCCESS' });
  await stage.close();
});

const newTeamBuy = () => operator.createCampaign({
  kind: 'TEAM_BUY', title: '两人团', skuId: product.skus[0].skuId, priceFen: 3990, stock: 30, perUserLimit: 1, teamSize: 2, teamLifeS: 3600,
  startsAt: inMinutes(-1), endsAt: inMinutes(60),
});

async function newSeat() {
  const li = await stage.newUser({ phone: true });
  const { order } = await li.linli.startTeam({ campaignId: (await newTeamBuy()).campaignId, quantity: 1 });
  return { li, order };
}

const find = (linli, filter, fits) => eventually('the case is there', async () => (await linli.listPaymentCases({ ...filter, pageSize: 100 })).cases.find(fits));

// A gauge of groupbuy's, as its operations port says it now; every replica says the same.
async function gauge(name) {
  const { opsPort } = stage.house.status().processes.find(({ service }) => service === 'groupbuy');
  const text = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
  return Number(text.split('\n').find((line) => line.startsWith(`${name} `))?.slice(name.length + 1));
}

test('a payment that does not fit is a case, and somebody settles it', async () => {
  const { li, order } = await newSeat();
  const name = 'linli_payment_cases_open{reason="PAYMENT_MISMATCH"}';
  const before = await gauge(name);
  await stage.wechat.settings({ payNoticeLostShare: 1 });
  await stage.pay(li, order);
  await stage.wechat.notice(order.orderId, 'other_amount');
  await stage.wechat.settings({ payNoticeLostShare: 0 });
  const found = await find(operator, { reason: 'CASE_PAYMENT_MISMATCH' }, ({ orderId }) => orderId === order.orderId);
  assert.deepEqual([found.state, found.expectedFen, found.toldFen], ['CASE_OPEN', order.amountFen, order.amountFen + 1]);
  assert.equal(await gauge(name), before + 1);
  assert.equal((await li.linli.getOrder({ orderId: order.orderId })).status, 'PENDING_PAYMENT', 'it changed nothing else');

  const finance = await stage.newUser();
  await refused(finance.linli.listPaymentCases({}), 'FORBIDDEN');
  await refused(finance.linli.settlePaymentCase({ caseId: found.caseId, note: '看过' }), 'FORBIDDEN');
  await operator.grantRole({ userId: finance.userId, role: 'finance', why: '对账' });
  const settled = await eventually('the role is felt', () => finance.linli.settlePaymentCase({ caseId: found.caseId, note: '微信侧测试通知，已核对' }));
  assert.deepEqual([settled.state, settled.settledBy], ['CASE_CLOSED', finance.userId]);
  await refused(finance.linli.settlePaymentCase({ caseId: found.caseId, note: '再来一次' }), 'CASE_SETTLED');
  await refused(operator.settlePaymentCase({ caseId: NOWHERE, note: '没有' }), 'NOT_HERE');
  await refused(operator.settlePaymentCase({ caseId: found.caseId, note: '' }), 'FIELDS_INVALID');
  assert.equal(await gauge(name), before);
  assert.ok((await operator.listPaymentCases({ state: 'CASE_CLOSED', pageSize: 100 })).cases.some(({ caseId }) => caseId === found.caseId));
  const { entries } = await operator.listTradeAudit({ objectId: found.caseId });
  assert.deepEqual(entries.map(({ actor, role, action, reason }) => [actor, role, action, reason]), [[finance.userId, 'finance', 'settle_payment_case', '微信侧测试通知，已核对']]);
  await eventually('the true payment is found by asking', async () => (await li.linli.getOrder({ orderId: order.orderId })).paidAt, { withinMs: 40_000, everyMs: 500 });
});

const told = (kind, { orderId }) => eventually(`operators hear of ${kind}`,
  async () => (await operator.listMessages({ pageSize: 100 })).messages.some((message) => message.kind === kind && message.linkId === orderId), { withinMs: 60_000, everyMs: 200 });

test('a refund that WeChat cannot pay out is a case until it can', async () => {
  const { li, order } = await newSeat();
  await stage.pay(li, order);
  await eventually('it is paid', async () => (await li.linli.getOrder({ orderId: order.orderId })).paidAt);
  await stage.wechat.settings({ refundOutcome: 'ABNORMAL' });
  await li.linli.cancelOrder({ orderId: order.orderId });
  const found = await find(operator, { reason: 'CASE_REFUND_ABNORMAL' }, ({ orderId }) => orderId === order.orderId);
  await stage.wechat.settings({ refundOutcome: 'SUCCESS' });
  await told('REFUND_STUCK', order);
  assert.equal(found.expectedFen, order.amountFen);
  assert.ok(await gauge('linli_refunds_stuck{state="ABNORMAL"}') >= 1);
  await stage.wechat.call('POST', '/refund', { out_refund_no: found.subject, status: 'SUCCESS' });
  await eventually('the money is back', async () => (await li.linli.getOrder({ orderId: order.orderId })).status === 'REFUNDED', { withinMs: 30_000, everyMs: 200 });
  const closed = await find(operator, { state: 'CASE_CLOSED', reason: 'CASE_REFUND_ABNORMAL' }, ({ caseId }) => caseId === found.caseId);
  assert.equal(closed.settledBy, 'wechat');
  await refused(operator.settlePaymentCase({ caseId: found.caseId, note: '迟了' }), 'CASE_SETTLED');
});

test('a refund waits for funds, and goes on by itself', async () => {
  const { li, order } = await newSeat();
  await stage.pay(li, order);
  await eventually('it is paid', async () => (await li.linli.getOrder({ orderId: order.orderId })).paidAt);
  const poor = { match: 'POST /pay/v3/refund/domestic/refunds', kind: 'error', status: 403, body: { code: 'NOT_ENOUGH', message: '基本账户余额不足' } };
  await stage.wechat.during(poor, async () => {
    await li.linli.cancelOrder({ orderId: order.orderId });
    await told('FUNDS_LOW', order);
    assert.ok(await gauge('linli_refunds_stuck{state="WAITING_FUNDS"}') >= 1);
  });
  const back = await eventually('the money is back', async () => { const one = await li.linli.getOrder({ orderId: order.orderId }); return one.status === 'REFUNDED' && one; }, { withinMs: 40_000, everyMs: 200 });
  assert.equal(back.refunds.length, 1);
  const asked = (await stage.wechat.call('GET', '/refunds')).refunds.filter((one) => (one.out_trade_no ?? one.outTradeNo) === order.orderId);
  assert.equal(asked.length, 1, 'one number');
});

// Said by coupons past its jobs and events, and heard once.
test('operators hear of a queue that is too long', async () => {
  try {
    await eventually('they hear of it', async () => await heardOfQueues() === heardBefore + 1, { withinMs: 90_000, everyMs: 500 });
  } finally {
    coupons("delete from coupons.jobs where kind = 'nobodys'");
  }
});
