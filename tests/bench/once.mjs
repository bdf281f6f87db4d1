// What is measured beside the passes, in a house that has worked: memory, conversions, a server that stands still, starts, events.

import { highest, lowest, median } from './figures.mjs';
import { eventLatencies } from './events.mjs';
import { benchProgram, runJson } from './programs.mjs';
import { starts } from './starts.mjs';
import { stall } from './stall.mjs';

const EVENT_SECONDS = 10;
const EVENT_RATE = 1000;

async function conversions({ passes, build }, results) {
  const all = [];
  for (let pass = 0; pass < passes; pass++) all.push(await runJson(benchProgram(build, 'transcode'), []));
  for (const size of ['small', 'large']) results[`transcode-${size}`] = all.map((one) => one[size].ratio);
  const last = all.at(-1);
  return {
    title: 'JSON⇄wire beside jansson, microseconds of one conversion', head: ['document', 'bytes', 'JSON to wire', 'wire to JSON', 'jansson parse', 'jansson dump'],
    rows: ['small', 'large'].map((size) => [size, last[size].bytes, last[size].inUs, last[size].outUs, last[size].parseUs, last[size].dumpUs]),
  };
}

async function stalls({ passes }, shop, results) {
  const { load, port, requests, house } = shop;
  const all = [];
  for (let pass = 0; pass < passes; pass++) all.push(await stall({ load, port, server: house.process('gateway'), request: requests.readOwn }));
  results['stall-p99'] = all.map(({ p99Ms }) => p99Ms);
}

async function startTimes({ passes }, shop, results) {
  const byName = new Map();
  results.start = [];
  for (let pass = 0; pass < passes; pass++) {
    const all = await starts(shop.house);
    for (const [name, seconds] of all) byName.set(name, [...(byName.get(name) ?? []), seconds]);
    results.start.push(highest(all.map(([, seconds]) => seconds)));
  }
  return { title: 'Start until ready, seconds', head: ['process', 'median', 'least', 'most'], rows: [...byName].map(([name, each]) => [name, median(each), lowest(each), highest(each)]) };
}

async function events({ passes }, shop, results) {
  const all = await eventLatencies(shop, { rate: EVENT_RATE, seconds: EVENT_SECONDS, passes });
  results['event-p50'] = all.map(({ p50 }) => p50);
  results['event-p99'] = all.map(({ p99 }) => p99);
  return { title: 'Events, commit to commit, milliseconds', head: ['pass', 'events', 'p50', 'p99', 'longest'], rows: all.map(({ count, p50, p99, max }, i) => [i + 1, count, p50, p99, max]) };
}

// Adds to `results`; gives tables of the details.
export async function measureOnce(options, shop, results) {
  const memory = shop.memory.table();
  results['memory-idle'] = [shop.memory.idleMb];
  results['memory-peak'] = [shop.memory.peakMb];
  await shop.renewTokens();
  await stalls(options, shop, results);
  return [memory, await conversions(options, results), await startTimes(options, shop, results), await events(options, shop, results)];
}
