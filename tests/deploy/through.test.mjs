// linlictl up --through: every connection of ours to a store goes through the proxy, each by a route of its own, and the
// house serves.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, test } from 'node:test';
import { operatorClient, readStatus } from '../../deploy/local/operator.mjs';
import { connectProxy } from '../faults/lab/proxy.mjs';
import { routesOf } from '../faults/lab/routes.mjs';
import { OURS, STORES } from '../faults/support/strike.mjs';
import { program, until } from '../support/house.mjs';
import { forgetHouses, newHouse } from './support/houses.mjs';

after(forgetHouses);

// Sockets a process has open, as /proc/net/tcp counts them.
function socketsOf(pid) {
  return fs.readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(fs.readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return []; // closed meanwhile
    }
  });
}

// To which ports a process has connections.
function portsReachedBy(pid) {
  const mine = new Set(socketsOf(pid));
  return fs.readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1, -1).map((line) => line.trim().split(/\s+/))
    .filter(([, , , , , , , , , inode]) => mine.has(inode)).map(([, , remote]) => parseInt(remote.split(':')[1], 16)).filter(Boolean);
}

test('a house whose connections all go through the proxy, and serves', async () => {
  const house = await newHouse().start({ words: ['--any-ports', '--through', program('../tests/linli-fault-proxy'), '--replicas', 'groupbuy=2'] });
  const { ports, routes, processes } = house.status();
  const ours = processes.filter(({ service }) => OURS.includes(service));
  assert.deepEqual(Object.keys(routes).sort(), routesOf(ours.map(({ name }) => name)).sort());

  const operator = await operatorClient(readStatus(house.statusFile)); // WeChat is asked at a sign-in, Redis keeps count
  assert.ok((await operator.getMe({})).userId);

  const proxy = await connectProxy(house.status());
  const used = ['auth.wechat', ...ours.flatMap(({ name, service }) => [`${name}.nats`, service === 'gateway' ? `${name}.redis` : `${name}.postgres`])];
  for (const route of used) await until(`${route} is used`, async () => (await proxy.stat(route)).opened > 0);

  const straight = [...STORES, 'wechat'].map((name) => ports[name]);
  for (const { name, pid } of ours) assert.deepEqual(portsReachedBy(pid).filter((port) => straight.includes(port)), [], `${name} goes straight`);
  proxy.close();
  await house.stop();
});
