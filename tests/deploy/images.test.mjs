// The images as a cluster would run them: read-only, without capabilities, within limits, beside the stores of a house of their
// own. They are built by `make images`, which CI does before; LINLI_IMAGES=1 says that they are wanted. Needs podman, as root.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '../support/gateway.mjs';
import { newFolder, PrivateHouse, ROOT, until } from '../support/house.mjs';
import { assertEndsWell, assertHardened, assertLimited, HARDENED, image, inspect, logs, podman, UID, VERSION } from './support/podman.mjs';
import { sbomFaults } from './support/sbom.mjs';

const ADDED_BYTES_MAX = 40 * 1000 * 1000;
const SERVICES = ['auth', 'content', 'groupbuy', 'coupons', 'notifications', 'gateway', 'tool'];
const STORES = ['postgres', 'nats', 'redis', 'wechat'];
const skip = process.env.LINLI_IMAGES === '1' ? false : 'images are wanted with LINLI_IMAGES=1, after make images (CI does so)';

const containers = [];
let house;
let secrets;

// What one process may read, and nothing else, for its own user.
function secretsFor(who, files) {
  const folder = path.join(secrets, who);
  fs.mkdirSync(folder);
  for (const file of files) fs.copyFileSync(path.join(house.status().secrets, file), path.join(folder, file));
  for (const entry of ['', ...files]) fs.chownSync(path.join(folder, entry), UID, UID);
  return folder;
}

const options = (name, folder, settings) => ['--name', name, ...HARDENED, '--network', 'host', '-v', `${folder}:/run/secrets/linli:ro`,
  ...Object.entries(settings).flatMap(([key, value]) => ['-e', `${key}=${value}`])];
const at = (file) => `/run/secrets/linli/${file}`;

function once(service, folder, settings, words) {
  return podman(['run', '--rm', ...options(`linli-test-${process.pid}-once`, folder, settings), image(service), ...words], { fails: true });
}

function start(service, folder, settings) {
  const container = `linli-test-${process.pid}-${service}`;
  containers.push(container);
  podman(['run', '-d', ...options(container, folder, settings), image(service)]);
  return container;
}

async function becomesReady(container, port) {
  try {
    await until(`${container} is ready`, () => fetch(`http://127.0.0.1:${port}/readyz`).then(({ status }) => status === 200, () => false), { withinMs: 30_000 });
  } catch (error) {
    throw new Error(`${error.message}\n${logs(container)}`);
  }
}

before(async () => {
  if (skip) return;
  assert.equal(process.getuid(), 0, 'limits, and files of another user, need root');
  house = await new PrivateHouse(newFolder(), { bare: true }).start();
  secrets = newFolder(os.tmpdir(), 'linli-images-');
});

after(async () => {
  await house?.stop();
  house?.forget();
  if (secrets) fs.rmSync(secrets, { recursive: true, force: true });
  if (containers.length) podman(['rm', '--force', '--ignore', '--time', '1', ...containers]);
});

const settingsOf = {
  migration: () => ({ LINLI_AUTH_OWNER_URL_FILE: at('auth.owner-url') }),
  auth: (ops) => ({
    LINLI_AUTH_DATABASE_URL_FILE: at('auth.database-url'), LINLI_NATS_URL: `nats://127.0.0.1:${house.port('nats')}`, LINLI_AUTH_NATS_PASSWORD_FILE: at('nats.auth'),
    LINLI_AUTH_OPS_ADDRESS: `127.0.0.1:${ops}`, LINLI_WECHAT_APP_ID: 'wx0000000000000000', LINLI_WECHAT_APP_SECRET: 'x'.repeat(32),
    LINLI_AUTH_DATA_SECRETS: 'd'.repeat(32), LINLI_AUTH_DIGEST_SECRET: 'e'.repeat(32),
  }),
  gateway: (ops, port) => ({
    LINLI_GATEWAY_ADDRESS: `127.0.0.1:${port}`, LINLI_OPS_ADDRESS: `127.0.0.1:${ops}`, LINLI_NATS_URL: `nats://127.0.0.1:${house.port('nats')}`,
    LINLI_NATS_USER: 'gateway', LINLI_NATS_PASSWORD_FILE: at('nats.gateway'), LINLI_REDIS_ADDRESS: `127.0.0.1:${house.port('redis')}`, LINLI_REDIS_USER: 'gateway',
    LINLI_REDIS_PASSWORD_FILE: at('redis.gateway'),
  }),
};

test('gateway and auth serve, hardened, and end when they are asked to', { skip }, async () => {
  const [authOps, gatewayOps, port] = [await freePort(), await freePort(), await freePort()];
  const migrated = once('auth', secretsFor('migration', ['auth.owner-url']), settingsOf.migration(), ['--migrate']);
  assert.equal(migrated.status, 0, migrated.stderr);
  const auth = start('auth', secretsFor('auth', ['auth.database-url', 'nats.auth']), settingsOf.auth(authOps));
  const gateway = start('gateway', secretsFor('gateway', ['nats.gateway', 'redis.gateway']), settingsOf.gateway(gatewayOps, port));
  await becomesReady(auth, authOps);
  await becomesReady(gateway, gatewayOps);

  // From the socket through the bus to the database and back: the caller's limits were counted in Redis meanwhile.
  const answer = await fetch(`http://127.0.0.1:${port}/v1/communities`);
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.deepEqual((await answer.json()).communities, []);

  for (const container of [gateway, auth]) assertHardened(container);
  for (const container of [gateway, auth]) assertLimited(container);
  for (const container of [gateway, auth]) assertEndsWell(container);
});

test('the tool is linlictl, and has what it needs', { skip }, () => {
  const folder = secretsFor('tool', []);
  assert.match(once('tool', folder, {}, ['settings']).stdout, /## linli-gateway[\s\S]*## linli-groupbuy --migrate/);
  const without = once('tool', folder, {}, ['migrate']);
  assert.notEqual(without.status, 0);
  assert.match(without.stderr + without.stdout, /LINLI_AUTH_OWNER_URL/);
});

const bytesOf = (name) => inspect(name).Size;

const ENTRYPOINTS = { wechat: ['/usr/bin/node', '/usr/share/linli/tests/wechat-sandbox/server.mjs'] };
const STOP_SIGNALS = { postgres: 'SIGINT', nats: 'SIGINT' };

for (const service of [...SERVICES, ...STORES]) {
  test(`linli-${service}: labelled, of a plain user, with the list of what is in it`, { skip }, () => {
    const { Config, Labels } = inspect(image(service));
    assert.equal(Config.User, `${UID}:${UID}`);
    assert.deepEqual(Config.Entrypoint, ENTRYPOINTS[service] ?? ['/usr/bin/linli']);
    assert.equal(Config.StopSignal, STOP_SIGNALS[service] ?? 'SIGTERM');
    const label = (name) => Labels[`org.opencontainers.image.${name}`];
    assert.deepEqual([label('title'), label('version'), label('licenses')], [`linli-${service}`, VERSION, 'Apache-2.0']);
    assert.match(label('revision'), /^[0-9a-f]{40}(-changed)?$/);
    assert.ok(label('source'));

    const list = JSON.parse(fs.readFileSync(path.join(ROOT, `build/images/linli-${service}-${VERSION}.spdx.json`), 'utf8'));
    assert.deepEqual(sbomFaults(list), []);
    const listed = list.packages.map(({ name, versionInfo }) => `${name}=${versionInfo}`).sort();
    const installed = podman(['run', '--rm', '--network', 'none', '--entrypoint', 'dpkg-query', image(service), '-W', '-f', '${Package}=${Version}\\n']).stdout.split('\n');
    assert.deepEqual(listed, [...installed, `linli-${service}=${VERSION}`].sort());
  });
}

for (const service of SERVICES) {
  test(`linli-${service} is small`, { skip }, () => {
    const added = bytesOf(image(service)) - bytesOf(process.env.BASE ?? 'localhost/linli-base:bookworm');
    assert.ok(added > 0 && added <= ADDED_BYTES_MAX, `${added} bytes beyond the base`);
  });
}

test('a list that is not as SPDX 2.3 wants it is found out', { skip }, () => {
  const good = JSON.parse(fs.readFileSync(path.join(ROOT, `build/images/linli-gateway-${VERSION}.spdx.json`), 'utf8'));
  const spoilers = [
    (list) => { list.spdxVersion = 'SPDX-2.2'; }, (list) => { delete list.dataLicense; }, (list) => { list.creationInfo.created = 'yesterday'; },
    (list) => { list.documentNamespace = 'no address'; }, (list) => { delete list.packages[3].downloadLocation; }, (list) => { list.packages[1].SPDXID = list.packages[2].SPDXID; },
    (list) => { list.packages[2].SPDXID = 'SPDXRef-a b'; }, (list) => { list.relationships[1].relatedSpdxElement = 'SPDXRef-nobody'; }, (list) => { list.relationships.shift(); },
    (list) => { list.packages[1].colour = 'red'; }, (list) => { list.packages[1].externalRefs[0].referenceCategory = 'SHOP'; },
  ];
  for (const spoil of spoilers) {
    const list = structuredClone(good);
    spoil(list);
    assert.notDeepEqual(sbomFaults(list), [], String(spoil));
  }
});
