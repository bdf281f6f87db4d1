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

function roundBooks({ severalLines, ordersMin }) {
  return [{ name: `round: ${severalLines} orders of several lines at the cut-off, ${ordersMin} at least`, checked: severalLines, violations: severalLines < ordersMin ? 1 : 0 }];
}

// After-sales have gone every way that there is.
function afterSaleBooks({ query }) {
  const ways = query('select m.from_status, m.to_status, count(l.to_status) from groupbuy.after_sale_moves m left join groupbuy.after_sale_log l using (from_status, to_status) group by 1, 2');
  return [{ name: 'after-sales: every way of their table was gone', checked: ways.length, violations: ways.filter(([, , steps]) => steps === '0').length }];
}

// What the supplier is owed for what came, and for what of his came instead of something short.
async function supplierBooks({ operator, supplierId, query }) {
  const ofHim = `replace(s.supplier_id::text, '-', '') = '${supplierId}'`;
  const months = query(`select distinct to_char(r.closed_at at time zone 'Asia/Shanghai', 'YYYY-MM') from groupbuy.round_sheet s join groupbuy.rounds r on r.id = s.round_id where ${ofHim}`).flat();
  const [[given]] = query(`select sum(a.given) from groupbuy.round_substitutions s join groupbuy.substitution_asks a on a.substitution_id = s.id where ${ofHim}`);
  const lines = [];
  let owed = 0;
  for (const month of months) {
    for (let pageToken = '', first = true; first || pageToken; first = false) {
      const statement = await operator.getSupplierStatement({ supplierId, month, pageSize: 100, pageToken });
      lines.push(...statement.lines);
      if (first) owed += statement.owedFen;
      pageToken = statement.nextPageToken;
    }
  }
  const sum = (of, what) => of.reduce((total, line) => total + what(line), 0);
  const wrong = lines.filter(({ owedFen, costPriceFen, ordered, received, damaged }) => owedFen !== costPriceFen * Math.min(ordered, received - damaged)).length;
  const substitutes = sum(lines.filter(({ substitute }) => substitute), ({ received }) => received);
  return [{ name: `supplier: ${substitutes} units instead of others, ¥${(owed / 100).toFixed(2)} owed`, checked: lines.length,
    violations: wrong + (sum(lines, ({ owedFen }) => owedFen) !== owed) + (substitutes !== Number(given) || substitutes === 0) }];
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
    ...roundBooks(week),
    ...afterSaleBooks(week),
    ...(await wechatBooks(week.wechat, week.query)),
    ...(await shippingBooks(week)),
    ...(await supplierBooks(week)),
    ...houseBooks(week),
    ...weekRules(week.auditor),
  ];
}

// Every account, those of people together.
export function printLedger(query) {
  const accounts = query(`select regexp_replace(account, '[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}', '…') as of, count(*), sum(amount_fen) from groupbuy.ledger_entries group by 1 order by 1`);
  const yuan = (fen) => (Number(fen) / 100).toFixed(2).padStart(14);
  console.log('\nThe ledger                                       entries         balance\n');
  for (const [account, entries, fen] of accounts) console.log(`  ${account.padEnd(40)} ${entries.padStart(12)}  ${yuan(fen)}`);
  console.log(`  ${'all of them'.padEnd(53)}  ${yuan(accounts.reduce((sum, [, , fen]) => sum + Number(fen), 0))}`);
}
