// The disks that the runs of faults put beneath the stores: a cut takes what was not synced and keeps what was, a full one has no
// room for a byte, and an image of a test that is gone is told by its name.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { newFolder } from '../../support/house.mjs';
import { cutPower, Disk, whyNoDisks } from '../../faults/lab/disks.mjs';
import { nameOfMine, ownerIsGone } from '../../faults/lab/folders.mjs';
import { lostSince } from '../../faults/lab/jetstream.mjs';
import { startedAt } from '../../faults/lab/signals.mjs';
import { rulesOfEvents } from '../../faults/support/converge.mjs';

const run = (command, ...words) => execFileSync(command, words, { stdio: 'pipe' });
const skip = whyNoDisks() ?? false;

function withDisk(t) {
  const folder = newFolder();
  const disk = new Disk('unit', path.join(folder, 'disk'), 32);
  t.after(() => {
    disk.remove();
    fs.rmSync(folder, { recursive: true });
  });
  return { disk, file: (name) => path.join(folder, 'disk', name) };
}

function write(file, text, { sync }) {
  const descriptor = fs.openSync(file, 'a');
  fs.writeSync(descriptor, text);
  if (sync) fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}

test('a cut takes what was not synced and keeps what was, also in one file', { skip }, async (t) => {
  const { disk, file } = withDisk(t);
  write(file('both'), 'synced;', { sync: true });
  write(file('both'), 'not synced;', { sync: false });
  write(file('lost'), 'not synced', { sync: false });
  cutPower([disk]);
  assert.throws(() => write(file('later'), 'no power', { sync: false }), { code: 'EIO' });
  await disk.mountAgain();
  assert.equal(fs.readFileSync(file('both'), 'utf8'), 'synced;');
  assert.equal(fs.existsSync(file('lost')) && fs.readFileSync(file('lost'), 'utf8') !== '', false);
});

test('a disk that was emptied just before a cut is empty after it', { skip }, async (t) => {
  const { disk, file } = withDisk(t);
  disk.fill();
  run('sync', '-f', file('.'));
  disk.empty();
  cutPower([disk]);
  await disk.mountAgain();
  write(file('more'), Buffer.alloc(4096, 'x'), { sync: true });
});

test('what was no cut is noticed', { skip }, async (t) => {
  const { disk } = withDisk(t);
  disk.touchMarks(); // and everything is written out, because the power stays on
  await assert.rejects(disk.mountAgain(), /no cut/);
});

test('a full disk has no room, and has room again when it is emptied', { skip }, (t) => {
  const { disk, file } = withDisk(t);
  disk.fill();
  assert.throws(() => write(file('more'), Buffer.alloc(4096, 'x'), { sync: true }), { code: 'ENOSPC' });
  disk.empty();
  write(file('more'), Buffer.alloc(4096, 'x'), { sync: true });
});

test('an image tells by its name whether its maker is gone', () => {
  const [, , here] = nameOfMine('disk').split('-');
  const of = (pid, started, where = here) => `/dev/shm/linli-disk-${where}-${pid}-${started}-0badcafe-nats.img`;
  assert.equal(ownerIsGone(of(process.pid, startedAt(process.pid))), false);
  assert.equal(ownerIsGone(of(process.pid, 1)), true); // another process of that number
  assert.equal(ownerIsGone(of(4194304, 1)), true);
  assert.equal(ownerIsGone(of(4194304, 1, Number(here) + 1)), false, 'who has that number there, nobody knows here');
});

test('what JetStream lost is counted by stream', () => {
  assert.equal(lostSince(new Map([['EVT_AUTH', 7], ['EVT_CONTENT', 20], ['EVT_COUPONS', 3]]), new Map([['EVT_AUTH', 9], ['EVT_CONTENT', 5]])), 18);
});

test('convergence asks both rules of events', () => {
  assert.equal(rulesOfEvents().length, 2);
});
