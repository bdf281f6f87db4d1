// What a page of the feed, an order and a claim of a coupon cost as tables grow: medians at a small steady rate, in the same house,
// beside ten thousand rows and beside so many more.
//
//     node tests/bench/scenarios/growth.mjs [--rows 1000000] [--from 10000] [--passes 5] [--seconds 5] [--build DIR]      by hand: --rows 10000000

import { fillCoupons, fillOrders, fillPosts } from '../fill.mjs';
import { judgeOne } from '../goals.mjs';
import { figure, median } from '../figures.mjs';
import { check } from '../load.mjs';
import { say, scenario } from './scenario.mjs';

const RATE = 100; // a second: nobody waits for anybody
const TIMES_MAX = 1.3;
const ASKED = ['feed', 'order', 'claim'];
const KEPT = {
  'a post, half a like': ['content.posts', 'content.likes'],
  'an order of one line, its log': ['groupbuy.orders', 'groupbuy.order_lines', 'groupbuy.order_log'],
  'a coupon, who holds it': ['coupons.coupons', 'coupons.holders'],
};

// From so many rows of each to so many.
async function fill(shop, there, rows) {
  const began = Date.now();
  const label = `to${rows}x`;
  for (const kind of [fillPosts, fillOrders, fillCoupons]) await kind(shop, rows - there, { label });
  say(`${rows} rows of each after ${figure((Date.now() - began) / 1000)} s`);
}

// { feed: [median µs of a pass] … }
async function medians(shop, { passes, seconds }) {
  await shop.renewTokens();
  await shop.prime();
  const all = Object.fromEntries(ASKED.map((name) => [name, []]));
  for (let pass = 0; pass < passes; pass++) {
    for (const name of ASKED) {
      const request = shop.requests[name];
      const result = check(name, await shop.load.run(shop.port, request, { connections: 16, seconds, warmUp: 1, rate: RATE }), request.status);
      await shop.settled();
      all[name].push(result.p50Us);
    }
  }
  say(ASKED.map((name) => `${name} ${figure(median(all[name]) / 1000)} ms`).join(', '));
  return all;
}

// What one of each takes: bytes of its tables, bytes of their indexes.
function bytesOfEach({ house }, count) {
  return Object.entries(KEPT).map(([what, tables]) => {
    const [{ rows, indexes }] = house.query(`select sum(pg_table_size(t::regclass)) as rows, sum(pg_indexes_size(t::regclass)) as indexes from unnest(array[${tables.map((one) => `'${one}'`)}]) t`);
    return [what, Math.round(rows / count), Math.round(indexes / count)];
  });
}

await scenario({
  name: 'growth', title: 'As tables grow',
  defaults: { rows: 1_000_000, from: 10_000, passes: 5, seconds: 5 }, smallest: { rows: 1_000_000, passes: 5, seconds: 5 },
  async measure(options, open) {
    const shop = await open();
    const sizes = [];
    for (let rows = options.from; rows < options.rows; rows *= 10) sizes.push(rows);
    sizes.push(options.rows);
    const all = [];
    let there = 0;
    for (const rows of sizes) {
      await fill(shop, there, rows);
      there = rows;
      all.push({ rows, medians: await medians(shop, options) });
    }
    const [first, last] = [all[0], all.at(-1)];
    return {
      rows: ASKED.map((name) => judgeOne({ what: `${name}: median beside ${last.rows.toLocaleString('en-US')} rows / beside ${first.rows.toLocaleString('en-US')}`, of: `growth-${name}`, most: TIMES_MAX }, last.medians[name].map((us) => us / median(first.medians[name])))),
      tables: [{ title: `What is kept beside ${last.rows.toLocaleString('en-US')} rows, bytes of each`, head: ['', 'tables', 'indexes'], rows: bytesOfEach(shop, last.rows) },
        { title: `Medians at ${RATE} a second, milliseconds`, head: ['rows', ...ASKED], rows: all.map(({ rows, medians: of }) => [rows, ...ASKED.map((name) => median(of[name]) / 1000)]) }],
    };
  },
});
