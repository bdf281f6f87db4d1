// Does the bench catch what it is there for? Takes the code as it lies here into a folder of its own, breaks it as each patch
// says, builds it, and draws runs until a rule of the books or of the history is broken.
//
//     node tests/faults/mutants/run.mjs [--only NAME[,NAME]] [--runs 50] [--green 5] [--seed 1] [--dir DIR] [--scratch DIR]
//
// --dir: other patches than ours, not seen before. --green: runs in which neutral ones must not be caught. --scratch: where the
// copy and its build lie, kept for the next time; without, a temporary folder. A table at the end, `N passed, N failed` last.
// A run that fails for anything but a rule (a crash, a time-out, the bench), or for one that the patch does not name where it names
// any, catches nothing; a patch that does not build fails.

import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../support/house.mjs';
import { quietRules } from '../support/rules.mjs';
import { OURS } from '../support/strike.mjs';
import { FOLDER, judgeRun, readMutants, reportOf } from './mutants.mjs';

const BUILD = 'build';
const PROGRAMS = ['linlictl', ...OURS.map((name) => `linli-${name}`), 'linli-fault-proxy'];
const RUN_MS_MAX = 10 * 60_000;
const BUILD_MS_MAX = 30 * 60_000;
const BROKEN_MAX = 5; // runs in a row that said nothing: then something is wrong with the bench, or the mutant cannot live
const LIST_BYTES_MAX = 16 << 20;

function readArguments(words) {
  const options = { only: null, runs: 50, green: 5, seed: 1, dir: FOLDER, scratch: null };
  for (let i = 0; i < words.length; i++) {
    const name = words[i].replace(/^--/, '');
    const word = words[i + 1];
    if (['runs', 'green', 'seed'].includes(name) && /^\d+$/.test(word ?? '')) options[name] = Number(word);
    else if (['only', 'dir', 'scratch'].includes(name) && word) options[name] = name === 'only' ? word.split(',') : path.resolve(word);
    else throw new Error(`${words[i]} is not understood: --only NAME[,NAME] --runs N --green N --seed S --dir DIR --scratch DIR`);
    i++;
  }
  return options;
}

const isWanted = ({ only }) => ({ name }) => !only || only.some((one) => name === one || name.startsWith(`${one}-`));

// ---- the copy

// What git knows of, and what it would take: no build, no data. A file keeps its time, so that a kept build stays as good as it is.
function copyInto(tree) {
  const names = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8', maxBuffer: LIST_BYTES_MAX }).split('\0').filter(Boolean);
  for (const name of names.filter((one) => fs.existsSync(path.join(ROOT, one)))) {
    const [from, to] = [path.join(ROOT, name), path.join(tree, name)];
    if (fs.existsSync(to) && fs.readFileSync(from).equals(fs.readFileSync(to))) continue;
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.copyFileSync(from, to);
  }
  keep(tree);
}

const git = (tree, words) => execFileSync('git', words, { cwd: tree, stdio: 'pipe', env: { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(tree) } });

// A repository of its own: a run says on which code it was.
function keep(tree) {
  if (!fs.existsSync(path.join(tree, '.git'))) git(tree, ['init', '--quiet']);
  git(tree, ['add', '--all']);
  git(tree, ['-c', 'user.name=mutants', '-c', 'user.email=mutants@example.com', 'commit', '--quiet', '--allow-empty', '--message', 'as it is']);
}

const apply = (tree, words) => git(tree, ['apply', ...words]);

// Whether it was built; what the compiler said lies beside.
function build(tree) {
  const log = fs.openSync(path.join(tree, 'build.log'), 'w');
  const env = { ...process.env, CCACHE_BASEDIR: tree, CCACHE_NOHASHDIR: '1' }; // what another folder has compiled is as good
  const run = (command, words) => spawnSync(command, words, { cwd: tree, env, stdio: ['ignore', log, log], timeout: BUILD_MS_MAX }).status === 0;
  const configured = fs.existsSync(path.join(tree, BUILD, 'build.ninja')) || run('cmake', ['-S', '.', '-B', BUILD, '-G', 'Ninja']);
  const built = configured && run('cmake', ['--build', BUILD, '--target', ...PROGRAMS]);
  fs.closeSync(log);
  return built;
}

// ---- runs

const quiet = quietRules();

function runOnce(tree, seed, { kinds, caughtBy, neutral }) {
  const folder = path.join(tree, BUILD, 'faults', String(seed));
  fs.rmSync(folder, { recursive: true, force: true });
  const words = ['tests/faults/run.mjs', '--runs', '1', '--seed', String(seed), '--build', BUILD, '--keep', ...(kinds.length ? ['--only', kinds.join(',')] : [])];
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: tree, encoding: 'utf8', timeout: RUN_MS_MAX, maxBuffer: LIST_BYTES_MAX });
  try {
    return judgeRun(JSON.parse(fs.readFileSync(path.join(folder, 'verdict.json'), 'utf8')), { quiet, caughtBy: neutral ? '' : caughtBy });
  } catch {
    return { kind: 'broken', why: [`bench: no verdict: ${(stderr || stdout || '').trim().split('\n').pop()}`] };
  }
}

// A run that was not exercised, or failed for what is no rule of the patch, is drawn again with another seed.
function tryMutant(tree, mutant, { runs, green, seed }) {
  const result = { name: mutant.name, neutral: mutant.neutral, verdict: mutant.neutral ? 'green' : 'escaped', rule: '', runs: 0, green: 0, other: 0, unexercised: 0, broken: 0 };
  const most = mutant.neutral ? green : runs;
  for (let i = 0, broken = 0; result.runs < most; i++) {
    const { kind, rule, why } = runOnce(tree, seed + i, mutant);
    result.runs++;
    console.log(`  ${mutant.name}, seed ${seed + i}: ${kind}${rule ? `: ${rule}` : ''}${why ? `: ${why.join('; ')}` : ''}`);
    if (kind === 'rule') return { ...result, verdict: 'caught', rule };
    result[kind]++;
    broken = kind === 'broken' ? broken + 1 : 0;
    if (broken === BROKEN_MAX) return { ...result, verdict: 'cannot live', rule: why.join('; ') };
  }
  if (mutant.neutral && result.green === 0) return { ...result, verdict: 'never green' };
  return result;
}

function tryPatch(tree, mutant, options) {
  try {
    apply(tree, [mutant.file]);
  } catch (error) {
    return { name: mutant.name, neutral: mutant.neutral, verdict: 'does not apply', rule: String(error.stderr).split('\n')[0], runs: 0 };
  }
  try {
    return build(tree) ? tryMutant(tree, mutant, options) : { name: mutant.name, neutral: mutant.neutral, verdict: 'does not build', rule: path.join(tree, 'build.log'), runs: 0 };
  } finally {
    apply(tree, ['--reverse', mutant.file]);
  }
}

function main() {
  const options = readArguments(process.argv.slice(2));
  const mutants = readMutants(options.dir).filter(isWanted(options));
  if (mutants.length === 0) throw new Error(`no patch in ${options.dir}${options.only ? ` is called ${options.only.join(' or ')}` : ''}`);
  const tree = options.scratch ?? fs.mkdtempSync(path.join(os.tmpdir(), 'linli-mutants-'));
  fs.mkdirSync(tree, { recursive: true });
  fs.chmodSync(tree, 0o755); // the stores run as somebody else
  copyInto(tree);
  if (!build(tree)) throw new Error(`the code as it is does not build: ${path.join(tree, 'build.log')}`);

  const { text, failed } = reportOf(mutants.map((mutant) => tryPatch(tree, mutant, options)));
  console.log(`\n${text}`);
  if (!options.scratch) fs.rmSync(tree, { recursive: true, force: true });
  process.exitCode = failed ? 1 : 0;
}

main();
