// The bills of a day: what stands in them, what WeChat keeps, and the mistakes that a test orders.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import zlib from 'node:zlib';
import { newSandbox, paidOrder, until } from './support.mjs';

test('the bill of a day', async (t) => {
  const sandbox = await newSandbox(t, { settings: { refundGapMs: 0, refundDelayMs: 0, billReadyHour: -1 } });
  const { merchant, ctl, url } = sandbox;
  const order = await paidOrder(sandbox);
  await paidOrder(sandbox, { amount: { total: 5, currency: 'CNY' } });
  await merchant.exchange('POST', '/v3/refund/domestic/refunds', {
    transaction_id: order.transactionId, out_refund_no: 'B1', amount: { refund: 90, total: 1990, currency: 'CNY' },
  });
  await new Promise((resolve) => setTimeout(resolve, 30));
  const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
  const ask = (query) => merchant.exchange('GET', `/v3/bill/tradebill?${query}`);
  const load = async () => {
    const { json } = await ask(`bill_date=${today}&bill_type=ALL&tar_type=GZIP`);
    const reply = await merchant.exchange('GET', json.download_url.slice(`${url}/pay`.length));
    const text = zlib.gunzipSync(reply.bytes);
    assert.equal(crypto.createHash('sha1').update(text).digest('hex'), json.hash_value);
    assert.equal(reply.headers['wechatpay-signature'], undefined, 'the file is not signed');
    return text.toString().trim().split('\r\n');
  };

  const lines = await load();
  assert.equal(lines.length, 6);
  const paid = lines.find((line) => line.includes(order.outTradeNo) && line.includes('`SUCCESS,')).split(',').map((cell) => cell.replace('`', ''));
  assert.deepEqual([paid[12], paid[24], paid[16]], ['19.90', '19.90', '0.00']);
  assert.equal(lines.at(-1), '`3,`19.95,`0.90,`0.00,`0.00000,`19.95,`0.90');
  assert.deepEqual(await ctl('GET', '/books'), { payments: 2, paidFen: 1995, refunds: 1, refundedFen: 90, balanceFen: 1905, transfers: 0, transferredFen: 0 });

  for (const [kind, count] of [['missing', 5], ['extra', 7], ['duplicate', 7], ['amount', 6]]) {
    await ctl('DELETE', '/bill-mistakes');
    await ctl('POST', '/bill-mistake', { kind, out_trade_no: order.outTradeNo });
    const spoiled = await load();
    assert.equal(spoiled.length, count, kind);
    assert.notDeepEqual(spoiled, lines);
  }
  assert.equal((await ask('bill_date=2020-01-01')).json.code, 'NO_STATEMENT_EXIST');
  assert.equal((await ask('bill_date=yesterday')).json.code, 'PARAM_ERROR');
  await ctl('POST', '/settings', { billReadyHour: 10 });
  assert.equal((await ask(`bill_date=${today}`)).json.code, 'STATEMENT_CREATING');
});

test('the flow bill of a day, with the fee', async (t) => {
  const sandbox = await newSandbox(t, { settings: { refundGapMs: 0, refundDelayMs: 0, sharingGapMs: 0, sharingAfterReceipt: 0, billReadyHour: -1, tradeFeePerMyriad: 60, openingBalanceFen: 100 } });
  const { merchant, ctl, url } = sandbox;
  const order = await paidOrder(sandbox, { amount: { total: 1990, currency: 'CNY' }, settle_info: { profit_sharing: true } });
  const refund = async (number, amount) => {
    await merchant.exchange('POST', '/v3/refund/domestic/refunds', {
      transaction_id: order.transactionId, out_refund_no: number, amount: { refund: amount, total: 1990, currency: 'CNY' },
    });
    await until(async () => (await ctl('GET', '/refunds')).refunds.every(({ status }) => status === 'SUCCESS'));
  };
  await merchant.exchange('POST', '/v3/profitsharing/receivers/add', { appid: merchant.appid, type: 'PERSONAL_OPENID', account: 'oLeader', relation_type: 'PARTNER' });
  await merchant.exchange('POST', '/v3/profitsharing/orders', {
    appid: merchant.appid, transaction_id: order.transactionId, out_order_no: 'S1', unfreeze_unsplit: false,
    receivers: [{ type: 'PERSONAL_OPENID', account: 'oLeader', amount: 190, description: '佣金' }],
  });
  await refund('F1', 700);
  await refund('F2', 1100);
  const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
  const load = async (kind, account) => {
    const { json } = await merchant.exchange('GET', `/v3/bill/${kind}?bill_date=${today}&tar_type=GZIP${account ? `&account_type=${account}` : ''}`);
    if (!json.download_url) return json;
    const reply = await merchant.exchange('GET', json.download_url.slice(`${url}/pay`.length));
    const text = zlib.gunzipSync(reply.bytes);
    assert.equal(crypto.createHash('sha1').update(text).digest('hex'), json.hash_value);
    return text.toString().trim().split('\r\n').map((line) => line.split(',').map((cell) => cell.replace('`', '')));
  };
  const rows = await until(async () => {
    const lines = await load('fundflowbill');
    return lines.length === 8 && lines;
  });
  const amounts = Object.fromEntries(rows.slice(1, 6).map((row) => [`${row[4]} ${row[10]}`, `${row[5]} ${row[6]}`]));
  assert.deepEqual(amounts, {
    [`交易 ${order.outTradeNo}`]: '收入 19.90', [`扣除交易手续费 ${order.outTradeNo}`]: '支出 0.12', '分账 S1': '支出 1.90',
    '退款 F1': '支出 6.96', '退款 F2': '支出 10.93',
  });
  assert.deepEqual(rows.at(-1), ['5', '1', '19.90', '4', '19.91']);
  assert.equal(rows[5][7], '0.99', 'the balance began with one yuan');
  const fees = (await load('tradebill')).slice(1, 4).map((row) => row[22]);
  assert.deepEqual(fees, ['0.12000', '-0.04000', '-0.07000'], 'what is left of the fee is that of the 190 fen not refunded');
  assert.equal((await load('fundflowbill', 'OPERATION')).code, 'NO_STATEMENT_EXIST');
  assert.equal((await load('fundflowbill', 'MINE')).code, 'PARAM_ERROR');

  await ctl('POST', '/bill-mistake', { kind: 'amount', bill: 'flow', voucher: 'F1', fen: -96, date: today });
  assert.equal((await load('fundflowbill')).find((row) => row[10] === 'F1')[6], '6.00');
  assert.equal((await load('tradebill')).find((row) => row[15] === 'F1')[16], '7.00', 'the other bill is right');
  await ctl('POST', '/bill-mistake', { kind: 'missing', out_refund_no: 'F2', date: '2020-01-01' });
  assert.equal((await load('tradebill')).length, 6, 'a mistake of another day');
  await assert.rejects(ctl('POST', '/bill-mistake', { kind: 'missing', outTradeNo: 'x' }), { status: 400 });
  await ctl('POST', '/bill-mistake', { kind: 'hash' });
  await assert.rejects(load('tradebill'));
});
