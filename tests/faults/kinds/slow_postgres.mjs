// PostgreSQL answers late: the hot rows of a service are locked again and again by somebody else, its writer or checkpointer
// stands still, or others want its processors.

import { processOf, signal } from '../lab/signals.mjs';
import { between, pick } from '../lab/plan.mjs';

const TABLES = ['groupbuy.sale_stock', 'groupbuy.campaign_buyers', 'groupbuy.payments', 'groupbuy.orders', 'groupbuy.idempotency', 'coupons.coupons', 'coupons.locks', 'groupbuy.outbox', 'auth.refresh_tokens', 'notifications.inbox'];
const HOGS = 2;

// Held for so long, given up for as long, as often as there is time.
function locks({ table, holdMs }, forMs) {
  const once = `begin; set local lock_timeout = '2s'; lock table ${table} in exclusive mode; select pg_sleep(${holdMs / 1000}); commit; select pg_sleep(${holdMs / 1000});`;
  const times = Math.ceil(forMs / (2 * holdMs));
  return Array.from({ length: times }, () => ['-c', once]).flat();
}

async function slow(lab, forMs, words, over) {
  const ask = (what) => lab.admin(what, { signal: over.signal, withinMs: forMs + 30_000 });
  if (words.how === 'locks') return ask(locks(words, forMs));
  return Promise.all(Array.from({ length: HOGS }, () => ask(['-c', `set statement_timeout = ${forMs}; select count(*) from generate_series(1, 1000000000)`])));
}

async function standStill(lab, kind) {
  const [row] = await lab.insist(`${kind} is there`, () => lab.ask(`select pid from pg_stat_activity where backend_type = '${kind}'`));
  if (!row) return () => {};
  const one = processOf(Number(row[0]));
  signal(one, 'SIGSTOP');
  return () => signal(one, 'SIGCONT');
}

export default {
  kind: 'slow_postgres',
  weight: 2,
  lasts: [1500, 8000],
  targets: () => ['postgres'],
  words: (chance) => ({ how: pick(chance, ['locks', 'locks', 'locks', 'walwriter', 'checkpointer', 'hog']), table: pick(chance, TABLES), holdMs: between(chance, [100, 700]) }),
  async strike(lab, { forMs, words }) {
    if (words.how === 'walwriter' || words.how === 'checkpointer') return standStill(lab, words.how);
    const over = new AbortController();
    // Another fault may end its session, its own time its statement: what was slow by then was slow.
    const slowed = slow(lab, forMs, words, over).catch(() => {});
    return async () => {
      over.abort();
      await slowed;
    };
  },
};
