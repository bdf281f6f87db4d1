// The local supervisor: what dies comes back, the end is orderly and complete, and a killed supervisor leaves nothing that a
// second start could stumble over.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { newFolder, PrivateHouse, program, ROOT, sleep, until } from '../support/house.mjs';

const root = process.getuid() === 0;
const houses = [];

function newHouse(options, folder = newFolder()) {
  const house = new PrivateHouse(folder, options);
  houses.push(house);
  return house;
}

after(async () => {
  for (const house of houses) {
    await house.stop('SIGKILL');
    for (const { pid } of fs.existsSync(house.statusFile) ? house.status().processes : []) if (pid && alive(pid)) process.kill(pid, 'SIGKILL');
    house.forget();
  }
});

function alive(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1][0] !== 'Z';
  } catch {
    return false;
  }
}

// Processes whose command line or environment speaks of the folder.
function processesOf(folder) {
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).filter((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder) || fs.readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}

const listens = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

// Sockets with a place in the file system, wherever they lie, that the house or its stores could have made.
function socketFiles(folder) {
  const bound = fs.readFileSync('/proc/net/unix', 'utf8').split('\n').slice(1).map((line) => line.split(/\s+/)[7]).filter(Boolean);
  const left = spawnSync('find', ['-L', folder, '-type', 's'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
  return [...left, ...bound.filter((name) => name.includes(folder))];
}

async function assertNothingLeft(house, status) {
  assert.deepEqual(processesOf(house.folder), []);
  for (const [name, port] of Object.entries(status.ports)) assert.equal(await listens(port), false, `somebody listens on ${name}'s port`);
  assert.deepEqual(socketFiles(house.folder), []);
  assert.deepEqual(fs.readdirSync(path.join(house.folder, 'run/pids')), []);
}

test('whatever is killed comes back within 5 s, PostgreSQL within 10 s', async () => {
  const house = await newHouse().start();
  for (const { name, pid } of house.status().processes) {
    process.kill(pid, 'SIGKILL');
    await until(`${name} is back`, () => house.process(name).ready && house.process(name).pid !== pid, { withinMs: name === 'postgres' ? 10_000 : 5000 });
    assert.equal(house.process(name).restarts, 1, name);
  }
  await house.stop();
});

// The children of a PostgreSQL.
const childrenOf = (pid) => fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

test('PostgreSQL is back as soon as the last child of the killed one has gone', async (t) => {
  const house = await newHouse({ bare: true }).start();
  const { pid } = house.process('postgres');
  const [child] = childrenOf(pid);
  process.kill(child, 'SIGSTOP'); // it holds the shared memory: whoever starts now, fails
  process.kill(pid, 'SIGKILL');
  await sleep(3300); // deaths at 0, 0.1, 0.3, 0.7, 1.5, 3.1 s when the delay doubles; the next try comes at 6.3 s
  assert.ok(!house.process('postgres').ready && house.process('postgres').restarts > 1, 'a new one could start');
  const began = Date.now();
  process.kill(child, 'SIGCONT');
  await until('postgres is back', () => house.process('postgres').ready, { withinMs: 20_000, everyMs: 20 });
  t.diagnostic(`${Date.now() - began} ms after the child had gone, ${house.process('postgres').restarts} tries`);
  assert.ok(Date.now() - began <= 1500, `${Date.now() - began} ms`);
  await house.stop();
});

test('who keeps dying is started less and less often', async () => {
  const house = await newHouse({ bare: true }).start();
  const config = path.join(house.status().secrets, 'nats.conf');
  const text = fs.readFileSync(config, 'utf8');
  fs.writeFileSync(config, 'not a configuration {');
  process.kill(house.process('nats').pid, 'SIGKILL');
  await sleep(6000);
  const soon = house.process('nats').restarts;
  assert.ok(soon >= 10, `${soon} tries in 6 s`);
  await sleep(6000);
  const later = house.process('nats').restarts - soon;
  assert.ok(later <= 6, `${later} tries in the next 6 s`);
  fs.writeFileSync(config, text);
  await until('nats is back', () => house.process('nats').ready, { withinMs: 10_000 });
  await house.stop();
});

test('Ctrl-C ends everything, in order, and a second start keeps ports and data and takes at most 5 s', async () => {
  const house = await newHouse().start();
  const first = house.status();
  assert.equal(first.state, 'ready');
  house.query('create table public.kept (x int)', 'postgres.admin-url');
  assert.deepEqual(await house.stop('SIGINT'), { code: 0, signal: null });
  await assertNothingLeft(house, first);

  const began = Date.now();
  await house.start();
  assert.ok(Date.now() - began <= 5000, `${Date.now() - began} ms`);
  assert.deepEqual(house.status().ports, first.ports);
  assert.deepEqual(house.query('select count(*) as n from public.kept', 'postgres.admin-url'), [{ n: '0' }]);
  assert.deepEqual(await house.stop('SIGTERM'), { code: 0, signal: null });
  await assertNothingLeft(house, first);
});

test('Ctrl-C in the terminal of make run leaves nothing', async () => {
  const house = newHouse();
  const terminal = spawn('script', ['--quiet', '--return', '--command', `make run BUILD=${process.env.LINLI_BUILD ?? 'build'}`, '/dev/null'],
    { cwd: ROOT, env: { ...process.env, LINLI_STATE_DIR: path.join(house.folder, 'run') }, stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  let ended = false;
  terminal.stdout.on('data', (text) => { output += text; });
  terminal.on('exit', () => { ended = true; });
  await until('the house is up', () => output.includes('The house is up') || ended, { withinMs: 120_000 });
  assert.ok(!ended, output);
  const status = house.status();
  terminal.stdin.write('\x03'); // the terminal makes a SIGINT of it, for everybody in the foreground
  await until('make has ended', () => ended, { withinMs: 20_000 });
  await assertNothingLeft(house, status);
});

test('after kill -9 of the supervisor a new one ends what is left and starts afresh', async () => {
  const house = await newHouse().start();
  const before = house.status();
  await house.stop('SIGKILL');
  assert.ok(before.processes.some(({ pid }) => alive(pid)), 'the children outlive it');
  await house.start();
  assert.match(house.output, /Ending what an earlier run left behind/);
  for (const { name, pid } of before.processes) assert.ok(!alive(pid), `${name} of before`);
  assert.deepEqual(house.status().ports, before.ports);
  await house.stop();
});

test('a file with the pid of somebody else harms nobody', async () => {
  const house = newHouse({ bare: true });
  const bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
  fs.mkdirSync(path.join(house.folder, 'run/pids'), { recursive: true });
  fs.writeFileSync(path.join(house.folder, 'run/pids/content'), `${bystander.pid} 1 15\n`);
  await house.start();
  assert.ok(alive(bystander.pid));
  bystander.kill();
  await house.stop();
});

test('the same house does not start twice', async () => {
  const house = await newHouse({ bare: true }).start();
  const second = spawnSync(house.linlictl, ['up'], { cwd: ROOT, env: { ...process.env, LINLI_STATE_DIR: path.join(house.folder, 'run') }, encoding: 'utf8' });
  assert.equal(second.status, 1);
  assert.match(second.stderr, /running already/);
  assert.equal(house.status().state, 'ready');
  await house.stop();
});

test('who does not end when asked is killed after 5 s', async () => {
  const house = await newHouse().start();
  process.kill(house.process('redis').pid, 'SIGSTOP');
  const began = Date.now();
  assert.deepEqual(await house.stop(), { code: 0, signal: null });
  const took = Date.now() - began;
  assert.ok(took >= 5000 && took < 20_000, `${took} ms`);
  assert.match(house.output, /redis did not end within 5 s: SIGKILL/);
  assert.deepEqual(processesOf(house.folder), []);
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
