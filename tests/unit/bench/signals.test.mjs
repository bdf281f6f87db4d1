// What the bench stops and ends is the process that it means: a number may have been given to another meanwhile.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import test from 'node:test';
import { eventLatencies } from '../../bench/events.mjs';
import { stall } from '../../bench/stall.mjs';
import { isAlive, processOf, statOf } from '../../faults/lab/signals.mjs';

function sleeper(t) {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  return processOf(child.pid);
}

const anotherBefore = ({ pid, started }) => ({ pid, started: started - 1, ready: true });
const load = { run: async () => ({ answers: 1, byStatus: { 200: 1 }, p99Us: 1000, maxUs: 1000, p50Us: 1000 }) };
const request = { status: 200 };

test('a server stands still for its second, and goes on', async (t) => {
  const server = sleeper(t);
  const states = new Set();
  const looking = setInterval(() => states.add(statOf(server.pid).state), 20);
  await stall({ load, port: 0, server, request });
  clearInterval(looking);
  assert.ok(states.has('T'));
  assert.notEqual(statOf(server.pid).state, 'T');
});

test('a stranger who has the server’s number is not stopped', async (t) => {
  const stranger = sleeper(t);
  await assert.rejects(stall({ load, port: 0, server: anotherBefore(stranger), request }), /the server has ended/);
  assert.notEqual(statOf(stranger.pid).state, 'T');
});

test('nor is one who has PostgreSQL’s number ended', async (t) => {
  const stranger = sleeper(t);
  const shop = { database: { run: async () => {} }, house: { process: () => anotherBefore(stranger) } };
  await assert.rejects(eventLatencies(shop, { seconds: 1, passes: 1 }), /PostgreSQL has just ended/);
  assert.equal(isAlive(stranger), true);
});
