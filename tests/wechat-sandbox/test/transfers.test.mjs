// Merchant transfers: what may be asked, who may take the money, and where it goes when nobody does.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { newReceiver, newSandbox, until } from './support.mjs';

const PATH = '/v3/fund-app/mch-transfer/transfer-bills';

test('a transfer to a user', async (t) => {
  const receiver = await newReceiver(t);
  const sandbox = await newSandbox(t, { settings: { transferDelayMs: 1, transferFundsFen: 1_000_000 } });
  const { merchant, ctl, read } = sandbox;
  const { openid } = await ctl('POST', '/user', { realName: '张三' });
  const seal = (text, file = 'wxp_pub.pem') => crypto.publicEncrypt({ key: read(file), oaepHash: 'sha1' }, Buffer.from(text)).toString('base64');
  const body = (number, change = {}) => ({
    appid: merchant.appid, out_bill_no: number, transfer_scene_id: '1005', openid, transfer_amount: 8640, transfer_remark: '11月佣金',
    notify_url: `${receiver.url}/transfers`, user_recv_perception: '劳务报酬',
    transfer_scene_report_infos: [{ info_type: '岗位类型', info_content: '团长' }, { info_type: '报酬说明', info_content: '11月佣金' }], ...change,
  });
  const send = async (number, change, options) => (await merchant.exchange('POST', PATH, body(number, change), options)).json;
  const query = async (number) => (await merchant.exchange('GET', `${PATH}/out-bill-no/${number}`)).json;
  const told = () => receiver.received.map(({ bytes }) => JSON.parse(bytes)).map((notice) => ({ ...notice, plain: JSON.parse(merchant.open(notice.resource)) }));

  await t.test('what is refused', async () => {
    const code = async (change, options) => (await send('X1', change, options)).code;
    assert.equal(await code({ transfer_amount: 9 }), 'PARAM_ERROR');
    assert.equal(await code({ transfer_amount: 200_000 }), 'PARAM_ERROR', 'a name is needed');
    assert.equal(await code({ transfer_amount: 29, user_name: seal('张三') }), 'PARAM_ERROR', 'a name is not taken');
    assert.equal(await code({ user_name: '张三' }), 'PARAM_ERROR');
    assert.equal(await code({ user_name: seal('张三') }, { headers: { 'wechatpay-serial': null } }), 'PARAM_ERROR', 'sealed to whom?');
    assert.equal(await code({ user_name: seal('张三') }, { headers: { 'wechatpay-serial': read('wxp_cert_serial') } }), 'PARAM_ERROR', 'sealed to another key');
    assert.equal(await code({ openid: 'oNobody' }), 'PARAM_ERROR');
    assert.equal(await code({ transfer_scene_id: '1001' }), 'PARAM_ERROR');
    assert.equal(await code({ transfer_scene_report_infos: [{ info_type: '活动名称', info_content: 'x' }] }), 'PARAM_ERROR');
    assert.equal(await code({ user_recv_perception: '现金奖励' }), 'PARAM_ERROR');
    assert.equal(await code({ out_bill_no: 'X-1' }), 'PARAM_ERROR');
    assert.equal(await code({ transfer_amount: 1_000_001, user_name: seal('张三') }), 'NOT_ENOUGH');
    assert.equal((await query('X1')).code, 'NOT_FOUND', 'nothing of this was taken');
  });

  await t.test('is confirmed by the user', async () => {
    const sent = await send('T1', { user_name: seal('张三') });
    assert.equal(sent.state, 'WAIT_USER_CONFIRM');
    assert.equal((await send('T1', { user_name: seal('张三') })).package_info, sent.package_info, 'the same, though sealed anew');
    assert.equal((await send('T1', { user_name: seal('张三'), transfer_amount: 1000 })).code, 'ALREADY_EXISTS');
    assert.equal((await query('T1')).package_info, undefined);
    await assert.rejects(ctl('POST', '/transfer-confirm', { out_bill_no: 'T1', package_info: 'another' }), { status: 400 });
    await assert.rejects(ctl('POST', '/transfer-confirm', { out_bill_no: 'T1', openid: 'oSomebody' }), { status: 403 });
    await ctl('POST', '/transfer-confirm', { out_bill_no: 'T1', package_info: sent.package_info, openid });
    await receiver.wait(1);
    const { event_type: type, resource, plain } = told()[0];
    assert.deepEqual([type, resource.original_type, plain.out_bill_no, plain.state, plain.transfer_amount, plain.openid],
      ['MCHTRANSFER.BILL.FINISHED', 'mch_payment', 'T1', 'SUCCESS', 8640, openid]);
    assert.equal((await query('T1')).state, 'SUCCESS');
    assert.equal((await merchant.exchange('POST', `${PATH}/out-bill-no/T1/cancel`, {})).json.code, 'INVALID_REQUEST');
  });

  await t.test('the other key mode, and another name', async () => {
    const headers = { 'wechatpay-serial': read('wxp_cert_serial') };
    const key = crypto.createPublicKey(read('wxp_cert.pem')).export({ type: 'spki', format: 'pem' });
    const name = crypto.publicEncrypt({ key, oaepHash: 'sha1' }, Buffer.from('李四')).toString('base64');
    assert.equal((await send('T2', { user_name: name }, { headers })).state, 'WAIT_USER_CONFIRM');
    await ctl('POST', '/transfer-confirm', { out_bill_no: 'T2' });
    await receiver.wait(2);
    assert.deepEqual([told()[1].plain.state, told()[1].plain.fail_reason], ['FAIL', 'NAME_NOT_CORRECT']);
  });

  await t.test('is taken back, or nobody takes it', async () => {
    await send('T3');
    const { json } = await merchant.exchange('POST', `${PATH}/out-bill-no/T3/cancel`, {});
    assert.equal(json.state, 'CANCELING');
    await until(async () => (await query('T3')).state === 'CANCELLED');
    await send('T4');
    await ctl('POST', '/clock', { advanceMs: 24 * 3600_000 + 1000 });
    await receiver.wait(4);
    assert.equal(told().find(({ plain }) => plain.out_bill_no === 'T4').plain.fail_reason, 'OVERDUE_CLOSE');
    assert.deepEqual((({ transfers, transferredFen }) => [transfers, transferredFen])(await ctl('GET', '/books')), [1, 8640]);
  });
});
