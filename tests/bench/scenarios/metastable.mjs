// PostgreSQL ten times slower for half a minute under load that goes on: who is let in is answered, the others hear no quickly, and
// once it is as fast as before, so is the house. What must not be is that the house stays slow by its own making.
//
//     node tests/bench/scenarios/metastable.mjs [--before 10] [--slow 30] [--after 30] [--passes 3] [--build DIR]

import { sleep } from '../../support/house.mjs';
import { Cgroup, childrenOf, cpuSeconds } from '../cgroup.mjs';
import { backToNormal, figure } from '../figures.mjs';
import { judgeOne } from '../goals.mjs';
import { capacityOf, say, scenario } from './scenario.mjs';

const SHARE = 0.6; // of the capacity
const SLOWER = 10;
const SLICE_MS = 500;
const PATIENCE_MS = 1000;
const CONNECTIONS = 800;
const BACK_S_MAX = 5;
const P99_US_MIN = 50_000;
const SLOWER_MAX = 2;
const MEASURE_S = 3; // what PostgreSQL uses at that load

const used = (group) => group.pids().reduce((sum, pid) => sum + cpuSeconds(pid), 0);

// Processors that PostgreSQL uses meanwhile.
async function usedBy(group, seconds) {
  const before = used(group);
  await sleep(seconds * 1000);
  return (used(group) - before) / seconds;
}

const good = (slices) => slices.reduce((sum, one) => sum + one.good, 0) / ((slices.length * SLICE_MS) / 1000);

async function once(shop, group, { before, slow, after, rate }) {
  const request = shop.orderRequest(await shop.newSale());
  const race = shop.load.run(shop.port, request, { connections: CONNECTIONS, seconds: before + slow + after, warmUp: 0, rate, sliceMs: SLICE_MS, patienceMs: PATIENCE_MS });
  race.catch(() => {}); // told when it is waited for
  await sleep((before - MEASURE_S) * 1000);
  const cpus = await usedBy(group, MEASURE_S);
  group.cap(Math.max(0.001, cpus / SLOWER));
  say(`PostgreSQL has used ${figure(cpus)} processors and has ${figure(cpus / SLOWER)} for ${slow} s`);
  try {
    await sleep(slow * 1000);
  } finally {
    group.cap(undefined);
  }
  const { slices, outcomes, unsent } = await race;
  await shop.settled();
  const [first, last] = [(before * 1000) / SLICE_MS, ((before + slow) * 1000) / SLICE_MS];
  const parts = [slices.slice(2, first), slices.slice(first, last), slices.slice(last, -1)];
  const p99UsMax = Math.max(P99_US_MIN, Math.max(...parts[0].map((one) => one.p99Us)) * SLOWER_MAX);
  const backMs = backToNormal(parts[2], { sliceMs: SLICE_MS, dueASlice: (rate * SLICE_MS) / 1000, p99UsMax });
  return {
    cpus, goods: parts.map(good), p99Ms: parts.map((part) => Math.max(...part.map((one) => one.p99Us)) / 1000), backS: backMs === undefined ? Infinity : backMs / 1000,
    refusedMs: Math.max(0, ...Object.entries(outcomes).filter(([status]) => !['201', '0'].includes(status)).map(([, one]) => one.sinceSent.p99Us / 1000)),
    statuses: Object.entries(outcomes).map(([status, one]) => `${status} × ${one.count}`).join(', '), unsent,
  };
}

await scenario({
  name: 'metastable', title: 'PostgreSQL ten times slower for a while',
  defaults: { before: 10, slow: 30, after: 30, passes: 3, capacitySeconds: 3 }, smallest: { before: 10, slow: 30, after: 30, passes: 3, capacitySeconds: 3 },
  async measure({ before, slow, after, passes, capacitySeconds }, open) {
    const shop = await open();
    const { peak } = await capacityOf(shop, { passes: Math.min(passes, 3), seconds: capacitySeconds });
    const { pid } = shop.house.process('postgres');
    const group = new Cgroup('postgres');
    try {
      group.take([pid, ...childrenOf(pid)]);
      const all = [];
      for (let pass = 0; pass < passes; pass++) {
        if (await shop.renewTokens()) await shop.prime();
        all.push(await once(shop, group, { before, slow, after, rate: Math.floor(peak * SHARE) }));
      }
      return {
        rows: [judgeOne({ what: 'PostgreSQL is as fast as before: back to normal', of: 'back', unit: 's', most: BACK_S_MAX }, all.map((one) => one.backS))],
        tables: [{
          title: `At ${SHARE} of ${figure(peak)} orders a second`,
          head: ['PostgreSQL used', 'taken a second before', 'slow', 'after', 'worst p99 of a slice before, ms', 'slow', 'after', 'p99 of a no, ms', 'back, s', 'answers', 'never sent'],
          rows: all.map((one) => [one.cpus, ...one.goods, ...one.p99Ms, one.refusedMs, one.backS, one.statuses, one.unsent]),
        }],
      };
    } finally {
      group.close();
    }
  },
});
