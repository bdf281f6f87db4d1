// The books of the week: the house's invariants, those that only a week leaves (tests/faults/invariants/week.sql), and what this
// week in particular must have left. Each check is { name, checked, violations }.

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../../support/house.mjs';
import { invariants, wechatBooks } from '../evening/books.mjs';

const RULES = path.join(ROOT, 'tests', 'faults', 'invariants', 'week.sql');

export function weekRules(databaseUrl) {
  const out = execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-f', RULES, databaseUrl], { encoding: 'utf8' });
  return out.trim().split('\n').map((line) => {
    const [name, checked, violations] = line.split('|');
    return { name, checked: Number(checked), violations: Number(violations) };
  });
}

const same = (a, b) => a.length === b.length && a.every((one, i) => one === b[i]);

const sameSums = (one) => [one.tradePaidFen, one.flowInFen, one.ledgerInFen].every((fen) => fen === one.paidFen);

function billBooks({ days, planted }) {
  const faulty = days.find(({ day }) => day === planted.day);
  return [
    { name: 'bills: the three planted faults are found and named', checked: 3, violations: faulty && same(faulty.reasons, planted.reasons) ? 0 : 1 },
    { name: 'bills: every other day is the same three times', checked: days.length - 1, violations: days.filter(({ day, reasons }) => day !== planted.day && reasons.length).length },
    { name: 'bills: of every other day our rows, both bills and the ledger have the same sum', checked: days.length - 1, violations: days.filter((one) => one.day !== planted.day && !sameSums(one)).length },
  ];
}

// Closed for good: a second closing is refused, and all of it is computed to the same again.
function monthBooks({ closed, query }) {
  const [[late]] = query(`select count(*) from groupbuy.ledger_postings p join groupbuy.ledger_months m on p.day between m.first_day and m.last_day and p.posted_at > m.closed_at`);
  return [{ name: `month: ${closed.month} is closed and takes nothing more`, checked: 1, violations: closed.again === 'MONTH_CLOSED' && closed.holds && late === '0' ? 0 : 1 }];
}

// After-sales have gone every way that there is.
function afterSaleBooks({ query }) {
  const ways = query('select m.from_status, m.to_status, count(l.to_status) from groupbuy.after_sale_moves m left join groupbuy.after_sale_log l using (from_status, to_status) group by 1, 2');
  return [{ name: 'after-sales: every way of their table was gone', checked: ways.length, violations: ways.filter(([, , steps]) => steps === '0').length }];
}

// WeChat's list of what was handed over is ours: each paid order that was ready, once, by the way it goes.
const WAYS = { EXPRESS: 1, SAME_CITY: 2, VIRTUAL: 3, PICK_UP: 4 };
async function shippingBooks({ wechat, query }) {
  const { shipments } = await wechat.call('GET', '/shipments');
  const theirs = new Map(shipments.map(({ outTradeNo, shipment }) => [outTradeNo, shipment?.logistics_type]));
  const ours = query("select replace(order_id::text, '-', ''), kind from groupbuy.shipping_infos where state = 'TOLD'");
  const wrong = ours.filter(([orderId, kind]) => theirs.get(orderId) !== WAYS[kind]).length;
  return [{ name: `WeChat: ${theirs.size} shipments there, ${ours.length} here`, checked: ours.length, violations: wrong + Math.abs(theirs.size - ours.length) }];
}

// What holds of an evening holds of a week; not all of it has something to look at here.
function houseBooks({ auditor }) {
  const rules = invariants(auditor);
  return [
    { name: `${rules.length} rules of the house have something to look at`, checked: rules.filter(({ checked }) => checked > 0).length, violations: 0 },
    ...rules.filter(({ violations }) => violations > 0),
  ];
}

export async function weekBooks(week) {
  const [[accounts, sum]] = week.query('select count(distinct account), coalesce(sum(amount_fen), 0) from groupbuy.ledger_entries').map((row) => row.map(Number));
  return [
    { name: `ledger: ${accounts} accounts, sum ${sum}`, checked: accounts, violations: sum === 0 ? 0 : 1 },
    ...billBooks(week),
    ...monthBooks(week),
    ...afterSaleBooks(week),
    ...(await wechatBooks(week.wechat, week.query)),
    ...(await shippingBooks(week)),
    ...houseBooks(week),
    ...weekRules(week.auditor),
  ];
}
