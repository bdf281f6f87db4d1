// While a new release is rolled out, replicas of the one before work on the schema of the new one. So a migration that is
// not a schema's first only adds, and nothing that the statements of before would have to know: what is in the way goes a
// release later, when nobody writes it any more.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesLike, read } from './house.mjs';

const COLUMN_ADDED = /\badd\s+(?:column\s+)?(?!constraint\b|check\b|unique\b|primary\b|foreign\b|exclude\b)[^,;]*/g;

// [pattern of a statement, what is wrong with it]
const BREAKING = [
  [/^alter table\b.*\bset not null\b/, 'inserts of the release before leave it out: let it be null, and fill it by a job'],
  [/^alter table\b.*\bdrop\s+(?!not null|default|constraint)/, 'the release before still names it'],
  [/^alter table\b.*\brename\b/, 'the release before knows the old name'],
  [/^alter table\b.*\balter\s+(column\s+)?\w+\s+(set data\s+)?type\b/, 'the release before has the old type, and the table is locked while it is written anew'],
  [/^alter table\b.*\badd\s+(constraint|check|unique|primary|foreign|exclude)\b/, 'rows of the release before may break it'],
  [/^drop (table|schema|function|type|view)\b/, 'the release before still uses it'],
  [/^revoke\b/, 'the release before still needs the right'],
];

// What stands in the files already, with the later file that mends it and how.
const MENDED = {
  'services/content/store/migrations/003_report_communities.sql': ['005_copies.sql', 'alter column community_id drop not null'],
};

// Checks in place of narrower ones: what the release before writes passes them, too.
const WIDENED = ['services/auth/store/migrations/044_round_links.sql', 'services/groupbuy/store/migrations/089_hall_commission.sql', 'services/groupbuy/store/migrations/130_cards.sql'];
const widens = (fault) => /^alter table \w+ drop constraint \w+, add constraint \w+ check \(/.test(fault);

const bare = (text) => text.replace(/--.*$/gm, '').replace(/'[^']*'/g, "''").toLowerCase();
const statementsOf = (text) => bare(text).split(';').map((one) => one.replace(/\s+/g, ' ').trim()).filter(Boolean);

function faultsOf(text) {
  return statementsOf(text).flatMap((statement) => {
    const found = BREAKING.filter(([pattern]) => pattern.test(statement)).map(([, why]) => `${statement}: ${why}`);
    if (!/^alter table\b/.test(statement)) return found;
    for (const [column] of statement.matchAll(COLUMN_ADDED)) {
      if (/\bnot null\b/.test(column) && !/\bdefault\b|\bgenerated\b/.test(column)) found.push(`${statement}: inserts of the release before leave it out: give it a default, or let it be null`);
    }
    return found;
  });
}

const files = filesLike(/^(services\/[a-z]+\/store|shared\/db)\/migrations\/[^/]+\.sql$/);

test('the rule sees what breaks the release before, and nothing else', () => {
  const breaks = (sql) => faultsOf(sql).length > 0;
  for (const sql of [
    'alter table t add column a int not null;', 'alter table t add a int not null', 'alter table t add column b int, add column a int not null',
    'alter table t alter column a set not null', 'alter table t drop column a', 'alter table t drop a', 'alter table t rename to u',
    'alter table t rename column a to b', 'alter table t alter a type bigint', 'alter table t add constraint c check (a > 0)', 'drop table t', 'revoke select on t from r',
    'create table u (a int); ALTER TABLE t\n  ADD COLUMN a int -- default\n  NOT NULL;',
  ]) assert.ok(breaks(sql), sql);
  for (const sql of [
    'alter table t add column a int;', "alter table t add column a text not null default 'x'", 'create table u (a int not null)',
    'alter table t alter column a drop not null', 'alter table t add column a int, add column b int not null default 0',
    'create index i on t (a)', 'alter table t drop constraint c', '-- alter table t drop column a',
  ]) assert.ok(!breaks(sql), sql);
});

test('a migration leaves the release before working', () => {
  const found = [];
  for (const file of files) {
    if (/\/001_[^/]+$/.test(file)) continue;
    const faults = faultsOf(read(file)).filter((fault) => !(WIDENED.includes(file) && widens(fault)));
    const [later, how] = MENDED[file] ?? [];
    if (!later) found.push(...faults.map((fault) => `${file}: ${fault}`));
    else if (!bare(read(file.replace(/[^/]+$/, later))).includes(how)) found.push(`${file}: ${later} does not ${how}`);
  }
  assert.ok(files.length > 8, `${files.length} migrations`);
  assert.deepEqual(found, []);
});

// Gaps are allowed: areas of a large service have ranges of their own.
test('each migration has a number of its own', () => {
  const found = [];
  const taken = new Set();
  for (const file of files) {
    const [, folder, number] = /^(.*\/)(\d{3})_[a-z_]+\.sql$/.exec(file) ?? [null, file, 'NaN'];
    if (number === 'NaN' || taken.has(folder + number)) found.push(`${file}: no number, or one that is taken`);
    taken.add(folder + number);
  }
  assert.deepEqual(found, []);
});
