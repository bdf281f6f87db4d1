// Profit sharing: parts of a payment that was made with profit_sharing go to receivers who were named before; what is left
// is unfrozen. A sharing that is FINISHED has not succeeded for each receiver: each has a result of its own.

import { boolean, canonical, list, object, oneOf, optional, text } from '../check.mjs';
import { beijingTime } from '../clock.mjs';
import { digits } from '../random.mjs';
import { PayError, openField, payRoute, requireApp } from './api.mjs';
import { fen } from './rules.mjs';

const SHARINGS_MAX = 50;
const RECEIVERS_MAX = 50;
const SHAREABLE_MS = 30 * 86400_000;
const RETURNABLE_MS = 180 * 86400_000;

const TYPES = ['MERCHANT_ID', 'PERSONAL_OPENID', 'PERSONAL_SUB_OPENID'];
const RELATIONS = [
  'SERVICE_PROVIDER', 'STORE', 'STAFF', 'STORE_OWNER', 'PARTNER', 'HEADQUARTER', 'BRAND', 'DISTRIBUTOR', 'USER', 'SUPPLIER', 'CUSTOM',
];
const number = text({ max: 64, pattern: /^[0-9A-Za-z_\-|*@]+$/ });

const receiverBody = object({
  appid: text({ max: 32 }), type: oneOf(...TYPES), account: text({ max: 64 }), name: optional(text({ max: 1024 })),
  relation_type: oneOf(...RELATIONS), custom_relation: optional(text({ max: 10 })),
});
const deleteBody = object({ appid: text({ max: 32 }), type: oneOf(...TYPES), account: text({ max: 64 }) });
const sharingBody = object({
  appid: text({ max: 32 }), transaction_id: text({ max: 32 }), out_order_no: number,
  receivers: list(object({
    type: oneOf(...TYPES), account: text({ max: 64 }), name: optional(text({ max: 1024 })), amount: fen, description: text({ max: 80 }),
  }), { max: RECEIVERS_MAX }),
  unfreeze_unsplit: boolean(),
});
const unfreezeBody = object({ transaction_id: text({ max: 32 }), out_order_no: number, description: text({ max: 80 }) });
const returnBody = object({
  order_id: optional(text({ max: 64 })), out_order_no: optional(number), out_return_no: number, return_mchid: text({ max: 32 }),
  amount: fen, description: text({ max: 80 }),
});

const invalid = (message) => new PayError(400, 'INVALID_REQUEST', message);
const missing = () => new PayError(404, 'RESOURCE_NOT_EXISTS', '记录不存在');
const sum = (rows, amount) => rows.reduce((total, row) => total + amount(row), 0);

export class Sharing {
  #world;
  #receivers;
  #rows;
  #returns;
  #bad;

  constructor(world) {
    this.#world = world;
    this.#receivers = world.store.table('receivers');
    this.#rows = world.store.table('sharings');
    this.#returns = world.store.table('sharing_returns');
    this.#bad = world.store.table('bad_receivers');
  }

  addReceiver(request) {
    const { appid, ...receiver } = request.body;
    requireApp(this.#world, appid);
    if (receiver.relation_type === 'CUSTOM' && !receiver.custom_relation) throw new PayError(400, 'PARAM_ERROR', '缺少custom_relation');
    if (receiver.type === 'MERCHANT_ID' && !receiver.name) throw new PayError(400, 'PARAM_ERROR', '商户类型的接收方必须填写name');
    const name = openField(this.#world, request, '/name');
    this.#receivers.put(`${receiver.type} ${receiver.account}`, { ...receiver, name });
    return receiver;
  }

  deleteReceiver({ type, account }) {
    this.#receivers.delete(`${type} ${account}`);
    return { type, account };
  }

  share(request) {
    const { body } = request;
    const known = this.#knownBefore(body);
    if (known) return known;
    body.receivers.forEach((_, i) => openField(this.#world, request, `/receivers/${i}/name`));
    const payment = this.#paymentOf(body.transaction_id);
    const wanted = sum(body.receivers, (receiver) => receiver.amount);
    const before = this.#ofPayment(payment);
    if (before.length >= SHARINGS_MAX) throw invalid('分账次数超过限制');
    if (new Set(body.receivers.map(({ type, account }) => `${type} ${account}`)).size < body.receivers.length) throw invalid('分账接收方重复');
    if ((sum(before, (row) => row.shared) + wanted) * 100 > payment.body.amount.total * this.#world.settings.sharingPercentMax) throw new PayError(403, 'RULE_LIMIT', '分账金额超过最大分账比例');
    if (wanted > this.unsplit(payment)) throw new PayError(403, 'NOT_ENOUGH', '分账金额大于剩余待分金额');
    return this.#finishLater(this.#add(payment, body, body.receivers.map((receiver) => this.#detail(receiver)), body.unfreeze_unsplit));
  }

  // Takes a number of its own: that of a sharing is refused, and so is a second unfreezing.
  unfreeze(body) {
    const known = this.#knownBefore(body);
    if (known) return known;
    const payment = this.#paymentOf(body.transaction_id);
    if (this.#ofPayment(payment).some((row) => row.unfrozen)) throw invalid('订单已解冻，不可再次解冻');
    return this.#finishLater(this.#add(payment, body, [], true));
  }

  // The same question again gets the same answer, another under the same number none.
  #knownBefore(body) {
    const known = this.#rows.get(body.out_order_no);
    if (known && canonical(known.body) !== canonical(body)) throw invalid('请求重入时，参数与首次请求时不一致');
    return known;
  }

  // From now on nothing reaches this receiver; null: everything does.
  spoilReceiver({ account, fail_reason: reason }) {
    if (reason) this.#bad.put(account, reason);
    else this.#bad.delete(account);
  }

  require(outOrderNumber, transactionId) {
    const row = this.#rows.get(outOrderNumber);
    if (!row || row.transactionId !== transactionId) throw missing();
    return row;
  }

  // Fen of a payment that are still frozen.
  unsplit(payment) {
    const rows = this.#ofPayment(payment);
    if (rows.some((row) => row.unfrozen) || this.#world.clock.now() - payment.paidAt > SHAREABLE_MS) return 0;
    const refunds = this.#world.refunds.list().filter((row) => row.outTradeNo === payment.outTradeNo && row.status !== 'CLOSED');
    return payment.body.amount.total - sum(rows, (row) => row.shared) - sum(refunds, (row) => row.body.amount.refund);
  }

  unsplitOf(transactionId) {
    return this.unsplit(this.#paymentOf(transactionId, false));
  }

  // A merchant gives back what it received; people cannot.
  giveBack(body) {
    const known = this.#returns.get(body.out_return_no);
    if (known) {
      if (canonical(known.body) !== canonical(body)) throw invalid('请求重入时，参数与首次请求时不一致');
      return known;
    }
    const row = body.out_order_no ? this.#rows.get(body.out_order_no) : [...this.#rows.values()].find(({ orderId }) => orderId === body.order_id);
    if (!row) throw missing();
    const received = row.receivers.find(({ type, account, result }) => type === 'MERCHANT_ID' && account === body.return_mchid && result === 'SUCCESS');
    const before = [...this.#returns.values()].filter((one) => one.orderId === row.orderId && one.body.return_mchid === body.return_mchid);
    if (!received) throw invalid('回退方没有收到过这笔分账');
    if (this.#world.clock.now() - Date.parse(received.finish_time) > RETURNABLE_MS) throw invalid('分账订单已超过回退期限');
    if (sum(before.filter((one) => one.result !== 'FAILED'), (one) => one.body.amount) + body.amount > received.amount) throw new PayError(403, 'NOT_ENOUGH', '回退金额超过分账金额');
    return this.#returnLater(this.#returns.put(body.out_return_no, {
      body, orderId: row.orderId, outOrderNo: row.outOrderNo, returnId: digits(28), result: 'PROCESSING', createdAt: this.#world.clock.now(),
    }));
  }

  requireReturn(outReturnNumber, outOrderNumber) {
    const row = this.#returns.get(outReturnNumber);
    if (!row || row.outOrderNo !== outOrderNumber) throw missing();
    return row;
  }

  view(row) {
    return { transaction_id: row.transactionId, out_order_no: row.outOrderNo, order_id: row.orderId, state: row.state, receivers: row.receivers };
  }

  viewReturn({ body, orderId, outOrderNo, returnId, result, failReason, createdAt, at }) {
    return {
      order_id: orderId, out_order_no: outOrderNo, out_return_no: body.out_return_no, return_id: returnId, return_mchid: body.return_mchid,
      amount: body.amount, description: body.description, result, ...(failReason && { fail_reason: failReason }),
      create_time: beijingTime(createdAt), finish_time: beijingTime(at ?? createdAt),
    };
  }

  // A merchant whose account is bad gives nothing back.
  #returnLater(row) {
    if (row.result !== 'PROCESSING') return row;
    const finish = () => {
      const bad = this.#bad.has(row.body.return_mchid);
      return this.#returns.put(row.body.out_return_no, {
        ...row, result: bad ? 'FAILED' : 'SUCCESS', ...(bad && { failReason: 'BALANCE_NOT_ENOUGH' }), at: this.#world.clock.now(),
      });
    };
    const { sharingReturnMs } = this.#world.settings;
    if (sharingReturnMs === 0) return finish();
    this.#world.clock.after(sharingReturnMs, finish);
    return row;
  }

  // What sharing has moved on the merchant's account: a part for each receiver who got it, and what came back.
  flows() {
    const flow = { account: 'BASIC', name: '分账' };
    const shared = [...this.#rows.values()].flatMap((row) => row.receivers.filter(({ result }) => result === 'SUCCESS').map((receiver) => ({
      ...flow, type: '分账', at: Date.parse(receiver.finish_time), income: false, amount: receiver.amount, businessId: row.orderId,
      flowId: receiver.detail_id, note: receiver.description, voucher: row.outOrderNo,
    })));
    const returned = [...this.#returns.values()].filter(({ result }) => result === 'SUCCESS').map((row) => ({
      ...flow, type: '分账回退', at: row.at, income: true, amount: row.body.amount, businessId: row.returnId, flowId: row.returnId,
      note: row.body.description, voucher: row.body.out_return_no,
    }));
    return [...shared, ...returned];
  }

  #ofPayment(payment) {
    return [...this.#rows.values()].filter((row) => row.transactionId === payment.transactionId);
  }

  #paymentOf(transactionId, ready = true) {
    const payment = this.#world.transactions.findByTransactionId(transactionId);
    if (!payment) throw missing();
    if (!payment.body.settle_info?.profit_sharing) throw invalid('该订单不支持分账');
    const age = this.#world.clock.now() - payment.paidAt;
    if (ready && age < this.#world.settings.sharingGapMs) throw invalid('支付后一分钟内不可分账');
    const { settings, shipping } = this.#world;
    if (ready && settings.sharingAfterReceipt && !shipping.received(payment)) throw invalid('订单未确认收货，暂不能分账');
    return payment;
  }

  #detail({ type, account, amount, description }) {
    const why = this.#receivers.has(`${type} ${account}`) ? this.#bad.get(account) : 'NO_RELATION';
    return {
      type, account, amount, description, result: 'PENDING', detail_id: digits(28), create_time: beijingTime(this.#world.clock.now()),
      ...(why && { fail_reason: why }),
    };
  }

  #add(payment, body, receivers, unfrozen) {
    return this.#rows.put(body.out_order_no, {
      outOrderNo: body.out_order_no, body, transactionId: payment.transactionId, orderId: `300${digits(25)}`, state: 'PROCESSING', receivers,
      shared: sum(receivers.filter((receiver) => !receiver.fail_reason), (receiver) => receiver.amount), unfrozen,
    });
  }

  #finishLater(row) {
    this.#world.clock.after(this.#world.settings.refundDelayMs, () => {
      const finish_time = beijingTime(this.#world.clock.now());
      const receivers = row.receivers.map((receiver) => ({ ...receiver, result: receiver.fail_reason ? 'CLOSED' : 'SUCCESS', finish_time }));
      this.#rows.put(row.outOrderNo, { ...row, state: 'FINISHED', receivers });
    });
    return row;
  }

  resume() {
    for (const row of this.#rows.values()) if (row.state === 'PROCESSING') this.#finishLater(row);
    for (const row of this.#returns.values()) this.#returnLater(row);
  }
}

export function sharingRoutes(world) {
  const path = '/v3/profitsharing';
  return [
    payRoute(world, { method: 'POST', path: `${path}/receivers/add`, body: receiverBody }, (request) => request.account.sharing.addReceiver(request)),
    payRoute(world, { method: 'POST', path: `${path}/receivers/delete`, body: deleteBody }, ({ body, account: { sharing } }) => sharing.deleteReceiver(body)),
    payRoute(world, { method: 'POST', path: `${path}/orders`, body: sharingBody }, (request) => request.account.sharing.view(request.account.sharing.share(request))),
    payRoute(world, { method: 'POST', path: `${path}/orders/unfreeze`, body: unfreezeBody }, ({ body, account: { sharing } }) => sharing.view(sharing.unfreeze(body))),
    payRoute(world, { method: 'GET', path: `${path}/orders/:out_order_no` }, ({ params, query, account: { sharing } }) =>
      sharing.view(sharing.require(params.out_order_no, query.get('transaction_id')))),
    payRoute(world, { method: 'GET', path: `${path}/transactions/:transaction_id/amounts` }, ({ params, account: { sharing } }) => ({
      transaction_id: params.transaction_id, unsplit_amount: sharing.unsplitOf(params.transaction_id),
    })),
    payRoute(world, { method: 'POST', path: `${path}/return-orders`, body: returnBody }, ({ body, account: { sharing } }) => sharing.viewReturn(sharing.giveBack(body))),
    payRoute(world, { method: 'GET', path: `${path}/return-orders/:out_return_no` }, ({ params, query, account: { sharing } }) =>
      sharing.viewReturn(sharing.requireReturn(params.out_return_no, query.get('out_order_no')))),
  ];
}
