// Several merchants: each has keys, payments, refunds, bills, complaints and notices of its own, and none of another's.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { newReceiver, newSandbox, prepayBody, until } from './support.mjs';

const QUERY = '/v3/pay/transactions/out-trade-no';

async function prepay(sandbox, merchant, openid, changes = {}) {
  const body = prepayBody(sandbox, openid, { mchid: merchant.mchid, ...changes });
  const answer = await merchant.exchange('POST', '/v3/pay/transactions/jsapi', body);
  return { body, answer, number: body.out_trade_no };
}

const refundBody = (number, total = 1990) => ({ out_trade_no: number, out_refund_no: `R${number}`, amount: { refund: total, total, currency: 'CNY' } });

test('two merchants', async (t) => {
  const receiver = await newReceiver(t);
  const sandbox = await newSandbox(t, { settings: { billReadyHour: -1, refundDelayMs: 0, refundGapMs: 0 } });
  const { ctl, merchant: first } = sandbox;
  const second = await sandbox.newMerchant();
  const { openid } = await ctl('POST', '/user', { phone: '13800000001' });
  const notice = { notify_url: `${receiver.url}/pay` };
  const mine = await prepay(sandbox, second, openid, notice);

  await t.test('are told apart by their keys', async () => {
    assert.notEqual(second.mchid, first.mchid);
    assert.equal(mine.answer.status, 200);
    assert.ok(second.proven(mine.answer));
    assert.ok(!first.proven(mine.answer), 'WeChat speaks to each by a key of its own');
    const forged = await second.exchange('GET', `${QUERY}/x?mchid=${first.mchid}`, undefined, { flaw: { id: first.mchid } });
    assert.equal(forged.status, 401);
    const named = await first.exchange('GET', `${QUERY}/x?mchid=${second.mchid}`);
    assert.equal(named.json.code, 'MCH_NOT_EXISTS');
    assert.deepEqual((await ctl('GET', '/merchants')).merchants.map(({ mch_id: id }) => id), [first.mchid, second.mchid]);
    await assert.rejects(ctl('POST', '/merchant', { mch_id: second.mchid }), { code: 'ALREADY_EXISTS' });
    await assert.rejects(ctl('POST', '/merchant', { mch_id: 'me' }), { code: 'PARAM_ERROR' });
  });

  await t.test('have no order of each other', async () => {
    const asked = await first.exchange('GET', `${QUERY}/${mine.number}?mchid=${first.mchid}`);
    assert.deepEqual([asked.status, asked.json.code], [404, 'ORDER_NOT_EXIST']);
    const closed = await first.exchange('POST', `${QUERY}/${mine.number}/close`, { mchid: first.mchid });
    assert.equal(closed.json.code, 'ORDER_NOT_EXIST');
    const paid = await ctl('POST', '/pay', { out_trade_no: mine.number });
    assert.equal(paid.mchid, second.mchid);
    const byNumber = await first.exchange('GET', `/v3/pay/transactions/id/${paid.transaction_id}?mchid=${first.mchid}`);
    assert.equal(byNumber.status, 404);
    const refund = await first.exchange('POST', '/v3/refund/domestic/refunds', refundBody(mine.number));
    assert.deepEqual([refund.status, refund.json.code], [404, 'RESOURCE_NOT_EXISTS']);
    assert.equal((await second.exchange('GET', `${QUERY}/${mine.number}?mchid=${second.mchid}`)).json.trade_state, 'SUCCESS');
  });

  await t.test('hear of their own, sealed and signed for them', async () => {
    const [request] = await receiver.wait(1);
    assert.ok(second.proven(request));
    assert.ok(!first.proven(request));
    const { resource } = JSON.parse(request.bytes);
    assert.equal(JSON.parse(second.open(resource)).mchid, second.mchid);
    assert.throws(() => first.open(resource));
    assert.equal((await ctl('GET', `/notices?out_trade_no=${mine.number}`)).notices[0].mchid, second.mchid);
    assert.equal((await ctl('POST', '/notice', { out_trade_no: mine.number })).status, 204);
  });

  await t.test('may use the same number, each for a payment of his own', async () => {
    const twin = await prepay(sandbox, first, openid, { out_trade_no: mine.number, ...notice });
    assert.equal(twin.answer.status, 200);
    await assert.rejects(ctl('POST', '/pay', { out_trade_no: mine.number }), /name one by mchid/);
    const paid = await ctl('POST', '/pay', { out_trade_no: mine.number, mchid: first.mchid });
    assert.equal(paid.mchid, first.mchid);
    assert.equal((await ctl('GET', '/payments')).payments.filter(({ outTradeNo }) => outTradeNo === mine.number).length, 2);
  });

  await t.test('pay back from their own account, and have bills and books of their own', async () => {
    const refund = await second.exchange('POST', '/v3/refund/domestic/refunds', refundBody(mine.number));
    assert.equal(refund.status, 200);
    assert.equal((await first.exchange('GET', `/v3/refund/domestic/refunds/R${mine.number}`)).status, 404);
    await until(async () => (await ctl('GET', `/books?mchid=${second.mchid}`)).balanceFen === 0);
    assert.deepEqual(await ctl('GET', `/books?mchid=${first.mchid}`), {
      payments: 1, paidFen: 1990, refunds: 0, refundedFen: 0, balanceFen: 1990, transfers: 0, transferredFen: 0,
    });
    assert.equal((await ctl('GET', '/books')).paidFen, 3980);
    await assert.rejects(ctl('GET', '/books?mchid=1'), { status: 400 });

    const date = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
    const bill = async (merchant) => {
      const { json } = await merchant.exchange('GET', `/v3/bill/tradebill?bill_date=${date}`);
      const target = json.download_url.slice(json.download_url.indexOf('/v3/'));
      return { target, text: (await merchant.exchange('GET', target)).bytes.toString() };
    };
    const [ofFirst, ofSecond] = [await bill(first), await bill(second)];
    assert.equal(ofFirst.text.match(new RegExp(first.mchid, 'g')).length, 1);
    assert.ok(!ofFirst.text.includes(second.mchid));
    assert.equal(ofSecond.text.match(new RegExp(second.mchid, 'g')).length, 2);
    assert.equal((await first.exchange('GET', ofSecond.target)).status, 400, "another's file is not handed out");
  });

  await t.test('have complaints of their own', async () => {
    const other = await prepay(sandbox, second, openid);
    await ctl('POST', '/pay', { out_trade_no: other.number });
    const address = '/v3/merchant-service/complaint-notifications';
    assert.equal((await second.exchange('POST', address, { url: `${receiver.url}/complaints` })).status, 200);
    assert.equal((await first.exchange('GET', address)).status, 404);
    const { complaint_id: id } = await ctl('POST', '/complaint', { out_trade_no: other.number });
    const path = `/v3/merchant-service/complaints-v2/${id}`;
    assert.equal((await first.exchange('GET', path)).status, 404);
    assert.equal((await second.exchange('GET', path)).json.complainted_mchid, second.mchid);
  });

  await t.test('share the goods of the mini-program', async () => {
    const { transactionId } = (await ctl('GET', '/payments')).payments.find(({ mchid }) => mchid === second.mchid);
    const { order } = await sandbox.wx.call('/wxa/sec/order/get_order', { transaction_id: transactionId });
    assert.equal(order.merchant_id, second.mchid);
  });
});

test('a merchant is there again after a restart, with all that is his', async (t) => {
  const sandbox = await newSandbox(t);
  const second = await sandbox.newMerchant('1900000109');
  const { openid } = await sandbox.ctl('POST', '/user', {});
  const { number } = await prepay(sandbox, second, openid);
  assert.deepEqual(fs.readdirSync(`${sandbox.state}/merchants/1900000109`).sort(),
    ['apiclient_cert.pem', 'apiclient_key.pem', 'apiv3_key', 'serial', 'wxp_pub.pem', 'wxp_pub_id']);
  const again = await newSandbox(t, { state: sandbox.state, merchants: ['1900000109', '1900000110'] });
  const { payments } = await again.ctl('GET', '/payments');
  assert.equal((await again.ctl('GET', '/merchants')).merchants.length, 3, 'and those that are asked for');
  assert.deepEqual(payments.map(({ mchid, outTradeNo }) => [mchid, outTradeNo]), [['1900000109', number]]);
});
