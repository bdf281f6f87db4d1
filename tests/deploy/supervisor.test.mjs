// The local supervisor: what dies comes back.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { sleep, until } from '../support/house.mjs';
import { forgetHouses, newHouse } from './support/houses.mjs';

after(forgetHouses);

test('whatever is killed comes back within 5 s, PostgreSQL within 10 s', async () => {
  const house = await newHouse().start();
  for (const { name, pid } of house.status().processes) {
    process.kill(pid, 'SIGKILL');
    await until(`${name} is back`, () => house.process(name).ready && house.process(name).pid !== pid, { withinMs: name === 'postgres' ? 10_000 : 5000 });
    assert.equal(house.process(name).restarts, 1, name);
  }
  await house.stop();
});

// The children of a PostgreSQL.
const childrenOf = (pid) => fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

test('PostgreSQL is back as soon as the last child of the killed one has gone', async (t) => {
  const house = await newHouse({ bare: true }).start();
  const { pid } = house.process('postgres');
  const [child] = childrenOf(pid);
  process.kill(child, 'SIGSTOP'); // it holds the shared memory: whoever starts now, fails
  process.kill(pid, 'SIGKILL');
  await sleep(3300); // deaths at 0, 0.1, 0.3, 0.7, 1.5, 3.1 s when the delay doubles; the next try comes at 6.3 s
  assert.ok(!house.process('postgres').ready && house.process('postgres').restarts > 1, 'a new one could start');
  const began = Date.now();
  process.kill(child, 'SIGCONT');
  await until('postgres is back', () => house.process('postgres').ready, { withinMs: 20_000, everyMs: 20 });
  t.diagnostic(`${Date.now() - began} ms after the child had gone, ${house.process('postgres').restarts} tries`);
  assert.ok(Date.now() - began <= 2500, `${Date.now() - began} ms`); // not at 6.3 s, which is 3 s later
  await house.stop();
});

// As nats-server 2.9 does when its disk was full: it lives, and never says anything again.
test('a NATS that hangs is killed, and comes back', async (t) => {
  const house = await newHouse({ bare: true }).start();
  const { pid } = house.process('nats');
  const began = Date.now();
  process.kill(pid, 'SIGSTOP');
  await until('nats is back', () => house.process('nats').ready && house.process('nats').pid !== pid, { withinMs: 25_000 });
  t.diagnostic(`${Date.now() - began} ms`);
  assert.match(house.output, /nats hangs: 5 times it did not answer; SIGKILL/);
  assert.equal(house.process('nats').restarts, 1);
  await house.stop();
});

test('who keeps dying is started less and less often', async () => {
  const house = await newHouse({ bare: true }).start();
  const config = path.join(house.status().secrets, 'nats.conf');
  const text = fs.readFileSync(config, 'utf8');
  fs.writeFileSync(config, 'not a configuration {');
  process.kill(house.process('nats').pid, 'SIGKILL');
  await sleep(6000);
  const soon = house.process('nats').restarts;
  assert.ok(soon >= 10, `${soon} tries in 6 s`);
  await sleep(6000);
  const later = house.process('nats').restarts - soon;
  assert.ok(later <= 6, `${later} tries in the next 6 s`);
  fs.writeFileSync(config, text);
  await until('nats is back', () => house.process('nats').ready, { withinMs: 10_000 });
  await house.stop();
});
