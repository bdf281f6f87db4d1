// Refunds: accepted at once, done a little later, told by a notice. The number of a refund is its identity: asked again
// with the same number it is the same refund; with another number it is another refund, and money goes back twice.

import { canonical, integer, list, object, oneOf, optional, text } from '../check.mjs';
import { beijingTime } from '../clock.mjs';
import { digits } from '../random.mjs';
import { PayError, openField, payRoute } from './api.mjs';
import { feeOf, yuan } from './bill_rows.mjs';
import { currency, fen, notifyUrl, outRefundNo, outTradeNo } from './rules.mjs';

const REFUNDS_OF_ONE_PAYMENT_MAX = 50;
const REFUNDABLE_MS = 365 * 86400_000;

const refundBody = object({
  transaction_id: optional(text({ max: 32 })),
  out_trade_no: optional(outTradeNo),
  out_refund_no: outRefundNo,
  reason: optional(text({ min: 0, max: 80 })),
  notify_url: optional(notifyUrl),
  funds_account: optional(oneOf('AVAILABLE', 'UNSETTLED')),
  amount: object({
    refund: fen, total: fen, currency,
    from: optional(list(object({ account: oneOf('AVAILABLE', 'UNAVAILABLE'), amount: fen }), { max: 2 })),
  }),
  goods_detail: optional(list(object({
    merchant_goods_id: text({ max: 32 }), wechatpay_goods_id: optional(text({ max: 32 })), goods_name: optional(text({ max: 256 })),
    unit_price: integer({ min: 0 }), refund_amount: integer({ min: 0 }), refund_quantity: integer({ min: 1 }),
  }), { max: 3000 })),
});

const abnormalBody = object({
  out_refund_no: outRefundNo, type: oneOf('USER_BANK_CARD', 'MERCHANT_BANK_CARD'),
  bank_type: optional(text({ max: 16 })), bank_account: optional(text({ max: 1024 })), real_name: optional(text({ max: 1024 })),
});

const sum = (rows, amount) => rows.reduce((total, row) => total + amount(row), 0);

export class Refunds {
  #world;
  #rows;
  #byPayment = new Map();

  constructor(world) {
    this.#world = world;
    this.#rows = world.store.table('refunds');
    for (const row of this.#rows.values()) this.#ofPayment(row.outTradeNo).add(row.outRefundNo);
  }

  // Refunds that were under way when the stand-in stopped go on.
  resume() {
    for (const row of this.#rows.values()) if (row.status === 'PROCESSING' && row.due) this.#finishLater(row);
  }

  find(outRefundNumber) {
    return this.#rows.get(outRefundNumber);
  }

  list() {
    return [...this.#rows.values()];
  }

  require(outRefundNumber) {
    const row = this.find(outRefundNumber);
    if (!row) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
    return row;
  }

  create(body) {
    const known = this.find(body.out_refund_no);
    if (known) return this.#again(known, body);
    try {
      return this.#accept(this.#paymentOf(body), body);
    } catch (error) {
      if (refusedTooOften(this.#world)) throw new PayError(429, 'FREQUENCY_LIMITED', '频率限制');
      throw error;
    }
  }

  // A test ends a refund that waits (refundOutcome HOLD), or an abnormal one.
  finish(outRefundNumber, status) {
    const row = this.require(outRefundNumber);
    if (row.status === status || row.status === 'SUCCESS' || row.status === 'CLOSED') {
      throw new PayError(409, 'INVALID_REQUEST', `退款已是${row.status}`);
    }
    return this.#finish(row, status);
  }

  // An abnormal refund is sent to a bank card instead.
  applyAbnormal(refundId, request) {
    const { body } = request;
    const row = this.require(body.out_refund_no);
    if (row.refundId !== refundId || row.status !== 'ABNORMAL') throw new PayError(400, 'INVALID_REQUEST', '退款单状态不支持此操作');
    if (body.type === 'USER_BANK_CARD') {
      for (const field of ['bank_type', 'bank_account', 'real_name']) {
        if (!body[field]) throw new PayError(400, 'PARAM_ERROR', `缺少${field}`, { location: 'body', field: `/${field}` });
      }
    }
    for (const field of ['/bank_account', '/real_name']) openField(this.#world, request, field);
    return this.#finishLater(this.#save({ ...row, status: 'PROCESSING', due: 'SUCCESS' }));
  }

  view(row) {
    const { body, payment } = row;
    const { total } = body.amount;
    const { refund } = body.amount;
    return {
      refund_id: row.refundId, out_refund_no: row.outRefundNo, transaction_id: payment.transactionId, out_trade_no: row.outTradeNo,
      channel: 'ORIGINAL', user_received_account: '支付用户零钱', create_time: beijingTime(row.createdAt), status: row.status,
      ...(row.status === 'SUCCESS' && { success_time: beijingTime(row.finishedAt) }),
      funds_account: body.funds_account ?? 'AVAILABLE',
      amount: {
        total, refund, payer_total: total, payer_refund: refund, settlement_refund: refund, settlement_total: total,
        discount_refund: 0, currency: 'CNY', refund_fee: 0,
      },
    };
  }

  #ofPayment(outTradeNumber) {
    if (!this.#byPayment.has(outTradeNumber)) this.#byPayment.set(outTradeNumber, new Set());
    return this.#byPayment.get(outTradeNumber);
  }

  #save(row) {
    this.#ofPayment(row.outTradeNo).add(row.outRefundNo);
    return this.#rows.put(row.outRefundNo, row);
  }

  #again(row, body) {
    if (canonical(row.body) !== canonical(body)) throw new PayError(400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致');
    return row;
  }

  #paymentOf(body) {
    if (!body.transaction_id === !body.out_trade_no) throw new PayError(400, 'PARAM_ERROR', 'transaction_id和out_trade_no二选一');
    const { transactions } = this.#world;
    const payment = body.out_trade_no ? transactions.find(body.out_trade_no) : transactions.findByTransactionId(body.transaction_id);
    if (!payment) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
    if (!payment.transactionId) throw new PayError(400, 'INVALID_REQUEST', '订单未支付');
    return payment;
  }

  #accept(payment, body) {
    const now = this.#world.clock.now();
    const before = [...this.#ofPayment(payment.outTradeNo)].map((number) => this.#rows.get(number));
    const alive = before.filter((row) => row.status !== 'CLOSED');
    const total = payment.body.amount.total;
    if (body.amount.total !== total) throw new PayError(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');
    if (now - payment.paidAt > REFUNDABLE_MS) throw new PayError(400, 'INVALID_REQUEST', '订单已超过退款期限');
    if (sum(alive, (row) => row.body.amount.refund) + body.amount.refund > total) {
      throw new PayError(400, 'INVALID_REQUEST', '申请退款金额超过订单可退金额');
    }
    if (before.length >= REFUNDS_OF_ONE_PAYMENT_MAX) throw new PayError(400, 'INVALID_REQUEST', '部分退款次数超过限制');
    if (before.some((row) => now - row.createdAt < this.#world.settings.refundGapMs)) {
      throw new PayError(429, 'FREQUENCY_LIMITED', '同一笔订单的退款请求过于频繁');
    }
    const { refundOutcome } = this.#world.settings;
    const row = this.#save({
      outRefundNo: body.out_refund_no, outTradeNo: payment.outTradeNo, body, refundId: `503${digits(25)}`, status: 'PROCESSING',
      createdAt: now, payment: { transactionId: payment.transactionId, notifyUrl: payment.body.notify_url },
      due: refundOutcome === 'HOLD' ? null : refundOutcome,
    });
    this.#world.transactions.save({ ...payment, state: 'REFUND' });
    return this.#finishLater(row);
  }

  #finishLater(row) {
    if (row.due) {
      this.#world.clock.after(this.#world.settings.refundDelayMs, () => {
        if (this.#rows.get(row.outRefundNo).status === 'PROCESSING') this.#finish(row, row.due);
      });
    }
    return row;
  }

  #finish(row, status) {
    const feeBackFen = status === 'SUCCESS' ? this.#feeBack(row) : 0;
    const done = this.#save({ ...row, status, due: null, finishedAt: this.#world.clock.now(), feeBackFen });
    this.#world.notifier.refunded(done);
    if (status === 'SUCCESS') this.#world.complaints.refunded(row.outTradeNo);
    return done;
  }

  // The fee's part of a refund: all refunds of a payment give back its fee, to the fen.
  #feeBack({ outTradeNo, body: { amount } }) {
    const { body, feePerMyriad = 0, feeFen = 0 } = this.#world.transactions.find(outTradeNo);
    const done = [...this.#ofPayment(outTradeNo)].map((number) => this.#rows.get(number)).filter(({ status }) => status === 'SUCCESS');
    const left = body.amount.total - sum(done, (one) => one.body.amount.refund) - amount.refund;
    return feeFen - sum(done, (one) => one.feeBackFen ?? 0) - feeOf(left, feePerMyriad);
  }

  // What refunds have moved on the merchant's account.
  flows() {
    return this.list().filter((row) => row.status === 'SUCCESS').map((row) => {
      const { refund } = row.body.amount;
      const fee = row.feeBackFen ?? 0;
      return {
        at: row.finishedAt, account: 'BASIC', income: false, amount: refund - fee, businessId: row.refundId, flowId: row.payment.transactionId,
        name: '退款', type: '退款', note: `退款总金额${yuan(refund)}元;含手续费${yuan(fee)}元`, voucher: row.outRefundNo,
      };
    });
  }
}

// Refused refunds have a quota of their own.
function refusedTooOften(world) {
  return world.limits.take('refund_refused') !== null;
}

export function refundRoutes(world) {
  const path = '/v3/refund/domestic/refunds';
  return [
    payRoute(world, { method: 'POST', path, body: refundBody }, ({ body, account }) => account.refunds.view(account.refunds.create(body))),
    payRoute(world, { method: 'GET', path: `${path}/:out_refund_no` }, ({ params, account }) =>
      account.refunds.view(account.refunds.require(params.out_refund_no))),
    payRoute(world, { method: 'POST', path: `${path}/:refund_id/apply-abnormal-refund`, body: abnormalBody }, (request) =>
      request.account.refunds.view(request.account.refunds.applyAbnormal(request.params.refund_id, request))),
  ];
}
