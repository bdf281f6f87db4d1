// Three and ten times as many orders as can be taken, open loop: what is taken all the same, how long who is let in waits, how
// quickly the others hear no, and how soon all is as before.
//
//     node tests/bench/scenarios/overload.mjs [--seconds 20] [--passes 5] [--factors 3,10] [--build DIR]      by hand: --seconds 120

import { judgeOne } from '../goals.mjs';
import { backToNormal, figure } from '../figures.mjs';
import { sleep } from '../../support/house.mjs';
import { capacityOf, say, scenario } from './scenario.mjs';

const CONNECTIONS = 800; // a gateway has 1024
const AFTER = { connections: 128, seconds: 10, share: 0.5 };
const SLICE_MS = 250;
const PATIENCE_MS = 1000; // who was not even connected by then has gone
const SLOWER_MAX = 2; // times the p99 of before
const P99_US_MIN = 20_000; // below it, nobody sees a difference

const GOALS = { 3: { goodput: 0.9, admittedMs: 300 }, 10: { goodput: 0.8, admittedMs: 500 } };
const REFUSED_MS_MAX = 50;
const BACK_S_MAX = 5;

const PEOPLE = 16_000; // as many as a gateway's memory of tokens holds: ten times the capacity stays within what a person may ask

async function asBefore(shop, request, rate) {
  return shop.load.run(shop.port, request, { connections: AFTER.connections, seconds: AFTER.seconds, warmUp: 0, rate, sliceMs: SLICE_MS, patienceMs: PATIENCE_MS });
}

// The longest p99 among refusals, from when they were sent; 0 when nobody was refused.
function refusals(outcomes) {
  const refused = Object.entries(outcomes).filter(([status]) => status !== '201' && status !== '0');
  return { count: refused.reduce((sum, [, one]) => sum + one.count, 0), p99Ms: Math.max(0, ...refused.map(([, one]) => one.sinceSent.p99Us / 1000)), statuses: refused.map(([status, one]) => `${status} × ${one.count}`).join(', ') };
}

// Half of the load begins again the moment the flood ends, whatever the flood has left behind.
async function flood(shop, { factor, seconds, peak, normal }) {
  const rate = Math.floor(peak * factor);
  const request = shop.orderRequest(await shop.newSale());
  const flooding = shop.load.run(shop.port, request, { connections: CONNECTIONS, seconds, warmUp: 0, rate, patienceMs: PATIENCE_MS });
  flooding.catch(() => {}); // told when it is waited for
  await sleep(seconds * 1000);
  const after = await asBefore(shop, request, normal.rate);
  const during = await flooding;
  await shop.settled();
  const taken = during.outcomes[201];
  const no = refusals(during.outcomes);
  const backMs = backToNormal(after.slices.slice(0, -1), { sliceMs: SLICE_MS, dueASlice: (normal.rate * SLICE_MS) / 1000, p99UsMax: Math.max(normal.p99Us * SLOWER_MAX, P99_US_MIN) });
  const due = rate * seconds;
  say(`${factor} × for ${seconds} s: ${figure(taken.inTime / seconds)} taken a second, ${no.statuses}`);
  return {
    factor, rate, goodput: taken.inTime / seconds / peak, admittedMs: taken.sinceDue.p99Us / 1000, admittedSentMs: taken.sinceSent.p99Us / 1000, refusedMs: no.p99Ms,
    backS: backMs === undefined ? Infinity : backMs / 1000, statuses: no.statuses, unsentShare: during.unsent / due, broken: during.broken,
  };
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
  async measure({ seconds, passes, capacitySeconds, factors }, open) {
    const shop = await open();
    const { peak } = await capacityOf(shop, { passes: Math.min(passes, 3), seconds: capacitySeconds });
    const rate = Math.floor(peak * AFTER.share);
    const before = await asBefore(shop, shop.orderRequest(await shop.newSale()), rate);
    const normal = { rate, p99Us: before.p99Us };
    const all = [];
    for (const factor of factors.split(',').map(Number)) {
      for (let pass = 0; pass < passes; pass++) {
        if (await shop.renewTokens()) await shop.prime();
        all.push(await flood(shop, { factor, seconds, peak, normal }));
      }
    }
    return {
      rows: factors.split(',').map(Number).flatMap((factor) => rowsOf(factor, all.filter((one) => one.factor === factor))),
      tables: [{
        title: `Each flood; peak ${figure(peak)} orders a second, before it p99 ${figure(normal.p99Us / 1000)} ms at ${figure(rate)} a second`,
        head: ['times', 'asked a second', 'taken / peak', 'p99 of taken, ms', 'since sent, ms', 'p99 of a no, ms', 'back, s', 'other answers', 'never sent', 'broke off'],
        rows: all.map((one) => [one.factor, one.rate, one.goodput, one.admittedMs, one.admittedSentMs, one.refusedMs, one.backS, one.statuses, one.unsentShare, one.broken]),
      }],
    };
  },
});
