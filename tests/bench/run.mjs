// `make bench`: the product, the floors and the peers side by side, in one run, with their ratios. Only ratios of one run count:
// the machine is shared and its speed changes.
//
//     node tests/bench/run.mjs [--build DIR] [--passes 5] [--seconds 3] [--connections 128] [--people 10000] [--posts 1000000]
//                              [--only NAME[,NAME]] [--out FILE] [--self-check]
//
// --only leaves out peers that are not named, and what is measured once (memory, start, events). --self-check judges the load
// generator alone.

import fs from 'node:fs';
import path from 'node:path';
import { processOf } from '../faults/lab/signals.mjs';
import { newFolder } from '../support/house.mjs';
import { median } from './figures.mjs';
import { judge } from './goals.mjs';
import { Load } from './load.mjs';
import { Measures, OPENED, OPENED_LIKE } from './measures.mjs';
import { measureOnce } from './once.mjs';
import { readOptions, tooSmall } from './options.mjs';
import { closedLoop, openLoop } from './passes.mjs';
import { installPeers } from './peers.mjs';
import { benchProgram, startServer } from './programs.mjs';
import { writeFile } from './report/file.mjs';
import { printFile } from './report/text.mjs';
import { orderOf, PEOPLE, Shop } from './shop.mjs';
import { stall } from './stall.mjs';

const DEFAULTS = { build: 'build', passes: 5, seconds: 3, connections: 128, people: PEOPLE, posts: 1_000_000, sweepSeconds: 2, only: '', out: 'bench.json', selfCheck: false };
const SMALLEST = { passes: 5, seconds: 3, people: PEOPLE, posts: 1_000_000, sweepSeconds: 2 };
const STALL_P99_MS_MIN = 500;

async function checkGenerator(options) {
  const folder = newFolder();
  const people = path.join(folder, 'people');
  fs.writeFileSync(people, 'token\t10.0.0.1\tnobody\n');
  const server = await startServer(benchProgram(options.build, 'http'), ['--threads', 72]);
  try {
    const seen = await stall({ load: new Load(options.build, folder), port: server.port, server: processOf(server.pid), request: { people, template: orderOf('0'), status: 200 } });
    const fine = seen.p99Ms >= STALL_P99_MS_MIN;
    console.log(`a server that stood still for 1 s: p50 ${seen.p50Ms} ms, p99 ${seen.p99Ms} ms, longest ${seen.maxMs} ms: ${fine ? 'seen' : 'HIDDEN'}`);
    if (!fine) process.exitCode = 1;
  } finally {
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function namesOf(options, measures) {
  const names = options.only ? options.only.split(',') : Object.keys(measures.all);
  for (const name of names) if (!measures.all[name]) throw new Error(`nothing is called ${name}: ${Object.keys(measures.all).join(', ')}`);
  return names;
}

async function run(options) {
  const withPeers = !options.only || options.only.includes('peer-');
  if (withPeers) installPeers();
  const shop = new Shop({ build: options.build, people: options.people, posts: options.posts });
  const stops = [];
  try {
    await shop.open();
    const measures = await new Measures(options, shop, stops).open({ withPeers });
    const names = namesOf(options, measures);
    const rates = await closedLoop(options, measures, names);
    const latencies = await openLoop(options, measures, OPENED.filter((name) => names.includes(name)), (name) => median(rates[OPENED_LIKE[name]] ?? rates[name]));
    const results = { ...rates, ...Object.fromEntries(latencies.map(({ name, tails }) => [`${name}-tail`, tails])) };
    const tables = options.only ? [] : await measureOnce(options, shop, results);
    if (withPeers) tables.push({ title: 'Pools tried for the peers', head: ['peer', 'connections', 'orders a second'], rows: measures.peers.pools.map(({ name, pool, rate }) => [name, pool, rate]) });
    return { name: 'bench', title: 'The product beside floors and peers', rows: judge(results), rates, latencies, tables, small: tooSmall(options, SMALLEST) };
  } finally {
    for (const stop of stops.reverse()) await stop();
    await shop.close();
  }
}

const options = readOptions(process.argv.slice(2), DEFAULTS);
process.env.LINLI_BUILD = options.build;
process.env.LINLI_CLOCK = 'database'; // what production has
if (options.selfCheck) await checkGenerator(options);
else printFile(writeFile(options, await run(options)));
