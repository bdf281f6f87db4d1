// The tests of a cluster, one file after the other, on one house; what they measured becomes RESULTS.md. Run where the cluster's names are
// known and kubectl reaches it; `run.mjs` brings that about.
//
//     node suite.mjs [PART ...]      without words: all, from an empty namespace

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { newFolder } from '../../../support/house.mjs';
import { keepResults } from './results.mjs';
import { ClusterHouse } from './support/house.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PART_MS_MAX = 20 * 60_000;
const BY_INGRESS = ['ingress', 'evening'];

// Each stands on what those before it left.
export const PARTS = ['deploy', 'ingress', 'evening', 'probes', 'pods', 'rollouts', 'stores', 'bus', 'scaling', 'autoscaler', 'books', 'restore', 'release'];

function play(part, settings, report) {
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${report}`];
  const words = ['--test', ...reporters, path.join(HERE, `${part}.mjs`)];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { env: { ...process.env, ...settings }, stdio: ['ignore', 'inherit', 'inherit'], timeout: PART_MS_MAX });
    child.on('error', reject);
    child.on('close', (code) => resolve(code));
  });
}

// A house that cannot be had as the part wants it is the part's failure.
async function playIn(house, part, figures, report) {
  try {
    return await play(part, { ...await house.settings({ byIngress: BY_INGRESS.includes(part) }), LINLI_FIGURES_FILE: figures }, report);
  } catch (error) {
    console.error(error);
    return 1;
  }
}

// { passed, failed }: a part that ended without a word of itself has failed.
function countIn(report, code) {
  const text = readText(report);
  const sum = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  const failed = sum('fail') + sum('cancelled');
  return { passed: sum('pass'), failed: code !== 0 && failed === 0 ? 1 : failed };
}

const readText = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
const readLines = (file) => readText(file).split('\n').filter(Boolean).map((line) => JSON.parse(line));

async function playAll(parts, house, folder) {
  const outcomes = [];
  for (const part of parts) {
    console.log(`\n=== ${part}`);
    const [report, figures] = [path.join(folder, `${part}.tap`), path.join(folder, `${part}.jsonl`)];
    const began = Date.now();
    const code = await playIn(house, part, figures, report);
    const seconds = Math.round((Date.now() - began) / 1000);
    outcomes.push({ part, at: new Date(began).toISOString(), seconds, ...countIn(report, code), figures: readLines(figures) });
    keepResults(outcomes, PARTS); // whatever becomes of the next
    if (part === 'deploy' && outcomes.at(-1).failed) break; // there is nothing to stand on
  }
  return outcomes;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((part) => !PARTS.includes(part));
if (unknown.length) throw new Error(`no part is called ${unknown.join(', ')}: ${PARTS.join(', ')}`);

const folder = newFolder();
const house = await ClusterHouse.open();
let outcomes;
try {
  outcomes = await playAll(PARTS.filter((one) => wanted.length === 0 || wanted.includes(one)), house, folder);
} finally {
  await house.close();
  fs.rmSync(folder, { recursive: true });
}
const total = (what) => outcomes.reduce((sum, one) => sum + one[what], 0);
for (const { part, passed, failed, seconds } of outcomes) {
  console.log(`${part.padEnd(12)} ${String(passed).padStart(4)} passed ${String(failed).padStart(3)} failed  ${seconds} s`);
}
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') || !total('passed') ? 1 : 0);
