// The client of the small contract in fixture/, made anew, and a server that answers as it is told.

import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { generate } from '../../../clients/sdk/generate.mjs';

const require = createRequire(import.meta.url);

export const FILES = generate(JSON.parse(fs.readFileSync(new URL('fixture/openapi.json', import.meta.url), 'utf8')));

// The generated linli.js, as require() gives it.
export function loadSdk() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-sdk-'));
  process.once('exit', () => fs.rmSync(directory, { recursive: true }));
  fs.writeFileSync(path.join(directory, 'linli.js'), FILES['linli.js']);
  return require(path.join(directory, 'linli.js'));
}

export const problem = (status, code, headers = {}, more = {}) => ({ status, headers, body: { status, code, title: code, requestId: 'r1', errors: [], ...more } });
export const ok = (body, status = 200) => ({ status, body });

// Answers each request with answers(request, number): { status, headers, body }, or null to break the connection.
export async function newServer(t, answers) {
  const requests = [];
  const server = http.createServer((message, response) => {
    const chunks = [];
    message.on('data', (chunk) => chunks.push(chunk)).on('end', async () => {
      const text = Buffer.concat(chunks).toString();
      const request = { method: message.method, url: message.url, headers: message.headers, body: /multipart/.test(message.headers['content-type']) ? text : text ? JSON.parse(text) : undefined };
      requests.push(request);
      const answer = await answers(request, requests.length);
      if (!answer) return message.socket.destroy();
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      return response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  return { requests, baseUrl: `http://127.0.0.1:${server.address().port}` };
}

// A clock that stands until everybody sleeps, and then goes on to who wakes first.
export function fakeClock() {
  let nowMs = 0;
  const sleepers = [];
  const slept = [];
  async function run(until) {
    let done = false;
    until.then(() => (done = true), () => (done = true));
    while (!done) {
      await new Promise(setImmediate);
      if (done || sleepers.length === 0) continue;
      sleepers.sort((a, b) => a.atMs - b.atMs);
      const next = sleepers.shift();
      nowMs = Math.max(nowMs, next.atMs);
      next.wake();
    }
    return until;
  }
  return {
    now: () => nowMs,
    random: () => 0.5,
    sleep: (ms) => new Promise((wake) => (slept.push(ms), sleepers.push({ atMs: nowMs + ms, wake }))),
    pass: (ms) => { nowMs += ms; },
    slept,
    run,
  };
}
