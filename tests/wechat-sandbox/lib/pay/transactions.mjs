// Payments from a mini-program: prepay, query, close; and the user who pays.
//
// A payment is NOTPAY until it is SUCCESS (then REFUND) or CLOSED. What has been answered is in the journal.

import { boolean, canonical, integer, list, object, optional, text } from '../check.mjs';
import { beijingTime } from '../clock.mjs';
import { digits } from '../random.mjs';
import { PayError, payRoute, requireApp, requireMchId } from './api.mjs';
import { feeOf, yuan } from './bill_rows.mjs';
import { lines, verify } from './crypto.mjs';
import { currency, fen, mchIdBody, notifyUrl, outTradeNo, rfc3339 } from './rules.mjs';

const ORDER_LIFE_MS = 7 * 86400_000;

const STATE_TEXT = { NOTPAY: '订单未支付', SUCCESS: '支付成功', REFUND: '转入退款', CLOSED: '订单已关闭' };

const goodsDetail = object({
  merchant_goods_id: text({ max: 32 }), wechatpay_goods_id: optional(text({ max: 32 })), goods_name: optional(text({ max: 256 })),
  quantity: integer({ min: 1 }), unit_price: integer({ min: 0 }),
});

const prepayBody = object({
  appid: text({ max: 32 }),
  mchid: text({ max: 32 }),
  description: text({ max: 127 }),
  out_trade_no: outTradeNo,
  time_expire: optional(rfc3339),
  attach: optional(text({ min: 0, max: 128 })),
  notify_url: notifyUrl,
  goods_tag: optional(text({ max: 32 })),
  support_fapiao: optional(boolean()),
  amount: object({ total: fen, currency: optional(currency) }),
  payer: object({ openid: text({ max: 128 }) }),
  detail: optional(object({
    cost_price: optional(integer({ min: 0 })), invoice_id: optional(text({ max: 32 })), goods_detail: optional(list(goodsDetail, { max: 6000 })),
  })),
  scene_info: optional(object({
    payer_client_ip: text({ max: 45 }), device_id: optional(text({ max: 32 })),
    store_info: optional(object({
      id: text({ max: 32 }), name: optional(text({ max: 256 })), area_code: optional(text({ max: 32 })), address: optional(text({ max: 512 })),
    })),
  })),
  settle_info: optional(object({ profit_sharing: optional(boolean()) })),
});

export class Transactions {
  #world;
  #rows;
  #byTransactionId = new Map();
  #byPrepayId = new Map();

  constructor(world) {
    this.#world = world;
    this.#rows = world.store.table('payments');
    for (const row of this.#rows.values()) this.#index(row);
  }

  find(outTradeNumber) {
    return this.#rows.get(outTradeNumber);
  }

  findByTransactionId(transactionId) {
    return this.#byTransactionId.get(transactionId);
  }

  findByPrepayId(prepayId) {
    return this.#byPrepayId.get(prepayId);
  }

  require(outTradeNumber) {
    const row = this.find(outTradeNumber);
    if (!row) throw new PayError(404, 'ORDER_NOT_EXIST', '订单不存在');
    return row;
  }

  list() {
    return [...this.#rows.values()];
  }

  save(row) {
    this.#rows.put(row.outTradeNo, row);
    this.#index(row);
    return row;
  }

  prepay(body) {
    const { users, clock } = this.#world;
    requireMchId(this.#world, body.mchid);
    requireApp(this.#world, body.appid);
    const user = users.find(body.payer.openid);
    if (user?.appId !== body.appid) {
      throw new PayError(400, 'PARAM_ERROR', '无效的openid', { location: 'body', field: '/payer/openid', value: body.payer.openid });
    }
    const known = this.find(body.out_trade_no);
    if (known) return this.#prepayAgain(known, body);
    if (body.time_expire && Date.parse(body.time_expire) <= clock.now()) {
      throw new PayError(400, 'PARAM_ERROR', 'time_expire应晚于当前时间', { location: 'body', field: '/time_expire', value: body.time_expire });
    }
    const createdAt = clock.now();
    const expiresAt = body.time_expire ? Date.parse(body.time_expire) : createdAt + ORDER_LIFE_MS;
    const row = { outTradeNo: body.out_trade_no, body, state: 'NOTPAY', createdAt, expiresAt, refunded: 0 };
    return this.#newPrepayId(row);
  }

  // The same question again gets a prepay_id that works; any other question is refused.
  #prepayAgain(row, body) {
    if (row.state === 'CLOSED') throw new PayError(400, 'ORDER_CLOSED', '订单已关闭');
    if (row.state !== 'NOTPAY') throw new PayError(400, 'ORDERPAID', '该订单已支付');
    if (canonical(row.body) !== canonical(body)) {
      throw new PayError(400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致');
    }
    const now = this.#world.clock.now();
    if (row.expiresAt <= now) throw new PayError(400, 'INVALID_REQUEST', '订单已过期');
    return row.prepayExpiresAt > now ? row : this.#newPrepayId(row);
  }

  #newPrepayId(row) {
    const now = this.#world.clock.now();
    const prepayId = `wx${beijingTime(now).replace(/\D/g, '').slice(0, 14)}${digits(22)}`;
    return this.save({ ...row, prepayId, prepayExpiresAt: now + this.#world.settings.prepayLifeMs });
  }

  close(outTradeNumber, mchid) {
    requireMchId(this.#world, mchid);
    const row = this.require(outTradeNumber);
    if (row.state === 'SUCCESS' || row.state === 'REFUND') throw new PayError(400, 'ORDERPAID', '该订单已支付');
    if (row.state === 'NOTPAY') this.save({ ...row, state: 'CLOSED', closedAt: this.#world.clock.now() });
  }

  // The user confirms with the password. Throws when WeChat would not let him; then nothing has happened.
  pay({ out_trade_no: outTradeNumber, prepay_id: prepayId, openid, bank_type: bankType = 'OTHERS' }) {
    const row = outTradeNumber ? this.require(outTradeNumber) : this.#byPrepayId.get(prepayId);
    const now = this.#world.clock.now();
    if (!row) throw new PayError(404, 'ORDER_NOT_EXIST', '订单不存在');
    if (openid && openid !== row.body.payer.openid) throw new PayError(403, 'OPENID_MISMATCH', '支付者与下单者不一致');
    if (row.state === 'CLOSED') throw new PayError(409, 'ORDER_CLOSED', '订单已关闭');
    if (row.state !== 'NOTPAY') throw new PayError(409, 'ORDERPAID', '该订单已支付');
    if (row.expiresAt <= now) throw new PayError(409, 'ORDER_EXPIRED', '订单已过期');
    if (row.prepayExpiresAt <= now) throw new PayError(409, 'PREPAY_EXPIRED', 'prepay_id已过期');
    const transactionId = `42000${digits(23)}`;
    const feePerMyriad = this.#world.settings.tradeFeePerMyriad;
    const feeFen = feeOf(row.body.amount.total, feePerMyriad);
    const paid = this.save({ ...row, state: 'SUCCESS', transactionId, bankType, paidAt: now, feePerMyriad, feeFen });
    this.#world.notifier.paid(paid);
    this.#world.shipping.paid(paid);
    return paid;
  }

  // What wx.requestPayment does before it shows the amount: the parameters must carry the merchant's signature.
  payWithParameters(parameters, openid) {
    const { appId, timeStamp, nonceStr, package: packed, signType, paySign } = parameters;
    for (const value of [timeStamp, nonceStr, packed, paySign]) {
      if (typeof value !== 'string' || value === '') throw new PayError(400, 'PARAM_ERROR', 'requestPayment:fail parameter error');
    }
    if (signType !== 'RSA' || nonceStr.length > 32 || !/^\d{10}$/.test(timeStamp)) {
      throw new PayError(400, 'PARAM_ERROR', 'requestPayment:fail parameter error');
    }
    const row = this.#byPrepayId.get(packed.replace(/^prepay_id=/, ''));
    if (!row || !packed.startsWith('prepay_id=')) throw new PayError(400, 'PARAM_ERROR', 'requestPayment:fail prepay_id error');
    const message = lines(appId ?? row.body.appid, timeStamp, nonceStr, packed);
    if (!verify(this.#world.keys.merchant.publicKey, message, paySign)) {
      throw new PayError(401, 'SIGN_ERROR', 'requestPayment:fail 支付验证签名失败');
    }
    return this.pay({ out_trade_no: row.outTradeNo, openid });
  }

  // The object that a query answers and a notice carries.
  view(row) {
    const { body } = row;
    const view = {
      appid: body.appid, mchid: body.mchid, out_trade_no: row.outTradeNo, trade_state: row.state,
      trade_state_desc: STATE_TEXT[row.state], attach: body.attach,
    };
    if (!row.transactionId) return { ...view, amount: { total: body.amount.total, currency: 'CNY' }, payer: {} };
    return {
      ...view,
      transaction_id: row.transactionId,
      trade_type: 'JSAPI',
      bank_type: row.bankType,
      success_time: beijingTime(row.paidAt),
      payer: { openid: body.payer.openid },
      amount: { total: body.amount.total, payer_total: body.amount.total, currency: 'CNY', payer_currency: 'CNY' },
    };
  }

  // What payments have moved on the merchant's account.
  flows() {
    return this.list().filter((row) => row.transactionId).flatMap((row) => {
      const flow = { at: row.paidAt, account: 'BASIC', name: '交易', businessId: row.transactionId, voucher: row.outTradeNo };
      const taken = { ...flow, flowId: row.transactionId, type: '交易', income: true, amount: row.body.amount.total };
      const fee = { ...flow, flowId: `${row.transactionId}1`, type: '扣除交易手续费', income: false, amount: row.feeFen ?? 0, note: `结算总金额${yuan(row.body.amount.total)}元` };
      return fee.amount > 0 ? [taken, fee] : [taken];
    });
  }

  #index(row) {
    if (row.transactionId) this.#byTransactionId.set(row.transactionId, row);
    if (row.prepayId) this.#byPrepayId.set(row.prepayId, row);
  }
}

export function transactionRoutes(world) {
  const path = '/v3/pay/transactions';
  return [
    payRoute(world, { method: 'POST', path: `${path}/jsapi`, body: prepayBody }, ({ body, account }) => ({
      prepay_id: account.transactions.prepay(body).prepayId,
    })),
    payRoute(world, { method: 'GET', path: `${path}/out-trade-no/:out_trade_no` }, ({ params, query, account }) => {
      requireMchId(account, query.get('mchid'));
      return account.transactions.view(account.transactions.require(params.out_trade_no));
    }),
    payRoute(world, { method: 'GET', path: `${path}/id/:transaction_id` }, ({ params, query, account }) => {
      requireMchId(account, query.get('mchid'));
      const row = account.transactions.findByTransactionId(params.transaction_id);
      if (!row) throw new PayError(404, 'ORDER_NOT_EXIST', '订单不存在');
      return account.transactions.view(row);
    }),
    payRoute(world, { method: 'POST', path: `${path}/out-trade-no/:out_trade_no/close`, body: mchIdBody }, ({ params, body, account }) => {
      account.transactions.close(params.out_trade_no, body.mchid);
      return null;
    }),
  ];
}
