// The bills of a day, made from what was really moved, with mistakes when a test orders them. Rows are in bill_rows.mjs;
// here they become WeChat's CSV, and a file behind an address that is good for five minutes.

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beijingTime } from '../clock.mjs';
import { secretText } from '../random.mjs';
import { PayError, payRoute } from './api.mjs';
import { day, flowRows, spoil, tradeRows, yuan } from './bill_rows.mjs';

const LINK_LIFE_MS = 300_000;
const TRADE_NAMES = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,'
  + '代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const TRADE_TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const FLOW_NAMES = '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
const FLOW_TOTALS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';

const moment = (ms) => beijingTime(ms).slice(0, 19).replace('T', ' ');
const cells = (values) => values.map((value) => `\`${value}`).join(',');
const sum = (rows, amount) => rows.reduce((total, row) => total + amount(row), 0);
const csv = (...lines) => lines.join('\r\n') + '\r\n';

export class Bills {
  #world;
  #mistakes;
  #files = new Map();

  constructor(world) {
    this.#world = world;
    this.#mistakes = world.store.table('bill_mistakes');
  }

  // Spoils the bills made from now on; see the README.
  spoil(mistake) {
    this.#mistakes.put(`m${this.#mistakes.size}`, mistake);
  }

  heal() {
    for (let i = this.#mistakes.size - 1; i >= 0; i--) this.#mistakes.delete(`m${i}`);
  }

  // Null when nothing moved.
  tradeBill(date, type) {
    const rows = spoil(tradeRows(this.#world, date, type), [...this.#mistakes.values()], 'trade', date);
    if (rows.length === 0) return null;
    const paid = sum(rows, (row) => row.total);
    const back = sum(rows, (row) => row.refund);
    const fees = `${yuan(sum(rows, (row) => row.fee))}000`;
    return csv(TRADE_NAMES, ...rows.map((row) => this.#tradeLine(row)), TRADE_TOTALS,
      cells([rows.length, yuan(paid), yuan(back), '0.00', fees, yuan(paid), yuan(back)]));
  }

  #tradeLine({ at, payment, returned, total, refund, fee }) {
    const { body } = payment;
    const rate = payment.feePerMyriad ?? 0;
    return cells([
      moment(at), body.appid, body.mchid, '0', '', payment.transactionId, payment.outTradeNo, body.payer.openid, 'JSAPI',
      returned ? 'REFUND' : 'SUCCESS', payment.bankType, 'CNY', yuan(total), '0.00', returned?.refundId ?? '0', returned?.outRefundNo ?? '0',
      yuan(refund), '0.00', returned ? 'ORIGINAL' : '', returned ? 'SUCCESS' : '', body.description, body.attach ?? '', `${yuan(fee)}000`,
      `${yuan(rate)}%`, yuan(total), yuan(refund), '',
    ]);
  }

  // Money in and out of one of the merchant's accounts; the balance counts from the first day on.
  flowBill(date, account) {
    const all = flowRows(this.#world, account);
    const rows = spoil(all.filter((row) => day(row.at) === date), [...this.#mistakes.values()], 'flow', date);
    if (rows.length === 0) return null;
    const signed = ({ income, amount }) => (income ? amount : -amount);
    let balance = this.#world.settings.openingBalanceFen + sum(all.filter((row) => day(row.at) < date), signed);
    const lines = rows.map((row) => {
      balance += signed(row);
      return cells([
        moment(row.at), row.businessId, row.flowId, row.name, row.type, row.income ? '收入' : '支出', yuan(row.amount), yuan(balance),
        'system', row.note ?? '', row.voucher,
      ]);
    });
    const [income, expense] = [rows.filter((row) => row.income), rows.filter((row) => !row.income)];
    const fen = (some) => yuan(sum(some, (row) => row.amount));
    return csv(FLOW_NAMES, ...lines, FLOW_TOTALS, cells([rows.length, income.length, fen(income), expense.length, fen(expense)]));
  }

  requireReady(date) {
    const { clock, settings } = this.#world;
    if (!/^\d{4}-\d\d-\d\d$/.test(date ?? '') || Number.isNaN(Date.parse(date))) {
      throw new PayError(400, 'PARAM_ERROR', '账单日期格式不正确', { location: 'query', field: 'bill_date' });
    }
    if (settings.billReadyHour < 0) return;
    const readyAt = Date.parse(`${date}T00:00:00+08:00`) + 86400_000 + settings.billReadyHour * 3600_000;
    if (clock.now() < readyAt) throw new PayError(400, 'STATEMENT_CREATING', '账单生成中');
  }

  // Puts the text behind an address.
  publish(text, query, host) {
    if (!text) throw new PayError(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
    const token = secretText(40);
    const bytes = Buffer.from(text);
    const now = this.#world.clock.now();
    const wrong = [...this.#mistakes.values()].some(({ kind, date }) => kind === 'hash' && (!date || date === query.get('bill_date')));
    for (const [old, file] of this.#files) if (file.expiresAt <= now) this.#files.delete(old);
    this.#files.set(token, { bytes: query.get('tar_type') === 'GZIP' ? gzipSync(bytes) : bytes, expiresAt: now + LINK_LIFE_MS });
    return {
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(wrong ? 'another bill' : bytes).digest('hex'),
      download_url: `http://${host}/pay/v3/billdownload/file?token=${token}`,
    };
  }

  download(token) {
    const file = this.#files.get(token);
    if (!file || file.expiresAt <= this.#world.clock.now()) throw new PayError(400, 'PARAM_ERROR', '下载链接已失效');
    return file.bytes;
  }
}

function oneOf(query, name, choices) {
  const value = query.get(name) ?? choices[0];
  if (!choices.includes(value)) throw new PayError(400, 'PARAM_ERROR', `${name}不正确`, { location: 'query', field: name, value });
  return value;
}

export function billRoutes(world) {
  return [
    payRoute(world, { method: 'GET', path: '/v3/bill/tradebill' }, ({ query, host, account: { bills } }) => {
      const type = oneOf(query, 'bill_type', ['ALL', 'SUCCESS', 'REFUND']);
      bills.requireReady(query.get('bill_date'));
      return bills.publish(bills.tradeBill(query.get('bill_date'), type), query, host);
    }),
    payRoute(world, { method: 'GET', path: '/v3/bill/fundflowbill' }, ({ query, host, account: { bills } }) => {
      const account = oneOf(query, 'account_type', ['BASIC', 'OPERATION', 'FEES']);
      bills.requireReady(query.get('bill_date'));
      return bills.publish(bills.flowBill(query.get('bill_date'), account), query, host);
    }),
    // The one answer that is not signed.
    payRoute(world, { method: 'GET', path: '/v3/billdownload/file' }, ({ query, account: { bills } }) => ({
      status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bills.download(query.get('token')), unsigned: true,
    })),
  ];
}
