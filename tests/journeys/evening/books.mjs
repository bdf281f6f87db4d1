// The books of the evening: the house's invariants in the database, and what this evening in particular must have left.
// Each check is { name, checked, violations }; nothing checked is a violation of its own.

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { ROOT, sleep } from '../../support/house.mjs';

const SETTLE_MS_MAX = 60_000;
const INVARIANTS = path.join(ROOT, 'tests', 'faults', 'invariants.sql');

// Rows as lists of texts. `databaseUrl`: the auditor's, who reads everything and changes nothing.
function psql(databaseUrl, ...what) {
  const out = execFileSync('psql', ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--field-separator=|', '-v', 'ON_ERROR_STOP=1', ...what, databaseUrl], { encoding: 'utf8' });
  return out.split('\n').filter(Boolean).map((line) => line.split('|'));
}

export const asker = (databaseUrl) => (sql) => psql(databaseUrl, '-c', sql);

export function invariants(databaseUrl) {
  return psql(databaseUrl, '-f', INVARIANTS).map(([name, checked, violations]) => ({ name, checked: Number(checked), violations: Number(violations) }));
}

// What was told is still on its way for a moment, and what is due may just have become so; what has not come to rest by then, the
// books will show.
export async function eventsArrived(auditor) {
  const giveUp = Date.now() + SETTLE_MS_MAX;
  const underWay = () => invariants(auditor).some(({ violations }) => violations > 0);
  while (underWay() && Date.now() < giveUp) await sleep(1000);
}

const count = (list, wrong) => ({ checked: list.length, violations: list.filter(wrong).length });

// Every order of every resident, as he sees it.
async function ordersOf(evening) {
  const lists = await Promise.all(evening.residents.map(async ({ linli }) => {
    const orders = [];
    for await (const order of linli.pages('listOrders', { pageSize: 100 })) orders.push(order);
    return orders;
  }));
  return lists.flat();
}

const DONE = ['READY', 'FULFILLED', 'CANCELLED', 'REFUNDED'];
const isPaid = (order) => order.paidAt !== null;

function moneyRight(order) {
  if (!isPaid(order)) return order.refundedFen === 0;
  const promised = order.refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return ['READY', 'FULFILLED'].includes(order.status) ? order.refundedFen === promised : order.refundedFen === order.amountFen;
}

export async function eveningBooks(evening) {
  const orders = await ordersOf(evening);
  const flash = orders.filter(({ campaignId }) => campaignId === evening.flash.campaignId);
  const sold = flash.filter(({ status }) => status === 'READY').length;
  const teams = await Promise.all([...evening.teamsMeantToComplete, ...evening.teamsMeantToFail].map((teamId) => evening.operator.getTeam({ teamId })));
  const completed = teams.slice(0, evening.teamsMeantToComplete.length);
  const failed = teams.slice(evening.teamsMeantToComplete.length);

  return [
    { name: `flash sale: ${sold} of ${evening.flash.stock} sold`, checked: flash.length, violations: Math.abs(evening.flash.stock - sold) },
    { name: 'flash sale: nobody above the limit', ...count(evening.residents, ({ userId }) => flash.filter((order) => order.status === 'READY' && evening.buyerOf.get(order.orderId) === userId).length > 1) },
    { name: 'orders: each has come to its end', ...count(orders, ({ status }) => !DONE.includes(status)) },
    { name: 'orders: what was paid is fulfilled or back', ...count(orders, (order) => !moneyRight(order)) },
    { name: 'orders: lines add up to the amount', ...count(orders, (order) => order.lines.reduce((sum, { payableFen }) => sum + payableFen, 0) !== order.amountFen) },
    { name: 'orders: the receipt adds up to the amount', ...count(orders, (order) => order.receipt.reduce((sum, { amountFen }) => sum + amountFen, 0) !== order.amountFen) },
    { name: 'teams: the full ones are complete', ...count(completed, ({ status }) => status !== 'TEAM_COMPLETED') },
    { name: 'teams: the short ones have failed', ...count(failed, ({ status }) => status !== 'TEAM_FAILED') },
    { name: 'inboxes: whoever joined a circle was welcomed', ...(await welcomed(evening)) },
    { name: 'WeChat: who wanted news of his team was told once', ...(await toldOnce(evening)) },
    { name: 'coupons: everybody has one welcome coupon', ...(await welcomeCoupons(evening)) },
  ];
}

// WeChat's own books against our ledger: every payment, every refund, the balance, to the fen.
export async function wechatBooks(wechat, query) {
  const theirs = await wechat.books();
  const [ours] = query(`select count(*) filter (where amount_fen > 0), coalesce(sum(amount_fen) filter (where amount_fen > 0), 0),
    count(*) filter (where amount_fen < 0), coalesce(-sum(amount_fen) filter (where amount_fen < 0), 0)
    from groupbuy.ledger_entries e join groupbuy.ledger_postings p on p.id = e.posting_id where e.account = 'channel:wechat' and p.kind in ('PAYMENT', 'REFUND_PAID')`);
  const [payments, paidFen, refunds, refundedFen] = ours.map(Number);
  const same = (name, a, b) => ({ name: `WeChat: ${name}: ${a} there, ${b} here`, checked: a, violations: a === b ? 0 : 1 });
  return [
    same('payments', theirs.payments, payments), same('fen paid', theirs.paidFen, paidFen),
    same('refunds', theirs.refunds, refunds), same('fen refunded', theirs.refundedFen, refundedFen),
  ];
}

async function welcomed(evening) {
  const lists = await Promise.all(evening.residents.map(({ linli }) => linli.listMessages({ pageSize: 100 })));
  return count(lists, ({ messages }) => !messages.some(({ kind }) => kind === 'CIRCLE_WELCOME'));
}

async function toldOnce(evening) {
  const outboxes = await Promise.all(evening.wantNews.map(({ person }) => evening.wechat.outbox(person.openid)));
  return count(outboxes, (messages) => messages.length !== 1);
}

async function welcomeCoupons(evening) {
  const lists = await Promise.all(evening.residents.map(({ linli }) => linli.listCoupons({ pageSize: 100 })));
  return count(lists, ({ coupons }) => coupons.filter(({ channel }) => channel === 'WELCOME').length !== 1);
}

export function printBooks(checks) {
  console.log('\nThe books                                                            checked  violations\n');
  for (const { name, checked, violations } of checks) console.log(`  ${name.padEnd(66)} ${String(checked).padStart(7)}  ${String(violations).padStart(10)}`);
  const wrong = checks.filter(({ checked, violations }) => violations !== 0 || checked === 0);
  for (const { name, checked } of wrong) console.log(`\n  WRONG: ${name}${checked === 0 ? ' (nothing to check)' : ''}`);
  return wrong.length;
}
