// Notices of payments and refunds: encrypted, signed, repeated on WeChat's schedule until they are taken; and, when a test
// wants it, lost, duplicated, reordered, probed or forged. What was not yet taken is in the journal and goes on after a
// restart.

import { randomUUID } from 'node:crypto';
import { beijingTime } from '../clock.mjs';
import { digits, secretText } from '../random.mjs';
import { signatureHeaders, signingKey } from './api.mjs';
import { seal } from './crypto.mjs';

// 15s 15s 30s 3m 10m 20m 30m 30m 30m 60m 3h 3h 3h 6h 6h
const RETRY_S = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600];

const REFUND_SUMMARY = { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭' };

export class Notifier {
  #world;
  #rows;

  constructor(world) {
    this.#world = world;
    this.#rows = world.store.table('notices');
  }

  resume() {
    for (const row of this.#rows.values()) if (row.state === 'waiting') this.#later(row, 0);
  }

  list(filter = {}) {
    return [...this.#rows.values()].filter((row) => Object.entries(filter).every(([key, value]) => row[key] === value));
  }

  paid(payment) {
    const { transactions, settings, random } = this.#world;
    const lost = random() < settings.payNoticeLostShare;
    this.#enqueue({
      outTradeNo: payment.outTradeNo, url: payment.body.notify_url, eventType: 'TRANSACTION.SUCCESS', summary: '支付成功',
      originalType: 'transaction', plain: transactions.view(payment), lost,
    });
  }

  refunded(refund) {
    const url = refund.body.notify_url;
    if (!url) return;
    const view = this.#world.refunds.view(refund);
    const { total, refund: amount } = refund.body.amount;
    this.#enqueue({
      outTradeNo: refund.outTradeNo, outRefundNo: refund.outRefundNo, url, eventType: `REFUND.${refund.status}`,
      summary: REFUND_SUMMARY[refund.status], originalType: 'refund',
      plain: {
        mchid: this.#world.keys.merchant.mchId, transaction_id: view.transaction_id, out_trade_no: refund.outTradeNo,
        refund_id: view.refund_id, out_refund_no: refund.outRefundNo, refund_status: refund.status,
        ...(view.success_time && { success_time: view.success_time }), user_received_account: view.user_received_account,
        amount: { total, refund: amount, payer_total: total, payer_refund: amount },
      },
    });
  }

  transferred(transfer) {
    const url = transfer.body.notify_url;
    if (!url) return;
    this.#enqueue({
      outBillNo: transfer.outBillNo, url, eventType: 'MCHTRANSFER.BILL.FINISHED', summary: '商家转账单据终态通知', originalType: 'mch_payment',
      plain: { mch_id: this.#world.keys.merchant.mchId, ...this.#world.transfers.view(transfer) },
    });
  }

  complained(complaintId, action, eventType, url) {
    if (!url) return;
    const summary = eventType === 'COMPLAINT.CREATE' ? '产生新投诉' : '投诉单状态变化';
    this.#enqueue({ complaintId, url, eventType, summary, originalType: 'complaint', plain: { complaint_id: complaintId, action_type: action } });
  }

  // Another merchant has shared a payment of his with ours.
  receivedShare({ url, amount, payer = '1900000099' }) {
    const { clock, keys } = this.#world;
    const plain = {
      mchid: payer, transaction_id: `42000${digits(23)}`, out_order_no: `P${digits(16)}`, order_id: `300${digits(25)}`,
      receiver: { type: 'MERCHANT_ID', account: keys.merchant.mchId, amount, description: '分账' }, success_time: beijingTime(clock.now()),
    };
    this.#enqueue({ outOrderNo: plain.out_order_no, url, eventType: 'TRANSACTION.SUCCESS', summary: '分账', originalType: 'profitsharing', plain });
    return plain;
  }

  // Sends a notice again as it was, whatever became of it.
  resend(id) {
    return this.#send(this.#rows.get(id));
  }

  // Sends a notice with something wrong in it, which the merchant has to refuse. Returns the merchant's answer.
  forge(id, flaw) {
    return this.#send(this.#rows.get(id), flaw);
  }

  #enqueue({ lost = false, ...fields }) {
    const { clock, settings, random } = this.#world;
    const id = randomUUID();
    const row = { id, ...fields, createdAt: clock.now(), state: lost ? 'lost' : 'waiting', attempts: [] };
    this.#rows.put(id, row);
    if (lost) return;
    const delayMs = settings.payNoticeDelayMs + random() * settings.payNoticeReorderMs;
    this.#later(row, delayMs);
    for (let copy = 0; copy < settings.payNoticeDuplicates; copy++) {
      clock.after(delayMs + random() * (settings.payNoticeReorderMs + 50), () => this.#send(row));
    }
  }

  #later(row, delayMs) {
    this.#world.clock.after(delayMs, () => this.#attempt(row));
  }

  async #attempt(row) {
    const { settings, random } = this.#world;
    if (random() < settings.payNoticeProbeShare) await this.#send(row, 'probe');
    const reply = await this.#send(row);
    if (reply.status === 200 || reply.status === 204) {
      row.state = 'taken';
    } else {
      const failures = row.attempts.filter((attempt) => !attempt.flaw && !attempt.taken).length;
      if (failures > RETRY_S.length) row.state = 'given_up';
      else this.#later(row, RETRY_S[failures - 1] * 1000 * settings.retryScale);
    }
    this.#rows.put(row.id, row);
  }

  async #send(row, flaw) {
    const { clock, settings, outgoing } = this.#world;
    const body = JSON.stringify(this.#message(row, flaw));
    const headers = this.#headers(body, flaw);
    const sent = flaw === 'tampered' ? body.replace('"summary":"', '"summary":"!') : body;
    const reply = await outgoing.post(row.url, headers, sent, { timeoutMs: settings.payNoticeTimeoutMs });
    const taken = reply.status === 200 || reply.status === 204;
    row.attempts.push({ at: clock.now(), status: reply.status, taken, ...(flaw && { flaw }), ...(reply.error && { error: reply.error }) });
    this.#rows.put(row.id, row);
    return { status: reply.status, body: reply.body.toString(), error: reply.error };
  }

  #message(row, flaw) {
    const { keys } = this.#world;
    const key = flaw === 'other_key' ? secretText(32) : keys.merchant.apiV3Key;
    const plain = flaw === 'other_amount' ? otherAmount(row.plain) : row.plain;
    return {
      id: row.id,
      create_time: beijingTime(row.createdAt),
      resource_type: 'encrypt-resource',
      event_type: row.eventType,
      summary: row.summary,
      resource: { original_type: row.originalType, ...seal(key, JSON.stringify(plain), row.originalType) },
    };
  }

  #headers(body, flaw) {
    const headers = signatureHeaders(this.#world, signingKey(this.#world), body, flaw);
    if (flaw === 'probe') headers['wechatpay-signature'] = `WECHATPAY/SIGNTEST/${headers['wechatpay-signature']}`;
    return { ...headers, 'content-type': 'application/json', accept: '*/*', 'user-agent': 'Mozilla/4.0' };
  }
}

function otherAmount({ amount, transfer_amount: transferred, ...rest }) {
  if (!amount && transferred === undefined) return rest;
  return amount ? { ...rest, amount: { ...amount, total: amount.total + 1 } } : { ...rest, transfer_amount: transferred + 1 };
}

// What forge() can do to a notice.
export const NOTICE_FLAWS = [
  'bad_signature', 'no_signature', 'wrong_serial', 'stale_timestamp', 'tampered', 'other_key', 'other_amount', 'probe',
];
