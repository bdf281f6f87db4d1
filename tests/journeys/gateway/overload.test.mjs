// More than can be done at once: refused at once and politely, reads first, money last; and pages of known origins.

import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { sleep, until } from '../../support/house.mjs';
import { GatewayHouse, signToken } from '../../support/gateway.mjs';

const ORIGIN = 'https://console.example';
let house;
let release = [];
const agent = new http.Agent({ keepAlive: true, maxSockets: 60 });

before(async () => {
  const rates = 'read=1000/1:1000 write=1000/1:1000 login=1000/1:1000 money=1000/1:1000 callback=1000/1:1000';
  house = await GatewayHouse.start({ settings: { LINLI_GATEWAY_IN_FLIGHT_MAX: '20', LINLI_GATEWAY_USER_RATES: rates, LINLI_GATEWAY_CORS_ORIGINS: `${ORIGIN} https://other.example`, LINLI_GATEWAY_CONNECTIONS_MAX: '128' } });
  const held = (name) => () => new Promise((resolve) => release.push(() => resolve([[1, name]])));
  await house.play('linli.sample.v1.Sample.GetThing', held('read'));
  await house.play('linli.sample.v1.Sample.CreateThing', held('write'));
  await house.play('linli.sample.v1.Sample.BuyThing', held('money'));
});

after(async () => {
  agent.destroy();
  await house.stop();
});

const letGo = async (answers) => {
  await until('all are answered', () => { release.splice(0).forEach((one) => one()); return answers.every((answer) => answer.done); });
  await until('nothing is under way', async () => (await house.metric('linli_gateway_in_flight')) === 0);
};

function send(count, method, path, options) {
  return Array(count).fill(0).map(() => {
    const answer = {};
    house.request(method, path, { agent, ...options }).then((got) => Object.assign(answer, got, { done: true }));
    return answer;
  });
}

test('reads are refused first, then writes, money last; no service takes all', async () => {
  const token = signToken();
  const began = Date.now();
  const reads = send(20, 'GET', '/v1/things/1', { token });
  await until('some are refused', () => reads.filter((answer) => answer.done).length === 8, { withinMs: 500 });
  const writes = send(10, 'POST', '/v1/things', { token, body: { name: 'a', priceFen: 1 }, headers: { 'idempotency-key': 'k' } });
  await until('some are refused', () => writes.filter((answer) => answer.done).length === 7, { withinMs: 500 });
  assert.ok(Date.now() - began < 1000, 'refusals come at once');
  for (const answer of [...reads, ...writes].filter((one) => one.done)) {
    assert.equal(answer.status, 503);
    assert.equal(answer.json.code, 'OVERLOADED');
    assert.ok(Number(answer.headers['retry-after']) >= 1);
  }
  assert.equal(await house.metric('linli_gateway_in_flight'), 15, 'twelve reads and three writes: three quarters are one service\'s bound');
  await letGo([...reads, ...writes]);
  assert.deepEqual([...new Set(reads.map((answer) => answer.status))].sort(), [200, 503]);
});

test('money finds room that reads do not', async () => {
  const token = signToken();
  const reads = send(30, 'GET', '/v1/things/1', { token });
  await until('some are refused', () => reads.filter((answer) => answer.done).length === 18, { withinMs: 500 });
  const money = send(3, 'POST', '/v1/things/1:buy', { token, headers: { 'idempotency-key': 'k' } });
  await sleep(100);
  assert.equal(money.filter((answer) => answer.done).length, 0, 'they are let in');
  await letGo([...reads, ...money]);
  assert.deepEqual(money.map((answer) => answer.status), [200, 200, 200]);
});

test('a no is said before a token is looked at or a body read, and the connection stays', async () => {
  const token = signToken();
  const body = { name: 'a', priceFen: 1 };
  const ask = (words) => house.request('POST', '/v1/things', { agent, token, body, headers: { 'idempotency-key': 'k' }, ...words });
  assert.equal((await ask({ body: { priceFen: 'what' } })).status, 400, 'there is room: what was sent is looked at');
  const money = send(15, 'POST', '/v1/things/1:buy', { token, headers: { 'idempotency-key': 'k' } });
  await until('all are under way', async () => (await house.metric('linli_gateway_in_flight')) === 15);
  for (const words of [{}, { token: 'nobody' }, { body: { priceFen: 'what' } }, { headers: {} }]) {
    const answer = await ask(words);
    assert.deepEqual([answer.status, answer.json.code, answer.headers.connection], [503, 'OVERLOADED', 'keep-alive']);
  }
  assert.equal((await ask({ body: { name: 'a'.repeat(5000), priceFen: 1 } })).headers.connection, 'close', 'nobody waits for a large body that nobody reads');
  await letGo(money);
  assert.equal((await ask({ token: 'nobody' })).status, 401);
});

test('afterwards all is as before', async () => {
  const reads = send(12, 'GET', '/v1/things/1');
  await until('all twelve are under way', () => release.length === 12);
  await letGo(reads);
  assert.deepEqual([...new Set(reads.map((answer) => answer.status))], [200]);
});

test('pages of known origins may call and read what they need', async () => {
  const preflight = await house.request('OPTIONS', '/v1/things', { headers: { origin: ORIGIN, 'access-control-request-method': 'POST' } });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers['access-control-allow-origin'], ORIGIN);
  assert.match(preflight.headers['access-control-allow-methods'], /POST/);
  assert.match(preflight.headers['access-control-allow-headers'], /Idempotency-Key/);
  const answer = await house.request('GET', '/v1/nowhere', { headers: { origin: ORIGIN } });
  assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
  assert.match(answer.headers['access-control-expose-headers'], /Retry-After/);
  for (const origin of ['https://evil.example', 'https://console.example.evil.example', 'null']) {
    assert.equal((await house.request('GET', '/v1/nowhere', { headers: { origin } })).headers['access-control-allow-origin'], undefined);
  }
});
