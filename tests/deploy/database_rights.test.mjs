// Every role against every other service's tables: reading, writing, making and looking into secrets are all refused.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { readServices } from '../support/contract_words.mjs';
import { openHouse } from '../support/house.mjs';

const names = readServices().map((service) => service.name);
let opened;
let tables;

before(async () => {
  opened = await openHouse();
  tables = opened.house.query(`select n.nspname as schema, c.relname as name, c.relkind as kind, (select attname from pg_attribute where attrelid = c.oid and attnum = 1) as first
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'S') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`);
});

after(() => opened?.close());

// Runs statements one by one and gives those that were not refused for lack of rights.
function notRefused(urlFile, statements) {
  const script = statements.map((sql, i) => `\\echo #${i}\n${sql};`).join('\n');
  const { stdout, status } = spawnSync('sh', ['-c', 'exec psql --no-psqlrc --quiet -v VERBOSITY=sqlstate "$URL" 2>&1'],
    { input: script, encoding: 'utf8', env: { ...process.env, URL: opened.house.secret(urlFile) }, maxBuffer: 64 << 20 });
  assert.equal(status, 0, stdout);
  const answers = new Map(stdout.split(/^#/m).slice(1).map((part) => [Number.parseInt(part, 10), part]));
  assert.equal(answers.size, statements.length);
  return statements.filter((_, i) => !/ERROR: {2}42501/.test(answers.get(i)));
}

test('every service has a schema with tables', () => {
  for (const name of names) assert.ok(tables.some((table) => table.schema === name), `${name} has no tables`);
});

for (const name of names) {
  for (const [role, urlFile] of [[`linli_${name}`, `${name}.database-url`], [`linli_${name}_owner`, `${name}.owner-url`]]) {
    test(`${role} reaches nobody else's tables`, () => {
      const foreign = tables.filter((table) => table.schema !== name);
      assert.ok(foreign.length > 0);
      assert.deepEqual(notRefused(urlFile, foreign.flatMap(({ schema, name: table, first }) => [
        `select * from "${schema}"."${table}" limit 0`,
        `update "${schema}"."${table}" set "${first}" = "${first}" where false`,
        `delete from "${schema}"."${table}" where false`,
        `insert into "${schema}"."${table}" select * from "${schema}"."${table}" limit 0`,
        `truncate "${schema}"."${table}"`,
      ])), []);
    });

    test(`${role} makes and learns nothing outside its schema`, () => {
      assert.deepEqual(notRefused(urlFile, [
        ...names.filter((other) => other !== name).map((other) => `create table "${other}".mine (x int)`),
        'create table public.mine (x int)',
        'create schema mine',
        'create database mine',
        'create role mine',
        'select rolpassword from pg_authid',
        'set role postgres',
        ...names.filter((other) => other !== name).map((other) => `set role linli_${other}`),
        "copy (select 1) to '/tmp/linli-mine'",
        "select pg_read_file('/etc/passwd')",
      ]), []);
    });
  }

  test(`linli_${name} cannot change its own tables' form`, () => {
    const own = tables.filter((table) => table.schema === name);
    assert.deepEqual(notRefused(`${name}.database-url`, [
      `create table "${name}".mine (x int)`,
      ...own.map(({ name: table, kind }) => (kind === 'S' ? `alter sequence "${name}"."${table}" restart` : `truncate "${name}"."${table}"`)),
      `drop schema "${name}" cascade`,
    ]), []);
  });
}

test('the auditor reads everything and writes nothing', () => {
  const some = tables.slice(0, 20);
  for (const { schema, name } of some) opened.house.query(`select * from "${schema}"."${name}" limit 0`);
  assert.deepEqual(notRefused('postgres.auditor-url', some.flatMap(({ schema, name }) => [
    `set default_transaction_read_only = off; begin read write; delete from "${schema}"."${name}" where false; rollback`,
  ])), []);
});

test('a wrong password, and a user nobody knows, are turned away', () => {
  const url = new URL(opened.house.secret('content.database-url').replace('postgresql:', 'http:'));
  for (const user of [url.username, 'postgres', 'nobody']) {
    assert.throws(() => execFileSync('psql', ['-c', 'select 1', `postgresql://${user}:guess@127.0.0.1:${url.port}/linli`], { stdio: 'pipe' }), /authentication failed/);
  }
});
