// The rules of tests/faults/invariants: statements that print name | checked | violations, each with when it holds.

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/house.mjs';

const FOLDER = path.join(ROOT, 'tests', 'faults', 'invariants');

// [{ name, isWhole, when, sql }]: a name that ends in what the row says is not whole; `when` is any, or quiet where the comment
// right above says so.
export function rulesOf(text) {
  return text.split(/;[ \t]*$/m).map((chunk) => chunk.trimEnd()).filter((chunk) => /^(select|with) /m.test(chunk)).map((chunk) => {
    const begin = /^(select|with) /m.exec(chunk).index;
    const comment = /(?:^--.*\n)*$/m.exec(chunk.slice(0, begin).replace(/^[^]*\n\s*\n/, ''))[0];
    const [, quoted, more] = /\bselect '((?:[^']|'')*)'( \|\|)?/.exec(chunk.slice(begin)) ?? [];
    if (!quoted) throw new Error(`not a rule: ${chunk.slice(begin, begin + 80)}`);
    return { name: quoted.replaceAll("''", "'"), isWhole: !more, when: comment.includes('[quiet]') ? 'quiet' : 'any', sql: `${chunk.slice(begin)};` };
  });
}

// Names, or how they begin, of the rules that hold at rest alone.
export function quietRules() {
  const rules = fs.readdirSync(FOLDER).flatMap((file) => rulesOf(fs.readFileSync(path.join(FOLDER, file), 'utf8')));
  return rules.filter(({ when }) => when === 'quiet').map(({ name }) => name);
}
