// PostgreSQL stands still, as behind a switch that drops everything: nobody says that he is ready who is not, nobody is ended
// for it, and all come back. And how soon a service is ready that finds its stores.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { openHouse, sleep, until } from '../support/house.mjs';
import { kill, OURS } from './support/strike.mjs';

const NOT_READY_MS_MAX = 5000;
const BACK_MS_MAX = 10_000;
const START_MS_MAX = 1000;
const ASK_MS_MAX = 1000;
const SERVICES = OURS.filter((name) => name !== 'gateway');

let opened;
before(async () => {
  opened = await openHouse({ own: true, words: ['--any-ports'] });
});
after(() => opened?.close());

// 0: no answer in the time that an orchestrator waits for one.
async function answers(name, path) {
  const { opsPort } = opened.house.process(name);
  try {
    return (await fetch(`http://127.0.0.1:${opsPort}${path}`, { signal: AbortSignal.timeout(ASK_MS_MAX) })).status;
  } catch (error) {
    if (error.name !== 'TimeoutError') throw error;
    return 0;
  }
}

// The server and every process that it has begun.
function postgresProcesses() {
  const { pid } = opened.house.process('postgres');
  const children = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((name) => {
    try {
      return fs.readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(pid);
    } catch {
      return false; // it has just ended
    }
  });
  return [pid, ...children.map(Number)];
}

test('PostgreSQL stands still: not ready within 5 s, alive all along, ready again after', async (t) => {
  const pids = new Map(SERVICES.map((name) => [name, opened.house.process(name).pid]));
  const stopped = postgresProcesses();
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  try {
    const began = Date.now();
    await Promise.all(SERVICES.map(async (name) => {
      await until(`${name} is not ready`, async () => (await answers(name, '/readyz')) === 503, { withinMs: NOT_READY_MS_MAX });
      t.diagnostic(`${name}: not ready after ${Date.now() - began} ms`);
    }));
    for (let i = 0; i < 5; i++) {
      const asked = SERVICES.flatMap((name) => [answers(name, '/readyz'), answers(name, '/readyz'), answers(name, '/readyz')]);
      for (const name of SERVICES) assert.equal(await answers(name, '/healthz'), 200, `${name} is alive`);
      for (const status of await Promise.all(asked)) assert.notEqual(status, 200);
      await sleep(500);
    }
  } finally {
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
  }
  const began = Date.now();
  await Promise.all(SERVICES.map((name) => until(`${name} is ready again`, async () => (await answers(name, '/readyz')) === 200, { withinMs: BACK_MS_MAX })));
  t.diagnostic(`ready again after ${Date.now() - began} ms`);
  for (const name of SERVICES) assert.equal(opened.house.process(name).pid, pids.get(name), `${name} is the same process`);
});

for (const name of OURS) {
  test(`${name} is ready within a second of its start`, async (t) => {
    const { pid } = kill(opened.house, name);
    await until(`${name} is started`, () => opened.house.process(name).pid > 0 && opened.house.process(name).pid !== pid, { everyMs: 5 });
    const began = Date.now();
    await until(`${name} is ready`, () => opened.house.process(name).ready, { withinMs: START_MS_MAX, everyMs: 5 });
    t.diagnostic(`${Date.now() - began} ms`);
  });
}
