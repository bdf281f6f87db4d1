// Notices of payments and refunds: real, repeated, doubled, out of order, false.

import assert from 'node:assert/strict';
import test from 'node:test';
import { newReceiver, newSandbox, paidOrder, until } from './support.mjs';

const states = async (sandbox, order) => (await sandbox.ctl('GET', `/notices?out_trade_no=${order.outTradeNo}`)).notices;

test('a payment is told, signed and sealed', async (t) => {
  const receiver = await newReceiver(t);
  const sandbox = await newSandbox(t);
  const order = await paidOrder(sandbox, { notify_url: `${receiver.url}/v1/callbacks/pay` });
  const [request] = await receiver.wait(1);
  assert.equal(request.path, '/v1/callbacks/pay');
  assert.ok(sandbox.merchant.proven(request));
  const notice = JSON.parse(request.bytes);
  assert.equal(notice.event_type, 'TRANSACTION.SUCCESS');
  assert.equal(notice.resource_type, 'encrypt-resource');
  const payment = JSON.parse(sandbox.merchant.open(notice.resource));
  assert.equal(payment.out_trade_no, order.outTradeNo);
  assert.equal(payment.amount.total, 1990);
  assert.equal(payment.payer.openid, order.openid);
  await until(async () => (await states(sandbox, order))[0].state === 'taken');
});

test('a refund is told', async (t) => {
  const receiver = await newReceiver(t);
  const sandbox = await newSandbox(t, { settings: { refundDelayMs: 1 } });
  const order = await paidOrder(sandbox, { notify_url: receiver.url });
  await sandbox.merchant.exchange('POST', '/v3/refund/domestic/refunds', {
    out_trade_no: order.outTradeNo, out_refund_no: 'R1', notify_url: `${receiver.url}/refund`, amount: { refund: 990, total: 1990, currency: 'CNY' },
  });
  await receiver.wait(2);
  const request = receiver.received.find(({ path }) => path === '/refund');
  const notice = JSON.parse(request.bytes);
  assert.equal(notice.event_type, 'REFUND.SUCCESS');
  const refund = JSON.parse(sandbox.merchant.open(notice.resource));
  assert.equal(refund.refund_status, 'SUCCESS');
  assert.equal(refund.amount.refund, 990);
});

test('a notice that is not taken comes fifteen times more, then no more', async (t) => {
  const receiver = await newReceiver(t, () => 500);
  const sandbox = await newSandbox(t, { settings: { retryScale: 0.0000001, payNoticeDelayMs: 0 } });
  const order = await paidOrder(sandbox, { notify_url: receiver.url });
  await until(async () => (await states(sandbox, order))[0].state === 'given_up');
  assert.equal(receiver.received.length, 16);
  assert.equal(new Set(receiver.received.map(({ bytes }) => JSON.parse(bytes).id)).size, 1, 'it stays the same notice');
  assert.equal(new Set(receiver.received.map(({ headers }) => headers['wechatpay-nonce'])).size, 16, 'signed anew each time');
});

test('the schedule is WeChat\'s, scaled by the clock', async (t) => {
  const receiver = await newReceiver(t, () => 500);
  const sandbox = await newSandbox(t, { settings: { retryScale: 1, payNoticeDelayMs: 0 } });
  await paidOrder(sandbox, { notify_url: receiver.url });
  await receiver.wait(1);
  await sandbox.ctl('POST', '/clock', { advanceMs: 14_000 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(receiver.received.length, 1);
  await sandbox.ctl('POST', '/clock', { advanceMs: 1500 });
  await receiver.wait(2);
});

test('twice-told, out of order, never told', async (t) => {
  const receiver = await newReceiver(t);
  const sandbox = await newSandbox(t, { seed: 7, settings: { payNoticeDuplicates: 2, payNoticeReorderMs: 2000, payNoticeDelayMs: 0 } });
  const orders = [];
  for (let i = 0; i < 8; i++) orders.push((await paidOrder(sandbox, { notify_url: receiver.url })).outTradeNo);
  await receiver.wait(24);
  const order = receiver.received.map(({ bytes }) => JSON.parse(sandbox.merchant.open(JSON.parse(bytes).resource)).out_trade_no);
  for (const number of orders) assert.equal(order.filter((other) => other === number).length, 3);
  assert.notDeepEqual([...new Set(order)], orders, 'they overtake each other');

  await sandbox.ctl('POST', '/settings', { payNoticeLostShare: 1 });
  const lost = await paidOrder(sandbox, { notify_url: receiver.url });
  assert.equal((await states(sandbox, lost))[0].state, 'lost');
});

test('a probe comes before the real one', async (t) => {
  const receiver = await newReceiver(t, ({ headers }) => (headers['wechatpay-signature'].startsWith('WECHATPAY/SIGNTEST/') ? 401 : 200));
  const sandbox = await newSandbox(t, { settings: { payNoticeProbeShare: 1 } });
  const order = await paidOrder(sandbox, { notify_url: receiver.url });
  await receiver.wait(2);
  const [{ attempts }] = await until(async () => {
    const found = await states(sandbox, order);
    return found[0].state === 'taken' && found;
  });
  assert.deepEqual(attempts.map(({ flaw, taken }) => [flaw, taken]), [['probe', false], [undefined, true]]);
});

test('forged notices are really wrong', async (t) => {
  const receiver = await newReceiver(t, () => 401);
  const sandbox = await newSandbox(t, { settings: { payNoticeLostShare: 1 } });
  const order = await paidOrder(sandbox, { notify_url: receiver.url });
  const forge = async (flaw) => {
    const answer = await sandbox.ctl('POST', '/notice', { out_trade_no: order.outTradeNo, flaw });
    assert.equal(answer.status, 401);
    return receiver.received.at(-1);
  };
  for (const flaw of ['bad_signature', 'no_signature', 'tampered', 'probe']) assert.ok(!sandbox.merchant.proven(await forge(flaw)), flaw);
  const stale = await forge('stale_timestamp');
  assert.ok(sandbox.merchant.proven(stale) && Date.now() / 1000 - stale.headers['wechatpay-timestamp'] > 300);
  assert.notEqual((await forge('wrong_serial')).headers['wechatpay-serial'], sandbox.read('wxp_pub_id'));
  const sealed = JSON.parse((await forge('other_key')).bytes).resource;
  assert.throws(() => sandbox.merchant.open(sealed));
  const other = JSON.parse(sandbox.merchant.open(JSON.parse((await forge('other_amount')).bytes).resource));
  assert.equal(other.amount.total, 1991);
  await sandbox.ctl('POST', '/notice', { out_trade_no: order.outTradeNo });
  assert.ok(sandbox.merchant.proven(receiver.received.at(-1)), 'and without a flaw it is the real one');
});
