// The load generator: what it counts to whose account when it gets no processor for a while.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchProgram } from '../../bench/programs.mjs';

const BUILD = process.env.LINLI_BUILD ?? 'build';
const ANSWERS_AFTER_MS = 30;
const STOOD_STILL_MS = 1500;
const SEEN_MS_MAX = 1000;

test('an answer has come when the kernel has it, however late the generator comes to read it; what was due meanwhile is late', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-load-'));
  const server = http.createServer((request, response) => { setTimeout(() => response.end('{}'), ANSWERS_AFTER_MS); });
  t.after(() => {
    server.close();
    server.closeAllConnections();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const people = path.join(folder, 'people');
  const template = path.join(folder, 'template');
  fs.writeFileSync(people, 'token\t10.0.0.1\tnobody\n');
  fs.writeFileSync(template, 'GET / HTTP/1.1\r\nHost: bench\r\n\r\n');
  const words = [server.address().port, '--people', people, '--template', template, '--connections', 16, '--seconds', 4, '--warm-up', 0, '--rate', 200];
  const load = spawn(benchProgram(BUILD, 'load'), words.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = load.stdout.setEncoding('utf8').toArray();
  await sleep(1000);
  load.kill('SIGSTOP');
  await sleep(STOOD_STILL_MS);
  load.kill('SIGCONT');
  const result = JSON.parse((await printed).join(''));
  const { sinceSent, sinceDue } = result.outcomes[200];
  assert.ok(sinceSent.maxUs < SEEN_MS_MAX * 1000, `answers lay there for ${sinceSent.maxUs} µs and are said to have taken so long`);
  assert.ok(sinceSent.p50Us >= ANSWERS_AFTER_MS * 1000 * 0.9, `${sinceSent.p50Us} µs is less than the server takes`);
  assert.ok(sinceDue.maxUs > SEEN_MS_MAX * 1000, `nothing was asked for ${STOOD_STILL_MS} ms, and the longest wait is ${sinceDue.maxUs} µs`);
  assert.ok(result.processorS > 0 && result.processorS < 4 && result.waitedS >= 0, `its own part: ${result.processorS} s, waited ${result.waitedS} s`);
});
