// All tests, from what is built: the C programs by ctest (unit, store, contract), the scripts by Node's own runner, journeys
// against a private house on free ports. Ends with `N passed, N failed` on a line of its own.
//
//     node tests/run.mjs [--build DIR] [--only SUITE[,SUITE]]
//
// Most of the time of a script that has a house is waiting: for a deadline, for a process that comes back. So several run at
// once, in lanes. Guests of the house of this run, which move its clock and steer its WeChat, follow each other in one lane;
// those with a house of their own share the others. What a file says is shown when it has ended.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { newFolder, PrivateHouse, ROOT } from './support/house.mjs';

// In the order in which they are run; lanes: its files are shared out, after: not before all files of that suite have ended.
const SUITES = [
  { name: 'programs', run: runPrograms },
  { name: 'tidy', folder: 'tests/tidy' },
  { name: 'wechat-sandbox', folder: 'tests/wechat-sandbox/test' },
  { name: 'scripts', folder: 'tests/unit' },
  { name: 'journeys', folder: 'tests/journeys', lanes: true },
  { name: 'coverage', folder: 'tests/coverage', lanes: true, after: 'journeys' },
  { name: 'books', folder: 'tests/faults', lanes: true },
  { name: 'deploy', folder: 'tests/deploy', lanes: true },
];
const OWN_LANES = 2;

// Each lane's houses take their ports from a range of their own: no two that start at once can want the same.
const PORTS_FIRST = 20_000;
const PORTS_PER_LANE = 4000;

const COMMAND_MS_MAX = 20 * 60_000;
const PROGRAM_BYTES_MAX = '1000000'; // of what it prints

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

// Exit status; what it prints is ours, at once or, kept, when it has ended.
function run(command, words, { settings = {}, keep = false } = {}) {
  return new Promise((resolve, reject) => {
    const out = keep ? 'pipe' : 'inherit';
    const child = spawn(command, words, { cwd: ROOT, env: { ...process.env, ...settings }, stdio: ['ignore', out, out], timeout: COMMAND_MS_MAX });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => said.push(bytes));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code ?? `signal ${signal}`);
    });
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

// Which cases of it, by what it printed; a program that died has named none.
function namesFailed(text, pattern) {
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].join('; ') || 'ended early';
}

async function runPrograms(options) {
  const report = path.join(ROOT, options.build, 'ctest.xml');
  fs.rmSync(report, { force: true });
  const whole = ['--test-output-size-passed', PROGRAM_BYTES_MAX, '--test-output-size-failed', PROGRAM_BYTES_MAX]; // what is cut off is not counted
  const status = await run('ctest', ['--test-dir', options.build, '--parallel', '2', '--output-on-failure', '--output-junit', report, ...whole]);
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const result = { passed: 0, failed: 0, names: [] };
  for (const program of fs.readFileSync(report, 'utf8').split('<testcase ').slice(1)) {
    const count = countProgram(program);
    const [, name] = /^name="([^"]*)"/.exec(program);
    if (name.startsWith('support/') && count.failed === 0) continue; // a server that was started or stopped, no test
    result.passed += count.passed;
    result.failed += count.failed;
    if (count.failed) result.names.push(`${name}: ${namesFailed(program, /^\[ {2}FAILED {2}\] (?!\d+ test)(\S+)/gm)}`);
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
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : findTests(inside);
    return /\.test\.m?js$/.test(entry.name) ? [inside] : [];
  }).sort();
}

let reports = 0;

async function runNode(files, scratch, { settings, keep }) {
  const report = path.join(scratch, `report-${++reports}.tap`);
  fs.rmSync(report, { force: true });
  const status = await run(process.execPath, [
    '--test', '--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${report}`, ...files,
  ], { settings, keep });
  const text = fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : '';
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  const result = { passed: count('pass'), failed: count('fail') + count('cancelled') };
  if (status !== 0 && result.failed === 0) result.failed = 1;
  if (result.failed) result.names = [namesFailed(text, /^ *not ok \d+ - (.*)$/gm)];
  return result;
}

// ---- lanes

// Who opens the house without a word on how it should be takes the one of this run.
const isGuest = (file) => /\bopen(Stage|House)\(\)/.test(fs.readFileSync(path.join(ROOT, file), 'utf8'));

// The files of these suites, still to be run.
class Queue {
  #waiting;
  #left = new Map();
  #ended = new Map();

  constructor(suites) {
    this.#waiting = suites.flatMap((suite) => findTests(suite.folder).map((file) => ({ suite, file, guest: isGuest(file) })));
    for (const { suite } of this.#waiting) this.#left.set(suite.name, (this.#left.get(suite.name) ?? 0) + 1);
    for (const { name } of suites) this.#ended.set(name, this.#signal());
  }

  #signal() {
    let give;
    const wait = new Promise((resolve) => { give = resolve; });
    return { wait, give };
  }

  // The next file for a lane of guests or of others; undefined: there is no more.
  async take(guest) {
    const at = this.#waiting.findIndex((one) => one.guest === guest);
    const [job] = at < 0 ? [] : this.#waiting.splice(at, 1);
    await this.#ended.get(job?.suite.after)?.wait;
    return job;
  }

  end({ suite }) {
    const left = this.#left.get(suite.name) - 1;
    this.#left.set(suite.name, left);
    if (left === 0) this.#ended.get(suite.name).give();
  }
}

class Lanes {
  results = [];

  constructor(suites, options, scratch) {
    this.queue = new Queue(suites);
    this.options = options;
    this.scratch = scratch;
  }

  // One that does not come up fails all its guests at once.
  #house() {
    process.env.LINLI_BUILD = this.options.build;
    this.house ??= new PrivateHouse(this.scratch);
    this.started ??= this.house.start({ words: ['--any-ports', '--seed'], settings: this.#settings(0) });
    return this.started;
  }

  #settings(lane) {
    const first = PORTS_FIRST + lane * PORTS_PER_LANE;
    return {
      LINLI_BUILD: this.options.build, LINLI_EXCHANGES_FILE: path.join(this.scratch, 'exchanges.jsonl'), LINLI_PORTS: `${first}-${first + PORTS_PER_LANE - 1}`,
    };
  }

  async #one({ file, guest }, lane) {
    try {
      const settings = this.#settings(lane);
      if (guest) settings.LINLI_STATUS_FILE = (await this.#house()).statusFile;
      return await runNode([file], this.scratch, { settings, keep: true });
    } catch (error) {
      console.error(error.message);
      return { passed: 0, failed: 1 };
    }
  }

  async #work(lane) {
    const guest = lane === 0;
    for (let job = await this.queue.take(guest); job; job = await this.queue.take(guest)) {
      const began = Date.now();
      const result = await this.#one(job, lane);
      const seconds = (Date.now() - began) / 1000;
      console.log(`--- ${job.suite.name}: ${job.file}, ${result.failed ? `${result.failed} FAILED, ` : ''}${seconds.toFixed(1)} s\n`);
      if (result.failed && guest && this.house) console.log(this.house.logs());
      this.results.push({ suite: job.suite, file: job.file, seconds, ...result });
      this.queue.end(job);
    }
  }

  async run() {
    try {
      await Promise.all(Array.from({ length: 1 + OWN_LANES }, (_, lane) => this.#work(lane)));
    } finally {
      await this.house?.stop();
      this.house?.forget();
    }
    return this.results;
  }
}

// ---- all of it

async function runAlone(suite, options, scratch) {
  const began = Date.now();
  console.log(`\n=== ${suite.name}`);
  let result;
  try {
    result = suite.run ? await suite.run(options) : await runNode(findTests(suite.folder), scratch, { settings: { LINLI_BUILD: options.build } });
  } catch (error) {
    console.error(error.message);
    result = { passed: 0, failed: 1 };
  }
  return { suite, seconds: (Date.now() - began) / 1000, ...result };
}

// A line a suite (the seconds of files that ran side by side are added up), and what failed by its name.
function account(suites, results) {
  const sum = (some, what) => some.reduce((total, one) => total + one[what], 0);
  const lines = suites.map((suite) => {
    const some = results.filter((one) => one.suite === suite);
    return `${suite.name.padEnd(16)} ${String(sum(some, 'passed')).padStart(5)} passed ${String(sum(some, 'failed')).padStart(4)} failed  ${sum(some, 'seconds').toFixed(0)} s`;
  });
  const failed = results.filter((one) => one.failed)
    .flatMap(({ suite, file, names = ['ended early'] }) => names.map((name) => `FAILED: ${file ?? suite.name}: ${name}`));
  console.log(`\n${[...lines, ...failed].join('\n')}\n`);
  return { passed: sum(results, 'passed'), failed: sum(results, 'failed') };
}

async function main() {
  const options = readArguments(process.argv.slice(2));
  const suites = SUITES.filter((suite) => (!options.only || options.only.includes(suite.name)) && (suite.run || findTests(suite.folder).length));
  const folder = newFolder();
  const results = [];

  try {
    for (const suite of suites.filter(({ lanes }) => !lanes)) results.push(await runAlone(suite, options, folder));
    const sharing = suites.filter(({ lanes }) => lanes);
    if (sharing.length) console.log(`\n=== ${sharing.map(({ name }) => name).join(', ')}\n`);
    results.push(...await new Lanes(sharing, options, folder).run());
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  const { passed, failed } = account(suites, results);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}

await main();
