// `make bench`: the product and the floors side by side, in one run, with their ratios. Only ratios of one run count: the
// machine is shared and its speed changes.
//
//     node tests/bench/run.mjs [--build DIR] [--passes 3] [--seconds 3] [--connections 128] [--only NAME[,NAME]]

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../support/house.mjs';
import { benchProgram, runJson, startNats, startRedis, startServer } from './programs.mjs';
import { orderOf, PEOPLE, Shop } from './shop.mjs';

const UNEXPECTED_SHARE_MAX = 0.001;
const OPEN_LOOP_SHARE = 0.5; // of what the closed loop reached
const FLOOR_DATABASE = 'linli_floor';

// [product, floor, goal, in words]
const RATIOS = [
  ['read-own', 'relay', 0.7, 'an order read by its owner, from the database'],
  ['read-cached', 'relay', 0.7, 'a campaign read by anybody, cacheable'],
  ['order', 'relay', 0.8, 'a flash order, durable, answered after its commit'],
  ['order', 'pg-row', 5, 'the same against one order a transaction'],
  ['sold-out', 'http', 0.7, 'the answer once all is sold'],
];

function readArguments(words) {
  const options = { build: 'build', passes: 3, seconds: 3, connections: 128, only: null };
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i].replace(/^--/, '');
    if (!(name in options) || words[i + 1] === undefined) throw new Error(`${words[i]} is not understood: --${Object.keys(options).join(', --')}`);
    options[name] = typeof options[name] === 'number' ? Number(words[i + 1]) : words[i + 1];
  }
  return options;
}

// ---- what is measured: name → a function that gives { rate, … }

function load(options, shop, port, request, extra = []) {
  const template = shop.file('template', request.template);
  return runJson(benchProgram(options.build, 'load'), [port, '--people', request.people, '--template', template, '--connections', options.connections, '--seconds', options.seconds, ...extra]);
}

function check(name, result, status) {
  const wrong = result.answers - (result.byStatus[status] ?? 0) + result.broken;
  if (result.answers === 0 || wrong > result.answers * UNEXPECTED_SHARE_MAX) throw new Error(`${name}: not the answers that were expected: ${JSON.stringify(result)}`);
  return result;
}

function floorDatabase(shop) {
  const admin = shop.house.secret('postgres.admin-url');
  execFileSync('psql', ['--no-psqlrc', '-q', '-c', `create database ${FLOOR_DATABASE}`, admin], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = new URL(admin);
  url.pathname = `/${FLOOR_DATABASE}`;
  return url.href;
}

async function prepare(options, shop, stops) {
  const nats = await startNats();
  stops.push(nats.stop);
  const redis = await startRedis(shop.folder);
  stops.push(redis.stop);
  const threads = options.connections + 8;
  const http = await startServer(benchProgram(options.build, 'http'), ['--threads', threads]);
  stops.push(http.stop);
  const relay = await startServer(benchProgram(options.build, 'relay'), ['--threads', threads, '--nats', nats.url]);
  stops.push(relay.stop);
  const relay4 = await startServer(benchProgram(options.build, 'relay'), ['--threads', threads, '--nats', nats.url, '--buses', 4]);
  stops.push(relay4.stop);
  const postgres = floorDatabase(shop);
  const plain = { people: shop.people, template: orderOf('0193a0b0c0d07000800000000000000a'), status: 200 };
  const race = (name, words) => () => runJson(benchProgram(options.build, name), [...words, '--seconds', options.seconds]);
  const ask = (name, port, request, settle) => async (extra) => {
    const result = check(name, await load(options, shop, port, request, extra), request.status);
    if (settle) await shop.settled();
    return result;
  };
  return { // each floor beside what is held against it: the machine's speed changes by the second
    http: ask('http', http.port, plain),
    'sold-out': ask('sold-out', shop.port, shop.requests.soldOut),
    'read-own': ask('read-own', shop.port, shop.requests.readOwn),
    relay: ask('relay', relay.port, plain),
    order: ask('order', shop.port, shop.requests.order, true),
    'pg-row': race('pg-row', ['--postgres', postgres]),
    'read-cached': ask('read-cached', shop.port, shop.requests.readCached),
    'relay-4': ask('relay-4', relay4.port, plain),
    bus: race('bus', ['--nats', nats.url]),
    'pg-batch': race('pg-batch', ['--postgres', postgres]),
    'pg-batch-rules': race('pg-batch-rules', ['--postgres', postgres]),
    redis: race('redis', ['--redis', redis.socket]),
  };
}

// ---- figures

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const spread = (list, digits = 0) => `${Math.min(...list).toFixed(digits)} … ${Math.max(...list).toFixed(digits)}`;
const ms = (us) => (us / 1000).toFixed(1);

function printTable(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  for (const row of all) console.log(`  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   ')}`);
  console.log('');
}

function report(options, results, opened) {
  const names = Object.keys(results);
  console.log(`\n${PEOPLE} people, ${options.connections} connections, ${options.passes} passes of ${options.seconds} s each; rates a second\n`);
  printTable(['what', 'median', 'spread'], names.map((name) => [name, median(results[name]).toFixed(0), spread(results[name])]));
  const ratios = RATIOS.filter(([a, b]) => results[a] && results[b]).map(([product, floor, goal, what]) => {
    const each = results[product].map((rate, i) => rate / results[floor][i]);
    return { what, product, floor, goal, ratio: median(each), each };
  });
  printTable(['ratio', 'floor', 'median', 'spread', 'goal', ''], ratios.map((one) => [
    `${one.product}: ${one.what}`, one.floor, one.ratio.toFixed(2), spread(one.each, 2), one.goal, one.ratio >= one.goal ? 'reached' : one.ratio >= one.goal / 2 ? 'on the way' : 'BELOW HALF']));
  printTable([`open loop at ${OPEN_LOOP_SHARE} of it`, 'rate', 'p50 ms', 'p99 ms', 'p99.9 ms', 'max ms'], opened.map(({ name, rate, result }) => [
    name, rate.toFixed(0), ms(result.p50Us), ms(result.p99Us), ms(result.p999Us), ms(result.maxUs)]));
  return { options, machine: { cpus: os.cpus().length, load: os.loadavg() }, results, ratios, opened };
}

// ---- the run

async function measure(options, measures, names) {
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let pass = 0; pass < options.passes; pass++)
    for (const name of names) {
      const { rate } = await measures[name]([]);
      results[name].push(rate);
      process.stderr.write(`  pass ${pass + 1} ${name} ${rate.toFixed(0)}\n`);
    }
  return results;
}

async function openLoop(measures, results) {
  const opened = [];
  for (const name of ['read-own', 'read-cached', 'order', 'sold-out'].filter((one) => results[one])) {
    const rate = Math.floor(median(results[name]) * OPEN_LOOP_SHARE);
    opened.push({ name, rate, result: await measures[name](['--rate', rate]) });
  }
  return opened;
}

const options = readArguments(process.argv.slice(2));
process.env.LINLI_BUILD = options.build;
process.env.LINLI_CLOCK = 'database'; // what production has
const shop = new Shop(options.build);
const stops = [];
try {
  await shop.open();
  const measures = await prepare(options, shop, stops);
  const names = options.only ? options.only.split(',') : Object.keys(measures);
  for (const name of names) if (!measures[name]) throw new Error(`nothing is called ${name}: ${Object.keys(measures).join(', ')}`);
  const results = await measure(options, measures, names);
  const figures = report(options, results, await openLoop(measures, results));
  fs.writeFileSync(path.join(ROOT, options.build, 'bench.json'), `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  for (const stop of stops.reverse()) await stop();
  await shop.close();
}
