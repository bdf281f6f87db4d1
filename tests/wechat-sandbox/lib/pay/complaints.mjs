// Complaints of users (消费者投诉 2.0): a user complains of a payment, the merchant answers and completes, each step is told
// to the address that the merchant has set.
//
// PENDING → PROCESSING (the merchant has answered) → PROCESSED (completed); who complains again makes it PENDING.

import { createHash } from 'node:crypto';
import { Mismatch, integer, list, object, oneOf, optional, text } from '../check.mjs';
import { beijingTime } from '../clock.mjs';
import { digits, secretText } from '../random.mjs';
import { png } from '../wx/picture.mjs';
import { PayError, payRoute, requireMchId } from './api.mjs';
import { encryptField } from './crypto.mjs';
import { notifyUrl } from './rules.mjs';

const DAYS_MAX = 30;
const PAGE_MAX = 50;
const HISTORY_MAX = 300;
const IMAGE_BYTES_MAX = 2 * 1024 * 1024;
const IMAGE_TYPES = [['jpg', 'image/jpeg', 'ffd8ff'], ['png', 'image/png', '89504e470d0a1a0a'], ['bmp', 'image/bmp', '424d']];

const replyBody = object({
  complainted_mchid: text({ max: 64 }), response_content: text({ max: 200 }), response_images: optional(list(text({ max: 128 }), { max: 4 })),
  jump_url: optional(text({ max: 512 })), jump_url_text: optional(text({ max: 10 })),
  mini_program_jump_info: optional(object({ appid: text({ max: 32 }), path: text({ max: 512 }), text: text({ max: 10 }) })),
});
const completeBody = object({ complainted_mchid: text({ max: 64 }) });
const refundBody = object({
  action: oneOf('REJECT', 'APPROVE'), launch_refund_day: optional(integer({ min: 0, max: 30 })), reject_reason: optional(text({ max: 200 })),
  reject_media_list: optional(list(text({ max: 128 }), { max: 4 })), remark: optional(text({ max: 200 })),
});
const urlBody = object({ url: notifyUrl });

const invalid = (message) => new PayError(400, 'INVALID_REQUEST', message);
const day = (ms) => beijingTime(ms).slice(0, 10);

export class Complaints {
  #world;
  #rows;
  #images;
  #address;

  constructor(world) {
    this.#world = world;
    this.#rows = world.store.table('complaints');
    this.#images = world.store.table('complaint_images');
    this.#address = world.store.table('complaint_address');
  }

  list() {
    return [...this.#rows.values()];
  }

  require(complaintId) {
    const row = this.#rows.get(complaintId);
    if (!row) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '投诉单不存在');
    return row;
  }

  // ---- what a user does (control calls)

  file({ out_trade_no: outTradeNo, detail = '反馈一个重复扣费的问题', problem_description: problem = '不满意商家服务', problem_type: type = 'OTHERS',
    apply_refund_amount: wantedFen, pictures = 0 }) {
    const payment = this.#world.transactions.require(outTradeNo);
    if (!payment.transactionId) throw invalid('订单未支付，不可投诉');
    const { openid } = payment.body.payer;
    const now = this.#world.clock.now();
    const row = {
      complaintId: `2002018${beijingTime(now).replace(/\D/g, '').slice(0, 8)}${digits(12)}`, outTradeNo, openid, detail, problem, type, wantedFen, at: now,
      state: 'PENDING', waiting: true, helped: false, times: 1, images: Array.from({ length: pictures }, () => this.#keepImage(png(8, `complaint ${outTradeNo}`))), history: [],
    };
    return this.#step(row, 'USER_CREATE_COMPLAINT', '投诉人', detail, 'CREATE_COMPLAINT', 'COMPLAINT.CREATE');
  }

  say({ complaint_id: complaintId, content = '请尽快处理' }) {
    return this.#step({ ...this.require(complaintId), waiting: true }, 'USER_RESPONSE', '投诉人', content, 'USER_RESPONSE');
  }

  again({ complaint_id: complaintId, content = '问题没有解决' }) {
    const row = this.require(complaintId);
    return this.#step({ ...row, state: 'PENDING', waiting: true, times: row.times + 1 }, 'USER_CONTINUE_COMPLAINT', '投诉人', content, 'CONTINUE_COMPLAINT');
  }

  askPlatform({ complaint_id: complaintId }) {
    return this.#step({ ...this.require(complaintId), helped: true }, 'USER_APPLY_PLATFORM_SERVICE', '投诉人', '商家响应不及时', 'USER_APPLY_PLATFORM_SERVICE');
  }

  // ---- what the merchant does

  reply(complaintId, body) {
    requireMchId(this.#world, body.complainted_mchid);
    const row = this.require(complaintId);
    for (const id of body.response_images ?? []) if (!this.#images.has(id)) throw new PayError(400, 'PARAM_ERROR', '图片不存在', { location: 'body', field: '/response_images' });
    const state = row.state === 'PENDING' ? 'PROCESSING' : row.state;
    this.#step({ ...row, state, waiting: false }, 'MERCHANT_RESPONSE', '商家', body.response_content, 'MERCHANT_RESPONSE', undefined, body.response_images);
  }

  complete(complaintId, body) {
    requireMchId(this.#world, body.complainted_mchid);
    const row = this.require(complaintId);
    if (row.state !== 'PROCESSING') throw invalid(row.state === 'PENDING' ? '请先回复用户，再反馈处理完成' : '投诉单已处理完成');
    this.#step({ ...row, state: 'PROCESSED' }, 'MERCHANT_CONFIRM_COMPLETE', '商家', '商家反馈处理完成', 'MERCHANT_CONFIRM_COMPLETE');
  }

  decide(complaintId, { action, reject_reason: reason }) {
    const row = this.require(complaintId);
    if (row.type !== 'REFUND') throw invalid('该投诉单不是退款类投诉');
    if (row.decided) throw invalid('退款审批结果已提交');
    if (action === 'REJECT' && !reason) throw new Mismatch('/reject_reason', undefined, 'a refusal has a reason');
    const approved = action === 'APPROVE';
    this.#step({ ...row, decided: action }, approved ? 'MERCHANT_APPROVE_REFUND' : 'MERCHANT_REFUSE_RERUND', '商家', approved ? '同意退款' : reason,
      approved ? 'MERCHANT_APPROVE_REFUND' : 'MERCHANT_REJECT_REFUND');
  }

  // A refund of a payment that was complained of has reached the user.
  refunded(outTradeNo) {
    for (const row of this.list().filter((one) => one.outTradeNo === outTradeNo)) {
      const type = this.#fullyRefunded(outTradeNo) ? 'COMPLAINT_FULL_REFUNDED_SYSTEM_MESSAGE' : 'COMPLAINT_PARTIAL_REFUNDED_SYSTEM_MESSAGE';
      this.#step(row, type, '系统', '退款到账', 'REFUND_SUCCESS');
    }
  }

  isOpen(outTradeNo) {
    return this.list().some((row) => row.outTradeNo === outTradeNo && row.state !== 'PROCESSED');
  }

  // ---- what is read

  page(query, host) {
    const [from, to] = ['begin_date', 'end_date'].map((name) => {
      const value = query.get(name) ?? '';
      if (!/^\d{4}-\d\d-\d\d$/.test(value)) throw new PayError(400, 'PARAM_ERROR', `缺少${name}`, { location: 'query', field: name, value });
      return value;
    });
    if (to < from || Date.parse(to) - Date.parse(from) >= DAYS_MAX * 86400_000) throw new PayError(400, 'PARAM_ERROR', '查询时间跨度不能超过30天');
    if (query.get('complainted_mchid')) requireMchId(this.#world, query.get('complainted_mchid'));
    const rows = this.list().filter((row) => day(row.at) >= from && day(row.at) <= to).sort((a, b) => b.at - a.at);
    return this.#slice(rows, query, 10, PAGE_MAX, (row) => this.view(row, host, false));
  }

  history(complaintId, query, host) {
    const rows = [...this.require(complaintId).history].reverse();
    return this.#slice(rows, query, 100, HISTORY_MAX, ({ images, at, ...entry }) => ({
      ...entry, operate_time: beijingTime(at),
      ...(images.length > 0 && { complaint_media_list: { media_type: entry.operator === '商家' ? 'OPERATION_IMAGE' : 'USER_COMPLAINT_IMAGE', media_url: images.map((id) => imageUrl(host, id)) } }),
    }));
  }

  view(row, host, whole = true) {
    const { transactions, keys, users } = this.#world;
    const payment = transactions.find(row.outTradeNo);
    const phone = users.find(row.openid)?.phone;
    return {
      complaint_id: row.complaintId, complaint_time: beijingTime(row.at), complaint_detail: row.detail, complaint_state: row.state,
      complainted_mchid: keys.merchant.mchId, ...(phone && { payer_phone: encryptField(keys.merchant.publicKey, phone) }),
      ...(whole && { payer_openid: row.openid }),
      complaint_order_info: [{ transaction_id: payment.transactionId, out_trade_no: row.outTradeNo, amount: payment.body.amount.total }],
      ...(row.images.length > 0 && { complaint_media_list: [{ media_type: 'USER_COMPLAINT_IMAGE', media_url: row.images.map((id) => imageUrl(host, id)) }] }),
      complaint_full_refunded: this.#fullyRefunded(row.outTradeNo), incoming_user_response: row.waiting, problem_description: row.problem,
      user_complaint_times: row.times, problem_type: row.type, ...(row.wantedFen && { apply_refund_amount: row.wantedFen }),
      in_platform_service: row.helped,
    };
  }

  // ---- pictures

  upload({ filename, sha256 }, bytes) {
    const kind = IMAGE_TYPES.find(([ending, , magic]) => bytes.subarray(0, magic.length / 2).toString('hex') === magic && filename.toLowerCase().endsWith(`.${ending}`));
    if (!kind) throw new PayError(400, 'PARAM_ERROR', '图片格式不支持，仅支持jpg、png、bmp');
    if (bytes.length > IMAGE_BYTES_MAX) throw new PayError(400, 'PARAM_ERROR', '图片大小不能超过2M');
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new PayError(400, 'PARAM_ERROR', 'sha256与文件不一致');
    return { media_id: this.#keepImage(bytes, kind[0]) };
  }

  image(id) {
    const base64 = this.#images.get(id);
    if (!base64) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '图片不存在');
    const type = IMAGE_TYPES.find(([ending]) => id.endsWith(`.${ending}`))[1];
    return { status: 200, headers: { 'content-type': type }, body: Buffer.from(base64, 'base64'), unsigned: true };
  }

  #keepImage(bytes, ending = 'png') {
    const id = `${secretText(32)}.${ending}`;
    this.#images.put(id, bytes.toString('base64'));
    return id;
  }

  // ---- the address that is told

  told() {
    return this.#address.get('url') ?? null;
  }

  address() {
    const url = this.#address.get('url');
    if (!url) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '未设置投诉通知回调');
    return { mchid: this.#world.keys.merchant.mchId, url };
  }

  setAddress(url, method) {
    if (method === 'POST' && this.#address.has('url')) throw invalid('投诉通知回调已存在，请使用更新接口');
    if (method === 'PUT') this.address();
    this.#address.put('url', url);
    return this.address();
  }

  dropAddress() {
    this.address();
    this.#address.delete('url');
  }

  #slice(rows, query, usual, most, view) {
    const limit = Number(query.get('limit') ?? usual);
    const offset = Number(query.get('offset') ?? 0);
    if (!Number.isInteger(limit) || limit < 1 || limit > most) throw new PayError(400, 'PARAM_ERROR', `limit must be 1 to ${most}`, { location: 'query', field: 'limit' });
    if (!Number.isInteger(offset) || offset < 0) throw new PayError(400, 'PARAM_ERROR', 'offset must not be negative', { location: 'query', field: 'offset' });
    return { data: rows.slice(offset, offset + limit).map(view), limit, offset, total_count: rows.length };
  }

  #fullyRefunded(outTradeNo) {
    const done = this.#world.refunds.list().filter((row) => row.outTradeNo === outTradeNo && row.status === 'SUCCESS');
    return done.reduce((total, row) => total + row.body.amount.refund, 0) >= this.#world.transactions.find(outTradeNo).body.amount.total;
  }

  // Writes one more line of history and tells the merchant.
  #step(row, operateType, operator, details, action, event = 'COMPLAINT.STATE_CHANGE', images) {
    const entry = {
      log_id: `300${digits(25)}`, operator, operate_type: operateType, operate_details: details, at: this.#world.clock.now(),
      images: images ?? (operateType === 'USER_CREATE_COMPLAINT' ? row.images : []),
    };
    const written = this.#rows.put(row.complaintId, { ...row, history: [...row.history, entry] });
    this.#world.notifier.complained(written.complaintId, action, event, this.#address.get('url'));
    return written;
  }
}

const imageUrl = (host, id) => `http://${host}/pay/v3/merchant-service/images/${id}`;

export function complaintRoutes(world) {
  const path = '/v3/merchant-service/complaints-v2';
  const address = '/v3/merchant-service/complaint-notifications';
  const nothing = (action) => (request) => (action(request), null);
  return [
    payRoute(world, { method: 'GET', path }, ({ query, host, account: { complaints } }) => complaints.page(query, host)),
    payRoute(world, { method: 'GET', path: `${path}/:complaint_id` }, ({ params, host, account: { complaints } }) => complaints.view(complaints.require(params.complaint_id), host)),
    payRoute(world, { method: 'GET', path: `${path}/:complaint_id/negotiation-historys` }, ({ params, query, host, account: { complaints } }) => complaints.history(params.complaint_id, query, host)),
    payRoute(world, { method: 'POST', path: `${path}/:complaint_id/response`, body: replyBody }, nothing(({ params, body, account: { complaints } }) => complaints.reply(params.complaint_id, body))),
    payRoute(world, { method: 'POST', path: `${path}/:complaint_id/complete`, body: completeBody }, nothing(({ params, body, account: { complaints } }) => complaints.complete(params.complaint_id, body))),
    payRoute(world, { method: 'POST', path: `${path}/:complaint_id/update-refund-progress`, body: refundBody }, nothing(({ params, body, account: { complaints } }) => complaints.decide(params.complaint_id, body))),
    payRoute(world, { method: 'POST', path: '/v3/merchant-service/images/upload', form: true }, ({ body, file, account: { complaints } }) => complaints.upload(body, file)),
    payRoute(world, { method: 'GET', path: '/v3/merchant-service/images/:media_id' }, ({ params, account: { complaints } }) => complaints.image(params.media_id)),
    payRoute(world, { method: 'GET', path: address }, ({ account: { complaints } }) => complaints.address()),
    payRoute(world, { method: 'POST', path: address, body: urlBody }, ({ body, account: { complaints } }) => complaints.setAddress(body.url, 'POST')),
    payRoute(world, { method: 'PUT', path: address, body: urlBody }, ({ body, account: { complaints } }) => complaints.setAddress(body.url, 'PUT')),
    payRoute(world, { method: 'DELETE', path: address }, nothing(({ account: { complaints } }) => complaints.dropAddress())),
  ];
}
