// A measurement as it is kept: build/bench*.json, what report.mjs reads.
//
//     { name, title, small, command, date, commit, changed, machine, versions, options,
//       rows: judged goals (goals.mjs), rates: { name: [a pass] }, latencies: [{ name, rate, p50Us, … }], tables: [{ title, head, rows }] }
//
// small: names of the options with which it says nothing but that it runs.

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/house.mjs';
import { describeCommit, describeMachine, describeVersions } from '../machine.mjs';

const COMMIT = describeCommit(); // as it began: a long run may see the next one come

// The words as they were typed, from the root of the checkout.
function commandLine() {
  const [, script, ...words] = process.argv;
  return ['node', path.relative(ROOT, script), ...words].join(' ');
}

export function writeFile({ build, out, ...options }, measured) {
  const file = { ...measured, command: commandLine(), date: new Date().toISOString(), ...COMMIT, machine: describeMachine(), versions: describeVersions(), options };
  const full = path.resolve(ROOT, build, out);
  fs.writeFileSync(full, `${JSON.stringify(file, null, 2)}\n`);
  return file;
}
