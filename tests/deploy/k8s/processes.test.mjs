// What the manifests count on, tried with the very programs and files: the bus's servers find each other and keep streams on three of them,
// Redis takes its configuration and its users, a service waits for its schema.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { makeSecrets, writeSecrets } from '../../../deploy/k8s/secrets.mjs';
import { newFolder, openHouse, program, ROOT, until } from '../../support/house.mjs';

const NAMES = ['nats-0', 'nats-1', 'nats-2'];
// Addresses of loopback of this run's own: the ports are those of a cluster.
const NET = `127.${randomInt(2, 250)}.${randomInt(0, 250)}`;
const host = (i) => `${NET}.${i + 1}`;
const children = new Set();
let folder;

before(async () => {
  folder = newFolder();
  writeSecrets(folder, await makeSecrets());
});

after(async () => {
  await Promise.all([...children].map(stop));
  fs.rmSync(folder, { recursive: true, force: true });
});

function start(command, words, env = {}) {
  const child = spawn(command, words, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { child.said += bytes; });
  child.ended = new Promise((resolve) => child.on('close', (code, signal) => { children.delete(child); resolve(code ?? signal); }));
  children.add(child);
  return child;
}

function stop(child, signal = 'SIGKILL') {
  child.kill(signal);
  return child.ended;
}

// ---- the bus

function startServer(i) {
  const config = path.join(folder, `${NAMES[i]}.conf`);
  execFileSync(program('linlictl'), ['nats-config', config], {
    env: { LINLI_ROOT: ROOT, LINLI_SECRETS_DIR: path.join(folder, 'nats'), LINLI_NATS_HOST: host(i), LINLI_NATS_STORE_DIR: path.join(folder, NAMES[i]),
      LINLI_NATS_SERVER_NAME: NAMES[i], LINLI_NATS_ROUTES: NAMES.map((_, other) => `${host(other)}:6222`).join(' ') },
  });
  assert.equal(fs.statSync(config).mode & 0o777, 0o600);
  return start('nats-server', ['--config', config]);
}

const makeStreams = (replicas) => execFileSync(program('linlictl'), ['streams'], {
  encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
  env: { LINLI_ROOT: ROOT, LINLI_NATS_URL: `nats://${host(0)}:4222`, LINLI_NATS_PASSWORD_FILE: path.join(folder, 'nats/nats.init'), LINLI_STREAM_REPLICAS: String(replicas) },
});

async function monitor(i, place) {
  try {
    const answer = await fetch(`http://${host(i)}:8222${place}`);
    return answer.ok && await answer.json();
  } catch {
    return null;
  }
}

test('three servers of the bus are one, each stream lies on all of them, and one may be lost', async () => {
  const servers = NAMES.map((_, i) => startServer(i));
  try {
    await until('a leader of three', async () => {
      const { meta_cluster: meta } = await monitor(0, '/jsz') ?? {};
      return meta?.leader && meta.cluster_size === 3;
    }, { withinMs: 30_000 });
    for (const probe of ['js-enabled-only=true', 'js-server-only=true']) assert.equal((await monitor(0, `/healthz?${probe}`)).status, 'ok');
    makeStreams(3);
    const streams = async (i) => ((await monitor(i, '/jsz?streams=true&config=true'))?.account_details ?? []).flatMap(({ stream_detail: list = [] }) => list);
    for (const i of [0, 1, 2]) {
      const found = await until(`five streams on ${NAMES[i]}`, async () => { const list = await streams(i); return list.length === 5 && list; });
      assert.deepEqual(found.map(({ config }) => config.num_replicas), [3, 3, 3, 3, 3]);
    }
    await stop(servers[2]);
    await until('streams are made with two of three', () => { try { makeStreams(3); return true; } catch { return false; } }, { withinMs: 30_000, everyMs: 500 });
  } finally {
    await Promise.all(servers.map((server) => stop(server)));
  }
});

test('a stream is on no more servers than there are', async () => {
  const config = path.join(folder, 'alone.conf');
  const env = { LINLI_ROOT: ROOT, LINLI_SECRETS_DIR: path.join(folder, 'nats'), LINLI_NATS_HOST: host(0), LINLI_NATS_STORE_DIR: path.join(folder, 'alone') };
  execFileSync(program('linlictl'), ['nats-config', config], { env });
  assert.doesNotMatch(fs.readFileSync(config, 'utf8'), /cluster/);
  const server = start('nats-server', ['--config', config]);
  try {
    await until('the server', () => monitor(0, '/healthz'));
    assert.throws(() => makeStreams(3));
    makeStreams(1);
  } finally {
    await stop(server);
  }
});

// ---- Redis

function startRedis(i, secret, words = []) {
  const data = path.join(folder, `redis-${i}`);
  fs.mkdirSync(data);
  return start('redis-server', [path.join(ROOT, 'deploy/k8s/stores/redis/redis.conf'), '--bind', host(i), '--dir', data, '--aclfile', path.join(folder, secret, 'redis.acl'), ...words]);
}

function ask(i, user, password, ...words) {
  try {
    return execFileSync('redis-cli', ['-e', '--no-auth-warning', '-h', host(i), '--user', user, '--pass', password, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch (error) {
    return `failed: ${error.stdout}${error.stderr}`.trim();
  }
}

test('Redis: the probe may ask how it is and nothing else, the gateway has its keys, the copy follows', async () => {
  const secret = fs.readFileSync(path.join(folder, 'redis/redis.acl'), 'utf8');
  const password = (user) => new RegExp(`^user ${user} on >(\\S+)`, 'm').exec(secret)[1];
  const gateway = (i, ...words) => ask(i, 'gateway', password('gateway'), ...words);
  fs.writeFileSync(path.join(folder, 'redis/replica.conf'), `masteruser replica\nmasterauth ${password('replica')}\n`);
  const servers = [startRedis(0, 'redis'), startRedis(1, 'redis', ['--replicaof', host(0), '6379', '--include', path.join(folder, 'redis/replica.conf')])];
  try {
    await until('Redis', () => ask(0, 'probe', 'probe', 'ping') === 'PONG');
    assert.match(ask(0, 'probe', 'probe', 'get', 'gateway:x'), /^failed/);
    assert.match(ask(0, 'default', '', 'ping'), /^failed/);
    assert.match(gateway(0, 'set', 'other:x', '1'), /^failed/);
    assert.equal(gateway(0, 'set', 'gateway:x', '1'), 'OK');
    await until('the copy', () => gateway(1, 'get', 'gateway:x') === '1', { withinMs: 20_000 });
    assert.match(ask(0, 'replica', password('replica'), 'get', 'gateway:x'), /^failed/);
  } finally {
    await Promise.all(servers.map((server) => stop(server)));
  }
});

// ---- a schema that is older than the program

test('a process is alive but not ready, and serves nothing, until its migrations have been applied', async () => {
  const { house, close } = await openHouse({ own: true, words: ['--any-ports'] });
  const owner = (sql) => house.query(sql, 'coupons.owner-url');
  let child;
  try {
    const [last] = owner("delete from coupons.migrations where series = 'coupons' and version = (select max(version) from coupons.migrations where series = 'coupons') returning *");
    child = start(program('linli-coupons'), [], {
      LINLI_NATS_URL: `nats://127.0.0.1:${house.port('nats')}`,
      LINLI_COUPONS_NATS_PASSWORD: house.secret('nats.coupons'),
      LINLI_COUPONS_DATABASE_URL: house.secret('coupons.database-url'),
    });
    const port = await until('the operations port', () => /"operations port","port":(\d+)/.exec(child.said)?.[1]);
    const get = async (place) => (await fetch(`http://127.0.0.1:${port}${place}`)).status;
    await until('it says what it waits for', () => /1 of \d+ migrations are not applied/.test(child.said));
    assert.equal(await get('/healthz'), 200);
    assert.equal(await get('/readyz'), 503);
    assert.doesNotMatch(child.said, /"serving"/);
    owner(`insert into coupons.migrations (series, version, name, sha256) values ('coupons', ${last.version}, '${last.name}', '${last.sha256}')`);
    await until('it is ready', async () => await get('/readyz') === 200);
    assert.equal(await stop(child, 'SIGTERM'), 0);
  } finally {
    if (child) await stop(child);
    await close();
  }
});
