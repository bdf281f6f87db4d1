// The tool of whoever runs the house: its commands as they are typed.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openHouse, program, ROOT, until } from '../support/house.mjs';

let opened;
before(async () => { opened = await openHouse(); });
after(() => opened?.close());

function linlictl(...words) {
  const { run } = opened.house.status();
  const { status, stdout, stderr } = spawnSync(program('linlictl'), words, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, LINLI_STATE_DIR: run } });
  return { status, stdout, stderr };
}

const commands = () => linlictl('--help').stdout.split('\n').map((line) => /^ {2}([a-z-]+) /.exec(line)?.[1]).filter(Boolean);

test('help names every command, and every command helps', () => {
  assert.equal(linlictl('--help').status, 0);
  assert.equal(linlictl().status, 2);
  assert.equal(linlictl('no-such-command').status, 2);
  assert.ok(commands().length >= 10, commands().join());
  for (const name of commands()) {
    const { status, stdout } = linlictl(name, '--help');
    assert.equal(status, 0, name);
    assert.match(stdout, /usage: linlictl/, name);
  }
});

// A transaction that has asked what time it is, as any that is under way in a rehearsal; it ends with `end`.
function underWay() {
  const child = spawn('psql', ['-XqAt', opened.house.secret('postgres.admin-url').replace(/\/[^/]*$/, '/linli')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write('begin; select count(*) > 0 from clock.moved;\n');
  return new Promise((resolve) => child.stdout.once('data', (text) => resolve({ asked: text.toString().trim(), end: () => child.stdin.end() })));
}

test('what is run again changes nothing, and waits for nobody', async () => {
  const { house } = opened;
  const tables = () => house.query("select count(*) as n from information_schema.tables where table_schema not like 'pg%'")[0].n;
  const before = tables();
  assert.equal(linlictl('streams').status, 0);
  const somebody = await underWay();
  assert.equal(somebody.asked, 't');
  const again = spawnSync(program('linlictl'), ['postgres-setup'], {
    cwd: ROOT, encoding: 'utf8',
    env: {
      ...process.env, LINLI_STATE_DIR: house.status().run, LINLI_POSTGRES_ADMIN_URL: house.secret('postgres.admin-url'), LINLI_CLOCK: 'settable',
      PGOPTIONS: '-c lock_timeout=1s',
    },
  });
  somebody.end();
  assert.equal(again.status, 0, again.stderr);
  assert.equal(tables(), before);
});

test('operator create: the same person twice is one operator', () => {
  const openid = `o${randomBytes(12).toString('hex')}`;
  const first = linlictl('operator', 'create', 'wx0000000000000000', openid, '物业');
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /^[0-9a-f]{32}\n$/);
  assert.equal(linlictl('operator', 'create', 'wx0000000000000000', openid, '物业').stdout, first.stdout);
  const grants = opened.house.query(`select count(*) as n from auth.grants where user_id = '${first.stdout.trim()}' and role = 'operator'`);
  assert.equal(grants[0].n, '1');
});

test('operator create: what auth refuses is told', () => {
  const { status, stderr } = linlictl('operator', 'create', '', 'someone');
  assert.equal(status, 1);
  assert.match(stderr, /appId|app_id|not valid|required/i);
});

test('dlq: a dead letter is listed, handled again, and dropped', async () => {
  const { house } = opened;
  const id = randomBytes(16).toString('hex');
  house.query(`insert into dead_letters (id, consumer, type, event_id, aggregate_id, version, payload, stream_seq, attempts, reason, detail, dead_at)
    values ('${id}', 'content-on-UserRegistered', 'linli.auth.v1.UserRegistered', '${randomBytes(16).toString('hex')}', '${id}', 1, '\\xff', 1, 8, 'TEST', 'by a test', now())`,
  'content.database-url');
  const listed = linlictl('dlq', 'list', 'content');
  assert.equal(listed.status, 0, listed.stderr);
  assert.match(listed.stdout, new RegExp(`${id}[\\s\\S]*TEST: by a test`));

  assert.match(linlictl('dlq', 'replay', 'content', id).stdout, /^1 will be handled again/);
  await until('it was tried again', () => !linlictl('dlq', 'list', 'content').stdout.includes('TEST: by a test'));
  assert.match(linlictl('dlq', 'list', 'content').stdout, new RegExp(id), 'bytes that cannot be read stay, with their new reason');

  assert.match(linlictl('dlq', 'drop', 'content', id).stdout, /^1 dropped/);
  assert.doesNotMatch(linlictl('dlq', 'list', 'content').stdout, new RegExp(id));
  const gone = linlictl('dlq', 'drop', 'content', id);
  assert.equal(gone.status, 1);
  assert.match(gone.stderr, /no dead letter/);
  assert.equal(linlictl('dlq', 'list', 'nowhere').status, 1);
});
