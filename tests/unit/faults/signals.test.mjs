// Whoever is stopped stands still with all that he began, also with what he was just beginning.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { signal, startedAt, stopWhole, withChildren } from '../../faults/lab/signals.mjs';
import { until } from '../../support/house.mjs';

test('a server that begins one process after the other is stopped with all of them', async (t) => {
  const server = spawn('sh', ['-c', 'while :; do sleep 1 & sleep 0.002; done'], { stdio: 'ignore' });
  t.after(() => server.kill('SIGKILL'));
  await sleep(100);
  const stopped = stopWhole(server.pid);
  assert.ok(stopped.length > 2, `${stopped.length} processes`);
  assert.deepEqual(withChildren(server.pid).filter(({ pid }) => !stopped.some((one) => one.pid === pid)), []);
  await sleep(1200); // each of them would have ended by now
  assert.deepEqual(stopped.filter(({ pid, started }) => startedAt(pid) !== started), []);
  stopped.forEach((one) => signal(one, 'SIGCONT'));
});

test('one that does not stop is not waited for longer than a second, and goes on', async (t) => {
  const server = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.after(() => server.kill('SIGKILL'));
  const began = performance.now();
  assert.throws(() => stopWhole(server.pid, { stopped: () => false }), /did not stop within 1000 ms/);
  const ms = performance.now() - began;
  assert.ok(ms >= 1000 && ms < 10_000, `${ms} ms`);
  const state = () => fs.readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ').pop()[0];
  await until('it goes on', () => state() !== 'T');
});

test('who is not there is not stopped', () => {
  assert.deepEqual(stopWhole(0), []);
});
