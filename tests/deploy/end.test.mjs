// How a house ends: orderly and completely; and a killed supervisor leaves nothing that a second start could stumble over.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { ROOT, until } from '../support/house.mjs';
import { alive, assertNothingLeft, forgetHouses, newHouse, processesOf } from './support/houses.mjs';

after(forgetHouses);

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

test('Ctrl-C in the terminal of make run leaves nothing', async (t) => {
  const house = newHouse();
  const terminal = spawn('script', ['--quiet', '--return', '--command', `make run BUILD=${process.env.LINLI_BUILD ?? 'build'}`, '/dev/null'],
    { cwd: ROOT, env: { ...process.env, LINLI_STATE_DIR: path.join(house.folder, 'run') }, stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => terminal.kill()); // when it came to nothing: whoever sits in it goes, too
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
