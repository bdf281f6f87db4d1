// Do the invariants see what is broken? Copies a database, breaks the copy in every way of wrecks.sql, one at a time, and looks
// whether the invariant that the wreck names fires. The database itself is only read.
//
//     node tests/faults/wrecks.mjs [--week] [--shuffled] [URL of the database, as a superuser; without: the house that runs here]
//
// --week: what a leader's week has left (wrecks_week.sql, invariants/week.sql) instead of an evening.
// --shuffled: the copy's rows in another order each time. A wreck breaks the first row that it finds; this shows one that is
// silent with some of them.
//
// Ends with `N fired, N silent`; a silent one is a failing exit status.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const INVARIANTS = path.join(HERE, 'invariants.sql');
const EVENING = { invariants: INVARIANTS, wrecks: path.join(HERE, 'wrecks.sql') };
export const WEEK = { invariants: path.join(HERE, 'invariants', 'week.sql'), wrecks: path.join(HERE, 'wrecks_week.sql') };
const PSQL = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--field-separator=|', '-v', 'ON_ERROR_STOP=1'];
const OUTPUT_BYTES_MAX = 4 << 20;

function psql(url, words, input) {
  return execFileSync('psql', [...PSQL, ...words, url], { encoding: 'utf8', input, maxBuffer: OUTPUT_BYTES_MAX, stdio: ['pipe', 'pipe', 'pipe'] });
}

// [{ name, fires, sql }]
export function readWrecks(text) {
  return text.split(/^-- wreck: /m).slice(1).map((block) => {
    const found = /^(.+)\n-- fires: (.+)\n([^]*)$/.exec(block);
    if (!found) throw new Error(`a wreck is not of the form: ${block.slice(0, 80)}`);
    return { name: found[1].trim(), fires: found[2].trim(), sql: found[3].trim() };
  });
}

function readAnswers(out) {
  return out.split('\n').filter((line) => line.split('|').length === 3).map((line) => {
    const [name, checked, violations] = line.split('|');
    return { name, checked: Number(checked), violations: Number(violations) };
  });
}

function urlOf(url, database) {
  const [before, query = ''] = url.split('?');
  return `${before.replace(/\/[^/]*$/, `/${database}`)}${query && `?${query}`}`;
}

function copyInto(from, to) {
  return new Promise((resolve, reject) => {
    const dump = spawn('pg_dump', ['--no-owner', from], { stdio: ['ignore', 'pipe', 'inherit'] });
    const load = spawn('psql', [...PSQL, '--output=/dev/null', to], { stdio: [dump.stdout, 'ignore', 'inherit'] });
    dump.on('error', reject);
    load.on('error', reject);
    load.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the copy failed: psql ended with ${code}`))));
  });
}

// Each table written anew in any order.
const SHUFFLE = `
set session_replication_role = replica;
do $$ declare one regclass; columns text; begin
  for one, columns in
      select c.oid, string_agg(quote_ident(a.attname), ',') from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' group by c.oid loop
    execute format('create temp table shuffled as select %s from %s', columns, one);
    execute format('delete from %s', one);
    execute format('insert into %s (%s) overriding system value select * from shuffled order by random()', one, columns);
    drop table shuffled;
  end loop;
end $$;`;

// The statements of a file of invariants and of those that it includes.
function readRules(file) {
  const text = fs.readFileSync(file, 'utf8').replace(/^--.*$/gm, '').replace(/^\\ir (.+)$/gm, (_, other) => `${readRules(path.join(path.dirname(file), other)).join(';\n')};`);
  return text.split(/;\s*$/m).map((statement) => statement.trim()).filter(Boolean);
}

// The one that prints the rule of this name; all of them where it puts its names together.
function rulesFor(rules, name) {
  const found = rules.filter((statement) => statement.includes(`'${name.replaceAll("'", "''")}' as name`));
  return found.length === 1 ? found : rules;
}

// Everything is undone at the end. replica: no trigger and no foreign key stands in the way, as for a hand in the files.
function tryWreck(url, wreck, rules) {
  const look = rulesFor(rules, wreck.fires).join(';\n');
  const script = `begin;\nset local session_replication_role = replica;\n${wreck.sql}\n\\echo broken :ROW_COUNT\n${look};\nrollback;\n`;
  const out = psql(url, [], script);
  const broken = Number(/^broken (\d+)$/m.exec(out)?.[1] ?? 0);
  const answer = readAnswers(out).find(({ name }) => name === wreck.fires);
  return { ...wreck, broken, known: Boolean(answer), fired: broken > 0 && (answer?.violations ?? 0) > 0 };
}

// [{ name, fires, broken, known, fired }]
export async function tryWrecks(url, { invariants, wrecks } = EVENING, { shuffled = false } = {}) {
  const planned = readWrecks(fs.readFileSync(wrecks, 'utf8'));
  const copy = `linli_wrecks_${process.pid}`;
  psql(url, ['-c', `create database ${copy}`]);
  try {
    await copyInto(url, urlOf(url, copy));
    if (shuffled) psql(urlOf(url, copy), [], SHUFFLE);
    const sound = readAnswers(psql(urlOf(url, copy), ['-f', invariants]));
    const rules = readRules(invariants);
    const already = new Set(sound.filter(({ violations }) => violations > 0).map(({ name }) => name));
    return planned.map((wreck) => {
      const result = tryWreck(urlOf(url, copy), wreck, rules);
      return { ...result, fired: result.fired && !already.has(wreck.fires) };
    });
  } finally {
    psql(url, ['-c', `drop database ${copy} with (force)`]);
  }
}

// The URL of the running house's database for `admin` (whose own URL names another database) or `auditor`.
export function houseUrl(who, statusFile = process.env.LINLI_STATUS_FILE ?? path.join(HERE, '..', '..', '.run', 'status.json')) {
  const { secrets } = JSON.parse(fs.readFileSync(statusFile, 'utf8'));
  const [admin, auditor] = ['admin', 'auditor'].map((role) => fs.readFileSync(path.join(secrets, `postgres.${role}-url`), 'utf8').trim());
  return who === 'auditor' ? auditor : urlOf(admin, /\/([^/?]+)(\?|$)/.exec(auditor.replace(/^\w+:\/\//, ''))[1]);
}

async function main() {
  const words = process.argv.slice(2);
  const url = words.find((word) => !word.startsWith('--')) ?? houseUrl('admin');
  const results = await tryWrecks(url, words.includes('--week') ? WEEK : EVENING, { shuffled: words.includes('--shuffled') });
  for (const { name, fires, broken, known, fired } of results) {
    const why = fired ? '' : !known ? ' (there is no such invariant)' : broken === 0 ? ' (nothing was there to break)' : '';
    console.log(`${fired ? 'fired ' : 'SILENT'}  ${name} → ${fires}${why}`);
  }
  const silent = results.filter(({ fired }) => !fired).length;
  console.log(`${results.length - silent} fired, ${silent} silent`);
  process.exitCode = silent || results.length === 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
