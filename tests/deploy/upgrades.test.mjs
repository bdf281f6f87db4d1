// Stores are restarted as for another release while people go on: who is refused hears it soon, what was answered is kept, and
// afterwards all is as before. NATS as three servers goes one after the other.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { asker, invariants } from '../journeys/evening/books.mjs';
import { openStage } from '../journeys/support/stage.mjs';
import { newFolder, program, ROOT, sleep, until } from '../support/house.mjs';
import { failed, Load } from './support/load.mjs';

const SERVERS = 3;
const ANSWER_MS_MAX = 10_000; // the longest that anybody waits for his no
const GAP_MS_MAX = 10_000; // from the first failure to the last
const REST = { withinMs: 120_000, everyMs: 1000 };

const folder = newFolder();
const servers = [];
let stage;
let house;
let load;

// Below the ephemeral range, where an outgoing connection cannot take it meanwhile, and not among those of houses.
const freePort = () => new Promise((resolve) => {
  const port = 10_000 + Math.floor(Math.random() * 4000);
  const server = net.createServer();
  server.on('error', () => resolve(freePort()));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
});

// As linlictl writes it for one server, and what makes it one of several.
function configOf(number, ports) {
  const { status, stdout, stderr } = spawnSync(program('linlictl'), ['nats-config'], {
    cwd: ROOT, encoding: 'utf8', env: {
      ...process.env, LINLI_SECRETS_DIR: house.status().secrets, LINLI_NATS_STORE_DIR: path.join(folder, `store-${number}`),
      LINLI_NATS_PORT: String(ports[number].client), LINLI_NATS_MONITOR_PORT: String(ports[number].monitor),
    },
  });
  assert.equal(status, 0, stderr);
  const routes = ports.map(({ cluster }) => `"nats://127.0.0.1:${cluster}"`).join(', ');
  return `server_name: "n${number}"\n${stdout}cluster: { name: "linli", listen: "127.0.0.1:${ports[number].cluster}", routes: [ ${routes} ] }\n`;
}

function startServer(server) {
  server.child = spawn('nats-server', ['--config', server.config, '--log', `${server.config}.log`], { stdio: 'ignore' });
  server.gone = new Promise((resolve) => server.child.on('exit', resolve));
}

async function ready(server) {
  await until(`NATS at ${server.client} is ready`, async () => {
    const answer = await fetch(`http://127.0.0.1:${server.monitor}/healthz`).catch(() => null);
    return answer?.status === 200;
  }, { withinMs: 30_000 });
}

async function stopServer(server) {
  server.child.kill('SIGTERM');
  await server.gone;
}

async function startServers() {
  const ports = [];
  for (let i = 0; i < SERVERS; i++) ports.push({ client: await freePort(), monitor: await freePort(), cluster: await freePort() });
  for (let i = 0; i < SERVERS; i++) {
    const server = { ...ports[i], config: path.join(folder, `nats-${i}.conf`) };
    fs.writeFileSync(server.config, configOf(i, ports), { mode: 0o600 });
    startServer(server);
    servers.push(server);
  }
  await Promise.all(servers.map(ready));
}

before(async () => {
  stage = await openStage({ own: true, words: ['--any-ports', '--seed'] });
  house = stage.house;
  load = await Load.open(stage);
});
after(async () => {
  try {
    await stage?.close();
  } finally {
    await Promise.all(servers.map(stopServer));
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

const isBack = (name, pid) => until(`${name} is back`, () => house.process(name).ready && house.process(name).pid !== pid, { withinMs: 20_000 });
const ordersKnown = () => new Set(house.query('select id from groupbuy.orders').map(({ id }) => id.replaceAll('-', '')));

// Nobody waited long for his no, soon there were none any more, and each yes is kept.
function assertBorne(t, answers, gapMsMax = GAP_MS_MAX) {
  const lost = answers.filter(({ status }) => status === 0 || status >= 400);
  const gapMs = lost.length ? Math.max(...lost.map(({ began, ms }) => began + ms)) - Math.min(...lost.map(({ began }) => began)) : 0;
  const kinds = [...new Set(failed(lost).map((line) => line.replace(/^.*: /, '')))].join(', ');
  t.diagnostic(`${answers.length} requests, ${lost.length} failed, all within ${gapMs} ms: ${kinds}`);
  assert.deepEqual(lost.filter(({ ms }) => ms > ANSWER_MS_MAX), []);
  assert.ok(gapMs <= gapMsMax, `${gapMs} ms`);
  const known = ordersKnown();
  const placed = answers.filter(({ status, body }) => status === 201 && body.orderId);
  assert.ok(placed.length > 0);
  assert.deepEqual(placed.filter(({ body }) => !known.has(body.orderId)), []);
  return lost;
}

const assertWell = async () => assert.deepEqual(failed(await load.during(() => sleep(1000))), []);

async function assertBooks() {
  let wrong;
  await until('no book is wrong', () => {
    wrong = invariants(house.secret('postgres.auditor-url')).filter(({ violations }) => violations !== 0);
    return wrong.length === 0;
  }, REST).catch(() => assert.deepEqual(wrong, []));
}

for (const [name, signal] of [['postgres', 'SIGINT'], ['nats', 'SIGTERM'], ['redis', 'SIGTERM']]) {
  test(`${name} is restarted under load`, async (t) => {
    const { pid } = house.process(name);
    assertBorne(t, await load.during(async () => {
      process.kill(pid, signal);
      await isBack(name, pid);
      await sleep(2500);
    }));
    await assertWell();
  });
}

// A cluster that is new has no streams: they are made, filled from the outboxes, and read from the beginning.
test('from one NATS to three: nothing is lost, nothing is done twice', async () => {
  await startServers();
  await house.stop();
  await house.start({
    words: ['--any-ports'],
    settings: {
      LINLI_NATS_URL: servers.map(({ client }) => `nats://127.0.0.1:${client}`).join(','), LINLI_STREAM_REPLICAS: String(SERVERS),
    },
  });
  await assertWell();
  await assertBooks();
});

for (let number = 0; number < SERVERS; number++) {
  test(`NATS server ${number} is restarted under load, the others carry on`, async (t) => {
    const answers = await load.during(async () => {
      await stopServer(servers[number]);
      await sleep(500);
      startServer(servers[number]);
      await ready(servers[number]);
      await sleep(2500);
    });
    assertBorne(t, answers);
    await assertWell();
  });
}

test('every event came through, and the books are right', async () => {
  await assertBooks();
  const ask = asker(house.secret('postgres.auditor-url'));
  for (const service of ['auth', 'content', 'groupbuy', 'coupons']) assert.deepEqual(ask(`select id from ${service}.outbox where published_at is null`), []);
});
