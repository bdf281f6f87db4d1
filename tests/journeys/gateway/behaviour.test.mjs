// What the gateway does by itself, shown with services played by functions: sessions, limits, caching, remembered refusals,
// packing, batches, news, callbacks, admission, answers.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { sleep, until } from '../../support/house.mjs';
import { GatewayHouse, Refusal, signToken } from '../../support/gateway.mjs';
import * as wire from '../../support/wire.mjs';

const SAMPLE = 'linli.sample.v1.Sample';
let house;
const seen = {}; // method name → what its function was last called with
let act = {}; // method name → what it does in this test

const thing = (id, name = 'a thing', price = 100) => [[1, id], [2, name], [3, price]];

before(async () => {
  house = await GatewayHouse.start({ settings: { LINLI_GATEWAY_USER_RATES: 'read=1000/1:1000 write=1000/1:1000 login=3/60:3 money=1000/1:1000 callback=1000/1:1000' } });
  const normal = {
    GetThing: ({ text }) => thing(text(1)),
    ListThings: () => [[1, thing('t1')], [1, thing('t2')]],
    CreateThing: ({ text, fields }) => thing('new', text(1), fields[2][0]),
    BuyThing: ({ text }) => thing(text(1), 'bought'),
    ReplaceThing: ({ text }) => thing(text(1), text(2)),
    AskThing: ({ text }) => thing(text(1)),
    TakeNotice: () => [[1, 204]],
  };
  for (const [name, handler] of Object.entries(normal)) {
    await house.play(`${SAMPLE}.${name}`, (call) => {
      (seen[name] ??= []).push(call);
      return (act[name] ?? handler)(call);
    });
  }
});

beforeEach(() => {
  act = {};
  for (const name of Object.keys(seen)) delete seen[name];
});

after(() => house.stop());

const ask = (...words) => house.request(...words);
let users = 0;
const newUser = (claims = {}, options) => {
  const sub = String(++users).padStart(32, '0');
  return { sub, token: signToken({ sub, sid: sub, ...claims }, options) };
};

// ---- answers

test('an answer has its id, its headers and nothing of the server', async () => {
  const answer = await ask('GET', '/v1/things/t9');
  assert.deepEqual(answer.json, { thingId: 't9', name: 'a thing', priceFen: 100 });
  assert.match(answer.headers['x-request-id'], /^[0-9a-f]{32}$/);
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.headers.server, undefined);
  assert.match(answer.headers.ratelimit, /^"read";r=\d+;t=\d+$/);
  assert.match(answer.headers['ratelimit-policy'], /^"read";q=\d+;w=\d+$/);
});

test('a trace goes on where it came from, and is the request id', async () => {
  const trace = 'a'.repeat(32);
  const answer = await ask('GET', '/v1/things/t1', { headers: { traceparent: `00-${trace}-${'b'.repeat(16)}-01` } });
  assert.equal(answer.headers['x-request-id'], trace);
  assert.ok(seen.GetThing[0].headers.traceparent.startsWith(`00-${trace}-`));
});

test('problems speak the language that was asked for', async () => {
  const titles = {};
  for (const language of ['en', 'zh', 'en-GB;q=0.5, zh-CN;q=0.4', 'zh-TW, en;q=0.1', 'fr', '']) {
    titles[language] = (await ask('GET', '/v1/nowhere', { headers: language ? { 'accept-language': language } : {} })).json.title;
  }
  const zh = '内容不存在';
  const en = 'There is nothing here';
  assert.deepEqual(titles, { en, zh, 'en-GB;q=0.5, zh-CN;q=0.4': en, 'zh-TW, en;q=0.1': zh, fr: zh, '': zh });
});

test('HEAD is GET without a body', async () => {
  const answer = await ask('HEAD', '/v1/things/t1');
  assert.equal(answer.status, 200);
  assert.equal(answer.text, '');
  assert.ok(Number(answer.headers['content-length']) > 20);
});

test('a service that fails is told apart', async () => {
  const failures = [['NOT_FOUND', 404], ['ABORTED', 409], ['PERMISSION_DENIED', 403], ['INTERNAL', 500], ['UNAVAILABLE', 503], ['RESOURCE_EXHAUSTED', 429]];
  for (const [code, status] of failures) {
    act.GetThing = () => { throw new Refusal(code, code === 'INTERNAL' ? 'INTERNAL' : 'NOT_HERE', 'secret of the inside'); };
    const answer = await ask('GET', '/v1/things/t1');
    assert.equal(answer.status, status, code);
    assert.equal(answer.json.detail, code === 'INTERNAL' ? undefined : 'secret of the inside');
  }
});

test('a service that does not answer is 504 after its time, and one that is not there 503 at once', async () => {
  act.GetThing = () => new Promise(() => {});
  const began = Date.now();
  const answer = await ask('GET', '/v1/things/t1');
  assert.equal(answer.status, 504);
  assert.equal(answer.json.code, 'TIMED_OUT');
  assert.ok(Date.now() - began < 1500, `${Date.now() - began} ms`);
  assert.equal(house.calls[`${SAMPLE}.EchoThing`], undefined);
  const nobody = await ask('POST', '/v1/echo', { body: {} });
  assert.equal(nobody.status, 503);
  assert.equal(nobody.json.code, 'NOT_AVAILABLE');
  assert.ok(nobody.headers['retry-after']);
});

test('an answer that is no such message is 500', async () => {
  act.GetThing = () => Buffer.from([0x0a, 0x05, 0xff]);
  const answer = await ask('GET', '/v1/things/t1');
  assert.equal(answer.status, 500);
  assert.equal(answer.json.code, 'INTERNAL');
});

test('the deadline travels in database time', async () => {
  const before = Date.now();
  await ask('GET', '/v1/things/t1');
  const left = Number(seen.GetThing[0].headers['Linli-Deadline']) - before;
  assert.ok(left > 800 && left < 1300, `${left} ms`);
});

test('preflights are answered for known origins only', async () => {
  const answer = await ask('OPTIONS', '/v1/things', { headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } });
  assert.equal(answer.status, 204);
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
});

// ---- who

test('a token says who calls, and is verified once', async () => {
  const { sub, token } = newUser({ roles: ['keeper:c1', 'member'] });
  const verified = await house.metric('linli_gateway_tokens_verified_total');
  for (let i = 0; i < 5; i++) assert.equal((await ask('GET', '/v1/things/t1', { token })).status, 200);
  const { caller } = seen.GetThing[0];
  assert.equal(caller.userId, sub);
  assert.deepEqual(caller.grants, ['keeper', 'member']);
  assert.equal(await house.metric('linli_gateway_tokens_verified_total'), verified + 1);
});

test('tokens that are not good', async () => {
  const past = Math.floor(Date.now() / 1000) - 10;
  const good = newUser().token;
  const forged = {
    TOKEN_EXPIRED: [newUser({ exp: past }).token],
    TOKEN_INVALID: [
      `${good.slice(0, -4)}AAAA`, newUser({}, { header: { alg: 'none' } }).token, newUser({}, { header: { alg: 'HS256' } }).token,
      newUser({}, { header: { crit: ['b64'] } }).token, newUser({ iss: 'other' }).token, newUser({ aud: 'other' }).token,
    ],
    TOKEN_STALE: [newUser({}, { header: { kid: 'k2' } }).token],
  };
  for (const [code, tokens] of Object.entries(forged)) {
    for (const token of tokens) {
      const answer = await ask('GET', '/v1/things/t1', { token });
      assert.equal(answer.status, 401);
      assert.equal(answer.json.code, code);
      assert.equal(answer.headers['www-authenticate'], 'Bearer');
    }
  }
});

test('who may not is told so: no token, no role', async () => {
  const put = (token) => ask('PUT', '/v1/things/t1', { token, body: { name: 'x' } });
  assert.equal((await put()).json.code, 'TOKEN_MISSING');
  assert.equal((await put(newUser().token)).json.code, 'FORBIDDEN');
  assert.equal((await put(newUser({ roles: ['keeper:somewhere'] }).token)).status, 200);
});

test('what is revoked is stale within a second, and what was revoked before a start as well', async () => {
  const one = newUser();
  const two = newUser();
  assert.equal((await ask('GET', '/v1/things/t1', { token: one.token })).status, 200);
  house.bus.publish('sys.sessions', wire.message([[1, one.sub], [3, Date.now() + 1]]));
  await until('the token is stale', async () => (await ask('GET', '/v1/things/t1', { token: one.token })).json.code === 'TOKEN_STALE', { withinMs: 1000, everyMs: 20 });
  await sleep(15);
  const later = signToken({ sub: one.sub, sid: one.sub });
  assert.equal((await ask('GET', '/v1/things/t1', { token: later })).status, 200);

  house.revoked = [[[2, two.sub], [3, Date.now() + 1]]];
  await house.stopGateway();
  await house.startGateway();
  assert.equal((await ask('GET', '/v1/things/t1', { token: two.token })).json.code, 'TOKEN_STALE');
});

test('the address of the client is what a trusted proxy says, from the right', async () => {
  await ask('GET', '/v1/things/t1', { headers: { 'x-forwarded-for': '6.6.6.6, 198.51.100.7' } });
  await ask('GET', '/v1/things/t1', { headers: { 'x-forwarded-for': '198.51.100.7, 127.0.0.1' } });
  await ask('GET', '/v1/things/t1', { headers: { 'x-forwarded-for': 'nonsense' } });
  assert.deepEqual(seen.GetThing.map(({ caller }) => caller.address), ['198.51.100.7', '198.51.100.7', '127.0.0.1']);
});

// ---- how often

test('a budget that is used up is 429 with Retry-After, for this user alone', async () => {
  const one = newUser();
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push(await ask('POST', '/v1/things/t1:ask', { token: one.token, headers: { 'x-forwarded-for': '203.0.113.1' } }));
  assert.deepEqual(answers.map((answer) => answer.status), [200, 200, 200, 429]);
  assert.equal(answers[3].json.code, 'RATE_LIMITED');
  assert.ok(Number(answers[3].headers['retry-after']) >= 15);
  assert.match(answers[3].headers.ratelimit, /^"login";r=0;t=\d+$/);
  assert.equal((await ask('POST', '/v1/things/t1:ask', { token: newUser().token, headers: { 'x-forwarded-for': '203.0.113.1' } })).status, 200);
  assert.equal(seen.AskThing.length, 4);
});

// ---- keys, remembered refusals, packing

const buy = (token, { id = 't1', attempt, key = `k${Math.random()}` } = {}) =>
  ask('POST', `/v1/things/${id}:buy`, { token, headers: { 'idempotency-key': key, ...(attempt ? { 'idempotency-attempt': String(attempt) } : {}) } });

test('the key reaches the service, quoted or not', async () => {
  const { token } = newUser();
  for (const key of ['abc', '"abc"']) await ask('POST', '/v1/things', { token, body: { name: 'n', priceFen: 5 }, headers: { 'idempotency-key': key } });
  assert.deepEqual(seen.CreateThing.map((call) => call.key), ['abc', 'abc']);
});

test('a declared refusal is repeated to first tries, and to nobody else', async () => {
  const { token } = newUser();
  act.BuyThing = () => { throw new Refusal('FAILED_PRECONDITION', 'SOLD_OUT', 'nothing is left'); };
  assert.equal((await buy(token, { id: 'gone' })).json.code, 'SOLD_OUT');
  const asked = seen.BuyThing.length;
  const repeated = await buy(token, { id: 'gone', attempt: 1 });
  assert.equal(repeated.status, 400);
  assert.equal(repeated.json.code, 'SOLD_OUT');
  assert.equal(repeated.json.title, '已售罄');
  assert.equal(seen.BuyThing.length, asked, 'a first try is answered from memory');
  await buy(token, { id: 'gone', attempt: 2 });
  await buy(token, { id: 'gone' });
  await buy(token, { id: 'other', attempt: 1 });
  assert.equal(seen.BuyThing.length, asked + 3, 'a repeat, one who does not say, and another thing are asked for');
  await sleep(1100);
  act = {};
  assert.equal((await buy(token, { id: 'gone', attempt: 1 })).status, 200, 'forgotten after its time');
});

test('other refusals are not remembered', async () => {
  const { token } = newUser();
  act.BuyThing = () => { throw new Refusal('ABORTED', 'CONFLICT'); };
  await buy(token, { id: 'busy' });
  act = {};
  assert.equal((await buy(token, { id: 'busy', attempt: 1 })).status, 200);
});

test('who buys at the same time travels together, and each has his own answer', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 40 });
  act.BuyThing = async ({ text, key, caller }) => {
    await sleep(60);
    if (key.endsWith('7')) throw new Refusal('FAILED_PRECONDITION', 'SOLD_OUT', 'not for sevens');
    return thing(text(1), caller.userId);
  };
  house.packs = [];
  const messagesBefore = house.calls[`${SAMPLE}.BuyThing`];
  const buyers = Array(40).fill(0).map(() => newUser());
  const answers = await Promise.all(buyers.map(({ token }, i) => house.request('POST', `/v1/things/p${i}:buy`, { token, agent, headers: { 'idempotency-key': `key${i}` } })));
  agent.destroy();
  answers.forEach((answer, i) => {
    if (i % 10 === 7) assert.equal(answer.json.code, 'SOLD_OUT');
    else assert.deepEqual([answer.json.thingId, answer.json.name], [`p${i}`, buyers[i].sub]);
  });
  const messages = house.calls[`${SAMPLE}.BuyThing`] - messagesBefore;
  const alone = messages - house.packs.length;
  assert.equal(house.packs.reduce((sum, items) => sum + items, alone), 40);
  assert.ok(messages < 40 && Math.min(...house.packs) > 1, `${alone} alone, packs of ${house.packs}`);
});

test('who reads at the same time travels together, too; an answer too large for the message of all is asked for alone', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 40 });
  const { token } = newUser();
  const large = 'x'.repeat(house.packRoom + 1);
  act.GetThing = async ({ text }) => {
    await sleep(60);
    if (text(1) === 'r30') throw new Refusal('NOT_FOUND', 'NOT_HERE');
    return thing(text(1), text(1) === 'r35' ? large : 'small');
  };
  house.packs = [];
  const messagesBefore = house.calls[`${SAMPLE}.GetThing`];
  const answers = await Promise.all(Array(40).fill(0).map((_, i) => house.request('GET', `/v1/things/r${i}`, { token, agent })));
  agent.destroy();
  answers.forEach((answer, i) => {
    if (i === 30) assert.equal(answer.json.code, 'NOT_HERE');
    else assert.deepEqual([answer.json.thingId, answer.json.name], [`r${i}`, i === 35 ? large : 'small']);
  });
  assert.ok(house.packs.length > 0 && house.calls[`${SAMPLE}.GetThing`] - messagesBefore < 40, `packs of ${house.packs}`);
});

// ---- what need not be asked

test('what is the same for everybody is asked for once, however many want it', async () => {
  act.ListThings = async () => {
    await sleep(100);
    return [[1, thing('t1')]];
  };
  const { token } = newUser();
  const answers = await Promise.all(Array(20).fill(0).map((_, i) => ask('GET', '/v1/things?pageSize=7', i % 2 ? { token } : {})));
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200]);
  assert.equal(seen.ListThings.length, 1);
  assert.equal(seen.ListThings[0].caller.userId, '', 'nobody\'s own answer is kept for others');
  const { etag } = answers[0].headers;
  assert.match(etag, /^"[0-9a-f]{32}"$/);
  const known = await ask('GET', '/v1/things?pageSize=7', { headers: { 'if-none-match': etag } });
  assert.equal(known.status, 304);
  assert.equal(known.text, '');
  await ask('GET', '/v1/things?pageSize=8');
  assert.equal(seen.ListThings.length, 2, 'another question');
  await sleep(600);
  await ask('GET', '/v1/things?pageSize=7');
  assert.equal(seen.ListThings.length, 3, 'asked again after its time');
});

test('a failure is not kept', async () => {
  act.ListThings = () => { throw new Refusal('UNAVAILABLE', 'NOT_AVAILABLE'); };
  assert.equal((await ask('GET', '/v1/things?pageSize=9')).status, 503);
  act = {};
  assert.equal((await ask('GET', '/v1/things?pageSize=9')).status, 200);
});

// ---- several at once

test('a batch of reads runs side by side, and each has its own answer', async () => {
  let asked = 0;
  let asleep = 0;
  act.GetThing = async ({ text }) => {
    asleep++;
    asked = Math.max(asked, asleep);
    await sleep(200);
    asleep--;
    if (text(1) === 'none') throw new Refusal('NOT_FOUND', 'NOT_HERE');
    return thing(text(1));
  };
  const paths = ['/v1/things/a', '/v1/things/none', '/v1/things?pageSize=3', '/v1/things?pageSize=3', '/v1/nowhere', '/v1/things/b?x=1', '/v1/things/c'];
  const answer = await ask('POST', '/v1:batch', { body: { requests: paths.map((path) => ({ method: 'GET', path })) } });
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.json.responses.map((one) => one.status), [200, 404, 200, 200, 404, 400, 200]);
  assert.deepEqual(answer.json.responses[0].body, { thingId: 'a', name: 'a thing', priceFen: 100 });
  assert.equal(answer.json.responses[5].body.errors[0].field, 'x');
  assert.ok(asked > 1, 'side by side');
  assert.equal(seen.ListThings.length, 1);
});

test('a batch has its bounds', async () => {
  const requests = (count) => ({ requests: Array(count).fill({ path: '/v1/things/a' }) });
  assert.equal((await ask('POST', '/v1:batch', { body: requests(10) })).status, 200);
  assert.equal((await ask('POST', '/v1:batch', { body: requests(11) })).json.code, 'FIELDS_INVALID');
  assert.equal((await ask('POST', '/v1:batch', { body: requests(0) })).json.code, 'FIELDS_INVALID');
  assert.equal((await ask('POST', '/v1:batch', { body: { requests: [{ path: '/v1/things/a', method: 'POST' }] } })).json.code, 'FIELDS_INVALID');
  const nested = await ask('POST', '/v1:batch', { body: { requests: [{ path: '/v1/live' }] } });
  assert.equal(nested.json.responses[0].status, 400);
});

// ---- news

const id = (n) => String(n).padStart(32, '0');
const hint = (type, what, version) => wire.message([[1, type], [2, what], [3, version]]);

test('news of what is watched ends the wait', async () => {
  const first = await ask('GET', `/v1/live?watch=campaign:${id(1)}`);
  assert.deepEqual([first.status, first.json.resync, first.json.hints], [200, true, []]);
  const waiting = ask('GET', `/v1/live?watch=campaign:${id(1)}&after=${first.json.after}&waitMs=5000`);
  await sleep(100);
  house.bus.publish(`live.obj.campaign.${id(2)}`, hint('campaign', id(2), 1));
  const began = Date.now();
  house.bus.publish(`live.obj.campaign.${id(1)}`, hint('campaign', id(1), 8));
  const news = await waiting;
  assert.ok(Date.now() - began < 500);
  assert.deepEqual(news.json.hints, [{ type: 'campaign', id: id(1), version: 8 }]);
  assert.equal(news.json.resync, false);
  for (const version of [9, 10]) house.bus.publish(`live.obj.campaign.${id(1)}`, hint('campaign', id(1), version));
  await house.bus.flush();
  await sleep(50);
  const next = await ask('GET', `/v1/live?watch=campaign:${id(1)}&after=${news.json.after}&waitMs=5000`);
  assert.deepEqual(next.json.hints, [{ type: 'campaign', id: id(1), version: 10 }], 'what came in between, the newest of each');
  const quiet = await ask('GET', `/v1/live?watch=campaign:${id(1)}&after=${next.json.after}&waitMs=50`);
  assert.deepEqual([quiet.json.hints, quiet.json.resync], [[], false]);
});

test('a user hears of his own without asking, and of nobody else\'s', async () => {
  const one = newUser();
  const two = newUser();
  const start = async (user) => (await ask('GET', '/v1/live', { token: user.token })).json.after;
  const [a, b] = [await start(one), await start(two)];
  const wait = (user, after) => ask('GET', `/v1/live?after=${after}&waitMs=400`, { token: user.token });
  const both = [wait(one, a), wait(two, b)];
  await sleep(100);
  house.bus.publish(`live.user.${one.sub}`, hint('inbox', id(5), 2));
  const [mine, other] = await Promise.all(both);
  assert.deepEqual(mine.json.hints, [{ type: 'inbox', id: id(5), version: 2 }]);
  assert.deepEqual(other.json.hints, []);
});

test('a cursor that cannot be followed is told so', async () => {
  for (const after of ['nonsense', '00000000.1', 'ffffffff.99999', '%27']) {
    const answer = await ask('GET', `/v1/live?watch=team:${id(1)}&after=${after}&waitMs=5000`);
    assert.equal(answer.json.resync, true, after);
  }
  const watched = await ask('GET', `/v1/live?watch=team:${id(1)}`);
  house.bus.publish(`live.obj.team.${id(7)}`, hint('team', id(7), 1));
  const late = await ask('GET', `/v1/live?watch=team:${id(7)}&after=${watched.json.after}&waitMs=1`);
  assert.equal(late.json.resync, false, 'nothing that was kept for others can be missed before the first watch');
  for (let i = 0; i < 80; i++) house.bus.publish(`live.obj.team.${id(1)}`, hint('member', id(100 + i), 1));
  await house.bus.flush();
  await sleep(50);
  const flooded = await ask('GET', `/v1/live?watch=team:${id(1)}&after=${watched.json.after}&waitMs=1`);
  assert.equal(flooded.json.resync, true, 'more news than are kept');
});

test('what is watched has a form', async () => {
  assert.equal((await ask('GET', '/v1/live?watch=user:1')).json.code, 'FIELDS_INVALID');
  assert.equal((await ask('GET', '/v1/live')).json.errors[0].field, 'watch');
  assert.equal((await ask('GET', '/v1/live?waitMs=60000')).json.code, 'FIELDS_INVALID');
});

// ---- callbacks

test('a callback is handed on as it came', async () => {
  act.TakeNotice = ({ fields }) => {
    seen.raw = { method: wire.text(fields, 1), path: wire.text(fields, 2), query: wire.text(fields, 3), body: fields[5]?.[0], headers: Object.fromEntries((fields[4] ?? []).map((one) => wire.read(one)).map((one) => [wire.text(one, 1), wire.text(one, 2)])) };
    return [[1, 202], [2, 'text/plain'], [3, 'SUCCESS']];
  };
  const body = Buffer.from([0x7b, 0x00, 0xff, 0x20]);
  const answer = await ask('POST', '/v1/callbacks/things?a=%20b', { body, headers: { 'content-type': 'application/octet-stream', 'x-signature': 's', 'x-other': 'o', authorization: 'WECHAT not-ours' } });
  assert.deepEqual([answer.status, answer.headers['content-type'], answer.text], [202, 'text/plain', 'SUCCESS']);
  assert.deepEqual(seen.raw, { method: 'POST', path: '/v1/callbacks/things', query: 'a=%20b', body, headers: { 'x-signature': 's', 'content-type': 'application/octet-stream' } });
});

test('a callback that cannot be handed on is 500, so that it comes again', async () => {
  act.TakeNotice = () => { throw new Refusal('NOT_FOUND', 'NOT_HERE'); };
  assert.equal((await ask('POST', '/v1/callbacks/things', { body: 'x' })).status, 500);
  act.TakeNotice = () => { throw new Refusal('INVALID_ARGUMENT', 'BAD_REQUEST'); };
  assert.equal((await ask('POST', '/v1/callbacks/things', { body: 'x' })).status, 500);
  act.TakeNotice = () => [[1, 200], [2, 'text/plain\r\nX-Evil: 1']];
  const evil = await ask('POST', '/v1/callbacks/things', { body: 'x' });
  assert.equal(evil.status, 500);
  assert.equal(evil.headers['x-evil'], undefined);
  assert.equal((await ask('POST', '/v1/callbacks/things', { body: 'x'.repeat(2000) })).status, 413);
});

// ---- documents

test('the documents are there, and need nothing from elsewhere', async () => {
  const openapi = await ask('GET', '/openapi.json');
  assert.equal(openapi.status, 200);
  assert.match(openapi.json.openapi, /^3\.1/);
  assert.ok(openapi.json.paths['/v1/things'].post);
  assert.equal((await ask('GET', '/openapi.json', { headers: { 'if-none-match': openapi.headers.etag } })).status, 304);
  const head = await ask('HEAD', '/openapi.json');
  assert.equal(Number(head.headers['content-length']), Buffer.byteLength(openapi.text));
  const packed = await fetch(`http://127.0.0.1:${house.port}/openapi.json`, { headers: { 'accept-encoding': 'br, gzip' } });
  assert.equal(packed.headers.get('content-encoding'), 'gzip');
  assert.ok(Number(packed.headers.get('content-length')) < openapi.text.length / 3, 'it travels packed to whoever takes that');
  assert.equal(await packed.text(), openapi.text);
  for (const path of ['/docs', '/docs/docs.js', '/docs/docs.css']) {
    const page = await ask('GET', path);
    assert.equal(page.status, 200, path);
    assert.match(page.headers['content-security-policy'], /default-src 'none'/);
    assert.doesNotMatch(page.text, /https?:\/\/(?!www\.w3\.org)/, 'no address of anybody else');
  }
  assert.equal((await ask('POST', '/docs')).status, 405);
});

test('a line a request in the log, without tokens, paths or texts', async () => {
  const { token } = newUser();
  await ask('GET', '/v1/things/very-private-id?x=1', { token });
  const lines = () => fs.readFileSync(house.log, 'utf8').trim().split('\n').map((line) => JSON.parse(line)).filter((line) => line.message === 'request');
  await until('the line is there', () => lines().some((line) => line.method === `${SAMPLE}.GetThing` && line.status === 400 && line.reason === 'FIELDS_INVALID'));
  const log = fs.readFileSync(house.log, 'utf8');
  assert.ok(!log.includes('very-private-id') && !log.includes(token) && !log.includes(token.split('.')[1]));
});

test('metrics speak of methods, not of paths', async () => {
  const { text } = await house.ops('/metrics');
  assert.match(text, /linli_gateway_requests_total\{method="linli\.sample\.v1\.Sample\.GetThing",class="2xx"\} \d+/);
  assert.doesNotMatch(text, /very-private-id/);
});
