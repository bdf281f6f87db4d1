// How it is measured: pass after pass, each with everything in it, so that what is compared was measured in the same minute; then
// latencies, at half of the rate that was reached, with requests that leave when they are due.

import { median } from './figures.mjs';

const OPEN_LOOP_SHARE = 0.5;

// { name: rates, one a pass }
export async function closedLoop({ passes }, measures, names) {
  const rates = Object.fromEntries(names.map((name) => [name, []]));
  for (let pass = 0; pass < passes; pass++) {
    await measures.renew();
    if (names.includes('sold-out')) await measures.shop.checkRefusals();
    for (const name of names) {
      const { rate } = await measures.all[name]();
      rates[name].push(rate);
      process.stderr.write(`  pass ${pass + 1} ${name} ${rate.toFixed(0)}\n`);
    }
  }
  return rates;
}

const POINTS = ['p50Us', 'p90Us', 'p99Us', 'p999Us', 'maxUs'];

// The median of each point over the passes: [{ name, rate, p50Us, …, tails }]. unansweredShare: of what was due, what
// found no connection or no answer for five seconds; of a rate that is kept it is 0. tails: p99 / p50, one a pass.
export async function openLoop({ passes }, measures, names, rateOf) {
  const opened = [];
  for (const name of names) {
    await measures.renew();
    const rate = Math.max(1, Math.floor(rateOf(name) * OPEN_LOOP_SHARE));
    const results = [];
    for (let pass = 0; pass < passes; pass++) results.push(await measures.all[name]({ rate }));
    const unanswered = results.reduce((sum, one) => sum + one.unsent + one.broken, 0);
    const due = results.reduce((sum, one) => sum + one.answers, unanswered);
    const points = Object.fromEntries(POINTS.map((point) => [point, median(results.map((one) => one[point]))]));
    opened.push({ name, rate, passes, unansweredShare: unanswered / due, ...points, tails: results.map(({ p99Us, p50Us }) => p99Us / p50Us) });
    process.stderr.write(`  open loop ${name} at ${rate}: p99 ${(opened.at(-1).p99Us / 1000).toFixed(1)} ms\n`);
  }
  return opened;
}
