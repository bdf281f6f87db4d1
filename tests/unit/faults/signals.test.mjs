// Whoever is stopped stands still with all that he began, also with what he was just beginning.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { signal, startedAt, stopWhole, withChildren } from '../../faults/lab/signals.mjs';

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

test('who is not there is not stopped', () => {
  assert.deepEqual(stopWhole(0), []);
});
