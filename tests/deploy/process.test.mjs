// A service as a program: what it says of itself, how it refuses to start, how it leaves.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import net from 'node:net';
import os from 'node:os';
import { test } from 'node:test';
import { newFolder, PrivateHouse, program, sleep, until } from '../support/house.mjs';

const AUTH = program('linli-auth');
const SETTINGS = {
  LINLI_AUTH_DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nowhere',
  LINLI_NATS_URL: 'nats://127.0.0.1:1',
  LINLI_WECHAT_APP_ID: 'app',
  LINLI_WECHAT_APP_SECRET: 'secret',
  LINLI_AUTH_DATA_SECRETS: 'x'.repeat(40),
  LINLI_AUTH_DIGEST_SECRET: 'y'.repeat(40),
};

const run = (words, env = {}) => spawnSync(AUTH, words, { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } });
const lines = (text) => text.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));

test('--help and --settings name every setting', () => {
  for (const word of ['--help', '--settings']) {
    const { status, stdout } = run([word]);
    assert.equal(status, 0);
    for (const name of [...Object.keys(SETTINGS), 'LINLI_AUTH_OWNER_URL', 'LINLI_AUTH_WORKERS', 'LINLI_LOG_LEVEL']) assert.match(stdout, new RegExp(name));
  }
});

test('a word that nobody knows, and a setting that is missing or wrong, are named', () => {
  assert.equal(run(['--nonsense']).status, 2);
  const { LINLI_AUTH_DIGEST_SECRET: left, ...rest } = SETTINGS;
  const missing = run([], rest);
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /LINLI_AUTH_DIGEST_SECRET/);
  const wrong = run([], { ...SETTINGS, LINLI_AUTH_WORKERS: '1000' });
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /LINLI_AUTH_WORKERS/);
  const weak = run([], { ...SETTINGS, LINLI_AUTH_DIGEST_SECRET: 'hush-hush' });
  assert.equal(weak.status, 1);
  assert.match(weak.stderr, /LINLI_AUTH_DIGEST_SECRET/);
  assert.doesNotMatch(missing.stderr + wrong.stderr + weak.stderr, new RegExp(`hush-hush|${left}|x{40}`));
});

test('no production has a clock that can be set', () => {
  for (const words of [[], ['--migrate']]) {
    const owner = { LINLI_AUTH_OWNER_URL: SETTINGS.LINLI_AUTH_DATABASE_URL };
    for (const [env, what] of [[{ LINLI_CLOCK: 'settable' }, /LINLI_PRODUCTION/], [{ LINLI_CLOCK: 'mine', LINLI_PRODUCTION: 'false' }, /LINLI_CLOCK/]]) {
      const { status, stderr } = run(words, { ...SETTINGS, ...owner, ...env });
      assert.equal(status, 1, stderr);
      assert.match(stderr, what);
    }
  }
});

test('no production has points at which it kills itself', () => {
  const refused = run([], { ...SETTINGS, LINLI_CRASH_POINTS_DIR: os.tmpdir() });
  assert.equal(refused.status, 1, refused.stderr);
  assert.match(refused.stderr, /LINLI_CRASH_POINTS_DIR.*LINLI_PRODUCTION/);
  const nowhere = run([], { ...SETTINGS, LINLI_PRODUCTION: 'false', LINLI_CRASH_POINTS_DIR: '/nowhere' });
  assert.equal(nowhere.status, 1, nowhere.stderr);
  assert.match(nowhere.stderr, /LINLI_CRASH_POINTS_DIR/);
});

// Neither store is there: it is alive, not ready, waits, and leaves when asked.
test('without its stores it lives, is not ready, and leaves at once when asked', async () => {
  const child = spawn(AUTH, [], { env: { PATH: process.env.PATH, ...SETTINGS }, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (bytes) => { log += bytes; });
  const left = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
  try {
    const port = await until('the operations port', () => /"operations port","port":(\d+)/.exec(log)?.[1]);
    const get = async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    assert.equal(await get('/healthz'), 200);
    assert.equal(await get('/readyz'), 503);
    assert.equal(await get('/metrics'), 200);
    await sleep(300);
    assert.equal(await get('/healthz'), 200);
  } finally {
    const asked = Date.now();
    child.kill('SIGTERM');
    assert.equal(await left, 0);
    assert.ok(Date.now() - asked < 6000);
  }
  for (const line of lines(log)) assert.equal(line.service, 'auth');
  assert.doesNotMatch(log, /x{40}|y{40}/);
});

test('it says that the database is away, and once that is there, that its schema is too old', async () => {
  const house = new PrivateHouse(newFolder(), { bare: true });
  const door = net.createServer((here) => {
    const there = net.connect(house.port('postgres'), '127.0.0.1');
    here.pipe(there).pipe(here);
    for (const [one, other] of [[here, there], [there, here]]) one.on('error', () => other.destroy());
  });
  const listen = (port) => new Promise((resolve) => door.listen(port, '127.0.0.1', () => resolve(door.address().port)));
  let child;
  let log = '';
  try {
    await house.start();
    const port = await listen(0);
    await new Promise((resolve) => door.close(resolve));
    const url = house.secret('auth.database-url').replace(/:\d+\//, `:${port}/`);
    child = spawn(AUTH, [], { env: { PATH: process.env.PATH, ...SETTINGS, LINLI_AUTH_DATABASE_URL: url }, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (bytes) => { log += bytes; });
    const reasons = () => lines(log.slice(0, log.lastIndexOf('\n') + 1)).filter(({ message }) => message === 'waiting for the database').map(({ error }) => error);
    await until('it says that nobody listens', () => reasons().length > 0);
    await listen(port);
    await until('it says that nothing has been migrated', () => reasons().length > 1);
    await sleep(500);
    assert.equal(reasons().length, 2, reasons().join('\n'));
    assert.match(reasons()[0], /refused/);
    assert.match(reasons()[1], /migrations/);
  } finally {
    child?.kill('SIGKILL');
    door.close();
    await house.stop();
    house.forget();
  }
});
