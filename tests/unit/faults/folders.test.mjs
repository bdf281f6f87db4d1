// What runs leave that were killed is taken away by whoever comes next, with the house that goes on there; nothing else is touched.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { runFolder, takeAwayRuns } from '../../faults/lab/folders.mjs';
import { openLab } from '../../faults/lab/lab.mjs';
import { descendantsOf, endAll, holdersOf, isThere } from '../../faults/lab/processes.mjs';
import { processOf, startedAt } from '../../faults/lab/signals.mjs';
import { newFolder, ROOT } from '../../support/house.mjs';

const MODULE = path.join(ROOT, 'tests', 'faults', 'lab', 'folders.mjs');

function newParent(t) {
  const parent = newFolder();
  t.after(() => fs.rmSync(parent, { recursive: true, force: true }));
  return parent;
}

// A folder whose maker was killed, and who goes on in it, with these settings: { folder, pid }.
function abandoned(parent, settings = '{}') {
  const script = `const { runFolder } = await import(${JSON.stringify(MODULE)}); const { spawn } = await import('node:child_process');
    const folder = runFolder(${JSON.stringify(parent)}); const env = { ...process.env, ...${settings} };
    const { pid } = spawn('sleep', ['60'], { cwd: folder, env, stdio: 'ignore', detached: true });
    console.log(JSON.stringify({ folder, pid })); process.kill(process.pid, 'SIGKILL');`;
  const { stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  assert.equal(signal, 'SIGKILL');
  return JSON.parse(stdout);
}

const OF_THE_HOUSE = "{ LINLI_STATE_DIR: `${folder}/run` }";

test('what a run that was killed has left is taken away, with its house; what a living one has, or lies elsewhere, is not', async (t) => {
  const parent = newParent(t);
  const left = abandoned(parent, OF_THE_HOUSE);
  const elsewhere = abandoned(newParent(t), OF_THE_HOUSE);
  t.after(() => endAll([processOf(elsewhere.pid)]));
  const mine = runFolder(parent);
  assert.ok(fs.existsSync(left.folder) && isThere(left.pid));
  await takeAwayRuns([parent, path.join(parent, 'nowhere')]);
  assert.deepEqual([fs.readdirSync(parent), isThere(left.pid)], [[path.basename(mine)], false]);
  assert.deepEqual([fs.existsSync(elsewhere.folder), isThere(elsewhere.pid)], [true, true]);
});

test('a folder in which somebody works who is not of its house is spared, and so is he', async (t) => {
  const parent = newParent(t);
  const { folder, pid } = abandoned(parent);
  t.after(() => endAll([processOf(pid)]));
  await takeAwayRuns([parent]);
  assert.deepEqual([fs.existsSync(folder), isThere(pid)], [true, true]);
});

test('who is of the house by its status alone, with all that he has begun, is ended', async (t) => {
  const parent = newParent(t);
  const { folder, pid } = abandoned(parent, OF_THE_HOUSE);
  const server = spawn('sh', ['-c', 'sleep 60 & wait'], { cwd: folder, stdio: 'ignore' });
  fs.mkdirSync(path.join(folder, 'run'));
  const processes = [{ name: 'redis', pid: server.pid, started: startedAt(server.pid) }, { name: 'nats', pid: 0, started: 0 }];
  fs.writeFileSync(path.join(folder, 'run', 'status.json'), JSON.stringify({ processes }));
  await takeAwayRuns([parent]);
  assert.deepEqual([fs.existsSync(folder), isThere(pid), isThere(server.pid)], [false, false, false]);
});

test('whom a house begins while it is looked at is no stranger to it', async (t) => {
  const parent = newParent(t);
  const { folder, pid } = abandoned(parent, OF_THE_HOUSE);
  const word = path.join(folder, 'word');
  spawnSync('mkfifo', [word]);
  const server = spawn('sh', ['-c', 'read go < word; sleep 60 & wait'], { cwd: folder, stdio: 'ignore' });
  t.after(() => endAll([pid, server.pid, ...descendantsOf(server.pid)].map(processOf)));
  fs.mkdirSync(path.join(folder, 'run'));
  fs.writeFileSync(path.join(folder, 'run', 'status.json'), JSON.stringify({ processes: [{ name: 'redis', ...processOf(server.pid) }] }));
  let looks = 0;
  const whoHolds = (where) => {
    looks++;
    fs.writeFileSync(word, 'go\n'); // waits until it is heard
    while (!descendantsOf(server.pid).length);
    return holdersOf(where);
  };
  await takeAwayRuns([parent], { whoHolds });
  assert.deepEqual([looks, fs.existsSync(folder), isThere(server.pid)], [1, false, false]);
});

test('whoever opens a house takes it away before', async (t) => {
  const parent = newParent(t);
  const { pid } = abandoned(parent, OF_THE_HOUSE);
  const plan = { get needs() { throw new Error('no house today'); } };
  await assert.rejects(openLab(plan, { ports: '1-2', folders: [parent] }), /no house today/);
  assert.deepEqual([fs.readdirSync(parent), isThere(pid)], [[], false]);
});

// ---- of somebody else's

const NOBODY = 65_534;
const STRANGER = 65_533;
const skip = process.getuid() === 0 ? false : 'only root may be somebody else';

// What a script of nobody's prints, who may look at nothing of others.
function asNobody(script) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8', uid: NOBODY, gid: NOBODY });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

test('what somebody else has left, who may not be looked at, is left there', { skip }, (t) => {
  const parent = newParent(t);
  fs.chmodSync(parent, 0o1777);
  const { folder, pid } = abandoned(parent, OF_THE_HOUSE);
  t.after(() => endAll([processOf(pid)]));
  fs.mkdirSync(path.join(folder, 'run'), { mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  asNobody(`const { takeAwayRuns } = await import(${JSON.stringify(MODULE)}); await takeAwayRuns([${JSON.stringify(parent)}]);`);
  assert.deepEqual([fs.existsSync(folder), isThere(pid)], [true, true]);
});

test('whoever may not be looked at may hold a folder that lets him in, and none that is its owner’s alone', { skip }, (t) => {
  const parent = newParent(t);
  fs.chmodSync(parent, 0o1777);
  const own = asNobody(`const { runFolder } = await import(${JSON.stringify(MODULE)}); console.log(runFolder(${JSON.stringify(parent)}));`);
  assert.equal(fs.statSync(own).mode & 0o777, 0o700);
  const stranger = spawn('sleep', ['60'], { cwd: parent, stdio: 'ignore', uid: STRANGER, gid: STRANGER });
  t.after(() => stranger.kill('SIGKILL'));
  const seen = () => asNobody(`const { holdersOf } = await import(${JSON.stringify(MODULE.replace('folders', 'processes'))}); console.log(holdersOf(${JSON.stringify(own)}).includes(${stranger.pid}));`);
  assert.equal(seen(), 'false');
  fs.chmodSync(own, 0o711);
  assert.equal(seen(), 'true');
});

test('what a run of another namespace has left is left there: who is gone there, nobody knows here', async (t) => {
  const parent = newParent(t);
  const [linli, run, namespace, , , ...more] = path.basename(runFolder(parent)).split('-');
  const elsewhere = path.join(parent, [linli, run, Number(namespace) + 1, 4_194_304, 1, ...more].join('-'));
  const here = path.join(parent, [linli, run, namespace, 4_194_304, 1, ...more].join('-'));
  for (const folder of [elsewhere, here]) fs.mkdirSync(folder);
  await takeAwayRuns([parent]);
  assert.deepEqual([fs.existsSync(elsewhere), fs.existsSync(here)], [true, false]);
});

test('two who come at once do not stand in each other\'s way', async (t) => {
  const parent = newParent(t);
  for (let i = 0; i < 3; i++) abandoned(parent, OF_THE_HOUSE);
  await Promise.all([takeAwayRuns([parent]), takeAwayRuns([parent])]);
  assert.deepEqual(fs.readdirSync(parent), []);
});
