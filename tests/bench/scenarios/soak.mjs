// An hour at 60 % of what can be done, after ten minutes of warm-up: no process grows, none keeps what it opened.
//
//     node tests/bench/scenarios/soak.mjs [--minutes 60] [--warm-up-minutes 10] [--share 0.6] [--build DIR]

import fs from 'node:fs';
import { judgeOne } from '../goals.mjs';
import { figure, leastSquares } from '../figures.mjs';
import { check } from '../load.mjs';
import { sleep } from '../../support/house.mjs';
import { say, scenario } from './scenario.mjs';

// How the share is divided among what is asked, each part of its own most: orders are few, as in life.
const MIX = { order: 0.1, feed: 0.3, readOwn: 0.25, campaign: 0.2, soldOut: 0.15 };
const CONNECTIONS = 32; // of each kind
const CHUNK_S = 60; // then tokens are looked at, and orders go on in a new sale
const LOOK_EVERY_S = 10;
const REST_MS = 5000;
const SLOPE_MB_MAX = 1; // an hour
const HANDLES_MAX = 5;

async function mostOf(shop, seconds) {
  await shop.prime();
  const most = {};
  for (const name of Object.keys(MIX)) {
    const request = shop.requests[name];
    most[name] = check(name, await shop.load.run(shop.port, request, { connections: 128, seconds, warmUp: 1 }), request.status).rate;
    await shop.settled();
  }
  return most;
}

// One look: { at (hours), parts: [[name, MB, handles]] }.
function look(shop, beganMs) {
  const pids = new Map([['supervisor', shop.house.status().supervisor], ...shop.house.status().processes.map(({ name, pid }) => [name, pid])]);
  return { at: (Date.now() - beganMs) / 3_600_000, parts: shop.memory.parts().map(([name, { rss }]) => [name, rss, fs.readdirSync(`/proc/${pids.get(name)}/fd`).length]) };
}

async function chunk(shop, most, share, seconds) {
  if (await shop.renewTokens()) await shop.prime();
  const sale = shop.orderRequest(await shop.newSale());
  await Promise.all(Object.entries(MIX).map(async ([name, part]) => {
    const request = name === 'order' ? sale : shop.requests[name];
    check(name, await shop.load.run(shop.port, request, { connections: CONNECTIONS, seconds, warmUp: 0, rate: Math.max(1, most[name] * share * part) }), request.status);
  }));
}

async function loaded(shop, most, { share, minutes }, looks, beganMs) {
  const until = Date.now() + minutes * 60_000;
  let working = true;
  const looking = (async () => {
    while (working) {
      looks.push(look(shop, beganMs));
      await sleep(LOOK_EVERY_S * 1000);
    }
  })();
  looking.catch(() => {}); // told when it is waited for
  try {
    while (Date.now() < until) await chunk(shop, most, share, Math.max(1, Math.min(CHUNK_S, (until - Date.now()) / 1000)));
  } finally {
    working = false;
    await looking;
  }
}

const partOf = ({ parts }, name) => parts.find(([one]) => one === name);

// [name, MB at first, at the end, slope in MB an hour, handles at first, at the end]. Memory under load; handles at rest, when nobody
// is connected.
function slopes(looks, before, after) {
  return before.parts.map(([name, , handles]) => {
    const points = looks.filter((one) => partOf(one, name)).map((one) => [one.at, partOf(one, name)[1]]);
    return [name, points[0][1], points.at(-1)[1], leastSquares(points).slope, handles, partOf(after, name)?.[2] ?? Infinity];
  });
}

async function atRest(shop, beganMs) {
  await shop.settled();
  await sleep(REST_MS);
  const again = shop.house.status().processes.filter(({ restarts }) => restarts > 0);
  if (again.length) throw new Error(`started again: ${again.map(({ name }) => name).join(', ')}`);
  return look(shop, beganMs);
}

await scenario({
  name: 'soak', title: 'An hour of it',
  defaults: { minutes: 60, warmUpMinutes: 10, share: 0.6, capacitySeconds: 5 }, smallest: { minutes: 60, warmUpMinutes: 10, share: 0.6 },
  async measure({ minutes, warmUpMinutes, share, capacitySeconds }, open) {
    const shop = await open({ posts: 100_000 });
    const most = await mostOf(shop, capacitySeconds);
    const beganMs = Date.now();
    await loaded(shop, most, { share, minutes: warmUpMinutes }, [], beganMs);
    say(`warmed up for ${warmUpMinutes} minutes`);
    const before = await atRest(shop, beganMs);
    const looks = [];
    await loaded(shop, most, { share, minutes }, looks, beganMs);
    const rows = slopes(looks, before, await atRest(shop, beganMs));
    say(rows.map(([name, , , slope]) => `${name} ${figure(slope)} MB an hour`).join(', '));
    return {
      rows: [
        judgeOne({ what: 'steepest growth of one of ours, an hour', of: 'soak-slope', unit: 'MB', most: SLOPE_MB_MAX }, [Math.max(...rows.map(([, , , slope]) => slope))]),
        judgeOne({ what: 'most handles more, or fewer, at the end than at first', of: 'soak-handles', unit: 'handles', most: HANDLES_MAX }, [Math.max(...rows.map(([, , , , first, last]) => Math.abs(last - first)))]),
      ],
      tables: [
        { title: `${looks.length} looks`, head: ['process', 'MB at first', 'at the end', 'MB an hour', 'handles at first', 'at the end'], rows },
        { title: 'Asked meanwhile, a second', head: Object.keys(MIX), rows: [Object.entries(MIX).map(([name, part]) => most[name] * share * part)] },
      ],
    };
  },
});
