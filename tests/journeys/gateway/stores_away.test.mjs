// Two gateways share what they must, and each goes on alone when Redis or the bus is away.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { sleep, until } from '../../support/house.mjs';
import { freePort, GatewayHouse, signToken } from '../../support/gateway.mjs';
import * as wire from '../../support/wire.mjs';

let house;
let twin;
let redis;
let redisPort;

const listens = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

async function startRedis() {
  redis = spawn('redis-server', ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  await until('redis listens', () => listens(redisPort));
}

before(async () => {
  redisPort = await freePort();
  await startRedis();
  const rates = 'read=1000/1:1000 write=1/1:1 login=6/600:6 money=1/1:1 callback=1/1:1';
  house = await GatewayHouse.start({ settings: { LINLI_REDIS_ADDRESS: `127.0.0.1:${redisPort}`, LINLI_GATEWAY_USER_RATES: rates, LINLI_GATEWAY_ADDRESS_RATES: 'read=1000/1:1000 write=1/1:1 login=1000/1:1000 money=1/1:1 callback=1/1:1' } });
  await house.play('linli.sample.v1.Sample.AskThing', ({ text }) => [[1, text(1)]]);
  await house.play('linli.sample.v1.Sample.GetThing', ({ text }) => [[1, text(1)]]);
  twin = await house.twin();
});

after(async () => {
  await twin.stopGateway();
  await house.stop();
  redis.kill('SIGKILL');
});

let users = 0;
const newToken = () => signToken({ sub: `${++users}`.padStart(32, '0') });
const spend = async (gateway, token, times) => {
  const statuses = [];
  for (let i = 0; i < times; i++) statuses.push((await gateway.request('POST', '/v1/things/t1:ask', { token })).status);
  return statuses.filter((status) => status === 200).length;
};

test('a budget is one budget, whichever gateway it is used at', async () => {
  const token = newToken();
  assert.equal(await spend(house, token, 4), 4);
  await sleep(600);
  assert.equal(await spend(twin, token, 1), 1, 'the twin does not know this user yet');
  await sleep(600);
  assert.equal(await spend(twin, token, 6), 1, 'four there, two here');
  // A gateway hears of the others when it settles, which is after the next use: one too many may pass, not a bucket.
  await spend(house, token, 1);
  await sleep(600);
  assert.equal(await spend(house, token, 3), 0);
});

test('without Redis each gateway limits on its own, and says so', async () => {
  redis.kill('SIGKILL');
  const token = newToken();
  assert.equal(await spend(house, token, 9), 6);
  assert.equal(await spend(twin, token, 9), 6);
  await until('it is noticed', async () => (await house.metric('linli_gateway_redis_connected')) === 0);
  await startRedis();
  const again = newToken();
  await until('they share again', async () => {
    await spend(house, again, 1);
    return (await house.metric('linli_gateway_redis_connected')) === 1;
  });
});

test('what is revoked at one is stale at the other within a second', async () => {
  const sub = 'e'.repeat(32);
  const token = signToken({ sub });
  for (const gateway of [house, twin]) assert.equal((await gateway.request('GET', '/v1/things/t1', { token })).status, 200);
  house.bus.publish('sys.sessions', wire.message([[1, sub], [3, Date.now() + 1]]));
  for (const gateway of [house, twin]) {
    await until('the token is stale', async () => (await gateway.request('GET', '/v1/things/t1', { token })).json.code === 'TOKEN_STALE', { withinMs: 1000, everyMs: 20 });
  }
});

test('a cursor of the other gateway is not followed', async () => {
  const watch = `/v1/live?watch=team:${'7'.repeat(32)}`;
  const { json } = await house.request('GET', watch);
  assert.equal((await house.request('GET', `${watch}&after=${json.after}&waitMs=1`)).json.resync, false);
  assert.equal((await twin.request('GET', `${watch}&after=${json.after}&waitMs=1`)).json.resync, true);
});

test('the bus goes and comes back: 503 meanwhile, then all is well, and what was missed is known', async () => {
  const sub = 'f'.repeat(32);
  const token = signToken({ sub });
  assert.equal((await house.request('GET', '/v1/things/t1', { token })).status, 200);
  const watch = `/v1/live?watch=team:${'8'.repeat(32)}`;
  const { json } = await house.request('GET', watch);

  await house.stopNats();
  await until('it is not ready', async () => (await house.ops('/readyz')).status === 503, { withinMs: 5000 });
  assert.equal((await house.ops('/healthz')).status, 200);
  const began = Date.now();
  assert.equal((await house.request('GET', '/v1/things/t1')).status, 503);
  assert.ok(Date.now() - began < 1000, 'at once');

  // Revoked while the bus was away: only loading tells it.
  house.revoked = [[[1, sub], [3, Date.now() + 1]]];
  await house.startNats();
  for (const name of ['GetThing', 'AskThing']) await house.play(`linli.sample.v1.Sample.${name}`, ({ text }) => [[1, text(1)]]);
  await house.playPlatform();
  await until('it serves again', async () => (await house.request('GET', '/v1/things/t1')).status === 200, { withinMs: 5000 });
  await until('the token is stale', async () => (await house.request('GET', '/v1/things/t1', { token })).json.code === 'TOKEN_STALE', { withinMs: 3000 });
  assert.equal((await house.request('GET', `${watch}&after=${json.after}&waitMs=1`)).json.resync, true);
});
