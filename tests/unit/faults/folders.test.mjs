// What runs leave that were killed is taken away by whoever comes next, with the house that goes on there; nothing else is touched.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { runFolder, takeAwayRuns } from '../../faults/lab/folders.mjs';
import { openLab } from '../../faults/lab/lab.mjs';
import { endAll, isThere } from '../../faults/lab/processes.mjs';
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

test('whoever opens a house takes it away before', async (t) => {
  const parent = newParent(t);
  const { pid } = abandoned(parent, OF_THE_HOUSE);
  const plan = { get needs() { throw new Error('no house today'); } };
  await assert.rejects(openLab(plan, { ports: '1-2', folders: [parent] }), /no house today/);
  assert.deepEqual([fs.readdirSync(parent), isThere(pid)], [[], false]);
});

test('two who come at once do not stand in each other\'s way', async (t) => {
  const parent = newParent(t);
  for (let i = 0; i < 3; i++) abandoned(parent, OF_THE_HOUSE);
  await Promise.all([takeAwayRuns([parent]), takeAwayRuns([parent])]);
  assert.deepEqual(fs.readdirSync(parent), []);
});
