// Rest: every process is ready, nothing waits, no rule is broken. Waited for, not for ever: what is not at rest by then is a
// violation of its own and says what it waits for.

import path from 'node:path';
import { ROOT, sleep } from '../../support/house.mjs';
import { quietRules } from '../support/rules.mjs';
import { OwnTime } from './own_time.mjs';

const INVARIANTS = path.join(ROOT, 'tests', 'faults', 'invariants.sql');
const LOOK_MS = 300;
const LOOK_MS_MAX = 60_000;
const FULL_MACHINE_MS_MAX = 90_000; // by the clock, however little of it the house got

// What is on its way, and where. `rest: ` in front, so that a verdict tells a house that is late from books that are wrong.
const UNDER_WAY = `
select * from (
    select 'rest: orders wait for their payment' as name, count(*) from groupbuy.orders where status = 'PENDING_PAYMENT'
    union all select 'rest: payments are being closed', count(*) from groupbuy.payments p join groupbuy.orders o on o.id = p.order_id
        where p.state in ('OPEN', 'CLOSING') and o.status in ('CANCELLED', 'REFUNDED')
    union all select 'rest: teams are open', count(*) from groupbuy.teams where status = 'OPEN'
    union all select 'rest: refunds are on their way', count(*) from groupbuy.refunds where state = 'REQUESTED'
    union all select 'rest: events wait to be published', (select count(*) from auth.outbox where published_at is null)
        + (select count(*) from content.outbox where published_at is null) + (select count(*) from groupbuy.outbox where published_at is null)
        + (select count(*) from coupons.outbox where published_at is null)
    union all select 'rest: operations are half-way', (select count(*) from groupbuy.idempotency where state = 'OPEN')
        + (select count(*) from content.idempotency where state = 'OPEN') + (select count(*) from coupons.idempotency where state = 'OPEN')
    union all select 'rest: deliveries are on their way', count(*) from notifications.deliveries where state in (1, 2)
) waiting where count > 0`;

const quiet = quietRules();
const asCheck = ([name, checked, violations]) => ({ name, checked: Number(checked), violations: Number(violations) });
const owing = (check) => (quiet.some((start) => check.name.startsWith(start)) ? { ...check, owes: 'rest' } : check);

async function notReady(lab) {
  const waiting = lab.house.status().processes.filter(({ ready }) => !ready);
  return waiting.map(({ name }) => ({ name: `rest: ${name} is ready`, checked: 1, violations: 1 }));
}

const underWay = async (lab) => (await lab.audit(['-c', UNDER_WAY], { withinMs: LOOK_MS_MAX })).map(([name, count]) => asCheck([name, count, count]));

const books = async (lab) => (await lab.audit(['-f', INVARIANTS], { withinMs: LOOK_MS_MAX })).map(asCheck).map(owing);

const isWrong = ({ violations }) => violations > 0;

// From what is cheap to ask to what is not; the first that is not well is the answer.
async function look(lab) {
  for (const ask of [notReady, underWay]) {
    const waiting = await ask(lab);
    if (waiting.length) return { rested: false, checks: waiting };
  }
  const checks = await books(lab);
  return { rested: !checks.some(isWrong), checks };
}

// Who waits for ever is told of by a rule, too, where there is one.
async function withBooks(lab, { rested, checks }) {
  if (rested || !checks.every(({ name }) => name.startsWith('rest: '))) return { rested, checks };
  return { rested, checks: [...checks, ...(await books(lab).catch(() => []))] };
}

// `withinMs` of the house's own time. { ms, ownMs, rested, checks, waitedFor }: how long it took from now, the last that was seen of
// the books, and until when each thing was waited for.
export async function rest(lab, withinMs) {
  const began = Date.now();
  const own = new OwnTime(lab.house.child.pid);
  const waitedFor = {};
  for (;;) {
    const seen = await look(lab).catch((error) => ({ rested: false, checks: [{ name: `rest: the books can be read (${error.message.split('\n')[0]})`, checked: 1, violations: 1 }] }));
    const [ms, ownMs] = [Date.now() - began, own.passed()];
    for (const { name, violations } of seen.checks) if (violations > 0) waitedFor[name.replace('rest: ', '')] = ms;
    if (seen.rested || ownMs > withinMs || ms > FULL_MACHINE_MS_MAX) return { ms, ownMs, waitedFor, ...(await withBooks(lab, seen)) };
    await sleep(LOOK_MS);
  }
}
