// The message push, seen by who receives it.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { newReceiver, newSandbox } from './support.mjs';

// As the documentation describes it, written apart from the stand-in.
function opened(sandbox, { query, bytes }) {
  const { Encrypt } = JSON.parse(bytes);
  const parts = [sandbox.read('push_token'), query.get('timestamp'), query.get('nonce'), Encrypt].sort().join('');
  assert.equal(crypto.createHash('sha1').update(parts).digest('hex'), query.get('msg_signature'));
  const key = Buffer.from(sandbox.read('push_aes_key') + '=', 'base64');
  const decipher = crypto.createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  decipher.setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(Buffer.from(Encrypt, 'base64')), decipher.final()]);
  const pad = plain[plain.length - 1];
  assert.ok(pad >= 1 && pad <= 32);
  const length = plain.readUInt32BE(16);
  assert.equal(plain.subarray(20 + length, plain.length - pad).toString(), sandbox.read('app_id'));
  return JSON.parse(plain.subarray(20, 20 + length));
}

test('the address is checked with an echo', async (t) => {
  const receiver = await newReceiver(t, ({ query }) => query.get('echostr'));
  const { ctl, read } = await newSandbox(t, { settings: { pushUrl: `${receiver.url}/push` } });
  assert.deepEqual(await ctl('POST', '/push-verify', {}), { status: 200, ok: true });
  const { query } = receiver.received[0];
  const right = crypto.createHash('sha1').update([read('push_token'), query.get('timestamp'), query.get('nonce')].sort().join('')).digest('hex');
  assert.equal(query.get('signature'), right);
});

test('events are encrypted and carry the user', async (t) => {
  const receiver = await newReceiver(t, () => 'success');
  const sandbox = await newSandbox(t, { settings: { pushUrl: `${receiver.url}/push` } });
  const { openid } = await sandbox.ctl('POST', '/user', {});
  await sandbox.ctl('POST', '/subscribe', { openid, template_id: sandbox.read('templates', 'team_completed') });
  const [request] = await receiver.wait(1);
  const event = opened(sandbox, request);
  assert.equal(event.Event, 'subscribe_msg_popup_event');
  assert.equal(event.FromUserName, openid);
  assert.equal(event.List.SubscribeStatusString, 'accept', 'one item is an object');
});

test('a push that is not taken comes again, three times in all', async (t) => {
  const receiver = await newReceiver(t, () => 500);
  const { ctl } = await newSandbox(t, { settings: { pushUrl: receiver.url, retryScale: 0.0001 } });
  await ctl('POST', '/message', { openid: (await ctl('POST', '/user', {})).openid, content: '在吗' });
  await receiver.wait(3);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(receiver.received.length, 3);
  assert.deepEqual((await ctl('GET', '/pushes')).pushes.map((push) => push.attempt), [1, 2, 3]);
});

test('duplicates and plain mode, when they are wanted', async (t) => {
  const receiver = await newReceiver(t, () => 'success');
  const { ctl } = await newSandbox(t, { settings: { pushUrl: receiver.url, pushMode: 'plain', pushDuplicates: 2 } });
  const { openid } = await ctl('POST', '/user', {});
  await ctl('POST', '/push', { openid, fields: { MsgType: 'event', Event: 'debug_demo', debug_str: 'hello' } });
  await receiver.wait(3);
  assert.equal(new Set(receiver.received.map(({ bytes }) => bytes.toString())).size, 1);
  assert.equal(JSON.parse(receiver.received[0].bytes).debug_str, 'hello');
});

// As far as its size: one segment before it, as pictures have.
const jpegOfWidth = (width) => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 2, width >> 8, width & 0xff, 3, 1, 0x11, 0]);

test('a picture is judged a little later', async (t) => {
  const pictures = await newReceiver(t, ({ path }) => ({ '/gone': 404, '/bad': 'JFIF 违规', '/444': jpegOfWidth(444), '/445': jpegOfWidth(445), '/446': jpegOfWidth(446) }[path] ?? 'JFIF'));
  const receiver = await newReceiver(t, () => 'success');
  const sandbox = await newSandbox(t, { settings: { pushUrl: receiver.url, mediaCheckDelayMs: 1 } });
  const { openid } = await sandbox.ctl('POST', '/user', {});
  const check = (place) => sandbox.wx.call('/wxa/media_check_async', { media_url: pictures.url + place, media_type: 2, version: 2, scene: 1, openid });
  const ids = {};
  for (const place of ['/good', '/bad', '/gone', '/444', '/445', '/446']) ids[(await check(place)).trace_id] = place;
  await receiver.wait(6);
  const verdicts = Object.fromEntries(receiver.received.map((request) => {
    const event = opened(sandbox, request);
    return [ids[event.trace_id], event.errcode || event.result.suggest];
  }));
  assert.deepEqual(verdicts, { '/good': 'pass', '/bad': 'risky', '/gone': -1008, '/444': 'risky', '/445': 'review', '/446': 'pass' });
});

test('forged pushes are really wrong', async (t) => {
  const receiver = await newReceiver(t, () => 401);
  const sandbox = await newSandbox(t, { settings: { pushUrl: receiver.url } });
  const forge = (flaw) => sandbox.ctl('POST', '/push-forged', { openid: 'o1', fields: { MsgType: 'text', Content: 'x' }, flaw });
  for (const [i, flaw] of ['bad_signature', 'tampered', 'other_app'].entries()) {
    assert.equal((await forge(flaw)).status, 401);
    assert.throws(() => opened(sandbox, receiver.received[i]), flaw);
  }
});
