// Three and ten times as many orders as can be taken, open loop: what is taken all the same, how long who is let in waits, how
// quickly the others hear no, and how soon all is as before. The same flood then meets the floor `turnstile`, whose no costs nothing
// but the library: what no server of this kind can do beside this generator, on these processors, is not the product's.
//
//     node tests/bench/scenarios/overload.mjs [--seconds 20] [--passes 5] [--factors 3,10] [--build DIR]      by hand: --seconds 120

import os from 'node:os';
import { cpuSeconds } from '../cgroup.mjs';
import { judgeOne } from '../goals.mjs';
import { backToNormal, costOfNoMax, figure, leftBesideNoes, median } from '../figures.mjs';
import { benchProgram, startServer } from '../programs.mjs';
import { sleep } from '../../support/house.mjs';
import { capacityOf, say, scenario } from './scenario.mjs';

const CONNECTIONS = 800; // a gateway has 1024
const AFTER = { connections: 128, seconds: 10, share: 0.5 };
const SLICE_MS = 250;
const FLOOR_THREADS = CONNECTIONS + 16;
const FLOOR_AT_ONCE = 384; // as many as a gateway lets in for one service
const CAPACITY_PASSES_MAX = 3;
const CLOSED_LOOP = { connections: 128, warmUp: 1 }; // as capacityOf asks
const PATIENCE_MS = 1000; // who was not even connected by then has gone
const SLOWER_MAX = 2; // times the p99 of before
const P99_US_MIN = 20_000; // below it, nobody sees a difference

const GOALS = { 3: { goodput: 0.9, admittedMs: 300 }, 10: { goodput: 0.8, admittedMs: 500 } };
const REFUSED_MS_MAX = 50;
const BACK_S_MAX = 5;

const PEOPLE = 16_000; // as many as a gateway's memory of tokens holds: ten times the capacity stays within what a person may ask

const floodOf = (rate, seconds) => ({ connections: CONNECTIONS, seconds, warmUp: 0, rate, patienceMs: PATIENCE_MS });

async function asBefore(shop, request, rate) {
  return shop.load.run(shop.port, request, { connections: AFTER.connections, seconds: AFTER.seconds, warmUp: 0, rate, sliceMs: SLICE_MS, patienceMs: PATIENCE_MS });
}

// The longest p99 among refusals, from when they were sent; 0 when nobody was refused.
function refusals(outcomes) {
  const refused = Object.entries(outcomes).filter(([status]) => status !== '201' && status !== '0');
  return { count: refused.reduce((sum, [, one]) => sum + one.count, 0), p99Ms: Math.max(0, ...refused.map(([, one]) => one.sinceSent.p99Us / 1000)), statuses: refused.map(([status, one]) => `${status} × ${one.count}`).join(', ') };
}

// What a flood costs: the server and the generator, an answer, and of the time how much the generator ran, or would have if it had
// had a processor.
async function costs(pid, flooding) {
  const [before, began] = [cpuSeconds(pid), performance.now()];
  const result = await flooding;
  const lastedS = (performance.now() - began) / 1000;
  const each = (used) => (used / result.answers) * 1e6;
  return { result, serverUs: each(cpuSeconds(pid) - before), generatorUs: each(result.processorS), generatorRan: result.processorS / lastedS, generatorWaited: result.waitedS / lastedS };
}

// Half of the load begins again the moment the flood ends, whatever the flood has left behind.
async function flood(shop, { factor, seconds, peak, normal }) {
  const rate = Math.floor(peak * factor);
  const request = shop.orderRequest(await shop.newSale());
  const flooding = costs(shop.house.process('gateway').pid, shop.load.run(shop.port, request, floodOf(rate, seconds)));
  flooding.catch(() => {}); // told when it is waited for
  await sleep(seconds * 1000);
  const after = await asBefore(shop, request, normal.rate);
  const { result: during, ...cost } = await flooding;
  await shop.settled();
  const taken = during.outcomes[201];
  const no = refusals(during.outcomes);
  const backMs = backToNormal(after.slices.slice(0, -1), { sliceMs: SLICE_MS, dueASlice: (normal.rate * SLICE_MS) / 1000, p99UsMax: Math.max(normal.p99Us * SLOWER_MAX, P99_US_MIN) });
  const due = rate * seconds;
  say(`${factor} × for ${seconds} s: ${figure(taken.inTime / seconds)} taken a second, ${no.statuses}`);
  return {
    factor, name: 'product', rate, goodput: taken.inTime / seconds / peak, admittedMs: taken.sinceDue.p99Us / 1000, admittedSentMs: taken.sinceSent.p99Us / 1000, refusedMs: no.p99Ms,
    backS: backMs === undefined ? Infinity : backMs / 1000, statuses: no.statuses, unsentShare: during.unsent / due, broken: during.broken, ...cost,
  };
}

// Two floors: one that only says no, and one where letting somebody in costs the processors what an order does.
async function openFloors({ build, passes, capacitySeconds }, shop, peak, stops) {
  const start = async (words) => {
    const server = await startServer(benchProgram(build, 'turnstile'), ['--threads', FLOOR_THREADS, ...words]);
    stops.push(server.stop);
    return server;
  };
  const fastest = async ({ port }) => {
    const rates = [];
    for (let pass = 0; pass < Math.min(passes, CAPACITY_PASSES_MAX); pass++) rates.push((await shop.load.run(port, shop.requests.order, { ...CLOSED_LOOP, seconds: capacitySeconds })).rate);
    return median(rates);
  };
  const refuses = await start([]);
  const noes = await fastest(refuses);
  const workUs = Math.max(1, Math.round((1 / peak - 1 / noes) * os.cpus().length * 1e6));
  const letsIn = await start(['--at-once', FLOOR_AT_ONCE, '--work-us', workUs]);
  return { noes, refuses, letsIn: { ...letsIn, peak: await fastest(letsIn) } };
}

async function floodFloor(shop, { factor, seconds, peak }, { pid, port, peak: own }, name) {
  const rate = Math.floor(peak * factor);
  const { result, ...cost } = await costs(pid, shop.load.run(port, shop.requests.order, floodOf(rate, seconds)));
  const taken = result.outcomes[201];
  return {
    factor, name, rate, goodput: taken ? taken.inTime / seconds / own : NaN, admittedSentMs: taken ? taken.sinceSent.p99Us / 1000 : NaN,
    refusedMs: refusals(result.outcomes).p99Ms, unsentShare: result.unsent / (rate * seconds), ...cost,
  };
}

const COSTS = ['server, µs an answer', 'generator, µs an answer', 'it ran, of the time', 'it waited for a processor'];
const costCells = (one) => [one.serverUs, one.generatorUs, one.generatorRan, one.generatorWaited];

// What the floor shows, beside the product: medians of the passes.
function floorTables(factors, { peak, noes }, floods) {
  const of = (factor, name, key) => median(floods.filter((one) => one.factor === factor && one.name === name).map((one) => one[key]));
  const keys = ['goodput', 'admittedSentMs', 'refusedMs', 'serverUs', 'generatorUs', 'generatorRan', 'generatorWaited', 'unsentShare'];
  const cost = peak / noes;
  return [{
    title: `What can be left for orders: the floor says no ${figure(noes)} times a second and does nothing else, so that a no costs ${figure(cost)} of an order, the generator’s part of both included`,
    head: ['times', 'left for orders, of the most, when a no costs that', 'a no may cost for the goal, of an order'],
    rows: factors.map((factor) => [factor, leftBesideNoes(factor, cost), costOfNoMax(factor, (GOALS[factor] ?? GOALS[10]).goodput)]),
  }, {
    title: 'The same flood at the floor, medians; «lets in»: for each who is let in two processes work as long as an order costs',
    head: ['times', 'who answers', 'taken / peak', 'p99 of taken since sent, ms', 'p99 of a no, ms', ...COSTS, 'never sent'],
    rows: factors.flatMap((factor) => ['product', 'floor: no', 'floor: lets in'].map((name) => [factor, name, ...keys.map((key) => of(factor, name, key))])),
  }];
}

function rowsOf(factor, floods) {
  const { goodput, admittedMs } = GOALS[factor] ?? GOALS[10];
  return [
    judgeOne({ what: `${factor} × the load: taken, of the most that can be`, of: `goodput-${factor}`, least: goodput }, floods.map((one) => one.goodput)),
    judgeOne({ what: `${factor} × the load: p99 of who was let in`, of: `admitted-${factor}`, unit: 'ms', most: admittedMs }, floods.map((one) => one.admittedMs)),
    judgeOne({ what: `${factor} × the load: p99 of a no`, of: `refused-${factor}`, unit: 'ms', most: REFUSED_MS_MAX }, floods.map((one) => one.refusedMs)),
    judgeOne({ what: `${factor} × the load: back to normal`, of: `back-${factor}`, unit: 's', most: BACK_S_MAX }, floods.map((one) => one.backS)),
  ];
}

await scenario({
  name: 'overload', title: 'More than can be done',
  defaults: { seconds: 20, passes: 5, capacitySeconds: 3, factors: '3,10', people: PEOPLE }, smallest: { seconds: 20, passes: 5, capacitySeconds: 3, people: PEOPLE },
  async measure(options, open) {
    const { seconds, passes, capacitySeconds, factors: words } = options;
    const factors = words.split(',').map(Number);
    const stops = [];
    const shop = await open();
    const { peak } = await capacityOf(shop, { passes: Math.min(passes, CAPACITY_PASSES_MAX), seconds: capacitySeconds });
    const rate = Math.floor(peak * AFTER.share);
    const before = await asBefore(shop, shop.orderRequest(await shop.newSale()), rate);
    const normal = { rate, p99Us: before.p99Us };
    const all = [];
    const floors = [];
    try {
      const floor = await openFloors(options, shop, peak, stops);
      for (const factor of factors) {
        for (let pass = 0; pass < passes; pass++) {
          if (await shop.renewTokens()) await shop.prime();
          all.push(await flood(shop, { factor, seconds, peak, normal }));
          floors.push(await floodFloor(shop, { factor, seconds, peak }, floor.refuses, 'floor: no'));
          floors.push(await floodFloor(shop, { factor, seconds, peak }, floor.letsIn, 'floor: lets in'));
        }
      }
      return {
        rows: factors.flatMap((factor) => rowsOf(factor, all.filter((one) => one.factor === factor))),
        tables: [{
          title: `Each flood; peak ${figure(peak)} orders a second, before it p99 ${figure(normal.p99Us / 1000)} ms at ${figure(rate)} a second`,
          head: ['times', 'asked a second', 'taken / peak', 'p99 of taken, ms', 'since sent, ms', 'p99 of a no, ms', 'back, s', ...COSTS, 'other answers', 'never sent', 'broke off'],
          rows: all.map((one) => [one.factor, one.rate, one.goodput, one.admittedMs, one.admittedSentMs, one.refusedMs, one.backS, ...costCells(one), one.statuses, one.unsentShare, one.broken]),
        }, ...floorTables(factors, { peak, noes: floor.noes }, [...all, ...floors])],
      };
    } finally {
      for (const stop of stops) await stop();
    }
  },
});
