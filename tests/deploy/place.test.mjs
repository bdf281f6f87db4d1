// Where a house settles: one at a time, on ports that are free, with secrets for its owner only, also below folders that are closed.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { newFolder, program, ROOT, sleep, until } from '../support/house.mjs';
import { forgetHouses, newHouse, processesOf } from './support/houses.mjs';

after(forgetHouses);

const root = process.getuid() === 0;

test('the same house does not start twice', async () => {
  const house = await newHouse({ bare: true }).start();
  const second = spawnSync(house.linlictl, ['up'], { cwd: ROOT, env: { ...process.env, LINLI_STATE_DIR: path.join(house.folder, 'run') }, encoding: 'utf8' });
  assert.equal(second.status, 1);
  assert.match(second.stderr, /running already/);
  assert.equal(house.status().state, 'ready');
  await house.stop();
});

test('ports that are taken are not taken again; ports that are asked for are', async () => {
  const house = await newHouse({ bare: true }).start();
  const { redis } = house.status().ports;
  await house.stop();
  const squatter = net.createServer().listen(redis, '127.0.0.1');
  await new Promise((resolve) => { squatter.on('listening', resolve); });
  await house.start();
  assert.notEqual(house.port('redis'), redis);
  await house.stop();
  await assert.rejects(house.start({ settings: { LINLI_PORT_REDIS: String(redis) } }), /port \d+, wanted for redis, is taken/);
  squatter.close();
  await house.start({ settings: { LINLI_PORT_REDIS: String(redis) } });
  assert.equal(house.port('redis'), redis);
  await house.stop();
});

test('secrets are long, and for their owner only', async () => {
  const house = await newHouse().start();
  const folder = house.status().secrets;
  assert.equal(fs.statSync(folder).mode & 0o777, 0o700);
  const files = fs.readdirSync(folder);
  for (const name of files) assert.equal(fs.statSync(path.join(folder, name)).mode & 0o777, 0o600, name);
  const passwords = files.filter((name) => /^(nats|redis|postgres)\.[a-z_]+$/.test(name) && !/\.(conf|acl)$/.test(name));
  assert.ok(passwords.length > 20);
  for (const name of passwords) assert.match(house.secret(name), /^[0-9A-Za-z]{43}$/, name);
  for (const { pid } of house.status().processes) {
    const seen = fs.readFileSync(`/proc/${pid}/environ`, 'utf8') + fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    for (const name of passwords) assert.ok(!seen.includes(house.secret(name)), `${name} shows in /proc/${pid}`);
  }
  await house.stop();
});

test('below a folder of mode 0700 PostgreSQL lives elsewhere, and works', { skip: root ? false : 'needs root' }, async () => {
  const folder = newFolder();
  fs.chmodSync(folder, 0o700);
  const house = await newHouse({ bare: true }, folder).start();
  const data = fs.realpathSync(path.join(folder, 'run/postgres'));
  assert.match(data, /^\/var\/lib\/linli\/[0-9a-f]{16}$/);
  assert.equal(house.query('select 1 as one', 'postgres.admin-url')[0].one, '1');
  assert.notEqual(fs.statSync(`/proc/${house.process('postgres').pid}`).uid, 0);
  await house.stop();
});

const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
const openToAll = root && spawnSync('setpriv', [...nobody, 'test', '-r', path.join(ROOT, 'deploy/services.conf')]).status === 0;

test('an unprivileged user with a home of mode 0700 runs the house, too', { skip: openToAll ? false : 'needs root, and a checkout that others can read' }, async () => {
  const folder = newFolder();
  const user = 65534;
  fs.chownSync(folder, user, user);
  fs.chmodSync(folder, 0o700);
  const child = spawn('setpriv', [...nobody, program('linlictl'), 'up', '--any-ports'],
    { cwd: ROOT, env: { ...process.env, HOME: folder, LINLI_STATE_DIR: path.join(folder, 'run') }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let exit;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { output += text; });
  child.on('exit', (code) => { exit = code; });
  await until('the house is up', () => output.includes('The house is up') || exit !== undefined, { withinMs: 60_000 });
  assert.equal(exit, undefined, output);
  child.kill('SIGINT');
  await until('the house is down', () => exit !== undefined, { withinMs: 20_000 });
  assert.equal(exit, 0, output);
  await sleep(50);
  assert.deepEqual(processesOf(folder), []);
  fs.rmSync(folder, { recursive: true, force: true });
});
