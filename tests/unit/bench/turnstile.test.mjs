// The floor that overload is compared with: it lets some in and says no to the rest at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchProgram, startServer } from '../../bench/programs.mjs';

const BUILD = process.env.LINLI_BUILD ?? 'build';

const ask = async (port) => {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
  return { status: response.status, again: response.headers.get('retry-after'), ms: performance.now() - began, answer: await response.json() };
};

const WORK_MS = 400;

test('those let in cost what they are said to cost, the others hear no meanwhile', async (t) => {
  const server = await startServer(benchProgram(BUILD, 'turnstile'), ['--threads', 8, '--at-once', 2, '--work-us', WORK_MS * 1000]);
  t.after(server.stop);
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask(server.port)));
  const [letIn, refused] = [201, 503].map((status) => answers.filter((one) => one.status === status));
  assert.deepEqual([letIn.length, refused.length], [2, 3]);
  assert.ok(letIn.every(({ ms }) => ms >= WORK_MS * 0.9), 'they were served for nothing');
  assert.ok(refused.every(({ again, answer }) => again === '1' && answer.code === 'OVERLOADED'));
});

test('told to let nobody in it only says no', async (t) => {
  const server = await startServer(benchProgram(BUILD, 'turnstile'), ['--threads', 4]);
  t.after(server.stop);
  assert.deepEqual([(await ask(server.port)).status, (await ask(server.port)).status], [503, 503]);
});
