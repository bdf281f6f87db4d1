// tests/promises: for each line of what we promise, the test that would fail without it. The tables must name tests that exist.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../support/house.mjs';
import { filesLike, read } from './house.mjs';

// | promise | test | file |
function rows(text) {
  return text.split('\n').filter((line) => /^\|.*\|$/.test(line)).map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim().replace(/^`|`$/g, '')))
    .filter(([first]) => first !== 'promise' && !/^:?-+:?$/.test(first));
}

const sourceOf = (file) => (fs.existsSync(path.join(ROOT, file)) ? read(file).replaceAll("\\'", "'") : '');

function faultOf([promise, name, file, ...more]) {
  if (!promise || !name || !file || more.length) return 'not of the form | promise | test | file |';
  if (!/^tests\//.test(file)) return `${file} is no test`;
  return sourceOf(file).includes(name) ? '' : `${file} has no «${name}»`;
}

test('the rule sees what it is for', () => {
  assert.deepEqual(rows('# x\n| promise | test | file |\n| --- | --- | --- |\n| a | `b` | `c` |\n'), [['a', 'b', 'c']]);
  assert.match(faultOf(['a', 'no such test of ours'.toUpperCase(), 'tests/run.mjs']), /has no/);
  assert.match(faultOf(['a', 'b', 'tests/nowhere.c']), /has no/);
  assert.match(faultOf(['a', 'b']), /not of the form/);
  assert.equal(faultOf(['a', 'runPrograms', 'tests/run.mjs']), '');
});

test('every promise names a test that exists', () => {
  const found = [];
  let seen = 0;
  for (const table of filesLike(/^tests\/promises\/.*\.md$/)) {
    for (const row of rows(read(table))) {
      seen++;
      const fault = faultOf(row);
      if (fault) found.push(`${table}: ${row[0]}: ${fault}`);
    }
  }
  assert.ok(seen >= 10, `${seen} promises`);
  assert.deepEqual(found, []);
});
