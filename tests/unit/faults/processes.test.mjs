// Only processes of a house are ended: nobody whose number is not known, and everybody who is of it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Lab } from '../../faults/lab/lab.mjs';
import { endAll, holdersOf, isThere, whileDown } from '../../faults/lab/processes.mjs';
import { assertPid, processOf } from '../../faults/lab/signals.mjs';
import * as strike from '../../faults/support/strike.mjs';
import { newFolder, until } from '../../support/house.mjs';

const NOBODY = [0, undefined, null, NaN, -1, 1, 1.5, '7'];

// What would reach the bench itself is caught here, and fails.
function withoutSignals(t) {
  const sent = [];
  t.mock.method(process, 'kill', (...words) => sent.push(words));
  return sent;
}

test('whose number is not known is not signalled', async (t) => {
  const sent = withoutSignals(t);
  for (const pid of NOBODY) {
    const house = { process: () => ({ pid, ready: false }), child: { pid: process.pid } };
    assert.throws(() => assertPid(pid, 'auth'), /auth has no number/);
    assert.throws(() => strike.kill(house, 'auth'), /auth has no number/);
    await assert.rejects(endAll([{ pid, started: 1 }]), /no number/);
    await assert.rejects(whileDown(house, 'auth', () => assert.fail('nobody is down')), /auth has no number/);
  }
  assert.deepEqual(sent, []);
  assert.equal(assertPid(process.pid), process.pid);
});

// Who was there before him had his number; `started` is of that one.
test('whose number was another’s before is not signalled', async (t) => {
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.after(() => stranger.kill('SIGKILL'));
  const { pid, started } = processOf(stranger.pid);
  const gone = { pid, started: started - 1, ready: true };
  await endAll([gone]);
  const house = { process: () => gone, child: { pid } };
  assert.throws(() => strike.kill(house, 'auth'), /auth has just ended/);
  assert.equal(isThere(pid), true);
  await endAll([{ pid, started }]);
  assert.equal(isThere(pid), false);
});

// A house of a lab: a supervisor that begins somebody anew as soon as he has ended, and somebody in the folder who is nobody's child.
async function openSmallHouse(t) {
  const folder = newFolder();
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const supervisor = spawn('sh', ['-c', '(sleep 60 &) ; while :; do sleep 60; done'], { cwd: folder, stdio: 'ignore' });
  const house = { folder, child: supervisor, exit: null, statusFile: path.join(folder, 'run', 'status.json') };
  supervisor.on('exit', (code, signal) => { house.exit = { code, signal }; });
  await until('three hold the folder', () => holdersOf(folder).length === 3);
  return { house, supervisor };
}

test('at its end nobody of a house is left, also who was begun anew meanwhile and who is nobody\'s child', async (t) => {
  const { house, supervisor } = await openSmallHouse(t);
  await new Lab(house, {}).end();
  assert.deepEqual([isThere(supervisor.pid), holdersOf(house.folder)], [false, []]);
});

test('nor when its supervisor had ended before', async (t) => {
  const { house, supervisor } = await openSmallHouse(t);
  supervisor.kill('SIGKILL');
  await once(supervisor, 'exit');
  assert.ok(holdersOf(house.folder).length > 0);
  await new Lab(house, {}).end();
  assert.deepEqual(holdersOf(house.folder), []);
});

test('a house that was never started has nobody to end', () => new Lab({ folder: '/nowhere' }, {}).end());
