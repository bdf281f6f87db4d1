// Only processes of a house are ended: nobody whose number is not known, and everybody who is of it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { endHousehold, householdOf } from '../../faults/lab/household.mjs';
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

// A house of a lab: a supervisor that begins somebody anew as soon as he has ended, and somebody who is nobody's child. A stranger
// stands in its folder.
async function openSmallHouse(t) {
  const folder = newFolder();
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const env = { ...process.env, LINLI_STATE_DIR: path.join(folder, 'run') };
  const supervisor = spawn('sh', ['-c', '(sleep 60 &) ; while :; do sleep 60; done'], { cwd: folder, env, stdio: 'ignore' });
  const house = { folder, child: supervisor, exit: null, statusFile: path.join(folder, 'run', 'status.json') };
  supervisor.on('exit', (code, signal) => { house.exit = { code, signal }; });
  const stranger = spawn('sleep', ['60'], { cwd: folder, stdio: 'ignore' });
  t.after(() => stranger.kill('SIGKILL'));
  t.after(() => endHousehold(folder));
  await until('four hold the folder', () => holdersOf(folder).length === 4);
  return { house, supervisor, strangers: [stranger.pid] };
}

test('at its end nobody of a house is left, also who was begun anew meanwhile and who is nobody\'s child; a stranger is left alone', async (t) => {
  const { house, supervisor, strangers } = await openSmallHouse(t);
  await new Lab(house, {}).end();
  assert.deepEqual([isThere(supervisor.pid), householdOf(house.folder), holdersOf(house.folder)], [false, [], strangers]);
});

test('nor when its supervisor had ended before', async (t) => {
  const { house, supervisor, strangers } = await openSmallHouse(t);
  supervisor.kill('SIGKILL');
  await once(supervisor, 'exit');
  assert.ok(householdOf(house.folder).length > 0);
  await new Lab(house, {}).end();
  assert.deepEqual([householdOf(house.folder), holdersOf(house.folder)], [[], strangers]);
});

test('a house that was never started has nobody to end', () => new Lab({ folder: '/nowhere' }, {}).end());
