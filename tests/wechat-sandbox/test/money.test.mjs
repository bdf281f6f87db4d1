// What happens to money after a payment: it is frozen until goods are shipped, and shared out.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { newReceiver, newSandbox, paidOrder, prepayBody, until } from './support.mjs';

test('shipping', async (t) => {
  const receiver = await newReceiver(t, () => 'success');
  const sandbox = await newSandbox(t, { settings: { pushUrl: receiver.url, pushMode: 'plain' } });
  const { wx, ctl, merchant } = sandbox;
  const order = await paidOrder(sandbox);
  const settlements = () => receiver.received.map(({ bytes }) => JSON.parse(bytes)).filter(({ Event }) => Event === 'trade_manage_order_settlement');
  const pickup = {
    order_key: { order_number_type: 1, mchid: merchant.mchid, out_trade_no: order.outTradeNo }, logistics_type: 4, delivery_mode: 1,
    shipping_list: [{ item_desc: '蓝莓*1' }], upload_time: new Date().toISOString(), payer: { openid: order.openid },
  };
  const upload = async (change = {}) => (await wx.call('/wxa/sec/order/upload_shipping_info', { ...pickup, ...change })).errcode;
  const state = async () => (await wx.call('/wxa/sec/order/get_order', { transaction_id: order.transactionId })).order.order_state;

  await t.test('refuses what is wrong', async () => {
    const express = { logistics_type: 1, shipping_list: [{ item_desc: 'x', tracking_no: 'T1', express_company: 'YTO' }] };
    const wrong = [
      [{ order_key: { order_number_type: 3 } }, 268485194], [{ order_key: { order_number_type: 2 } }, 268485195],
      [{ order_key: { order_number_type: 1, out_trade_no: 'x' } }, 268485196], [{ order_key: { order_number_type: 1, mchid: 'x' } }, 268485197],
      [{ order_key: { order_number_type: 2, transaction_id: 'none' } }, 10060001], [{ payer: { openid: 'oSomebodyElse' } }, 10060031],
      [{ logistics_type: 5 }, 10060005], [{ delivery_mode: 3 }, 268485224], [{ delivery_mode: 2 }, 10060006], [{ ...express, delivery_mode: 2 }, 10060007],
      [{ shipping_list: [] }, 268485228], [{ shipping_list: [{}] }, 10060020], [{ shipping_list: [{ item_desc: '' }] }, 10060008],
      [{ shipping_list: [{ item_desc: '长'.repeat(121) }] }, 10060009], [{ upload_time: 'now' }, 268485216], [{ unknown: 1 }, 10060014],
      [{ ...express, shipping_list: [{ item_desc: 'x' }] }, 268485226], [{ ...express, shipping_list: [{ item_desc: 'x', tracking_no: 'T1' }] }, 268485227],
    ];
    for (const [change, errcode] of wrong) assert.equal(await upload(change), errcode, JSON.stringify(change));
    const unpaid = prepayBody(sandbox, order.openid);
    await merchant.exchange('POST', '/v3/pay/transactions/jsapi', unpaid);
    assert.equal(await upload({ order_key: { ...pickup.order_key, out_trade_no: unpaid.out_trade_no } }), 10060001);
    assert.equal(await state(), 1);
  });

  await t.test('is told once, changed once', async () => {
    assert.equal(await upload(), 0);
    assert.equal(await state(), 2);
    assert.equal(await upload(), 10060023);
    const later = (ms) => new Date(Date.parse(pickup.upload_time) + ms).toISOString();
    assert.equal(await upload({ shipping_list: [{ item_desc: '蓝莓*2' }] }), 268485216, 'the time of a change is later');
    assert.equal(await upload({ shipping_list: [{ item_desc: '蓝莓*2' }], upload_time: later(1) }), 0);
    assert.equal(await upload({ shipping_list: [{ item_desc: '蓝莓*3' }], upload_time: later(2) }), 10060003);
    await until(() => settlements().length === 2);
    assert.ok(settlements()[0].estimated_settlement_time > Date.now() / 1000 + 86400);
  });

  await t.test('and settles by itself, or when the user says so', async () => {
    await ctl('POST', '/clock', { advanceMs: 2 * 86400_000 + 1000 });
    await until(() => settlements().length === 3);
    assert.equal(settlements()[2].confirm_receive_method, 2);
    const token = (await wx.token()).access_token;
    const read = await (await wx.post('/wxa/sec/order/get_order', { transaction_id: order.transactionId }, { access_token: token })).json();
    assert.equal(read.order.order_state, 4);
    await assert.rejects(ctl('POST', '/receive', { out_trade_no: order.outTradeNo }), { code: 10060028 });
  });
});

test('what was never shipped is reminded of, what is shared was received', async (t) => {
  const receiver = await newReceiver(t, () => 'success');
  const sandbox = await newSandbox(t, { settings: { pushUrl: receiver.url, pushMode: 'plain', shippingBlindMs: 60_000 } });
  const { ctl, merchant } = sandbox;
  const order = await paidOrder(sandbox, { settle_info: { profit_sharing: true } });
  const wx = async (call, body) => {
    const token = (await sandbox.wx.token()).access_token;
    return (await sandbox.wx.post(`/wxa/sec/order/${call}`, body, { access_token: token })).json();
  };
  const share = async () => {
    const flaw = { timestamp: String(Math.floor((await ctl('GET', '/clock')).now / 1000)) };
    return (await merchant.exchange('POST', '/v3/profitsharing/orders', {
      appid: merchant.appid, transaction_id: order.transactionId, out_order_no: 'S1', unfreeze_unsplit: false,
      receivers: [{ type: 'PERSONAL_OPENID', account: 'oLeader', amount: 1, description: '佣金' }],
    }, { flaw })).json;
  };
  const express = {
    order_key: { order_number_type: 2, transaction_id: order.transactionId }, logistics_type: 1, delivery_mode: 1,
    shipping_list: [{ item_desc: '书', tracking_no: 'T1', express_company: 'YTO' }], upload_time: new Date().toISOString(), payer: { openid: order.openid },
  };
  assert.equal((await wx('upload_shipping_info', express)).errcode, 10060001, 'WeChat does not know it yet');
  await ctl('POST', '/clock', { advanceMs: 48 * 3600_000 + 1000 });
  const reminder = await until(() => receiver.received.map(({ bytes }) => JSON.parse(bytes)).find(({ Event }) => Event === 'trade_manage_remind_shipping'));
  assert.equal(reminder.merchant_trade_no, order.outTradeNo);
  assert.match((await share()).message, /未确认收货/);
  assert.equal((await wx('upload_shipping_info', express)).errcode, 0);
  const received_time = Math.floor((await ctl('GET', '/clock')).now / 1000);
  assert.equal((await wx('notify_confirm_receive', { transaction_id: order.transactionId, received_time })).errcode, 0);
  assert.equal((await wx('notify_confirm_receive', { transaction_id: order.transactionId, received_time })).errcode, 10060030);
  await ctl('POST', '/receive', { out_trade_no: order.outTradeNo });
  assert.equal((await share()).state, 'PROCESSING');
  assert.equal((await wx('set_msg_jump_path', { path: 'pages/order/order' })).errcode, 0);
});

test('what comes late is declared a presale while it waits for goods', async (t) => {
  const receiver = await newReceiver(t, () => 'success');
  const sandbox = await newSandbox(t, { settings: { pushUrl: receiver.url, pushMode: 'plain', refundDelayMs: 1 } });
  const { wx, ctl } = sandbox;
  const order = await paidOrder(sandbox);
  const missed = await paidOrder(sandbox);
  const paidAt = (await wx.call('/wxa/sec/order/get_order', { transaction_id: order.transactionId })).order.pay_time;
  const declare = async (change = {}) => (await wx.call('/wxa/sec/order/opspecialorder', {
    order_id: order.transactionId, type: 1, delay_to: paidAt + 15 * 86400, ...change,
  })).errcode;
  const wrong = [
    [{ type: 3 }, 268546000], [{ type: 0 }, 268546000], [{ delay_to: paidAt + 15 * 86400 - 1 }, 268546001], [{ delay_to: undefined }, 268546001],
    [{ delay_to: paidAt + 330 * 86400 + 1 }, 268546001], [{ order_id: 'none' }, 268546002], [{ unknown: 1 }, 47001], [{ type: '1' }, 47001],
  ];
  for (const [change, errcode] of wrong) assert.equal(await declare(change), errcode, JSON.stringify(change));
  assert.equal(await declare(), 0);
  assert.equal(await declare(), 0, 'again, with the same date');
  assert.equal(await declare({ order_id: order.outTradeNo, delay_to: paidAt + 330 * 86400 }), 0);
  await ctl('POST', '/clock', { advanceMs: 48 * 3600_000 + 1000 });
  const reminders = () => receiver.received.map(({ bytes }) => JSON.parse(bytes)).filter(({ Event }) => Event === 'trade_manage_remind_shipping');
  await until(() => reminders().some(({ merchant_trade_no: number }) => number === missed.outTradeNo));
  assert.ok(!reminders().some(({ merchant_trade_no: number }) => number === order.outTradeNo));
});

test('profit sharing', async (t) => {
  const sandbox = await newSandbox(t, { settings: { sharingGapMs: 0, sharingAfterReceipt: 0, refundDelayMs: 1, refundGapMs: 0 } });
  const { merchant, ctl, read } = sandbox;
  const order = await paidOrder(sandbox, { settle_info: { profit_sharing: true }, amount: { total: 10_000, currency: 'CNY' } });
  const ask = async (method, path, body) => {
    const { status, json } = await merchant.exchange(method, `/v3/profitsharing${path}`, body);
    return { status, ...json };
  };
  const unsplit = async () => (await ask('GET', `/transactions/${order.transactionId}/amounts`)).unsplit_amount;
  const leader = { type: 'PERSONAL_OPENID', account: 'oLeader' };
  const share = (number, receivers, change = {}) => ask('POST', '/orders', {
    appid: merchant.appid, transaction_id: order.transactionId, out_order_no: number, unfreeze_unsplit: false,
    receivers: receivers.map((receiver) => ({ description: '佣金', ...receiver })), ...change,
  });
  const seal = (text) => crypto.publicEncrypt({ key: read('wxp_pub.pem'), oaepHash: 'sha1' }, Buffer.from(text)).toString('base64');

  assert.equal((await ask('POST', '/receivers/add', { appid: merchant.appid, ...leader, relation_type: 'PARTNER' })).account, 'oLeader');
  const shop = { type: 'MERCHANT_ID', account: '1900000009' };
  assert.equal((await ask('POST', '/receivers/add', { appid: merchant.appid, ...shop, relation_type: 'SUPPLIER' })).code, 'PARAM_ERROR');
  assert.equal((await ask('POST', '/receivers/add', { appid: merchant.appid, ...shop, name: '明文', relation_type: 'SUPPLIER' })).code, 'PARAM_ERROR');
  assert.equal((await ask('POST', '/receivers/add', { appid: merchant.appid, ...shop, name: seal('供货商'), relation_type: 'SUPPLIER' })).status, 200);

  const first = await share('S1', [{ ...leader, amount: 500 }, { type: 'PERSONAL_OPENID', account: 'oStranger', amount: 100 }, { ...shop, amount: 1000 }]);
  assert.equal(first.state, 'PROCESSING');
  assert.equal((await share('S1', [{ ...leader, amount: 501 }])).code, 'INVALID_REQUEST');
  const done = await until(async () => {
    const now = await ask('GET', `/orders/S1?transaction_id=${order.transactionId}`);
    return now.state === 'FINISHED' && now;
  });
  assert.deepEqual(done.receivers.map(({ result, fail_reason: why }) => [result, why]), [['SUCCESS', undefined], ['CLOSED', 'NO_RELATION'], ['SUCCESS', undefined]]);
  assert.equal(await unsplit(), 8500);
  assert.equal((await share('S2', [{ ...leader, amount: 1501 }])).code, 'RULE_LIMIT');
  assert.equal((await share('S2', [{ ...leader, amount: 1 }, { ...leader, amount: 2 }])).code, 'INVALID_REQUEST');

  const back = (number, amount, mchid = shop.account) => ask('POST', '/return-orders', {
    out_order_no: 'S1', out_return_no: number, return_mchid: mchid, amount, description: '退款',
  });
  assert.equal((await back('B1', 400)).result, 'SUCCESS');
  assert.equal((await back('B2', 601)).code, 'NOT_ENOUGH');
  assert.equal((await back('B2', 1, '1900000010')).code, 'INVALID_REQUEST');
  assert.equal((await ask('GET', '/return-orders/B1?out_order_no=S1')).amount, 400);

  assert.equal((await ask('POST', '/orders/unfreeze', { transaction_id: order.transactionId, out_order_no: 'U1', description: '完结' })).status, 200);
  assert.equal(await unsplit(), 0);
  assert.equal((await share('S3', [{ ...leader, amount: 1 }])).code, 'NOT_ENOUGH');

  const unfreeze = async (number, of = order) => (await ask('POST', '/orders/unfreeze', { transaction_id: of.transactionId, out_order_no: number, description: '完结' }));
  assert.equal((await unfreeze('U1')).state !== undefined, true, 'the same question again');
  assert.equal((await unfreeze('U2')).code, 'INVALID_REQUEST', 'it is unfrozen already');
  const other = await paidOrder(sandbox, { settle_info: { profit_sharing: true }, amount: { total: 10_000, currency: 'CNY' } });
  const shareOf = (number, receivers) => share(number, receivers, { transaction_id: other.transactionId });
  assert.equal((await unfreeze('S1', other)).code, 'INVALID_REQUEST', 'the number of a sharing is no number to unfreeze with');
  await ctl('POST', '/receiver', { account: shop.account, fail_reason: 'RECEIVER_RECEIPT_LIMIT' });
  await shareOf('S6', [{ ...shop, amount: 100 }, { ...leader, amount: 100 }]);
  const mixed = await until(async () => {
    const now = await ask('GET', `/orders/S6?transaction_id=${other.transactionId}`);
    return now.state === 'FINISHED' && now;
  });
  assert.deepEqual(mixed.receivers.map(({ result, fail_reason: why }) => [result, why]), [['CLOSED', 'RECEIVER_RECEIPT_LIMIT'], ['SUCCESS', undefined]]);
  assert.equal((await ask('GET', `/transactions/${other.transactionId}/amounts`)).unsplit_amount, 9900, 'what did not arrive is still frozen');
  await ctl('POST', '/settings', { sharingReturnMs: 1 });
  assert.equal((await back('B3', 1)).result, 'PROCESSING');
  await until(async () => (await ask('GET', '/return-orders/B3?out_order_no=S1')).result === 'FAILED');
  await ctl('POST', '/receiver', { account: shop.account, fail_reason: null });
  await ctl('POST', '/settings', { sharingPercentMax: 1 });
  assert.equal((await shareOf('S7', [{ ...leader, amount: 1 }])).code, 'RULE_LIMIT');
  await ctl('POST', '/settings', { sharingPercentMax: 30 });

  const plain = await paidOrder(sandbox);
  assert.equal((await share('S4', [{ ...leader, amount: 1 }], { transaction_id: plain.transactionId })).code, 'INVALID_REQUEST');
  await ctl('POST', '/settings', { sharingGapMs: 60_000 });
  const young = await paidOrder(sandbox, { settle_info: { profit_sharing: true } });
  assert.equal((await share('S5', [{ ...leader, amount: 1 }], { transaction_id: young.transactionId })).code, 'INVALID_REQUEST');
  assert.equal((await ask('GET', '/orders/S9?transaction_id=x')).code, 'RESOURCE_NOT_EXISTS');
});
