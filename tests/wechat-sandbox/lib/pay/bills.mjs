// The bill of a day, made from what was really paid and refunded, with mistakes when a test orders them.

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beijingTime } from '../clock.mjs';
import { secretText } from '../random.mjs';
import { PayError, payRoute } from './api.mjs';

const LINK_LIFE_MS = 300_000;
const COLUMNS = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,'
  + '代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

const day = (ms) => beijingTime(ms).slice(0, 10);
const moment = (ms) => beijingTime(ms).slice(0, 19).replace('T', ' ');
// Fen to yuan without a fraction ever being computed.
const yuan = (fen) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
const cells = (values) => values.map((value) => `\`${value}`).join(',');

export class Bills {
  #world;
  #mistakes = [];
  #files = new Map();

  constructor(world) {
    this.#world = world;
  }

  // { kind: 'missing' | 'extra' | 'amount' | 'duplicate', out_trade_no? } spoils the bills made from now on.
  spoil(mistake) {
    this.#mistakes.push(mistake);
  }

  heal() {
    this.#mistakes = [];
  }

  // The rows of a day: what was paid and what was refunded on it.
  #rows(date, type) {
    const { transactions, refunds } = this.#world;
    const paid = transactions.list().filter((row) => row.transactionId && day(row.paidAt) === date);
    const back = refunds.list().filter((row) => row.status === 'SUCCESS' && day(row.finishedAt) === date);
    const rows = [];
    if (type !== 'REFUND') rows.push(...paid.map((payment) => ({ at: payment.paidAt, payment, total: payment.body.amount.total, refund: 0 })));
    if (type !== 'SUCCESS') {
      rows.push(...back.map((row) => ({
        at: row.finishedAt, payment: transactions.find(row.outTradeNo), returned: row, total: 0, refund: row.body.amount.refund,
      })));
    }
    return this.#spoiled(rows.sort((a, b) => a.at - b.at));
  }

  #spoiled(rows) {
    return this.#mistakes.reduce((spoiled, { kind, out_trade_no: wanted }) => {
      const i = spoiled.findIndex((row) => !wanted || row.payment.outTradeNo === wanted);
      if (i < 0) return spoiled;
      const row = spoiled[i];
      if (kind === 'missing') return spoiled.filter((_, n) => n !== i);
      if (kind === 'duplicate') return [...spoiled, row];
      if (kind === 'amount') return spoiled.map((other, n) => (n === i ? { ...row, total: row.total + 1 } : other));
      return [...spoiled, { ...row, payment: { ...row.payment, outTradeNo: `GHOST${secretText(12)}`, transactionId: `42009${secretText(23, '0123456789')}` } }];
    }, rows);
  }

  tradeBill(date, type) {
    const rows = this.#rows(date, type);
    if (rows.length === 0) return null;
    const text = [COLUMNS, ...rows.map((row) => this.#line(row)), TOTALS, this.#totals(rows)];
    return text.join('\r\n') + '\r\n';
  }

  #line({ at, payment, returned, total, refund }) {
    const { body } = payment;
    return cells([
      moment(at), body.appid, body.mchid, '0', '', payment.transactionId, payment.outTradeNo, body.payer.openid, 'JSAPI',
      returned ? 'REFUND' : 'SUCCESS', payment.bankType, 'CNY', yuan(total), '0.00', returned?.refundId ?? '0', returned?.outRefundNo ?? '0',
      yuan(refund), '0.00', returned ? 'ORIGINAL' : '', returned ? 'SUCCESS' : '', body.description, body.attach ?? '', '0.00000', '0.60%',
      yuan(total), yuan(refund), '',
    ]);
  }

  #totals(rows) {
    const paid = rows.reduce((total, row) => total + row.total, 0);
    const back = rows.reduce((total, row) => total + row.refund, 0);
    return cells([rows.length, yuan(paid), yuan(back), '0.00', '0.00000', yuan(paid), yuan(back)]);
  }

  // Money in and out of the merchant's account.
  flowBill(date) {
    const rows = this.#rows(date, 'ALL');
    if (rows.length === 0) return null;
    const head = '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号';
    let balance = 0;
    const text = rows.map(({ at, payment, returned, total, refund }) => {
      balance += total - refund;
      const number = returned?.refundId ?? payment.transactionId;
      return cells([
        moment(at), number, number, returned ? '退款' : '交易', returned ? '退款' : '交易', returned ? '支出' : '收入', yuan(total + refund),
        balance < 0 ? `-${yuan(-balance)}` : yuan(balance), 'system', '', returned?.outRefundNo ?? payment.outTradeNo,
      ]);
    });
    return [head, ...text].join('\r\n') + '\r\n';
  }

  requireReady(date) {
    const { clock, settings } = this.#world;
    if (!/^\d{4}-\d\d-\d\d$/.test(date ?? '')) throw new PayError(400, 'PARAM_ERROR', '账单日期格式不正确', { location: 'query', field: 'bill_date' });
    if (settings.billReadyHour < 0) return;
    const readyAt = Date.parse(`${date}T00:00:00+08:00`) + 86400_000 + settings.billReadyHour * 3600_000;
    if (clock.now() < readyAt) throw new PayError(400, 'STATEMENT_CREATING', '账单生成中');
  }

  // Puts the text behind an address that is good for five minutes.
  publish(text, query, host) {
    if (!text) throw new PayError(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
    const token = secretText(40);
    const bytes = Buffer.from(text);
    const now = this.#world.clock.now();
    for (const [old, file] of this.#files) if (file.expiresAt <= now) this.#files.delete(old);
    this.#files.set(token, { bytes: query.get('tar_type') === 'GZIP' ? gzipSync(bytes) : bytes, expiresAt: now + LINK_LIFE_MS });
    return {
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(bytes).digest('hex'),
      download_url: `http://${host}/pay/v3/billdownload/file?token=${token}`,
    };
  }

  download(token) {
    const file = this.#files.get(token);
    if (!file || file.expiresAt <= this.#world.clock.now()) throw new PayError(400, 'PARAM_ERROR', '下载链接已失效');
    return file.bytes;
  }
}

export function billRoutes(world) {
  const { bills } = world;
  return [
    payRoute(world, { method: 'GET', path: '/v3/bill/tradebill' }, ({ query, host }) => {
      const type = query.get('bill_type') ?? 'ALL';
      if (!['ALL', 'SUCCESS', 'REFUND'].includes(type)) throw new PayError(400, 'PARAM_ERROR', '账单类型不正确');
      bills.requireReady(query.get('bill_date'));
      return bills.publish(bills.tradeBill(query.get('bill_date'), type), query, host);
    }),
    payRoute(world, { method: 'GET', path: '/v3/bill/fundflowbill' }, ({ query, host }) => {
      bills.requireReady(query.get('bill_date'));
      return bills.publish(bills.flowBill(query.get('bill_date')), query, host);
    }),
    // The one answer that is not signed.
    payRoute(world, { method: 'GET', path: '/v3/billdownload/file' }, ({ query }) => ({
      status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bills.download(query.get('token')), unsigned: true,
    })),
  ];
}
