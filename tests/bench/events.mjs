// How long an event takes from the commit that made it true to the commit of who heard it, at so many a second: coupons that are
// claimed, and the messages that tell of them. Both moments are PostgreSQL's own: it notes them at the commit itself.

import { signal } from '../faults/lab/signals.mjs';
import { isOurs } from '../journeys/evening/memory.mjs';
import { sleep, until } from '../support/house.mjs';
import { check } from './load.mjs';

const WITHIN_MS = 60_000;

// The version of an aggregate that has told one thing only is written once, by the transaction that told it.
const LATENCIES = (since) => `
  select count(*), count(*) filter (where i.event_id is null) as unheard, percentile_cont(array[0.5, 0.99, 1]) within group (order by
      extract(epoch from pg_xact_commit_timestamp(i.xmin) - pg_xact_commit_timestamp(v.xmin)) * 1000)::text as ms
  from coupons.outbox o join coupons.aggregate_versions v on v.aggregate_id = o.aggregate_id and v.version = 1
  left join notifications.inbox i on i.event_id = replace(o.id::text, '-', '') and i.consumer = 'notifications-on-CouponIssued'
  where o.created_at > '${since}' and o.type = 'linli.coupons.v1.CouponIssued'`;

// A setting that wants a start of PostgreSQL; the supervisor sees to that.
async function noteCommits({ database, house }) {
  await database.run('alter system set track_commit_timestamp = on', 'postgres');
  const before = house.process('postgres');
  if (!signal(before, 'SIGINT')) throw new Error('PostgreSQL has just ended');
  await until('PostgreSQL is back', () => {
    const { pid, started, ready } = house.process('postgres');
    return ready && (pid !== before.pid || started !== before.started);
  }, { withinMs: WITHIN_MS });
  await until('all of us are ready', async () => {
    const answers = await Promise.all(house.status().processes.filter(({ pid, opsPort }) => pid && opsPort && isOurs(pid)).map(({ opsPort }) => fetch(`http://127.0.0.1:${opsPort}/readyz`).catch(() => ({}))));
    return answers.every(({ status }) => status === 200);
  }, { withinMs: WITHIN_MS, everyMs: 250 });
}

const numbers = (array) => array.slice(1, -1).split(',').map(Number);

// Milliseconds of each pass: [{ count, p50, p99, max }].
export async function eventLatencies(shop, { rate = 1000, seconds, passes }) {
  const { house, load, port, requests } = shop;
  await noteCommits(shop);
  await shop.prime();
  const all = [];
  for (let pass = 0; pass < passes; pass++) {
    await sleep(500);
    const [{ now }] = house.query('select now()::text as now');
    check('claim', await load.run(port, requests.claim, { connections: 64, seconds, warmUp: 0, rate }), requests.claim.status);
    await until('all have heard', () => house.query(LATENCIES(now))[0].unheard === '0', { withinMs: WITHIN_MS, everyMs: 500 });
    const [{ count, ms }] = house.query(LATENCIES(now));
    const [p50, p99, max] = numbers(ms);
    all.push({ count: Number(count), p50, p99, max });
  }
  return all;
}
