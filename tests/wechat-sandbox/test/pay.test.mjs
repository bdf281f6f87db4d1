// WeChat Pay: who may ask, what may be asked, and what is refused.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { newSandbox, paidOrder, prepayBody } from './support.mjs';

const PREPAY = '/v3/pay/transactions/jsapi';

test('a request must be proven', async (t) => {
  const sandbox = await newSandbox(t);
  const { merchant, ctl } = sandbox;
  const { openid } = await ctl('POST', '/user', {});
  const ask = (options, body = prepayBody(sandbox, openid)) => merchant.exchange('POST', PREPAY, body, options);
  const refused = async (options, status, code) => {
    const reply = await ask(options);
    assert.equal(reply.status, status, JSON.stringify(options));
    assert.equal(reply.json.code, code);
    return reply;
  };

  await t.test('by a signature over the exact request', async () => {
    assert.equal((await ask({})).status, 200);
    const { json } = await refused({ flaw: { signature: merchant.sign('something else') } }, 401, 'SIGN_ERROR');
    assert.equal(json.detail.sign_information.method, 'POST');
    assert.equal(json.detail.sign_information.url, PREPAY);
    await refused({ headers: { authorization: null } }, 401, 'SIGN_ERROR');
    await refused({ headers: { authorization: 'Bearer x' } }, 401, 'SIGN_ERROR');
  });

  await t.test('by the right merchant with the right certificate', async () => {
    await refused({ flaw: { id: '1900000000' } }, 401, 'SIGN_ERROR');
    await refused({ flaw: { serial: 'A'.repeat(40) } }, 401, 'SIGN_ERROR');
  });

  await t.test('at about this time', async () => {
    const at = (offset) => ({ flaw: { timestamp: String(Math.floor(Date.now() / 1000) + offset) } });
    assert.equal((await ask(at(-290))).status, 200);
    await refused(at(-310), 401, 'SIGN_ERROR');
    await refused(at(310), 401, 'SIGN_ERROR');
    await ctl('POST', '/clock', { advanceMs: 400_000 });
    await refused({}, 401, 'SIGN_ERROR');
    await ctl('POST', '/clock', { now: Date.now() });
  });

  await t.test('for the first time', async () => {
    const nonce = crypto.randomBytes(16).toString('hex');
    const body = prepayBody(sandbox, openid);
    assert.equal((await ask({ flaw: { nonce } }, body)).status, 200);
    const again = await ask({ flaw: { nonce } }, body);
    assert.equal(again.status, 401);
    await refused({ flaw: { nonce: 'n'.repeat(33) } }, 401, 'SIGN_ERROR');
  });

  await t.test('with the headers WeChat wants', async () => {
    await refused({ headers: { 'user-agent': null } }, 400, 'PARAM_ERROR');
    await refused({ headers: { accept: null } }, 400, 'PARAM_ERROR');
    await refused({ headers: { 'content-type': 'text/plain' } }, 400, 'PARAM_ERROR');
    await refused({ headers: { 'wechatpay-serial': 'PUB_KEY_ID_0' } }, 400, 'PARAM_ERROR');
  });
});

test('answers are proven, refusals too, with the key that was asked for', async (t) => {
  const sandbox = await newSandbox(t);
  const { merchant, read } = sandbox;
  const { openid } = await sandbox.ctl('POST', '/user', {});
  const reply = await merchant.exchange('POST', PREPAY, prepayBody(sandbox, openid));
  assert.equal(reply.headers['wechatpay-serial'], read('wxp_pub_id'));
  assert.ok(merchant.proven(reply));
  assert.match(reply.headers['request-id'], /-\d+$/);
  const refusal = await merchant.exchange('GET', '/v3/pay/transactions/out-trade-no/NOTHING1?mchid=' + merchant.mchid);
  assert.equal(refusal.status, 404);
  assert.ok(merchant.proven(refusal));

  const { json } = await merchant.exchange('GET', '/v3/certificates');
  const [entry] = json.data;
  const certificate = merchant.open(entry.encrypt_certificate);
  assert.equal(entry.serial_no, new crypto.X509Certificate(certificate).serialNumber);
  assert.equal(certificate.trim(), read('wxp_cert.pem').trim());
  const older = await merchant.exchange('GET', '/v3/certificates', undefined, { headers: { 'wechatpay-serial': entry.serial_no } });
  assert.equal(older.headers['wechatpay-serial'], entry.serial_no);
  assert.ok(merchant.proven(older, certificate));

  await sandbox.ctl('POST', '/settings', { paySigning: 'both' });
  const serials = new Set();
  for (let i = 0; i < 20; i++) {
    const each = await merchant.exchange('GET', '/v3/certificates');
    serials.add(each.headers['wechatpay-serial']);
    assert.ok(merchant.proven(each, each.headers['wechatpay-serial'] === read('wxp_pub_id') ? undefined : certificate));
  }
  assert.equal(serials.size, 2);
});

test('prepay checks every field', async (t) => {
  const sandbox = await newSandbox(t);
  const { openid } = await sandbox.ctl('POST', '/user', {});
  const wrong = [
    [{ unknown: 1 }, '/unknown'], [{ amount: { total: 0 } }, '/amount/total'], [{ amount: { total: 1.5 } }, '/amount/total'],
    [{ amount: { total: '100' } }, '/amount/total'], [{ amount: { total: 1, currency: 'USD' } }, '/amount/currency'],
    [{ amount: { total: 1, tax: 0 } }, '/amount/tax'], [{ description: '' }, '/description'], [{ description: '字'.repeat(128) }, '/description'],
    [{ out_trade_no: 'short' }, '/out_trade_no'], [{ out_trade_no: 'x'.repeat(33) }, '/out_trade_no'], [{ out_trade_no: 'a b c d e' }, '/out_trade_no'],
    [{ attach: 'x'.repeat(129) }, '/attach'], [{ notify_url: 'http://example.com/x' }, '/notify_url'], [{ notify_url: 'https://example.com/x?a=1' }, '/notify_url'],
    [{ notify_url: undefined }, '/notify_url'], [{ time_expire: '2026-11-21 20:00:00' }, '/time_expire'],
    [{ time_expire: '2020-01-01T00:00:00+08:00' }, '/time_expire'], [{ payer: { openid: 'oNobody' } }, '/payer/openid'], [{ payer: {} }, '/payer/openid'],
    [{ settle_info: { profit_sharing: 'true' } }, '/settle_info/profit_sharing'], [{ scene_info: {} }, '/scene_info/payer_client_ip'],
  ];
  for (const [change, field] of wrong) {
    const reply = await sandbox.merchant.exchange('POST', PREPAY, prepayBody(sandbox, openid, change));
    assert.equal(reply.status, 400, JSON.stringify(change));
    assert.equal(reply.json.code, 'PARAM_ERROR');
    assert.equal(reply.json.detail.field, field);
  }
  const code = async (change) => (await sandbox.merchant.exchange('POST', PREPAY, prepayBody(sandbox, openid, change))).json.code;
  assert.equal(await code({ mchid: '1900000000' }), 'MCH_NOT_EXISTS');
  assert.equal(await code({ appid: 'wx0000000000000000' }), 'APPID_MCHID_NOT_MATCH');
  assert.equal((await sandbox.merchant.exchange('POST', PREPAY, '{"appid":')).json.code, 'PARAM_ERROR');
});

test('prepay again', async (t) => {
  const sandbox = await newSandbox(t);
  const { merchant, ctl } = sandbox;
  const { openid } = await ctl('POST', '/user', {});
  const body = prepayBody(sandbox, openid);
  const ask = (change = {}) => merchant.exchange('POST', PREPAY, { ...body, ...change });
  const first = await ask();
  assert.match(first.json.prepay_id, /^wx\d{36}$/);
  assert.equal((await ask()).json.prepay_id, first.json.prepay_id);
  const { amount, ...rest } = body;
  assert.equal((await merchant.exchange('POST', PREPAY, { amount, ...rest })).json.prepay_id, first.json.prepay_id, 'the order of fields means nothing');
  for (const change of [{ amount: { total: 1991, currency: 'CNY' } }, { description: '别的' }, { attach: 'x' }]) {
    const reply = await ask(change);
    assert.equal(reply.status, 400);
    assert.equal(reply.json.code, 'INVALID_REQUEST');
  }
  await ctl('POST', '/pay', { out_trade_no: body.out_trade_no });
  assert.equal((await ask()).json.code, 'ORDERPAID');
});

test('from unpaid to paid', async (t) => {
  const sandbox = await newSandbox(t);
  const { merchant, ctl } = sandbox;
  const { openid } = await ctl('POST', '/user', {});
  const body = prepayBody(sandbox, openid, { attach: '附言' });
  await merchant.exchange('POST', PREPAY, body);
  const query = (path) => merchant.exchange('GET', `/v3/pay/transactions/${path}?mchid=${merchant.mchid}`);

  const unpaid = await query(`out-trade-no/${body.out_trade_no}`);
  assert.equal(unpaid.json.trade_state, 'NOTPAY');
  assert.equal(unpaid.json.transaction_id, undefined);
  await assert.rejects(ctl('POST', '/pay', { out_trade_no: body.out_trade_no, openid: 'oSomebodyElse' }), { code: 'OPENID_MISMATCH' });
  const paid = await ctl('POST', '/pay', { out_trade_no: body.out_trade_no, openid });
  assert.equal(paid.trade_state, 'SUCCESS');
  assert.equal(paid.amount.payer_total, 1990);
  assert.match(paid.success_time, /\+08:00$/);
  await assert.rejects(ctl('POST', '/pay', { out_trade_no: body.out_trade_no }), { code: 'ORDERPAID' });

  assert.deepEqual((await query(`out-trade-no/${body.out_trade_no}`)).json, paid);
  assert.deepEqual((await query(`id/${paid.transaction_id}`)).json, paid);
  assert.equal((await query('id/4200000000000000000000000000')).json.code, 'ORDER_NOT_EXIST');
  assert.equal((await merchant.exchange('GET', `/v3/pay/transactions/out-trade-no/${body.out_trade_no}`)).status, 400, 'mchid is missing');
  const close = await merchant.exchange('POST', `/v3/pay/transactions/out-trade-no/${body.out_trade_no}/close`, { mchid: merchant.mchid });
  assert.equal(close.json.code, 'ORDERPAID');
});

test('closed, late, expired', async (t) => {
  const sandbox = await newSandbox(t);
  const { merchant, ctl } = sandbox;
  const { openid } = await ctl('POST', '/user', {});
  const order = async (change) => {
    const body = prepayBody(sandbox, openid, change);
    assert.equal((await merchant.exchange('POST', PREPAY, body)).status, 200);
    return body;
  };
  const close = (number, mchid = merchant.mchid) => merchant.exchange('POST', `/v3/pay/transactions/out-trade-no/${number}/close`, { mchid });

  const closed = await order();
  const reply = await close(closed.out_trade_no);
  assert.equal(reply.status, 204);
  assert.equal(reply.bytes.length, 0);
  assert.ok(merchant.proven(reply), 'an empty answer is signed too');
  assert.equal((await close(closed.out_trade_no)).status, 204);
  await assert.rejects(ctl('POST', '/pay', { out_trade_no: closed.out_trade_no }), { code: 'ORDER_CLOSED' });
  assert.equal((await merchant.exchange('POST', PREPAY, closed)).json.code, 'ORDER_CLOSED');
  assert.equal((await close('NEVERSEEN')).json.code, 'ORDER_NOT_EXIST');
  assert.equal((await close(closed.out_trade_no, '1900000000')).json.code, 'MCH_NOT_EXISTS');

  const timed = { time_expire: new Date(Date.now() + 900_000).toISOString() };
  const late = await order(timed);
  const tooLate = await order(timed);
  await ctl('POST', '/clock', { advanceMs: 890_000 });
  assert.equal((await ctl('POST', '/pay', { out_trade_no: late.out_trade_no })).trade_state, 'SUCCESS');
  await ctl('POST', '/clock', { advanceMs: 20_000 });
  await assert.rejects(ctl('POST', '/pay', { out_trade_no: tooLate.out_trade_no }), { code: 'ORDER_EXPIRED' });

  await ctl('POST', '/clock', { now: Date.now() });
  const old = await order();
  await ctl('POST', '/clock', { advanceMs: 2 * 3600_000 + 1 });
  await assert.rejects(ctl('POST', '/pay', { out_trade_no: old.out_trade_no }), { code: 'PREPAY_EXPIRED' });
});

test('the mini-program\'s parameters carry the merchant\'s signature', async (t) => {
  const sandbox = await newSandbox(t);
  const { merchant, ctl } = sandbox;
  const { openid } = await ctl('POST', '/user', {});
  const { json } = await merchant.exchange('POST', PREPAY, prepayBody(sandbox, openid));
  const parameters = { timeStamp: String(Math.floor(Date.now() / 1000)), nonceStr: 'abc123', package: `prepay_id=${json.prepay_id}`, signType: 'RSA' };
  const paySign = merchant.sign(`${merchant.appid}\n${parameters.timeStamp}\nabc123\n${parameters.package}\n`);
  const pay = (change) => ctl('POST', '/pay', { openid, parameters: { ...parameters, paySign, ...change } });
  await assert.rejects(pay({ paySign: merchant.sign('else') }), { code: 'SIGN_ERROR' });
  await assert.rejects(pay({ nonceStr: 'abc124' }), { code: 'SIGN_ERROR' });
  await assert.rejects(pay({ signType: 'MD5' }), { code: 'PARAM_ERROR' });
  await assert.rejects(pay({ package: 'prepay_id=wx0' }), { code: 'PARAM_ERROR' });
  await assert.rejects(pay({ timeStamp: Date.now() }), { code: 'PARAM_ERROR' });
  assert.equal((await pay({})).trade_state, 'SUCCESS');
});

test('refunds', async (t) => {
  const sandbox = await newSandbox(t, { settings: { refundGapMs: 0, refundOutcome: 'HOLD' } });
  const { merchant, ctl } = sandbox;
  const order = await paidOrder(sandbox);
  const refund = (number, amount, change = {}) => merchant.exchange('POST', '/v3/refund/domestic/refunds', {
    out_trade_no: order.outTradeNo, out_refund_no: number, amount: { refund: amount, total: 1990, currency: 'CNY' }, ...change,
  });

  await t.test('the same number is the same refund', async () => {
    const first = await refund('R1', 990);
    assert.equal(first.json.status, 'PROCESSING');
    assert.equal((await refund('R1', 990)).json.refund_id, first.json.refund_id);
    assert.equal((await refund('R1', 980)).json.code, 'INVALID_REQUEST');
    await ctl('POST', '/refund', { out_refund_no: 'R1', status: 'SUCCESS' });
    const done = await merchant.exchange('GET', '/v3/refund/domestic/refunds/R1');
    assert.equal(done.json.status, 'SUCCESS');
    assert.equal(done.json.refund_id, first.json.refund_id);
    const query = await merchant.exchange('GET', `/v3/pay/transactions/out-trade-no/${order.outTradeNo}?mchid=${merchant.mchid}`);
    assert.equal(query.json.trade_state, 'REFUND');
  });

  await t.test('never more than was paid', async () => {
    await ctl('POST', '/limits-reset', {});
    assert.equal((await refund('R2', 1001)).json.code, 'INVALID_REQUEST');
    assert.equal((await refund('R2', 1000)).status, 200, 'a refused number can still be used');
    assert.equal((await refund('R3', 1)).json.code, 'INVALID_REQUEST');
    await ctl('POST', '/refund', { out_refund_no: 'R2', status: 'CLOSED' });
    assert.equal((await refund('R3', 1)).status, 200, 'a closed refund frees its money');
  });

  await t.test('what else is refused', async () => {
    const code = async (...parts) => (await ctl('POST', '/limits-reset', {}), (await refund(...parts)).json.code);
    assert.equal(await code('R4', 1, { amount: { refund: 1, total: 2000, currency: 'CNY' } }), 'INVALID_REQUEST');
    assert.equal(await code('R4', 1, { out_trade_no: 'NOTHING' }), 'RESOURCE_NOT_EXISTS');
    assert.equal(await code('R4', 1, { transaction_id: order.transactionId }), 'PARAM_ERROR');
    assert.equal(await code('R4', 1, { unknown: 1 }), 'PARAM_ERROR');
    assert.equal(await code('R 4', 1), 'PARAM_ERROR');
    assert.equal(await code('R4', 0), 'PARAM_ERROR');
    assert.equal(await code('R4', 1, { reason: '长'.repeat(81) }), 'PARAM_ERROR');
    assert.equal((await merchant.exchange('GET', '/v3/refund/domestic/refunds/R9')).json.code, 'RESOURCE_NOT_EXISTS');
    const unpaid = prepayBody(sandbox, order.openid);
    await merchant.exchange('POST', PREPAY, unpaid);
    assert.equal(await code('R4', 1, { out_trade_no: unpaid.out_trade_no }), 'INVALID_REQUEST');
    await ctl('POST', '/settings', { refundGapMs: 60_000 });
    assert.equal(await code('R4', 1), 'FREQUENCY_LIMITED');
    await ctl('POST', '/limits-reset', {});
    const codes = [];
    for (let i = 0; i < 8; i++) codes.push((await refund('R5', 5000)).json.code);
    assert.ok(codes.includes('FREQUENCY_LIMITED'), 'six failing calls a second');
  });

  await t.test('an abnormal one goes to a bank card', async () => {
    await ctl('POST', '/settings', { refundGapMs: 0 });
    const other = await paidOrder(sandbox);
    const { json } = await refund('A1', 1990, { out_trade_no: other.outTradeNo });
    await ctl('POST', '/refund', { out_refund_no: 'A1', status: 'ABNORMAL' });
    const path = `/v3/refund/domestic/refunds/${json.refund_id}/apply-abnormal-refund`;
    const seal = (text) => crypto.publicEncrypt({ key: sandbox.read('wxp_pub.pem'), oaepHash: 'sha1' }, Buffer.from(text)).toString('base64');
    const card = { out_refund_no: 'A1', type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT' };
    assert.equal((await merchant.exchange('POST', path, { ...card, bank_account: '62220', real_name: '张三' })).json.code, 'PARAM_ERROR');
    const again = await merchant.exchange('POST', path, { ...card, bank_account: seal('62220'), real_name: seal('张三') });
    assert.equal(again.json.status, 'PROCESSING');
  });
});
