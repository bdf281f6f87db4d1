// Merchant transfers (商家转账): money leaves the operation account at once and waits until the user confirms; then it is
// his, or after 24 hours, or when the merchant takes it back, the merchant's again.
//
// ACCEPTED → WAIT_USER_CONFIRM → TRANSFERING → SUCCESS | FAIL;  WAIT_USER_CONFIRM → CANCELING → CANCELLED. A number is
// one transfer for ever: the same question again is the same transfer, another question is refused.

import { Mismatch, canonical, list, integer, object, oneOf, optional, text } from '../check.mjs';
import { beijingTime } from '../clock.mjs';
import { digits, secretText } from '../random.mjs';
import { PayError, openField, payRoute, requireApp } from './api.mjs';
import { notifyUrl } from './rules.mjs';

const NAME_FROM_FEN = 200_000;
const NAME_BELOW_FEN = 30;
const SCENES = ['1000', '1002', '1004', '1005', '1009', '1010', '1011', '1013'];
// What these scenes want to be told, and what the user may see the money as.
const INFOS = { 1000: ['活动名称', '奖励说明'], 1005: ['岗位类型', '报酬说明'] };
const PERCEPTIONS = { 1000: ['活动奖励', '现金奖励'], 1005: ['劳务报酬', '报销款', '企业补贴', '开工利是'] };
const ENDS = ['SUCCESS', 'FAIL', 'CANCELLED'];

const billNo = text({ max: 32, pattern: /^[0-9A-Za-z]+$/ });
const transferBody = object({
  appid: text({ max: 32 }), out_bill_no: billNo, transfer_scene_id: oneOf(...SCENES), openid: text({ max: 64 }),
  user_name: optional(text({ max: 1024 })), transfer_amount: integer({ min: 1 }), transfer_remark: text({ max: 32 }),
  notify_url: optional(notifyUrl), user_recv_perception: optional(text({ max: 32 })),
  transfer_scene_report_infos: list(object({ info_type: text({ max: 32 }), info_content: text({ max: 32 }) }), { max: 10 }),
});

const invalid = (message) => new PayError(400, 'INVALID_REQUEST', message);

export class Transfers {
  #world;
  #rows;

  constructor(world) {
    this.#world = world;
    this.#rows = world.store.table('transfers');
  }

  resume() {
    for (const row of this.#rows.values()) this.#goOn(row);
  }

  list() {
    return [...this.#rows.values()];
  }

  require(outBillNo) {
    const row = this.#rows.get(outBillNo);
    if (!row) throw new PayError(404, 'NOT_FOUND', '记录不存在');
    return row;
  }

  // `name` is the user's name as it was sealed, opened.
  create(body, name) {
    const { clock, settings } = this.#world;
    const wanted = { ...body, user_name: name };
    const known = this.#rows.get(body.out_bill_no);
    if (known) {
      if (canonical(known.body) !== canonical(wanted)) throw new PayError(400, 'ALREADY_EXISTS', '商户单号已存在，且参数与首次请求不一致');
      return known;
    }
    this.#check(wanted);
    if (this.#spentFen() + body.transfer_amount > settings.transferFundsFen) throw new PayError(403, 'NOT_ENOUGH', '运营账户余额不足');
    const now = clock.now();
    return this.#goOn(this.#save({
      outBillNo: body.out_bill_no, body: wanted, transferBillNo: `133${digits(36)}`, state: settings.transferAcceptMs > 0 ? 'ACCEPTED' : 'WAIT_USER_CONFIRM',
      packageInfo: secretText(48), createdAt: now, updatedAt: now,
    }));
  }

  // What wx.requestMerchantTransfer does once the user says yes. `packageInfo` is checked when it is given.
  confirm({ out_bill_no: outBillNo, package_info: packageInfo, openid }) {
    const row = this.require(outBillNo);
    if (packageInfo !== undefined && packageInfo !== row.packageInfo) throw new PayError(400, 'PARAM_ERROR', 'package_info不正确');
    if (openid !== undefined && openid !== row.body.openid) throw new PayError(403, 'OPENID_MISMATCH', '收款用户不一致');
    if (row.state !== 'WAIT_USER_CONFIRM') throw new PayError(409, 'INVALID_REQUEST', `转账单已是${row.state}`);
    return this.#goOn(this.#move(row, 'TRANSFERING'));
  }

  // A test ends a transfer as it likes.
  finish(outBillNo, state, reason) {
    const row = this.require(outBillNo);
    if (ENDS.includes(row.state)) throw new PayError(409, 'INVALID_REQUEST', `转账单已是${row.state}`);
    if (!ENDS.includes(state)) throw new PayError(400, 'PARAM_ERROR', `state is one of ${ENDS.join(', ')}`);
    return this.#end(row, state, reason);
  }

  cancel(outBillNo) {
    const row = this.require(outBillNo);
    if (['CANCELING', 'CANCELLED'].includes(row.state)) return row;
    if (!['ACCEPTED', 'WAIT_USER_CONFIRM'].includes(row.state)) throw invalid('当前单据状态不支持撤销');
    return this.#goOn(this.#move(row, 'CANCELING'));
  }

  // The answer to a new transfer; a query answers view() instead.
  receipt(row) {
    return {
      out_bill_no: row.outBillNo, transfer_bill_no: row.transferBillNo, create_time: beijingTime(row.createdAt), state: row.state,
      ...(row.failReason && { fail_reason: row.failReason }), ...(row.state === 'WAIT_USER_CONFIRM' && { package_info: row.packageInfo }),
    };
  }

  view(row) {
    const { body } = row;
    return {
      out_bill_no: row.outBillNo, transfer_bill_no: row.transferBillNo, appid: body.appid, state: row.state, transfer_amount: body.transfer_amount,
      transfer_remark: body.transfer_remark, ...(row.failReason && { fail_reason: row.failReason }), openid: body.openid,
      create_time: beijingTime(row.createdAt), update_time: beijingTime(row.updatedAt),
    };
  }

  // What transfers have moved on the operation account.
  flows() {
    return this.list().flatMap((row) => {
      const flow = { account: 'OPERATION', name: '商家转账', businessId: row.transferBillNo, voucher: row.outBillNo, amount: row.body.transfer_amount, note: row.body.transfer_remark };
      const out = { ...flow, type: '商家转账', at: row.createdAt, income: false, flowId: row.transferBillNo };
      const back = { ...flow, type: '商家转账退回', at: row.updatedAt, income: true, flowId: `${row.transferBillNo}1` };
      return ['FAIL', 'CANCELLED'].includes(row.state) ? [out, back] : [out];
    });
  }

  #check(body) {
    const { settings, users } = this.#world;
    requireApp(this.#world, body.appid);
    const user = users.find(body.openid);
    if (user?.appId !== body.appid) throw new PayError(400, 'PARAM_ERROR', '无效的openid', { location: 'body', field: '/openid', value: body.openid });
    const { transfer_amount: amount, transfer_scene_id: scene } = body;
    if (amount < settings.transferMinFen || amount > settings.transferMaxFen) throw new PayError(400, 'PARAM_ERROR', '转账金额超出限额', { location: 'body', field: '/transfer_amount', value: amount });
    if (body.user_name === undefined && amount >= NAME_FROM_FEN) throw new Mismatch('/user_name', undefined, 'needed from 2000 yuan up');
    if (body.user_name !== undefined && amount < NAME_BELOW_FEN) throw new Mismatch('/user_name', undefined, 'not below 0.30 yuan');
    const types = body.transfer_scene_report_infos.map((info) => info.info_type);
    const named = INFOS[scene];
    if (named && (types.length !== named.length || named.some((type) => !types.includes(type)))) {
      throw new Mismatch('/transfer_scene_report_infos', types, `scene ${scene} wants ${named.join(', ')}`);
    }
    if (body.user_recv_perception && PERCEPTIONS[scene]?.includes(body.user_recv_perception) === false) {
      throw new Mismatch('/user_recv_perception', body.user_recv_perception, `scene ${scene} knows ${PERCEPTIONS[scene].join(', ')}`);
    }
  }

  #spentFen() {
    return this.flows().reduce((total, { income, amount }) => total + (income ? -amount : amount), 0);
  }

  #save(row) {
    return this.#rows.put(row.outBillNo, row);
  }

  #move(row, state, more) {
    return this.#save({ ...row, ...more, state, updatedAt: this.#world.clock.now() });
  }

  #end(row, state, failReason) {
    const ended = this.#move(row, state, failReason && { failReason });
    this.#world.notifier.transferred(ended);
    return ended;
  }

  // What happens to a transfer by itself, from the state it is in.
  #goOn(row) {
    const { clock, settings, users } = this.#world;
    const later = (ms, action) => clock.after(ms, () => {
      const newest = this.#rows.get(row.outBillNo);
      if (newest.state === row.state) action(newest);
    });
    switch (row.state) {
      case 'ACCEPTED':
        later(settings.transferAcceptMs, (one) => this.#goOn(this.#move(one, 'WAIT_USER_CONFIRM')));
        break;
      case 'WAIT_USER_CONFIRM':
        later(row.createdAt + settings.transferConfirmMs - clock.now(), (one) => this.#end(one, 'FAIL', 'OVERDUE_CLOSE'));
        break;
      case 'TRANSFERING': {
        const { realName } = users.find(row.body.openid) ?? {};
        const wrong = row.body.user_name !== undefined && realName !== undefined && realName !== row.body.user_name;
        later(settings.transferDelayMs, (one) => (wrong ? this.#end(one, 'FAIL', 'NAME_NOT_CORRECT') : this.#end(one, 'SUCCESS')));
        break;
      }
      case 'CANCELING':
        later(settings.transferDelayMs, (one) => this.#end(one, 'CANCELLED', 'MCH_CANCEL'));
        break;
      default:
    }
    return row;
  }
}

export function transferRoutes(world) {
  const path = '/v3/fund-app/mch-transfer/transfer-bills';
  return [
    payRoute(world, { method: 'POST', path, body: transferBody }, ({ account, ...request }) =>
      account.transfers.receipt(account.transfers.create(request.body, openField(account, request, '/user_name')))),
    payRoute(world, { method: 'GET', path: `${path}/out-bill-no/:out_bill_no` }, ({ params, account }) => ({
      mch_id: account.keys.merchant.mchId, ...account.transfers.view(account.transfers.require(params.out_bill_no)),
    })),
    payRoute(world, { method: 'GET', path: `${path}/transfer-bill-no/:transfer_bill_no` }, ({ params, account }) => {
      const row = account.transfers.list().find(({ transferBillNo }) => transferBillNo === params.transfer_bill_no);
      if (!row) throw new PayError(404, 'NOT_FOUND', '记录不存在');
      return { mch_id: account.keys.merchant.mchId, ...account.transfers.view(row) };
    }),
    payRoute(world, { method: 'POST', path: `${path}/out-bill-no/:out_bill_no/cancel`, body: object({}) }, ({ params, account }) => {
      const row = account.transfers.cancel(params.out_bill_no);
      return { out_bill_no: row.outBillNo, transfer_bill_no: row.transferBillNo, state: row.state, update_time: beijingTime(row.updatedAt) };
    }),
  ];
}
