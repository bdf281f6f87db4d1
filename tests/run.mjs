// All tests, from what is built: the C programs by ctest (unit, store, contract), the scripts by Node's own runner, journeys
// against a private house on free ports. Ends with `N passed, N failed` on a line of its own.
//
//     node tests/run.mjs [--build DIR] [--only SUITE[,SUITE]]

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { newFolder, PrivateHouse, ROOT } from './support/house.mjs';

// house: the suite gets a running one; parallel: how many of its files at once. Journeys move the house's clock and steer its
// WeChat: one at a time. Those of the books play evenings in houses of their own and mostly wait.
const SUITES = [
  { name: 'programs', run: runPrograms },
  { name: 'tidy', folder: 'tests/tidy' },
  { name: 'wechat-sandbox', folder: 'tests/wechat-sandbox/test' },
  { name: 'scripts', folder: 'tests/unit' },
  { name: 'journeys', folder: 'tests/journeys', house: true, parallel: 1 },
  { name: 'coverage', folder: 'tests/coverage', house: true, parallel: 1 },
  { name: 'books', folder: 'tests/faults', house: true, parallel: 2 },
  { name: 'deploy', folder: 'tests/deploy', house: true, parallel: 1 },
];

const COMMAND_MS_MAX = 20 * 60_000;

function readArguments(words) {
  const options = { build: 'build', only: null };
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '--build' && words[i + 1]) options.build = words[++i];
    else if (words[i] === '--only' && words[i + 1]) options.only = words[++i].split(',');
    else throw new Error(`${words[i]} is not understood: --build DIR, --only ${SUITES.map((suite) => suite.name).join(',')}`);
  }
  for (const name of options.only ?? []) if (!SUITES.some((suite) => suite.name === name)) throw new Error(`no suite is called ${name}`);
  return options;
}

// Exit status; what it prints is ours.
function run(command, words, settings = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { cwd: ROOT, env: { ...process.env, ...settings }, stdio: ['ignore', 'inherit', 'inherit'], timeout: COMMAND_MS_MAX });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? `signal ${signal}`));
  });
}

// ---- C programs

// cmocka counts cases; a program that died, or a check that is no cmocka program, counts as one.
function countProgram(program) {
  const sum = (pattern) => [...program.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);
  const passed = sum(/\[ {2}PASSED {2}\] (\d+) test/g);
  const failed = sum(/\[ {2}FAILED {2}\] (\d+) test/g);
  const fine = /status="run"/.test(program.slice(0, program.indexOf('>')));
  if (fine) return { passed: passed || 1, failed };
  return { passed, failed: failed || 1 };
}

async function runPrograms(options) {
  const report = path.join(ROOT, options.build, 'ctest.xml');
  fs.rmSync(report, { force: true });
  const status = await run('ctest', ['--test-dir', options.build, '--parallel', '2', '--output-on-failure', '--output-junit', report]);
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const result = { passed: 0, failed: 0 };
  for (const program of fs.readFileSync(report, 'utf8').split('<testcase ').slice(1)) {
    const count = countProgram(program);
    if (/^name="support\//.test(program) && count.failed === 0) continue; // a server that was started or stopped, no test
    result.passed += count.passed;
    result.failed += count.failed;
  }
  if (status !== 0 && result.failed === 0) result.failed = 1;
  return result;
}

// ---- scripts

function findTests(folder) {
  const full = path.join(ROOT, folder);
  if (!fs.existsSync(full)) return [];
  return fs.readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) return findTests(inside);
    return /\.test\.m?js$/.test(entry.name) ? [inside] : [];
  }).sort();
}

let reports = 0;

async function runNode(files, scratch, settings) {
  const report = path.join(scratch, `report-${++reports}.tap`);
  fs.rmSync(report, { force: true });
  const status = await run(process.execPath, [
    '--test', '--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${report}`, ...files,
  ], settings);
  const text = fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : '';
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  const result = { passed: count('pass'), failed: count('fail') + count('cancelled') };
  if (status !== 0 && result.failed === 0) result.failed = 1;
  return result;
}

async function runScripts(suite, options, scratch, house) {
  const settings = { LINLI_BUILD: options.build, LINLI_EXCHANGES_FILE: path.join(scratch, 'exchanges.jsonl') };
  const files = findTests(suite.folder);
  if (house) settings.LINLI_STATUS_FILE = house.statusFile;
  if (!suite.parallel) return runNode(files, scratch, settings);
  const result = { passed: 0, failed: 0 };
  const work = async () => {
    for (let file = files.shift(); file; file = files.shift()) {
      const one = await runNode([file], scratch, settings);
      result.passed += one.passed;
      result.failed += one.failed;
    }
  };
  await Promise.all(Array.from({ length: suite.parallel }, work));
  return result;
}

// ---- all of it

async function startHouse(folder, options) {
  process.env.LINLI_BUILD = options.build;
  const house = new PrivateHouse(folder);
  await house.start({ words: ['--any-ports', '--seed'] });
  return house;
}

async function main() {
  const options = readArguments(process.argv.slice(2));
  const suites = SUITES.filter((suite) => (!options.only || options.only.includes(suite.name)) && (suite.run || findTests(suite.folder).length));
  const folder = newFolder();
  const total = { passed: 0, failed: 0 };
  let house = null;
  const lines = [];

  try {
    for (const suite of suites) {
      const began = Date.now();
      let result;
      console.log(`\n=== ${suite.name}`);
      try {
        if (suite.house && !house) house = await startHouse(folder, options);
        result = suite.run ? await suite.run(options) : await runScripts(suite, options, folder, suite.house ? house : null);
      } catch (error) {
        console.error(error.message);
        result = { passed: 0, failed: 1 };
      }
      if (result.failed && house) console.log(house.logs());
      lines.push(`${suite.name.padEnd(16)} ${String(result.passed).padStart(5)} passed ${String(result.failed).padStart(4)} failed  ${((Date.now() - began) / 1000).toFixed(0)} s`);
      total.passed += result.passed;
      total.failed += result.failed;
    }
  } finally {
    await house?.stop();
    if (house) house.forget();
    else fs.rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${lines.join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed || !total.passed ? 1 : 0);
}

await main();
