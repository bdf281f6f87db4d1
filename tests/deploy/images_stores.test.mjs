// The stores' images and the stand-in's, with the settings of deploy/k8s: they come up on fresh volumes as a plain user on a root that nobody
// writes, answer what the manifests' probes ask, and end well. Wanted with LINLI_IMAGES=1, after `make images`. Needs podman, as root.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { makeSecrets, writeSecrets } from '../../deploy/k8s/secrets.mjs';
import { newFolder, ROOT, until } from '../support/house.mjs';
import { assertEndsWell, assertHardened, assertLimited, HARDENED, image, logs, podman, UID } from './support/podman.mjs';

const skip = process.env.LINLI_IMAGES === '1' ? false : 'images are wanted with LINLI_IMAGES=1, after make images (CI does so)';
const name = (what) => `linli-test-${process.pid}-${what}`;
const CONF = { postgres: 'deploy/k8s/overlays/single', redis: 'deploy/k8s/stores/redis' };
const HTTP = (port, place) => ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET ${place} HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ "$status" = 200 ]`];

// What each is started with, and what it is asked then; as in deploy/k8s.
const STORES = {
  postgres: {
    words: [], volume: '/var/lib/postgresql', folder: ['/etc/postgresql', CONF.postgres],
    asks: ['pg_isready', '--quiet', '--host', '127.0.0.1', '--username', 'postgres', '--timeout', '2'],
  },
  nats: { words: ['--config', '/var/lib/nats/nats.conf'], volume: '/var/lib/nats', asks: HTTP(8222, '/healthz?js-enabled-only=true') },
  redis: {
    words: ['/etc/redis/redis.conf'], folder: ['/etc/redis', CONF.redis],
    asks: ['redis-cli', '-e', '--no-auth-warning', '--user', 'probe', '--pass', 'probe', 'ping'],
  },
  wechat: {
    words: ['--host', '0.0.0.0', '--port', '8081', '--state', '/var/lib/wechat', '--near-hosts', 'gateway'], volume: '/var/lib/wechat', asks: HTTP(8081, '/_ctl/health'),
  },
};
let folder;

const secretsOf = (store) => ['-v', `${path.join(folder, store)}:/run/secrets/linli:ro`];
const volumeOf = (store) => (STORES[store].volume ? ['-v', `${name(store)}:${STORES[store].volume}`] : []);

function start(store) {
  const { words, folder: conf } = STORES[store];
  podman(['run', '-d', '--name', name(store), '--network', 'none', ...HARDENED, ...secretsOf(store), ...volumeOf(store),
    ...(conf ? ['-v', `${path.join(ROOT, conf[1])}:${conf[0]}:ro`] : []), image(store), ...words]);
}

async function answers(store) {
  try {
    await until(`${store} answers`, () => podman(['exec', name(store), ...STORES[store].asks], { fails: true }).status === 0, { withinMs: 30_000, everyMs: 300 });
  } catch (error) {
    throw new Error(`${error.message}\n${logs(name(store))}`);
  }
}

before(async () => {
  if (skip) return;
  assert.equal(process.getuid(), 0, 'limits, and files of another user, need root');
  folder = newFolder(os.tmpdir(), 'linli-stores-');
  writeSecrets(folder, await makeSecrets());
  for (const file of ['.', ...fs.readdirSync(folder, { recursive: true })]) fs.chownSync(path.join(folder, file), UID, UID);
});

after(() => {
  if (skip) return;
  podman(['rm', '--force', '--ignore', '--time', '1', ...Object.keys(STORES).map(name)]);
  for (const store of Object.keys(STORES)) if (STORES[store].volume) podman(['volume', 'rm', '--force', name(store)]);
  fs.rmSync(folder, { recursive: true, force: true });
});

test('PostgreSQL, NATS, Redis and the stand-in answer, hardened, and end when they are asked to', { skip }, async () => {
  podman(['run', '--rm', '--name', name('bus-rights'), '--network', 'none', ...HARDENED, ...secretsOf('nats'), '-v', `${name('nats')}:/var/lib/linli`,
    '-e', 'LINLI_SECRETS_DIR=/run/secrets/linli', '-e', 'LINLI_NATS_HOST=0.0.0.0', image('tool'), 'nats-config', '/var/lib/linli/nats.conf']);
  for (const store of Object.keys(STORES)) start(store);
  for (const store of Object.keys(STORES)) await answers(store);
  for (const store of Object.keys(STORES)) {
    assertHardened(name(store));
    assertLimited(name(store));
    assertEndsWell(name(store));
  }
});

test('PostgreSQL finds its data again, and wants the password', { skip }, async () => {
  const psql = (password, sql) => podman(['exec', '-e', `PGPASSWORD=${password}`, name('postgres'), 'psql', '-h', '127.0.0.1', '-U', 'postgres', '-Atc', sql], { fails: true });
  const password = fs.readFileSync(path.join(folder, 'postgres/postgres.superuser'), 'utf8').trim();
  podman(['start', name('postgres')]);
  await answers('postgres');
  assert.equal(psql(password, 'create table kept (n int); insert into kept values (7)').status, 0);
  podman(['restart', '--time', '10', name('postgres')]);
  await answers('postgres');
  assert.equal(psql(password, 'select n from kept').stdout, '7');
  assert.match(psql('other', 'select n from kept').stderr, /password authentication failed/);
});
