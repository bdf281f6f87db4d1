// What stands in the bills of a day, taken from the stand-in's own books: payments and refunds for the trade bill, every
// movement of money for the fund-flow bills. Amounts are fen.
//
//   trade row  { at, payment, returned? (a refund), total, refund, fee }
//   flow row   { at, account (BASIC | OPERATION), income, amount, businessId, name, type, voucher, note }
//
// Each part of the world that moves money has flows(): its rows of every day.

import { beijingTime } from '../clock.mjs';
import { secretText } from '../random.mjs';

export const day = (ms) => beijingTime(ms).slice(0, 10);

// Fen to yuan without a fraction ever being computed.
export const yuan = (fen) => `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`;

// WeChat's fee on an amount, in whole fen, half a fen up.
export const feeOf = (amount, perMyriad) => Math.floor((amount * perMyriad + 5000) / 10_000);

export function tradeRows({ transactions, refunds }, date, type) {
  const rows = [];
  if (type !== 'REFUND') {
    for (const payment of transactions.list()) {
      if (!payment.transactionId || day(payment.paidAt) !== date) continue;
      rows.push({ at: payment.paidAt, payment, total: payment.body.amount.total, refund: 0, fee: payment.feeFen ?? 0 });
    }
  }
  if (type !== 'SUCCESS') {
    for (const returned of refunds.list()) {
      if (returned.status !== 'SUCCESS' || day(returned.finishedAt) !== date) continue;
      rows.push({
        at: returned.finishedAt, payment: transactions.find(returned.outTradeNo), returned, total: 0, refund: returned.body.amount.refund,
        fee: -(returned.feeBackFen ?? 0),
      });
    }
  }
  return rows.sort((a, b) => a.at - b.at);
}

export function flowRows(world, account) {
  return [world.transactions, world.refunds, world.sharing, world.transfers].flatMap((part) => part.flows())
    .filter((row) => row.account === account).sort((a, b) => a.at - b.at);
}

// ---- mistakes that a test orders ------------------------------------------------------------------------------------------

export const MISTAKES = ['missing', 'extra', 'amount', 'duplicate', 'hash'];

const ghost = () => ({ number: `GHOST${secretText(12)}`, id: `42009${secretText(23, '0123456789')}` });

const TRADE = {
  is: (row, { out_trade_no: payment, out_refund_no: refund }) =>
    (!payment || row.payment.outTradeNo === payment) && (!refund || row.returned?.outRefundNo === refund),
  more: (row, fen) => (row.returned ? { ...row, refund: row.refund + fen } : { ...row, total: row.total + fen }),
  ghost: (row) => {
    const { number, id } = ghost();
    return { ...row, payment: { ...row.payment, outTradeNo: number, transactionId: id } };
  },
};

const FLOW = {
  is: (row, { out_trade_no: payment, out_refund_no: refund, voucher }) => [payment, refund, voucher].every((wanted) => !wanted || wanted === row.voucher),
  more: (row, fen) => ({ ...row, amount: row.amount + fen }),
  ghost: (row) => {
    const { number, id } = ghost();
    return { ...row, voucher: number, businessId: id };
  },
};

// `rows` with the mistakes of this bill ('trade' or 'flow') and day. One that names no number strikes the first row.
export function spoil(rows, mistakes, bill, date) {
  const how = bill === 'trade' ? TRADE : FLOW;
  return mistakes.filter((one) => (one.bill ?? bill) === bill && (one.date ?? date) === date).reduce((spoiled, mistake) => {
    const i = spoiled.findIndex((row) => how.is(row, mistake));
    if (i < 0) return spoiled;
    const row = spoiled[i];
    switch (mistake.kind) {
      case 'missing': return spoiled.filter((_, n) => n !== i);
      case 'duplicate': return [...spoiled, row];
      case 'amount': return spoiled.map((other, n) => (n === i ? how.more(row, mistake.fen ?? 1) : other));
      case 'extra': return [...spoiled, how.ghost(row)];
      default: return spoiled;
    }
  }, rows);
}
