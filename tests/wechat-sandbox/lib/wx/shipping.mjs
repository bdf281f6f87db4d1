// Shipping management: money of a trade-managed mini-program stays frozen until WeChat knows that the goods went out and
// were received.

import { anyObject, boolean, integer, list, object, optional, text } from '../check.mjs';
import { beijingTime } from '../clock.mjs';
import { WxError, wxRoute } from './api.mjs';

const EXPRESS = 1;
const UNIFIED = 1;
const SPLIT = 2;
const PARCELS_MAX = 15;
const ITEM_CHARS_MAX = 120;
// WeChat settles by itself: two days after a pick-up was ready, ten after express went out.
const SETTLED_AFTER_MS = { express: 10 * 86400_000, other: 2 * 86400_000 };

// What is delivered later than this after its payment is declared a presale; how far ahead that may be.
const PRESALE_AFTER_S = 15 * 86400;
const PRESALE_MAX_S = 330 * 86400;
const SPECIAL = { presale: 1, test: 2 };

const STATE = { toShip: 1, shipped: 2, received: 3, done: 4, refunded: 5 };

const body = object({
  order_key: anyObject(),
  logistics_type: integer(),
  delivery_mode: integer(),
  is_all_delivered: optional(boolean()),
  shipping_list: list(object({
    tracking_no: optional(text({ min: 0, max: 1024 })),
    express_company: optional(text({ min: 0, max: 1024 })),
    item_desc: optional(text({ min: 0, max: 1024 })),
    contact: optional(object({ consignor_contact: optional(text({ max: 1024 })), receiver_contact: optional(text({ max: 1024 })) })),
  }), { min: 0, max: 1000 }),
  upload_time: text({ min: 0, max: 64 }),
  payer: object({ openid: text({ max: 128 }) }),
});

function need(right, errcode, errmsg) {
  if (!right) throw new WxError(errcode, errmsg);
}

function checkParcel(parcel, express) {
  need(parcel.item_desc !== undefined, 10060020, 'item_desc missing');
  need(parcel.item_desc !== '', 10060008, 'item_desc empty');
  need([...parcel.item_desc].length <= ITEM_CHARS_MAX, 10060009, 'item_desc too long');
  if (!express) return;
  need(parcel.tracking_no, 268485226, 'tracking_no empty');
  need(parcel.express_company, 268485227, 'express_company empty');
  need(parcel.express_company !== 'SF' || parcel.contact, 10060014, 'contact is required for SF');
}

function checkShipment(shipment) {
  const express = shipment.logistics_type === EXPRESS;
  need([1, 2, 3, 4].includes(shipment.logistics_type), 10060005, 'invalid logistics_type');
  need([UNIFIED, SPLIT].includes(shipment.delivery_mode), 268485224, 'invalid delivery_mode');
  need(shipment.delivery_mode === UNIFIED || express, 10060006, 'split delivery is for express only');
  need(shipment.delivery_mode === UNIFIED || shipment.is_all_delivered !== undefined, 10060007, 'is_all_delivered missing');
  need(shipment.delivery_mode === SPLIT || shipment.shipping_list.length === 1, 268485228, 'unified delivery has exactly one item');
  need(shipment.shipping_list.length >= 1 && shipment.shipping_list.length <= PARCELS_MAX, 10060024, 'invalid shipping_list');
  need(!Number.isNaN(Date.parse(shipment.upload_time)) && shipment.upload_time.includes('T'), 268485216, 'invalid upload_time');
  shipment.shipping_list.forEach((parcel) => checkParcel(parcel, express));
}

export class Shipping {
  #world;
  #rows;
  #specials;

  constructor(world) {
    this.#world = world;
    this.#rows = world.store.table('shipments');
    this.#specials = world.store.table('special_orders');
  }

  resume() {
    for (const row of this.#rows.values()) if (row.state === STATE.shipped) this.#settleLater(row);
    for (const { transactions } of this.#world.merchants.all()) {
      for (const payment of transactions.list()) if (payment.transactionId) this.paid(payment);
    }
  }

  // Who says nothing of his goods for two days is reminded; not of what he declared to come later, or to be a test.
  paid(payment) {
    const { clock, settings } = this.#world;
    const waitMs = payment.paidAt + settings.shippingRemindMs - clock.now();
    if (waitMs <= 0) return;
    clock.after(waitMs, () => {
      if (this.#rows.has(payment.outTradeNo) || this.#specials.has(payment.outTradeNo) || this.#refundedFen(payment) >= payment.body.amount.total) return;
      this.#push(payment, 'trade_manage_remind_shipping', { msg: '订单超过48小时未发货，请尽快发货' });
    });
  }

  // Whether the money of a payment is the merchant's to share.
  received(payment) {
    return [STATE.received, STATE.done].includes(this.#rows.get(payment.outTradeNo)?.state);
  }

  upload(shipment) {
    checkShipment(shipment);
    const payment = this.#paymentOf(shipment.order_key);
    need(payment.body.payer.openid === shipment.payer.openid, 10060031, 'openid is not the payer');
    const known = this.#rows.get(payment.outTradeNo);
    need(!known || known.state <= STATE.shipped, 10060004, 'the order cannot be shipped');
    need(this.#refundedFen(payment) < payment.body.amount.total, 10060004, 'the order cannot be shipped');
    need(!known || Date.parse(shipment.upload_time) > Date.parse(known.shipment.upload_time) || !this.#differs(known, shipment), 268485216, 'upload_time must be later than before');
    const reshipped = known?.finished ? this.#checkAgain(known, shipment) : false;
    const finished = shipment.delivery_mode === UNIFIED || shipment.is_all_delivered;
    const row = {
      outTradeNo: payment.outTradeNo, shipment, finished, reshipped: Boolean(known?.reshipped || reshipped),
      state: finished ? STATE.shipped : STATE.toShip, shippedAt: this.#world.clock.now(),
    };
    this.#rows.put(payment.outTradeNo, row);
    if (finished) this.#tellShipped(payment, row);
  }

  // A presale or a test order, named by WeChat's number or the merchant's, while it waits for goods.
  declare({ order_id: number, type, delay_to: delayTo }) {
    need(Object.values(SPECIAL).includes(type), 268546000, 'invalid type');
    const payment = this.#waiting(number);
    const after = (delayTo ?? 0) - Math.floor(payment.paidAt / 1000);
    need(type === SPECIAL.test || (after >= PRESALE_AFTER_S && after <= PRESALE_MAX_S), 268546001, 'invalid delay_to');
    this.#specials.put(payment.outTradeNo, { outTradeNo: payment.outTradeNo, type, delayTo });
  }

  // What was told, payment by payment, as it was told last.
  list() {
    return this.#rows.values();
  }

  specials() {
    return this.#specials.values();
  }

  // The user says that he has it, or WeChat does after its time.
  receive(outTradeNo, method) {
    const row = this.#rows.get(outTradeNo);
    need(row?.state === STATE.shipped, 10060028, 'not shipped');
    const now = this.#world.clock.now();
    this.#rows.put(outTradeNo, { ...row, state: STATE.done, receivedAt: now });
    this.#event(this.#find({ merchant_trade_no: outTradeNo }), row, {
      confirm_receive_method: method, confirm_receive_time: Math.floor(now / 1000), settlement_time: Math.floor(now / 1000),
    });
  }

  view(payment) {
    const row = this.#rows.get(payment.outTradeNo);
    const { shipment } = row ?? {};
    const state = this.#refundedFen(payment) >= payment.body.amount.total ? STATE.refunded : row?.state ?? STATE.toShip;
    return {
      transaction_id: payment.transactionId, merchant_id: payment.body.mchid, merchant_trade_no: payment.outTradeNo,
      description: payment.body.description, paid_amount: payment.body.amount.total, openid: payment.body.payer.openid,
      trade_create_time: Math.floor(payment.createdAt / 1000), pay_time: Math.floor(payment.paidAt / 1000), order_state: state,
      in_complaint: this.#account(payment).complaints.isOpen(payment.outTradeNo),
      shipping: {
        delivery_mode: shipment?.delivery_mode ?? 0, logistics_type: shipment?.logistics_type ?? 0, finish_shipping: Boolean(row?.finished),
        finish_shipping_count: row ? 1 + Number(row.reshipped) : 0, shipping_list: shipment?.shipping_list ?? [],
      },
    };
  }

  // The merchant whose payment it is: goods are the mini-program's, which all merchants have in common.
  #account(payment) {
    return this.#world.merchants.find(payment.body.mchid);
  }

  // By WeChat's number, or the merchant's. A merchant who is named has no other's.
  #find({ transaction_id: transactionId, merchant_trade_no: number, merchant_id: mchId }) {
    for (const { transactions } of this.#world.merchants.all()) {
      const payment = transactionId ? transactions.findByTransactionId(transactionId) : transactions.find(number);
      if (payment && (!mchId || payment.body.mchid === mchId)) return payment;
    }
    return undefined;
  }

  paymentOf(key) {
    const payment = this.#find(key);
    const { clock, settings } = this.#world;
    need(payment?.transactionId && clock.now() - payment.paidAt >= settings.shippingBlindMs, 10060001, 'no such payment');
    return payment;
  }

  #differs(known, shipment) {
    const said = (one) => JSON.stringify([one.logistics_type, one.delivery_mode, one.shipping_list]);
    return said(known.shipment) !== said(shipment);
  }

  #checkAgain(known, shipment) {
    need(this.#differs(known, shipment), 10060023, 'nothing has changed');
    need(known.shipment.delivery_mode !== SPLIT || shipment.delivery_mode !== SPLIT, 10060002, 'everything was shipped already');
    need(!known.reshipped, 10060003, 're-shipping was used already');
    return true;
  }

  #paymentOf(key) {
    need([1, 2].includes(key.order_number_type), 268485194, 'invalid order_number_type');
    if (key.order_number_type === 2) {
      need(key.transaction_id, 268485195, 'transaction_id empty');
      return this.paymentOf(key);
    }
    need(key.mchid, 268485196, 'mchid empty');
    need(key.out_trade_no, 268485197, 'out_trade_no empty');
    return this.paymentOf({ merchant_trade_no: key.out_trade_no, merchant_id: key.mchid });
  }

  #waiting(number) {
    const { clock, settings } = this.#world;
    const payment = this.#find({ transaction_id: number }) ?? this.#find({ merchant_trade_no: number });
    const known = payment?.transactionId && clock.now() - payment.paidAt >= settings.shippingBlindMs;
    need(known && !this.#rows.get(payment.outTradeNo)?.finished && this.#refundedFen(payment) < payment.body.amount.total, 268546002, 'no such order waits for goods');
    return payment;
  }

  #refundedFen(payment) {
    return this.#account(payment).refunds.list().filter((row) => row.outTradeNo === payment.outTradeNo && row.status === 'SUCCESS')
      .reduce((total, row) => total + row.body.amount.refund, 0);
  }

  #tellShipped(payment, row) {
    this.#event(payment, row, { estimated_settlement_time: Math.floor((row.shippedAt + this.#lifeMs(row)) / 1000) });
    this.#settleLater(row);
  }

  #lifeMs(row) {
    return row.shipment.logistics_type === EXPRESS ? SETTLED_AFTER_MS.express : SETTLED_AFTER_MS.other;
  }

  #settleLater(row) {
    this.#world.clock.after(row.shippedAt + this.#lifeMs(row) - this.#world.clock.now(), () => {
      const newest = this.#rows.get(row.outTradeNo);
      if (newest.state === STATE.shipped && newest.shippedAt === row.shippedAt) this.receive(row.outTradeNo, 2);
    });
  }

  #event(payment, row, fields) {
    this.#push(payment, 'trade_manage_order_settlement', { shipped_time: Math.floor(row.shippedAt / 1000), ...fields });
  }

  #push(payment, event, fields) {
    this.#world.push.event(payment.body.payer.openid, {
      Event: event, transaction_id: payment.transactionId, merchant_id: payment.body.mchid, merchant_trade_no: payment.outTradeNo,
      pay_time: Math.floor(payment.paidAt / 1000), ...fields,
    });
  }

  // The user is asked once to confirm that an express has come.
  askForReceipt(key) {
    const payment = this.paymentOf(key);
    const row = this.#rows.get(payment.outTradeNo);
    need(row?.state === STATE.shipped, 10060028, 'not shipped');
    need(row.shipment.logistics_type === EXPRESS, 10060032, 'express only');
    need(!row.asked, 10060030, 'the user was asked before');
    const paidAt = Math.floor(payment.paidAt / 1000);
    need(key.received_time >= paidAt && key.received_time <= this.#world.clock.seconds(), 10060029, `received_time must be between ${beijingTime(paidAt * 1000)} and now`);
    this.#rows.put(payment.outTradeNo, { ...row, asked: true });
  }
}

export function shippingRoutes(world) {
  const orderBody = object({
    transaction_id: optional(text({ max: 64 })), merchant_id: optional(text({ max: 32 })), merchant_trade_no: optional(text({ max: 64 })),
    received_time: optional(integer({ min: 0 })),
  });
  const specialBody = object({ order_id: text({ max: 64 }), type: integer(), delay_to: optional(integer()) });
  const appBody = object({ appid: text({ max: 64 }) });
  return [
    wxRoute(world, { path: '/wxa/sec/order/upload_shipping_info', body, mismatch: 10060014 }, ({ body: shipment }) => world.shipping.upload(shipment)),
    wxRoute(world, { path: '/wxa/sec/order/get_order', body: orderBody }, ({ body: key }) => ({
      order: world.shipping.view(world.shipping.paymentOf(key)),
    })),
    wxRoute(world, { path: '/wxa/sec/order/notify_confirm_receive', body: orderBody }, ({ body: key }) => world.shipping.askForReceipt(key)),
    wxRoute(world, { path: '/wxa/sec/order/opspecialorder', body: specialBody }, ({ body: special }) => world.shipping.declare(special)),
    wxRoute(world, { path: '/wxa/sec/order/set_msg_jump_path', body: object({ path: text({ max: 1024 }) }) }, ({ app, body: { path } }) => {
      world.store.table('jump_paths').put(app.appId, path);
    }),
    wxRoute(world, { path: '/wxa/sec/order/is_trade_managed', body: appBody }, () => ({ is_trade_managed: world.settings.tradeManaged === 1 })),
  ];
}
