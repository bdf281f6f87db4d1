// What a house takes of memory before anybody comes. Each process's own mistakes show here: threads, buffers and tables that
// nobody asked for yet, a library that is linked for what few need.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { memoryOf } from '../journeys/evening/memory.mjs';
import { sleep } from '../support/house.mjs';
import { forgetHouses, newHouse } from './support/houses.mjs';

const REST_MS = 3000; // what starting took is given back within two seconds
const ALL_MB_MAX = 60; // resident; 49 when this was written, 88 with the pages that only the start had read
const SHARES_MB_MAX = 38; // 32
const ONE_MB_MAX = { supervisor: 3, gateway: 11, groupbuy: 12 };
const OTHERS_MB_MAX = 10; // 7; without -O2 9

after(forgetHouses);

test('an idle house takes little memory', async (t) => {
  const house = await newHouse().start();
  await sleep(REST_MS);
  const { processes, supervisor } = house.status();
  const parts = [['supervisor', memoryOf(supervisor)], ...processes.map(({ name, pid }) => [name, memoryOf(pid)])].filter(([, { rss }]) => rss > 0);
  const sum = (of) => parts.reduce((total, [, memory]) => total + memory[of], 0);
  t.diagnostic(parts.map(([name, { rss, pss }]) => `${name} ${rss.toFixed(1)} (${pss.toFixed(1)})`).join(', '));
  t.diagnostic(`all ${sum('rss').toFixed(1)} MB, ${sum('pss').toFixed(1)} of them not counted twice`);
  assert.equal(parts.length, 7);
  for (const [name, { rss }] of parts) assert.ok(rss <= (ONE_MB_MAX[name] ?? OTHERS_MB_MAX), `${name}: ${rss.toFixed(1)} MB`);
  assert.ok(sum('rss') <= ALL_MB_MAX && sum('pss') <= SHARES_MB_MAX, `${sum('rss').toFixed(1)} MB, ${sum('pss').toFixed(1)} MB`);
  await house.stop();
});
