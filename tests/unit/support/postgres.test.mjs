// The throw-away PostgreSQL of the tests: shared by those who use it, gone with the last of them, however he ends.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { newFolder, ROOT, until } from '../../support/house.mjs';

const SCRIPT = path.join(ROOT, 'tests/support/postgres.sh');
const GONE_MS_MAX = 10_000; // the watcher looks once a second

const { LINLI_TEST_DATABASE_URL: _other, ...env } = process.env;
let folder;
let dir;
before(() => {
  folder = newFolder();
  dir = path.join(folder, 'postgres');
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const run = (command, user) => promisify(execFile)(SCRIPT, [command, dir, String(user.pid)], { env });
const newUser = () => spawn('sleep', ['120'], { stdio: 'ignore' });
const pid = () => (fs.existsSync(path.join(dir, 'data/postmaster.pid')) ? Number(fs.readFileSync(path.join(dir, 'data/postmaster.pid'), 'utf8').split('\n')[0]) : 0);
const gone = () => !fs.existsSync(dir);

test('who stops it takes it from nobody else', async () => {
  const [one, other] = [newUser(), newUser()];
  try {
    await Promise.all([run('start', one), run('start', other)]);
    const server = pid();
    assert.ok(server > 0);
    await run('stop', one);
    assert.equal(pid(), server);
    process.kill(server, 0);
    await run('stop', other);
    assert.ok(gone());
    await until('its process has ended', () => !fs.existsSync(`/proc/${server}`));
  } finally {
    one.kill();
    other.kill();
  }
});

test('it goes with the last user who is killed, and one who comes meanwhile has it whole', async () => {
  const [killed, other] = [newUser(), newUser()];
  try {
    await run('start', killed);
    killed.kill('SIGKILL');
    await Promise.all(Array.from({ length: 4 }, () => run('start', other)));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    process.kill(pid(), 0);
  } finally {
    killed.kill();
    other.kill('SIGKILL');
  }
  await until('the server is gone', gone, { withinMs: GONE_MS_MAX });
});
