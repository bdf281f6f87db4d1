// Each invariant that we promise stands in tests/promises/invariants.md, marked with how it is shown; those in SQL are as they are
// marked, and something breaks each of them. Each defect of other systems has its line in tests/promises/defects.md.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulesOf } from '../faults/support/rules.mjs';
import { filesLike, read } from './house.mjs';

const MARKS = ['sql-any', 'sql-quiet', 'history', 'test'];
const INVARIANTS = [...Array.from({ length: 33 }, (_, i) => `F-I${i + 1}`), ...Array.from({ length: 36 }, (_, i) => `R-I${i + 1}`)];
const DEFECTS = Object.entries({ C: 11, D: 8, E: 7, F: 14 }).flatMap(([part, last]) => Array.from({ length: last }, (_, i) => `§3.${part} ${i + 1}`));

const cells = (line) => line.slice(1, -1).split('|').map((cell) => cell.trim());
const lines = read('tests/promises/invariants.md').split('\n').filter((line) => /^\| [FR]-I/.test(line)).map(cells)
  .map(([promise, name, file]) => ({ id: promise.split(' · ')[0], mark: promise.split(' · ')[1], name, file }));
const rules = filesLike(/^tests\/faults\/invariants\/.*\.sql$/).flatMap((file) => rulesOf(read(file)).map((rule) => ({ ...rule, file })));
const fires = ['tests/faults/wrecks.sql', 'tests/faults/wrecks_week.sql'].flatMap((file) => [...read(file).matchAll(/^-- fires: (.+)$/gm)].map(([, name]) => name));

test('no invariant is missing', () => {
  assert.deepEqual(INVARIANTS.filter((id) => !lines.some((line) => line.id === id)), []);
  assert.deepEqual(lines.filter(({ id, mark }) => !INVARIANTS.includes(id) || !MARKS.includes(mark)), []);
});

test('what is marked as SQL is a rule of that kind', () => {
  const marked = lines.filter(({ mark }) => mark.startsWith('sql-'));
  const wrong = marked.filter(({ mark, name, file }) => !rules.some((rule) => rule.file === file && rule.sql.includes(name) && `sql-${rule.when}` === mark));
  assert.ok(marked.length >= 40, `${marked.length} in SQL`);
  assert.deepEqual(wrong, []);
});

test('something breaks each rule', () => {
  assert.ok(rules.length >= 110, `${rules.length} rules`);
  const silent = rules.filter(({ name, isWhole }) => !fires.some((fired) => (isWhole ? fired === name : fired.startsWith(name))));
  assert.deepEqual(silent.map(({ name }) => name), []);
});

test('no defect of others is missing', () => {
  const table = read('tests/promises/defects.md');
  assert.deepEqual(DEFECTS.filter((number) => !new RegExp(`^\\| ${number.replace('.', '\\.')}[a-z]?:`, 'm').test(table)), []);
});
