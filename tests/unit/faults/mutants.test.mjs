// The mutants fit the code as it is: each patch applies, says what it breaks, and is small. Whether the bench catches them,
// tests/faults/mutants/run.mjs shows.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../support/house.mjs';
import { allKinds } from '../../faults/lab/kinds.mjs';
import { planOf } from '../../faults/lab/plan.mjs';
import { FOLDER, judgeRun, readMutant, readMutants, reportOf } from '../../faults/mutants/mutants.mjs';

const LINES_MAX = 24; // taken away and added, of code
const SEEDED = 16 + 5; // those that the bench was made for, and of areas that were not thought of then
const NEUTRAL = 3;

const mutants = readMutants(FOLDER);

// Not into our own repository: the files that it names are copied to where there is none.
function whyNot({ file, files }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-mutant-'));
  try {
    for (const name of files) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.copyFileSync(path.join(ROOT, name), path.join(folder, name));
    }
    execFileSync('git', ['apply', '--check', file], { cwd: folder, stdio: 'pipe', env: { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(folder) } });
    return null;
  } catch (error) {
    return `${path.basename(file)}: ${error.stderr ?? error.message}`;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

test('all of them are here', () => {
  const seeded = mutants.filter(({ neutral }) => !neutral).map(({ name }) => Number(name.slice(0, 2))).sort((a, b) => a - b);
  assert.deepEqual(seeded, Array.from({ length: SEEDED }, (_, i) => i + 1));
  assert.equal(mutants.filter(({ neutral }) => neutral).length, NEUTRAL);
});

test('each applies', () => {
  assert.match(execFileSync('git', ['--version'], { encoding: 'utf8' }), /^git version /, 'git is needed');
  assert.deepEqual(mutants.map(whyNot).filter(Boolean), []);
});

test('each changes the product, in a few lines', () => {
  assert.deepEqual(mutants.filter(({ files }) => files.length === 0 || !files.every((file) => /^(services|shared)\//.test(file))).map(({ name }) => name), []);
  assert.deepEqual(mutants.filter(({ lines }) => lines === 0 || lines > LINES_MAX).map(({ name, lines }) => `${name}: ${lines} lines`), []);
});

test('each says what it breaks, and who should see it', () => {
  assert.deepEqual(mutants.filter(({ breaks, caughtBy }) => !breaks || !caughtBy).map(({ name }) => name), []);
});

test('the faults that one asks for can be drawn', async () => {
  const all = await allKinds();
  for (const { name, kinds } of mutants.filter((one) => one.kinds.length)) assert.doesNotThrow(() => planOf(1, { kinds: all, only: kinds }), name);
});

test('a patch is read: its head, its files, its size', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-mutant-'));
  const file = path.join(folder, 'n9-quiet.patch');
  fs.writeFileSync(file, 'breaks: nothing\ncaught by: nothing\nkinds: kill stop\n\nWhy.\n\ndiff --git a/shared/x.c b/shared/x.c\n--- a/shared/x.c\n+++ b/shared/x.c\n@@ -1 +1,2 @@\n-a\n+b\n+c\n');
  assert.deepEqual(readMutant(file), { name: 'n9-quiet', file, neutral: true, breaks: 'nothing', caughtBy: 'nothing', kinds: ['kill', 'stop'], files: ['shared/x.c'], lines: 3 });
  fs.rmSync(folder, { recursive: true });
});

const wrong = (...names) => ({ passed: false, checks: names.map((name) => ({ name, checked: 1, violations: 1 })), why: names });

test('what catches: a rule, and no time-out, crash or idle run', () => {
  assert.deepEqual(judgeRun(wrong('ends: nobody', 'groupbuy: a rule')), { kind: 'rule', rule: 'groupbuy: a rule' });
  assert.equal(judgeRun(wrong('ends: nobody')).kind, 'broken');
  assert.equal(judgeRun({ passed: true, checks: [], why: [] }).kind, 'green');
  assert.equal(judgeRun({ passed: false, checks: [], why: ['not exercised: 3 operations'] }).kind, 'unexercised');
});

test('what the patch does not name may be the product\'s own; of one that names nothing any rule tells', () => {
  const both = wrong('coupons: a rule', 'points: a rule');
  assert.deepEqual(judgeRun(both, { caughtBy: 'points: a rule' }), { kind: 'rule', rule: 'points: a rule' });
  assert.deepEqual(judgeRun(both, { caughtBy: 'groupbuy: a rule' }), { kind: 'other', rule: 'coupons: a rule' });
  assert.deepEqual(judgeRun(both), { kind: 'rule', rule: 'coupons: a rule' });
});

test('a house that is late breaks what holds at rest: that catches only who was said to break it', () => {
  const late = wrong('rest: events wait', 'platform: every event was published (auth)');
  const quiet = ['platform: every event was published ('];
  assert.equal(judgeRun(late, { quiet, caughtBy: 'groupbuy: a rule' }).kind, 'broken');
  for (const caughtBy of ['platform: every event was published', 'keys: one, or platform: … was published', 'platform: every event was published, or keys: one']) assert.equal(judgeRun(late, { quiet, caughtBy }).kind, 'rule', caughtBy);
  assert.equal(judgeRun(wrong('rest: events wait', 'groupbuy: always'), { quiet, caughtBy: '' }).kind, 'rule');
});

const caught = { name: '01-a', neutral: false, verdict: 'caught', rule: 'groupbuy: a rule', runs: 3, green: 2, other: 0, unexercised: 0, broken: 0 };

test('the report: a line a mutant, and what counts', () => {
  const { text, failed } = reportOf([
    caught,
    { ...caught, name: '02-b', verdict: 'escaped', rule: '', runs: 50 },
    { ...caught, name: 'n1-c', neutral: true, verdict: 'green', rule: '', runs: 5 },
    { ...caught, name: 'n2-d', neutral: true, verdict: 'caught' },
    { ...caught, name: '03-e', verdict: 'does not build', rule: '', runs: 0 },
  ]);
  assert.equal(failed, 3);
  assert.match(text, /^caught +01-a +3 +groupbuy: a rule$/m);
  assert.match(text, /2 passed, 3 failed$/);
});
