// The money's way home. A good that was bad goes back to everybody who bought it, by the word of two people. Days later the rest is
// the leader's for good, and she has it sent to her; when the month is over its books are closed.

import { until } from '../../support/house.mjs';
import { DAY, dayOf } from '../support/calendar.mjs';
import { billsCompared } from './money.mjs';
import { Neighbour } from './neighbour.mjs';

const HOME = { name: '王芳', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号', isDefault: true };
const WHO = { realName: '李梅', identityNumber: '11010519491231002X' };
const LONG = { withinMs: 90_000, everyMs: 300 };
const ALONE_FEN = 100_000; // what finance need not approve
const WINDOW_DAYS = 8; // the time for after-sales is over then

// Somebody of finance, who also looks at what others of the house want to pay back.
async function newColleague(week) {
  const colleague = await new Neighbour(9020, week.clientOf(9020)).arrive(week.communityId);
  for (const role of ['operator', 'finance']) await week.operator.grantRole({ userId: colleague.userId, role, why: '复核' });
  return colleague;
}

async function sellDear(week) {
  const { operator } = week;
  const made = await operator.createProduct({
    title: '整箱樱桃', category: '水果', sellerName: '云山优选', sellerLicence: 'JY14401060000001', skus: [{ title: '10 kg', listPriceFen: 60_000, costPriceFen: 30_000, stock: 20, weightG: 10_000 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ regionPrefix: '', freeFromFen: 1 }] });
  for (const neighbour of week.neighbours.slice(0, 2)) {
    const { addressId } = await neighbour.linli.addAddress(HOME);
    const order = await neighbour.linli.placeOrder({ lines: [{ skuId, quantity: 1 }], addressId });
    await neighbour.pay(order);
    await neighbour.sees(order, 'READY');
  }
  return skuId;
}

const skuRefund = (week, skuRefundId, state) => until(`the refund of all is ${state}`, async () => {
  const one = await week.operator.getSkuRefund({ skuRefundId });
  return one.state === state && one;
}, LONG);

// Above a sum one alone pays nothing back.
async function badBatch(week, colleague) {
  const { operator } = week;
  const { skuRefundId } = await operator.planSkuRefund({ skuId: await sellDear(week), basisPoints: 10_000, reason: '到货即坏' });
  const { plannedFen } = await skuRefund(week, skuRefundId, 'SKU_REFUND_READY');
  const { approvalId } = await operator.askApproval({ kind: 'APPROVAL_SKU_REFUND', subjectId: skuRefundId, amountFen: plannedFen, why: '到货即坏' });
  await until('the colleague has the role', () => colleague.linli.decideApproval({ approvalId, approve: true, note: '照片已看' }).catch((problem) => problem.code !== 'FORBIDDEN' && Promise.reject(problem)), LONG);
  await operator.startSkuRefund({ skuRefundId });
  const { refundedFen } = await skuRefund(week, skuRefundId, 'SKU_REFUND_DONE');
  week.say(`a bad batch: ¥${(refundedFen / 100).toFixed(2)} back to everybody who bought it`);
}

// Days have passed at once: it takes the house a moment to be sure of the day.
async function comeBack(week, { linli, person }) {
  await until('she is signed in again', async () => {
    const code = await week.wechat.code(person.openid);
    return linli.signIn({ code }).catch((problem) => problem.status < 500 && Promise.reject(problem));
  }, LONG);
  return linli;
}

// What goes back of an order that is completed takes its part of what she has, and is netted with the rest.
async function netted(week, linli, before) {
  const [[orderId]] = week.query(`select replace(s.order_id::text, '-', '') from groupbuy.shares s join groupbuy.orders o on o.id = s.order_id
    where replace(s.earner_id::text, '-', '') = '${week.leader.userId}' and s.vested_at is not null and o.status = 'COMPLETED' order by s.base_fen - o.refunded_fen desc limit 1`);
  await week.operator.refundOrder({ orderId, lines: [{ position: 0, goodsFen: 1000 }], reason: '事后补偿' });
  const after = await linli.getStatement({});
  const earnedFen = after.grossFen - before.grossFen; // days have passed at once: some of it may vest only now
  const reversedFen = after.reversedFen - before.reversedFen;
  if (reversedFen <= 0 || after.balanceFen !== before.balanceFen + earnedFen - reversedFen) {
    throw new Error(`a refund left her ${after.balanceFen} of ${before.balanceFen} fen, ${earnedFen} earned, ${reversedFen} reversed`);
  }
  week.account.add('refunds netted with what was vested');
  return after.balanceFen;
}

async function paidOut(week) {
  const linli = await comeBack(week, week.leader);
  const vested = await until('what she earned is hers', async () => {
    const statement = await linli.getStatement({});
    return statement.balanceFen > 0 && statement;
  }, LONG);
  const balanceFen = await netted(week, linli, vested);
  await linli.setPayee(WHO);
  const { payoutId } = await linli.requestPayout({ grossFen: Math.min(balanceFen, ALONE_FEN) });
  const { confirm } = await until('there is something to confirm', async () => {
    const payout = await linli.getMyPayout({ payoutId });
    return payout.confirm && payout;
  }, LONG);
  await week.wechat.call('POST', '/transfer-confirm', { out_bill_no: payoutId, package_info: confirm.packageValue, openid: week.leader.person.openid });
  await until('she has it', async () => (await linli.getMyPayout({ payoutId })).state === 'PAYOUT_PAID', LONG);
  week.account.add('payouts');
  week.say(`the leader had earned ¥${(balanceFen / 100).toFixed(2)}, and is paid`);
}

// What became of her round, as the ledger and its parcels have it; operators see the same.
async function honestRecord(week) {
  const linli = await comeBack(week, week.leader);
  const record = await until('her round is reckoned', async () => {
    const mine = await linli.getMyRecord({});
    return mine.rounds > 0 && mine;
  }, LONG);
  const { records } = await week.operator.listLeaderRecords({});
  if (!records.some(({ leaderId, paidFen }) => leaderId === record.leaderId && paidFen === record.paidFen)) throw new Error('operators see another record than the leader');
  week.say(`her record: ${record.orders} orders, ¥${(record.salesFen / 100).toFixed(2)}, ${record.onTimeBasisPoints / 100} % on time, ${record.shortBasisPoints / 100} % short`);
}

// The first month of the books that is open, which may have ended meanwhile.
async function monthClosed(week, colleague) {
  const [[month]] = week.query("select to_char(min(day), 'YYYY-MM') from groupbuy.ledger_postings where day > coalesce((select max(last_day) from groupbuy.ledger_months), '-infinity')");
  const [year, number, day] = week.calendar.day.split('-').map(Number);
  if (week.calendar.day.startsWith(month)) await week.calendar.toDay(new Date(Date.UTC(year, number, 0)).getUTCDate() - day + 1, '11:00');
  const linli = await comeBack(week, colleague);
  const { postings } = await until(`the days of ${month} are closed, and so is it`, () => linli.closeMonth({ month, why: '对账无差异' }).catch((problem) => problem.code !== 'MONTH_NOT_OVER' && Promise.reject(problem)), LONG);
  const again = await linli.closeMonth({ month, why: '再关一次' }).then(() => 'closed twice', ({ code }) => code);
  const { holds } = await linli.verifyMonth({ month });
  week.closed = { month, again, holds };
  week.say(`${month} is closed: ${postings} postings`);
}

export async function payouts(week) {
  const colleague = await newColleague(week);
  await badBatch(week, colleague);
  await week.calendar.toDay(WINDOW_DAYS, '11:00');
  await paidOut(week);
  await honestRecord(week);
  await monthClosed(week, colleague);
  await billsCompared(week, dayOf(week.calendar.now() - DAY));
}
