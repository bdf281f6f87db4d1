// A rehearsal's clock: days pass when they are told to, for the database, for services and for what they date.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { openHouse, program, ROOT, until } from '../support/house.mjs';

const DAY_MS = 86_400_000;
let opened;
before(async () => { opened = await openHouse({ own: true }); });
after(() => opened?.close());

function clock(...words) {
  return spawnSync(program('linlictl'), ['clock', ...words], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, LINLI_STATE_DIR: opened.house.status().run },
  });
}

const ahead = () => Date.parse(clock().stdout.trim()) - Date.now();

test('it runs with the world until it is moved, and never back', () => {
  assert.ok(Math.abs(ahead()) < 3000, clock().stdout);
  assert.equal(clock('forward', '-1 s').status, 2);
  assert.equal(clock('forward', '400 days').status, 2);
  assert.equal(clock('forward', 'tomorrow').status, 1);
  assert.equal(clock('back', '1 day').status, 2);
  assert.ok(Math.abs(ahead()) < 3000);
});

test('a day later, what was due is done, and calls are answered as before', async () => {
  const { house } = opened;
  const gateway = house.url;
  const read = async () => (await fetch(`${gateway}/v1/products`)).status;
  assert.equal(await read(), 200);
  const due = () => house.query("select count(*) as n from groupbuy.jobs where kind = 'refresh_wxpay_keys' and run_at < clock.now() - interval '12 h'")[0].n;
  const runAt = () => Date.parse(house.query("select to_char(run_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as at from groupbuy.jobs where kind = 'refresh_wxpay_keys'")[0].at);
  const before = runAt();
  const moved = clock('forward', '1 day');
  assert.equal(moved.status, 0);
  assert.ok(Math.abs(Date.parse(moved.stdout.trim()) - Date.parse(clock().stdout.trim())) < 3000, 'it prints the time it is then');
  assert.ok(ahead() > DAY_MS - 3000 && ahead() < DAY_MS + 30_000);
  await until('calls are answered', async () => await read() === 200);
  for (let i = 0; i < 20; i++) assert.equal(await read(), 200);
  await until('the job that was due has run', () => due() === '0' && runAt() > before + DAY_MS / 2);
});

test('an operator is made on any day, also on one that has just come', () => {
  assert.equal(clock('forward', '1 hour').status, 0);
  const { status, stdout, stderr } = spawnSync(program('linlictl'), ['operator', 'create', 'wx0000000000000000', 'oOperatorOfAnotherDay00000001', '物业'], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, LINLI_STATE_DIR: opened.house.status().run },
  });
  assert.equal(status, 0, stderr);
  assert.match(stdout.trim(), /^[0-9a-f]{32}$/);
});

test('a transaction keeps the time of its beginning, whatever is moved meanwhile', async () => {
  const words = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set', 'ON_ERROR_STOP=1'];
  const psql = spawn('psql', words, { stdio: ['pipe', 'pipe', 'inherit'], env: opened.house.psqlEnvironment() });
  const said = [];
  psql.stdout.setEncoding('utf8').on('data', (text) => said.push(...text.split('\n').filter(Boolean).map(Number)));
  const ask = (sql, count) => {
    psql.stdin.write(`${sql};\n`);
    return until('PostgreSQL has answered', () => said.length >= count);
  };
  const ms = (what) => `select extract(epoch from clock.${what}()) * 1000`;
  await ask(`begin; ${ms('now')}`, 1);
  assert.equal(clock('forward', '1 hour').status, 0);
  await ask(`${ms('now')}; ${ms('clock_timestamp')}; commit; ${ms('now')}`, 4);
  psql.stdin.end();
  const [began, stillBegan, moved, after] = said;
  assert.equal(stillBegan, began);
  for (const later of [moved, after]) assert.ok(later - began >= 3_600_000 && later - began < 3_620_000, `${later - began} ms`);
});
