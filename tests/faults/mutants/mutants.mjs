// The mutants: what a patch says of itself, and what a run of the bench says of it. Pure but for the reading of files.
//
// A patch is what `git apply` takes. Before its first `diff` stand `breaks:`, `caught by:` and, where chance alone would seldom
// bring what it needs, `kinds:` (of faults, to draw its runs from, as --only of ../run.mjs takes them), each a line; then why
// somebody might have written it. One whose name begins with n is neutral: it changes nothing that anybody could notice, and must
// not be caught, by whatever rule.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const FOLDER = path.dirname(fileURLToPath(import.meta.url));

// Checks that are no rule of the books: a house that is late, a crash, the bench itself.
const NO_RULE = /^(rest|ends|bench): /;

const line = (head, name) => new RegExp(`^${name}: (.+)$`, 'm').exec(head)?.[1].trim() ?? '';

// { name, file, neutral, breaks, caughtBy, kinds, files, lines }
export function readMutant(file) {
  const text = fs.readFileSync(file, 'utf8');
  const [head, ...parts] = text.split(/^(?=diff --git )/m);
  const code = parts.join('').split('\n').filter((one) => /^[-+](?!--|\+\+)/.test(one));
  const kinds = line(head, 'kinds');
  return {
    name: path.basename(file, '.patch'), file, neutral: /^n\d/.test(path.basename(file)),
    breaks: line(head, 'breaks'), caughtBy: line(head, 'caught by'), kinds: kinds ? kinds.split(/[ ,]+/) : [],
    files: [...text.matchAll(/^\+\+\+ b\/(.+)$/gm)].map(([, name]) => name), lines: code.length,
  };
}

export const readMutants = (folder) => fs.readdirSync(folder).filter((name) => name.endsWith('.patch')).sort().map((name) => readMutant(path.join(folder, name)));

// `caught by:` names rules, one «or» another; … stands for anything.
const isNamed = (caughtBy, name) => caughtBy.split(/,? or /).some((one) => one && new RegExp(`^${one.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*')}`).test(name));

// Of a run: `rule`, the first rule of the books or the history that was broken, of those that the patch names where it names any;
// `other`, one was broken that it does not name: that may be the product's own, and catches nobody; `green`, nothing was wrong;
// `unexercised`, too little happened to say anything; `broken`, it failed for something that is no rule (a time-out, a crash, the
// bench): that catches nobody either. In a house that has not come to rest, rules that hold at rest alone (`quiet`) tell of the
// time-out once more: then those count that the patch says will catch it, and those that always hold.
export function judgeRun({ passed, checks = [], why = [] }, { quiet = [], caughtBy = '' } = {}) {
  const late = checks.some(({ name }) => name.startsWith('rest: '));
  const isQuiet = (name) => quiet.some((start) => name.startsWith(start));
  const counts = (name) => !NO_RULE.test(name) && (!late || !isQuiet(name) || isNamed(caughtBy, name));
  const rules = checks.filter(({ name, violations }) => violations > 0 && counts(name)).map(({ name }) => name);
  const rule = rules.find((name) => !caughtBy || isNamed(caughtBy, name));
  if (rule) return { kind: 'rule', rule };
  if (rules.length) return { kind: 'other', rule: rules[0] };
  if (passed) return { kind: 'green' };
  return { kind: why.every((one) => one.startsWith('not exercised: ')) ? 'unexercised' : 'broken', why };
}

const isWell = ({ neutral, verdict }) => verdict === (neutral ? 'green' : 'caught');

// { text, failed }: results are { name, neutral, verdict: caught, escaped, green or why it was not tried, rule, runs, … }.
export function reportOf(results) {
  const row = ({ name, verdict, runs, rule }) => `${verdict.padEnd(16)}${name.padEnd(32)}${String(runs).padStart(4)}  ${rule}`.trimEnd();
  const failed = results.filter((one) => !isWell(one)).length;
  const head = row({ verdict: 'verdict', name: 'mutant', runs: 'runs', rule: 'rule that caught it' });
  return { text: [head, ...results.map(row), '', `${results.length - failed} passed, ${failed} failed`].join('\n'), failed };
}
