// Complaints: a user complains, the merchant is told, answers and completes; pictures both ways.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { newReceiver, newSandbox, paidOrder, until } from './support.mjs';

const PATH = '/v3/merchant-service/complaints-v2';
const ADDRESS = '/v3/merchant-service/complaint-notifications';

test('a complaint from the first word to the last', async (t) => {
  const receiver = await newReceiver(t);
  const sandbox = await newSandbox(t, { settings: { refundDelayMs: 1, refundGapMs: 0 } });
  const { merchant, ctl, read } = sandbox;
  const ask = async (method, path, body) => (await merchant.exchange(method, path, body)).json;
  const code = async (...parts) => (await ask(...parts))?.code;
  const told = () => receiver.received.map(({ bytes }) => JSON.parse(bytes)).map(({ event_type: type, resource }) => [type, JSON.parse(merchant.open(resource)).action_type]);
  const order = await paidOrder(sandbox);

  assert.equal(await code('GET', ADDRESS), 'RESOURCE_NOT_EXISTS');
  const json = { headers: { 'content-type': 'application/json' } };
  assert.equal((await merchant.exchange('PUT', ADDRESS, { url: receiver.url }, json)).json.code, 'RESOURCE_NOT_EXISTS');
  assert.equal((await ask('POST', ADDRESS, { url: receiver.url })).url, receiver.url);
  assert.equal(await code('POST', ADDRESS, { url: receiver.url }), 'INVALID_REQUEST');
  assert.equal((await merchant.exchange('PUT', ADDRESS, { url: `${receiver.url}/complaints` }, json)).json.url, `${receiver.url}/complaints`);

  const { complaint_id: id } = await ctl('POST', '/complaint', { out_trade_no: order.outTradeNo, detail: '没收到货', problem_type: 'REFUND', apply_refund_amount: 990, pictures: 1 });
  await receiver.wait(1);
  assert.deepEqual(told()[0], ['COMPLAINT.CREATE', 'CREATE_COMPLAINT']);
  const seen = await ask('GET', `${PATH}/${id}`);
  assert.deepEqual([seen.complaint_state, seen.incoming_user_response, seen.payer_openid, seen.complaint_order_info[0].out_trade_no, seen.apply_refund_amount],
    ['PENDING', true, order.openid, order.outTradeNo, 990]);
  const { phone } = await ctl('GET', `/user/${order.openid}`);
  const opened = crypto.privateDecrypt({ key: read('merchant', 'apiclient_key.pem'), oaepHash: 'sha1' }, Buffer.from(seen.payer_phone, 'base64'));
  assert.equal(opened.toString(), phone);
  const picture = await merchant.exchange('GET', new URL(seen.complaint_media_list[0].media_url[0]).pathname.replace('/pay', ''));
  assert.equal(picture.headers['content-type'], 'image/png');

  const mchid = merchant.mchid;
  assert.equal(await code('POST', `${PATH}/${id}/complete`, { complainted_mchid: mchid }), 'INVALID_REQUEST', 'nobody has answered yet');
  const file = crypto.randomBytes(2000);
  file.set(Buffer.from('89504e470d0a1a0a', 'hex'));
  const upload = async (meta, bytes = file) => {
    const text = JSON.stringify(meta);
    const body = Buffer.concat([
      Buffer.from(`--b0\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n${text}\r\n--b0\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\nContent-Type: image/png\r\n\r\n`),
      bytes, Buffer.from('\r\n--b0--\r\n'),
    ]);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = crypto.randomBytes(16).toString('hex');
    const signature = merchant.sign(`POST\n/v3/merchant-service/images/upload\n${timestamp}\n${nonce}\n${text}\n`);
    const response = await fetch(`${sandbox.url}/pay/v3/merchant-service/images/upload`, {
      method: 'POST', body,
      headers: {
        accept: 'application/json', 'user-agent': 'test', 'content-type': 'multipart/form-data; boundary=b0',
        authorization: `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${read('merchant', 'serial')}",signature="${signature}"`,
      },
    });
    return response.json();
  };
  const sha256 = crypto.createHash('sha256').update(file).digest('hex');
  const { media_id: media } = await upload({ filename: 'x.png', sha256 });
  assert.match(media, /\.png$/);
  assert.equal((await upload({ filename: 'x.png', sha256: '0' })).code, 'PARAM_ERROR');
  assert.equal((await upload({ filename: 'x.gif', sha256 })).code, 'PARAM_ERROR');
  const back = await merchant.exchange('GET', `/v3/merchant-service/images/${media}`);
  assert.ok(back.bytes.equals(file));

  const reply = (change = {}) => merchant.exchange('POST', `${PATH}/${id}/response`, { complainted_mchid: mchid, response_content: '正在核实', ...change });
  assert.equal((await reply({ complainted_mchid: '1' })).json.code, 'MCH_NOT_EXISTS');
  assert.equal((await reply({ response_images: ['nothing.png'] })).json.code, 'PARAM_ERROR');
  assert.equal((await reply({ response_content: '长'.repeat(201) })).json.code, 'PARAM_ERROR');
  assert.equal((await reply({ response_images: [media] })).status, 204);
  assert.equal((await ask('GET', `${PATH}/${id}`)).complaint_state, 'PROCESSING');
  await ctl('POST', '/complaint-message', { complaint_id: id, content: '还没有收到' });
  assert.equal((await ask('GET', `${PATH}/${id}`)).incoming_user_response, true);

  assert.equal(await code('POST', `${PATH}/${id}/update-refund-progress`, { action: 'REJECT' }), 'PARAM_ERROR');
  assert.equal((await merchant.exchange('POST', `${PATH}/${id}/update-refund-progress`, { action: 'APPROVE', launch_refund_day: 0 })).status, 204);
  await merchant.exchange('POST', '/v3/refund/domestic/refunds', {
    transaction_id: order.transactionId, out_refund_no: 'C1', amount: { refund: 1990, total: 1990, currency: 'CNY' },
  });
  await until(async () => (await ask('GET', `${PATH}/${id}`)).complaint_full_refunded);
  assert.equal((await merchant.exchange('POST', `${PATH}/${id}/complete`, { complainted_mchid: mchid })).status, 204);
  assert.equal(await code('POST', `${PATH}/${id}/complete`, { complainted_mchid: mchid }), 'INVALID_REQUEST');
  await ctl('POST', '/complaint-again', { complaint_id: id });
  const history = await ask('GET', `${PATH}/${id}/negotiation-historys?limit=3&offset=1`);
  assert.deepEqual(history.data.map(({ operate_type: type }) => type), ['MERCHANT_CONFIRM_COMPLETE', 'COMPLAINT_FULL_REFUNDED_SYSTEM_MESSAGE', 'MERCHANT_APPROVE_REFUND']);
  assert.equal(history.total_count, 7);
  await receiver.wait(7);
  assert.deepEqual(told().map(([, action]) => action).sort(), ['CONTINUE_COMPLAINT', 'CREATE_COMPLAINT', 'MERCHANT_APPROVE_REFUND', 'MERCHANT_CONFIRM_COMPLETE', 'MERCHANT_RESPONSE', 'REFUND_SUCCESS', 'USER_RESPONSE']);

  const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
  const page = await ask('GET', `${PATH}?begin_date=${today}&end_date=${today}&limit=5`);
  assert.deepEqual([page.total_count, page.data[0].complaint_id, page.data[0].payer_openid, page.data[0].user_complaint_times], [1, id, undefined, 2]);
  assert.equal(await code('GET', `${PATH}?begin_date=2020-01-01&end_date=2020-01-31`), 'PARAM_ERROR', 'thirty days at most');
  assert.equal(await code('GET', `${PATH}/nothing`), 'RESOURCE_NOT_EXISTS');
  assert.equal((await merchant.exchange('DELETE', ADDRESS)).status, 204);
  await assert.rejects(ctl('POST', '/complaint', { out_trade_no: 'nothing' }), { code: 'ORDER_NOT_EXIST' });
});
