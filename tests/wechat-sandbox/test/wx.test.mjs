// api.weixin.qq.com: each thing it refuses, with the number it refuses with.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { newSandbox } from './support.mjs';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const codeOf = async (response) => (await (await response).json()).errcode;

// What may be done so often a day, or a minute, is counted from its beginning on: whoever counts along begins there.
async function newWindow(ctl, windowMs) {
  const { now } = await ctl('GET', '/clock');
  await ctl('POST', '/clock', { now: Math.ceil(now / windowMs) * windowMs });
}

test('the stable token', async (t) => {
  const { wx, ctl } = await newSandbox(t);

  await t.test('is the same for everybody until five minutes before its end', async () => {
    const first = await wx.token();
    assert.ok(first.expires_in > 7190 && first.access_token.length > 100);
    assert.equal((await wx.token()).access_token, first.access_token);
    await ctl('POST', '/clock', { advanceMs: 6890_000 });
    const later = await wx.token();
    assert.equal(later.access_token, first.access_token);
    assert.ok(later.expires_in <= 310);
    await ctl('POST', '/clock', { advanceMs: 20_000 });
    assert.notEqual((await wx.token()).access_token, first.access_token);
    assert.equal(await codeOf(wx.get('/wxaapi/newtmpl/gettemplate', { access_token: first.access_token })), 0, 'the old one lives on');
    await ctl('POST', '/clock', { advanceMs: 300_000 });
    assert.equal(await codeOf(wx.get('/wxaapi/newtmpl/gettemplate', { access_token: first.access_token })), 42001);
  });

  await t.test('is replaced at once when forced, and not too often', async () => {
    await newWindow(ctl, DAY_MS);
    const before = await wx.token();
    const forced = await wx.token({ force_refresh: true });
    assert.notEqual(forced.access_token, before.access_token);
    assert.equal(await codeOf(wx.get('/wxaapi/newtmpl/gettemplate', { access_token: before.access_token })), 40001);
    assert.equal((await wx.token({ force_refresh: true })).errcode, 45011);
    for (let i = 0; i < 19; i++) {
      await ctl('POST', '/clock', { advanceMs: 30_000 });
      assert.ok((await wx.token({ force_refresh: true })).access_token);
    }
    await ctl('POST', '/clock', { advanceMs: 30_000 });
    assert.equal((await wx.token({ force_refresh: true })).errcode, 45009);
  });

  await t.test('is refused to who cannot prove himself', async () => {
    assert.equal((await wx.token({ secret: 'wrong' })).errcode, 40125);
    assert.equal((await wx.token({ appid: 'wx0000000000000000' })).errcode, 40013);
    assert.equal((await wx.token({ appid: '' })).errcode, 41002);
    assert.equal((await wx.token({ secret: '' })).errcode, 41004);
    assert.equal((await wx.token({ grant_type: 'other' })).errcode, 40002);
    assert.equal((await wx.token({ unknown: 1 })).errcode, 47001);
    assert.equal(await codeOf(wx.get('/cgi-bin/stable_token')), 43002);
    assert.equal(await codeOf(wx.post('/cgi-bin/stable_token', '{')), 47001);
    assert.equal(await codeOf(wx.post('/cgi-bin/stable_token', '')), 44002);
    assert.equal(await codeOf(wx.post('/no/such/thing', {})), 40066);
  });

  await t.test('can be ended by a test', async () => {
    const { access_token: token } = await wx.token();
    await ctl('POST', '/expire-token', {});
    assert.equal(await codeOf(wx.get('/wxaapi/newtmpl/gettemplate', { access_token: token })), 42001);
    assert.equal(await codeOf(wx.get('/wxaapi/newtmpl/gettemplate', { access_token: 'nonsense' })), 40001);
    assert.equal(await codeOf(wx.get('/wxaapi/newtmpl/gettemplate')), 41001);
    assert.notEqual((await wx.token()).access_token, token);
  });
});

test('sign-in', async (t) => {
  const { wx, ctl } = await newSandbox(t);

  await t.test('a code is good once', async () => {
    const { code, openid, unionid } = await ctl('POST', '/user', {});
    const session = await wx.login(code);
    assert.equal(session.openid, openid);
    assert.equal(session.unionid, unionid);
    assert.equal(Buffer.from(session.session_key, 'base64').length, 16);
    assert.equal((await wx.login(code)).errcode, 40163);
  });

  await t.test('a code is good for five minutes', async () => {
    const { code } = await ctl('POST', '/user', {});
    await ctl('POST', '/clock', { advanceMs: 300_001 });
    assert.equal((await wx.login(code)).errcode, 40029);
  });

  await t.test('a code is for its purpose, its app and a user who is not blocked', async () => {
    const { phoneCode, openid } = await ctl('POST', '/user', {});
    assert.equal((await wx.login('made-up')).errcode, 40029);
    assert.equal((await wx.login(phoneCode)).errcode, 40029);
    const other = await ctl('POST', '/app', {});
    const { code } = await ctl('POST', '/code', { openid });
    assert.equal((await wx.login(code, { appid: other.appId, secret: other.secret })).errcode, 40029);
    assert.equal((await wx.login('', {})).errcode, 41008);
    assert.equal((await wx.login(code, { grant_type: 'x' })).errcode, 40002);
    assert.equal((await wx.login(code, { secret: 'x' })).errcode, 40125);
    const blocked = await ctl('POST', '/user', { blocked: true });
    assert.equal((await wx.login(blocked.code)).errcode, 40226);
  });

  await t.test('a session key is checked and renewed', async () => {
    const { code, openid } = await ctl('POST', '/user', {});
    const { session_key: key } = await wx.login(code);
    const signature = crypto.createHmac('sha256', key).update('').digest('hex');
    const { access_token } = await wx.token();
    const query = { access_token, openid, signature, sig_method: 'hmac_sha256' };
    assert.equal(await codeOf(wx.get('/wxa/checksession', query)), 0);
    assert.equal(await codeOf(wx.get('/wxa/checksession', { ...query, signature: '0'.repeat(64) })), 87009);
    assert.equal(await codeOf(wx.get('/wxa/checksession', { ...query, sig_method: 'sha1' })), 87008);
    const renewed = await (await wx.get('/wxa/resetusersessionkey', query)).json();
    assert.notEqual(renewed.session_key, key);
    assert.equal(await codeOf(wx.get('/wxa/checksession', query)), 87009);
  });
});

test('a phone number', async (t) => {
  const { wx, ctl, read } = await newSandbox(t);
  const { code, phoneCode, openid, phone } = await ctl('POST', '/user', {});
  assert.equal((await wx.call('/wxa/business/getuserphonenumber', { code })).errcode, 40029, 'a sign-in code is no phone code');
  const answer = await wx.call('/wxa/business/getuserphonenumber', { code: phoneCode });
  assert.equal(answer.phone_info.purePhoneNumber, phone);
  assert.equal(answer.phone_info.watermark.appid, read('app_id'));
  assert.equal((await wx.call('/wxa/business/getuserphonenumber', { code: phoneCode })).errcode, 40029, 'once only');
  const { code: second } = await ctl('POST', '/code', { openid, kind: 'phone' });
  assert.equal((await wx.call('/wxa/business/getuserphonenumber', { code: second, openid: 'oSomebodyElse' })).errcode, 40029);
  const { code: third } = await ctl('POST', '/code', { openid, kind: 'phone', ttlMs: 1 });
  await ctl('POST', '/clock', { advanceMs: 2 });
  assert.equal((await wx.call('/wxa/business/getuserphonenumber', { code: third })).errcode, 40029);
  const app = await ctl('POST', '/app', {});
  const foreign = await ctl('POST', '/user', { appId: app.appId });
  assert.equal((await wx.call('/wxa/business/getuserphonenumber', { code: foreign.phoneCode })).errcode, 40013);
});

test('subscribe messages', async (t) => {
  const { wx, ctl, read } = await newSandbox(t);
  const templateId = read('templates', 'team_completed');
  const { openid } = await ctl('POST', '/user', {});
  const data = { thing1: { value: '瑞士卷' }, number2: { value: '3' }, time3: { value: '2026年11月21日 20:01' }, thing4: { value: '请到南门取货' } };
  const message = { touser: openid, template_id: templateId, page: 'pages/team?id=1', data };
  const send = (changes = {}) => wx.call('/cgi-bin/message/subscribe/send', { ...message, ...changes });

  await t.test('need the user\'s agreement, one for each', async () => {
    assert.equal((await send()).errcode, 43101);
    await ctl('POST', '/subscribe', { openid, template_id: templateId });
    await ctl('POST', '/subscribe', { openid, template_id: templateId, choice: 'reject' });
    assert.equal((await send()).errcode, 0);
    assert.equal((await send()).errcode, 43101);
    const { messages } = await ctl('GET', `/outbox?openid=${openid}`);
    assert.equal(messages.length, 1);
    assert.equal(messages[0].data.thing1, '瑞士卷');
    assert.equal(messages[0].template, 'team_completed');
  });

  await t.test('are taken back in the settings', async () => {
    await ctl('POST', '/subscribe', { openid, template_id: templateId, count: 3 });
    await ctl('POST', '/unsubscribe', { openid, template_id: templateId });
    assert.equal((await send()).errcode, 43101);
  });

  await t.test('one at a time to one person', async () => {
    await ctl('POST', '/subscribe', { openid, template_id: templateId, count: 2 });
    await ctl('POST', '/settings', { sendDelayMs: 100 });
    const codes = (await Promise.all([send(), send()])).map((answer) => answer.errcode).sort();
    assert.deepEqual(codes, [0, 43108]);
    assert.equal((await send()).errcode, 0, 'the refused one has used nothing up');
    await ctl('POST', '/settings', { sendDelayMs: 2 });
  });

  await t.test('hold what the template names, as its kinds demand', async () => {
    await ctl('POST', '/subscribe', { openid, template_id: templateId, count: 1 });
    const wrong = [
      { thing1: { value: '一'.repeat(21) } }, { thing1: { value: '' } }, { thing1: { value: '两\n行' } }, { thing1: {} },
      { number2: { value: '三' } }, { number2: { value: '1'.repeat(33) } }, { time3: { value: '昨天' } }, { time3: { value: '25:00' } },
      { other9: { value: 'x' } },
    ];
    for (const change of wrong) assert.equal((await send({ data: { ...data, ...change } })).errcode, 47003, JSON.stringify(change));
    const { thing1, ...rest } = data;
    assert.equal((await send({ data: rest })).errcode, 47003);
    assert.match((await send({ data: { ...data, number2: { value: 'x' } } })).errmsg, /data\.number2\.value/);
    assert.equal((await send({ data: { ...data, thing1: { value: '😀'.repeat(20) } } })).errcode, 0, 'characters are counted, not units');
  });

  await t.test('and the rest of the request is checked too', async () => {
    assert.equal((await send({ touser: 'oNobody' })).errcode, 40003);
    assert.equal((await send({ template_id: 'none' })).errcode, 40037);
    assert.equal((await send({ page: '/pages/team' })).errcode, 41030);
    assert.equal((await send({ miniprogram_state: 'formall' })).errcode, 47001);
    assert.equal((await send({ unknown: true })).errcode, 47001);
    const escaped = JSON.stringify(message).replace('瑞', '\\u745e');
    const { access_token } = await wx.token();
    assert.equal(await codeOf(wx.post('/cgi-bin/message/subscribe/send', escaped, { access_token })), 40033);
    await ctl('POST', '/template-ban', { templateId });
    assert.equal((await send()).errcode, 43107);
  });

  await t.test('templates are listed with their keys', async () => {
    const { access_token } = await wx.token();
    const { data: rows } = await (await wx.get('/wxaapi/newtmpl/gettemplate', { access_token })).json();
    assert.match(rows.find((row) => row.priTmplId === templateId).content, /\{\{thing1\.DATA\}\}/);
  });
});

test('customer service answers a user five times within two days', async (t) => {
  const { wx, ctl } = await newSandbox(t);
  const { openid } = await ctl('POST', '/user', {});
  const answer = () => wx.call('/cgi-bin/message/custom/send', { touser: openid, msgtype: 'text', text: { content: '您好' } });
  assert.equal((await answer()).errcode, 45015);
  await ctl('POST', '/message', { openid, content: '在吗' });
  for (let i = 0; i < 5; i++) assert.equal((await answer()).errcode, 0);
  assert.equal((await answer()).errcode, 45047);
  assert.equal((await ctl('GET', '/outbox?channel=chat')).messages.length, 5);
});

test('text checks', async (t) => {
  const { wx, ctl } = await newSandbox(t);
  const { openid } = await ctl('POST', '/user', {});
  const check = (content, changes = {}) => wx.call('/wxa/msg_sec_check', { content, version: 2, scene: 3, openid, ...changes });
  assert.equal((await check('周末一起打球')).result.suggest, 'pass');
  assert.deepEqual((await check('加微信领红包')).result, { suggest: 'risky', label: 10001 });
  assert.equal((await check('违规内容')).result.suggest, 'risky');
  assert.equal((await check('疑似广告')).result.suggest, 'review');
  assert.equal((await check('正文', { title: '违规' })).result.suggest, 'risky', 'the title counts');
  assert.equal((await check('一'.repeat(2501))).errcode, 47001);
  assert.equal((await check('x', { version: 1 })).errcode, 47001);
  assert.equal((await check('x', { scene: 5 })).errcode, 47001);
  assert.equal((await check('x', { openid: 'oNobody' })).errcode, 40003);
  await ctl('POST', '/settings', { limits: { msg_sec_check: { minute: 2 } } });
  await ctl('POST', '/limits-reset', {});
  const codes = [];
  for (let i = 0; i < 3; i++) codes.push((await check('x')).errcode);
  assert.deepEqual(codes, [0, 0, 45011]);
  await ctl('POST', '/clock', { advanceMs: 2 * 3600_000 + 1 });
  assert.equal((await check('x')).errcode, 42001, 'the token is as old');
});

test('content is checked for active users only', async (t) => {
  const { wx, ctl } = await newSandbox(t);
  const { openid } = await ctl('POST', '/user', {});
  await ctl('POST', '/settings', { activeWindowMs: 60_000 });
  await ctl('POST', '/clock', { advanceMs: 60_001 });
  const check = () => wx.call('/wxa/msg_sec_check', { content: 'x', version: 2, scene: 1, openid });
  assert.equal((await check()).errcode, 61010);
  await ctl('POST', '/code', { openid });
  assert.equal((await check()).errcode, 0);
});

test('codes and links', async (t) => {
  const { wx, ctl } = await newSandbox(t);
  const { access_token } = await wx.token();
  const code = (body) => wx.post('/wxa/getwxacodeunlimit', body, { access_token });

  const picture = await code({ scene: 's=0198c0ffee', page: 'pages/team/team' });
  assert.equal(picture.headers.get('content-type'), 'image/jpeg');
  const bytes = Buffer.from(await picture.arrayBuffer());
  assert.equal(bytes.subarray(0, 3).toString('hex'), 'ffd8ff');
  assert.ok(bytes.includes('scene=s=0198c0ffee'));
  const transparent = Buffer.from(await (await code({ scene: 'a', is_hyaline: true })).arrayBuffer());
  assert.equal(transparent.subarray(1, 4).toString(), 'PNG');

  const refusals = [
    [{ scene: 'a%20b' }, 40129], [{ scene: '中' }, 40129], [{ scene: '' }, 40169], [{ scene: 'x'.repeat(33) }, 40169],
    [{ scene: 'a', page: '/pages/a' }, 41030], [{ scene: 'a', page: 'pages/a?b=1' }, 41030],
    [{ scene: 'a', width: 279 }, 40097], [{ scene: 'a', widht: 300 }, 40097], [{ scene: 'a', env_version: 'prod' }, 40097],
  ];
  for (const [body, errcode] of refusals) assert.equal(await codeOf(code(body)), errcode, JSON.stringify(body));
  await ctl('POST', '/page', { path: 'pages/index/index' });
  assert.equal(await codeOf(code({ scene: 'a', page: 'pages/unreleased' })), 41030);
  assert.equal((await code({ scene: 'a', page: 'pages/unreleased', check_path: false })).headers.get('content-type'), 'image/jpeg');

  const link = await wx.call('/wxa/generate_urllink', { path: 'pages/index/index', query: 'a=1', expire_type: 1, expire_interval: 7 });
  assert.match(link.url_link, /^https:\/\/wxaurl\.cn\/\w{11}$/);
  assert.equal((await wx.call('/wxa/query_urllink', { url_link: link.url_link })).url_link_info.query, 'a=1');
  assert.equal((await wx.call('/wxa/query_urllink', { url_link: 'https://wxaurl.cn/none' })).errcode, 85403);
  assert.equal((await wx.call('/wxa/generate_urllink', { expire_type: 1, expire_interval: 31 })).errcode, 85401);
  assert.equal((await wx.call('/wxa/generate_urllink', { path: '/pages/a' })).errcode, 40165);
  assert.match((await wx.call('/wxa/generatescheme', { jump_wxa: { path: 'pages/a' } })).openlink, /^weixin:\/\/dl\/business/);
});

test('the group robot', async (t) => {
  const { url, ctl } = await newSandbox(t);
  const say = async (key, body) => (await (await fetch(`${url}/qy/cgi-bin/webhook/send?key=${key}`, { method: 'POST', body: JSON.stringify(body) })).json()).errcode;
  const hello = { msgtype: 'text', text: { content: '今晚八点开团' } };
  assert.equal(await say('k1', hello), 93000);
  await ctl('POST', '/robot', { key: 'k1' });
  assert.equal(await say('k1', { msgtype: 'text', text: { content: '字'.repeat(700) } }), 40058, 'bytes are counted here');
  assert.equal(await say('k1', { msgtype: 'markdown' }), 40058);
  assert.equal(await say('k1', { msgtype: 'text', text: { content: 'x' }, extra: 1 }), 40058);
  await newWindow(ctl, MINUTE_MS);
  for (let i = 0; i < 20; i++) assert.equal(await say('k1', hello), 0);
  assert.equal(await say('k1', hello), 45009);
});
