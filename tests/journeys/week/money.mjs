// The money of each day: what WeChat's bills say the morning after, with three faults planted in those of the first.

import { until } from '../../support/house.mjs';
import { MINUTE } from '../support/calendar.mjs';

const COMPARED_WITHIN_MS = 120_000;

// Three paid orders of today, whose lines in the bills will be wrong.
export async function plantFaults(week) {
  const [missing, dearer, twice] = week.neighbours.flatMap(({ orders }) => orders);
  const mistake = (what) => week.wechat.call('POST', '/bill-mistake', { date: week.calendar.day, ...what });
  await mistake({ kind: 'missing', bill: 'trade', out_trade_no: missing.orderId });
  await mistake({ kind: 'amount', out_trade_no: dearer.orderId, fen: 7 });
  await mistake({ kind: 'extra', bill: 'flow', out_trade_no: twice.orderId });
  week.planted = { day: week.calendar.day, reasons: ['CASE_BILL_AMOUNT', 'CASE_BILL_MISSING', 'CASE_BILL_UNKNOWN'] };
}

// Days that passed at once are compared one a run, the runs a minute apart. While one is at it the clock stands still: a job's
// time must not run out under it.
export async function billsCompared({ calendar, query }, day) {
  const done = () => Number(query(`select count(*) from groupbuy.bill_days where day = '${day}' and state = 'DONE'`)[0][0]) === 1;
  const idle = () => query("select 1 from groupbuy.jobs where kind = 'reconcile_bills' and run_at > now() and coalesce(leased_until < now(), true)").length === 1;
  await until(`the bills of ${day} are compared`, async () => {
    if (done()) return true;
    if (idle()) await calendar.pass(MINUTE + 1000);
    return false;
  }, { withinMs: COMPARED_WITHIN_MS, everyMs: 200 });
}

// Refunds of an order are asked for a minute apart: until WeChat has paid out all of them.
export async function refundsAtRest(week) {
  await until('every refund is paid out', async () => {
    await week.calendar.pass(2 * MINUTE);
    return week.query("select 1 from groupbuy.refunds where state <> 'SUCCESS' limit 1").length === 0;
  }, { withinMs: COMPARED_WITHIN_MS, everyMs: 1000 });
}

// To eleven o'clock of the next day, when yesterday has been compared. No day ends while WeChat still pays out: what it has under way
// at midnight is in the bill of one day and in ours of the other, and their sums would differ by right.
export async function nextMorning(week) {
  await refundsAtRest(week);
  const yesterday = week.calendar.day;
  await week.calendar.toDay(1, '11:00');
  await billsCompared(week, yesterday);
  const { days } = await week.operator.listBillDays({});
  const done = days.find(({ day }) => day === yesterday);
  const { cases } = await week.operator.listBillCases({ day: yesterday });
  week.say(`${week.calendar.day}, 11:00: yesterday's bills are compared, ${cases.length} differences`);
  week.days.push({ ...done, reasons: cases.map(({ reason }) => reason).sort() });
  for (const { caseId } of cases) await week.operator.settlePaymentCase({ caseId, note: '已与微信核对' });
}
