// What a test may do from behind the scenes: be a user, set the clock, order faults, read what was delivered.
// Every call is in ../README.md. JSON in, JSON out; a wrong call is a 400 that says why.

import { Mismatch, integer, object, oneOf, optional, text } from './check.mjs';
import { json } from './http.mjs';
import { MISTAKES } from './pay/bill_rows.mjs';
import { NOTICE_FLAWS } from './pay/notifier.mjs';
import { PayError } from './pay/api.mjs';
import { changeSettings } from './settings.mjs';
import { WxError } from './wx/api.mjs';
import { encryptUserData } from './wx/userdata.mjs';

class Refused extends Error {}

function need(body, ...names) {
  for (const name of names) if (body[name] === undefined) throw new Refused(`${name} is missing`);
}

function userOf(world, openid) {
  const user = world.users.find(openid);
  if (!user) throw new Refused(`nobody is called ${openid}`);
  return user;
}

// ---- people ---------------------------------------------------------------------------------------------------------------

// Makes (or changes) a user and logs him in: what the mini-program would have in its hands.
function user(world, { openid, appId, unionid, phone, countryCode, blocked, riskRank, realName }) {
  const given = Object.entries({ openid, appId, unionid, phone, countryCode, blocked, riskRank, realName }).filter(([, value]) => value !== undefined);
  const met = world.users.meet(Object.fromEntries(given));
  return {
    openid: met.openid, appId: met.appId, unionid: met.unionid, phone: met.phone,
    code: world.users.mintCode(met.openid, 'login'), phoneCode: world.users.mintCode(met.openid, 'phone'),
  };
}

function code(world, { openid, kind = 'login', ttlMs }) {
  userOf(world, openid);
  if (!['login', 'phone'].includes(kind)) throw new Refused('kind is login or phone');
  return { code: world.users.mintCode(openid, kind, ttlMs) };
}

function encryptedData(world, { openid, data }) {
  const { sessionKey, appId } = userOf(world, openid);
  return encryptUserData(data ?? { openId: openid }, { sessionKey, appId, timestamp: world.clock.seconds() });
}

function subscribe(world, body) {
  need(body, 'openid', 'template_id');
  userOf(world, body.openid);
  const choices = Array.from({ length: body.count ?? 1 }, () => world.messages.choose(body.openid, body.template_id, body.choice ?? 'accept'));
  return { choice: choices.at(-1), quota: world.messages.quota(body.openid, body.template_id) };
}

// ---- money ----------------------------------------------------------------------------------------------------------------

// A user pays. With `parameters` (what the mini-program hands to wx.requestPayment) the merchant's signature is checked.
function pay(world, body) {
  const { parameters, out_trade_no: number } = body;
  const prepayId = body.prepay_id ?? parameters?.package?.replace(/^prepay_id=/, '');
  const known = (one) => (number ? one.find(number) : one.findByPrepayId(prepayId)) !== undefined;
  const { transactions } = world.merchants.having('transactions', known, body.mchid);
  return transactions.view(parameters ? transactions.payWithParameters(parameters, body.openid) : transactions.pay(body));
}

// The world of the merchant who has the refund, transfer or complaint of this number.
const withRefund = (world, { out_refund_no: number, mchid }) => world.merchants.having('refunds', (one) => one.find(number) !== undefined, mchid);
const withTransfer = (world, { out_bill_no: number, mchid }) =>
  world.merchants.having('transfers', (one) => one.list().some(({ outBillNo }) => outBillNo === number), mchid);
const withComplaint = (world, { complaint_id: id }) =>
  world.merchants.having('complaints', (one) => one.list().some(({ complaintId }) => complaintId === id));

function endRefund(world, body) {
  const { refunds } = withRefund(world, body);
  return refunds.view(refunds.finish(body.out_refund_no, body.status));
}

function confirmTransfer(world, body) {
  const { transfers } = withTransfer(world, body);
  return transfers.view(transfers.confirm(body));
}

function endTransfer(world, body) {
  const { transfers } = withTransfer(world, body);
  return transfers.view(transfers.finish(body.out_bill_no, body.state, body.fail_reason));
}

function complain(world, body) {
  const { complaints } = world.merchants.having('transactions', (one) => one.find(body.out_trade_no) !== undefined, body.mchid);
  return complaintView(complaints.file(body));
}

// `step` is one of what the user does about a complaint that is there.
function complainMore(world, step, body) {
  const { complaints } = withComplaint(world, body);
  return complaintView(complaints[step](body));
}

// The merchant that is named, else the first one.
function accountOf(world, mchid) {
  const account = mchid ? world.merchants.find(mchid) : world;
  if (!account) throw new Refused(`there is no merchant ${mchid}`);
  return account;
}

function notices(world, query) {
  const filter = {};
  if (query.get('out_trade_no')) filter.outTradeNo = query.get('out_trade_no');
  if (query.get('out_refund_no')) filter.outRefundNo = query.get('out_refund_no');
  if (query.get('out_bill_no')) filter.outBillNo = query.get('out_bill_no');
  if (query.get('complaint_id')) filter.complaintId = query.get('complaint_id');
  if (query.get('state')) filter.state = query.get('state');
  return { notices: world.merchants.list('notifier', (one) => one.list(filter)) };
}

async function noticeAgain(world, { id, mchid, out_trade_no: outTradeNo, out_refund_no: outRefundNo, out_bill_no: outBillNo, complaint_id: complaintId, flaw }) {
  const wanted = Object.entries({ id, outTradeNo, outRefundNo, outBillNo, complaintId }).filter(([, value]) => value !== undefined);
  const filter = Object.fromEntries(wanted);
  const { notifier } = world.merchants.having('notifier', (one) => one.list(filter).length > 0, mchid);
  const row = notifier.list(filter).at(-1);
  if (!row) throw new Refused('there is no such notice');
  if (flaw && !NOTICE_FLAWS.includes(flaw)) throw new Refused(`flaw is one of ${NOTICE_FLAWS.join(', ')}`);
  return flaw ? notifier.forge(row.id, flaw) : notifier.resend(row.id);
}

const complaintView = (row) => ({ complaint_id: row.complaintId, out_trade_no: row.outTradeNo, state: row.state, history: row.history });

// The stand-in's own account, to hold against the product's books: of one merchant, or of all of them together.
function books(world, mchid) {
  const own = (rows) => rows.filter((row) => !mchid || row.mchid === mchid);
  if (mchid) accountOf(world, mchid);
  const paid = own(world.merchants.list('transactions')).filter((row) => row.transactionId);
  const refunded = own(world.merchants.list('refunds')).filter((row) => row.status === 'SUCCESS');
  const paidFen = paid.reduce((total, row) => total + row.body.amount.total, 0);
  const refundedFen = refunded.reduce((total, row) => total + row.body.amount.refund, 0);
  const transfers = own(world.merchants.list('transfers')).filter((row) => row.state === 'SUCCESS');
  const transferredFen = transfers.reduce((total, row) => total + row.body.transfer_amount, 0);
  return {
    payments: paid.length, paidFen, refunds: refunded.length, refundedFen, balanceFen: paidFen - refundedFen,
    transfers: transfers.length, transferredFen,
  };
}

// Spoils bills; the rule is strict, so that a misspelt mistake does not pass for none.
const mistake = object({
  kind: oneOf(...MISTAKES), bill: optional(oneOf('trade', 'flow')), date: optional(text({ max: 10, pattern: /^\d{4}-\d\d-\d\d$/ })),
  out_trade_no: optional(text({ max: 64 })), out_refund_no: optional(text({ max: 64 })), voucher: optional(text({ max: 64 })),
  fen: optional(integer()),
});

function billMistake(world, { mchid, ...body }) {
  mistake(body, '');
  accountOf(world, mchid).bills.spoil(body);
}

// ---- the world ------------------------------------------------------------------------------------------------------------

// A house whose days have passed goes on from there when it is started again: so do we.
function keepClock({ store, clock }) {
  store.table('clock').put('ahead', { ms: clock.now() - Date.now() });
}

function clock(world, { now, advanceMs, freeze }) {
  if (now !== undefined) {
    const ms = typeof now === 'string' ? Date.parse(now) : now;
    if (!Number.isFinite(ms)) throw new Refused('now is unix milliseconds or RFC 3339');
    world.clock.set(ms);
  }
  if (advanceMs !== undefined) world.clock.advance(advanceMs);
  if (freeze === true) world.clock.freeze();
  if (freeze === false) world.clock.resume();
  if (now !== undefined || advanceMs !== undefined) keepClock(world);
  return { now: world.clock.now(), iso: new Date(world.clock.now()).toISOString() };
}

function settings(world, changes) {
  try {
    changeSettings(world.settings, changes);
  } catch (error) {
    throw new Refused(error.message);
  }
  return world.settings;
}

function requests(world, query) {
  const path = query.get('path');
  const rows = world.requests().filter((row) => !path || row.path.includes(path));
  return { count: rows.length, requests: rows };
}

// [method, path, (body, query, params) => answer]
function calls(world) {
  return [
    ['POST', '/user', (body) => user(world, body)],
    ['GET', '/user/:openid', (_, __, { openid }) => userOf(world, openid)],
    ['POST', '/code', (body) => code(world, body)],
    ['POST', '/app', () => world.apps.add()],
    ['POST', '/encrypted-data', (body) => encryptedData(world, body)],
    ['POST', '/subscribe', (body) => subscribe(world, body)],
    ['POST', '/unsubscribe', (body) => (need(body, 'openid', 'template_id'), world.messages.refuseInSettings(body.openid, body.template_id), {})],
    ['GET', '/templates', () => ({ templates: world.messages.templates() })],
    ['POST', '/template', (body) => (need(body, 'title', 'content'), world.messages.addTemplate(body))],
    ['POST', '/template-ban', (body) => (need(body, 'templateId'), world.messages.banTemplate(body.templateId, body.banned ?? true))],
    ['GET', '/outbox', (_, query) => ({ messages: world.messages.outbox({ openid: query.get('openid'), channel: query.get('channel') }) })],
    ['POST', '/message', (body) => (need(body, 'openid', 'content'), userOf(world, body.openid), world.chat.userWrites(body.openid, body.content), {})],
    ['POST', '/page', (body) => (need(body, 'path'), world.store.table('pages').put(body.path, true), {})],
    ['POST', '/robot', (body) => (need(body, 'key'), world.store.table('robots').put(body.key, true), {})],

    ['POST', '/pay', (body) => pay(world, body)],
    ['GET', '/merchants', () => ({ merchants: world.merchants.all().map(({ keys }) => ({ mch_id: keys.merchant.mchId, serial: keys.merchant.serial })) })],
    ['POST', '/merchant', (body) => world.merchants.add(body.mch_id)],
    ['GET', '/payments', () => ({ payments: world.merchants.list('transactions') })],
    ['GET', '/refunds', () => ({ refunds: world.merchants.list('refunds') })],
    ['POST', '/refund', (body) => (need(body, 'out_refund_no', 'status'), endRefund(world, body))],
    ['POST', '/complaint', (body) => (need(body, 'out_trade_no'), complain(world, body))],
    ['POST', '/complaint-message', (body) => (need(body, 'complaint_id'), complainMore(world, 'say', body))],
    ['POST', '/complaint-again', (body) => (need(body, 'complaint_id'), complainMore(world, 'again', body))],
    ['POST', '/complaint-help', (body) => (need(body, 'complaint_id'), complainMore(world, 'askPlatform', body))],
    ['GET', '/complaints', (_, query) => ({
      complaints: world.merchants.list('complaints'), address: accountOf(world, query.get('mchid')).complaints.told(),
    })],
    ['POST', '/receiver', (body) => (need(body, 'account'), accountOf(world, body.mchid).sharing.spoilReceiver(body), {})],
    ['POST', '/received-share', (body) => (need(body, 'url', 'amount'), accountOf(world, body.mchid).notifier.receivedShare(body))],
    ['GET', '/transfers', () => ({ transfers: world.merchants.list('transfers') })],
    ['POST', '/transfer-confirm', (body) => (need(body, 'out_bill_no'), confirmTransfer(world, body))],
    ['POST', '/transfer', (body) => (need(body, 'out_bill_no', 'state'), endTransfer(world, body))],
    ['POST', '/receive', (body) => (need(body, 'out_trade_no'), world.shipping.receive(body.out_trade_no, 1), {})],
    ['GET', '/shipments', () => ({ shipments: [...world.shipping.list()] })],
    ['GET', '/special-orders', () => ({ orders: [...world.shipping.specials()] })],
    ['GET', '/notices', (_, query) => notices(world, query)],
    ['POST', '/notice', (body) => noticeAgain(world, body)],
    ['GET', '/books', (_, query) => books(world, query.get('mchid'))],
    ['POST', '/bill-mistake', (body) => billMistake(world, body)],
    ['DELETE', '/bill-mistakes', () => (world.merchants.all().forEach(({ bills }) => bills.heal()), {})],

    ['POST', '/push', (body) => (need(body, 'openid', 'fields'), world.push.message(body.openid, body.fields), {})],
    ['POST', '/push-forged', (body) => (need(body, 'openid', 'fields', 'flaw'), world.push.forge(body.openid, body.fields, body.flaw))],
    ['POST', '/push-verify', () => world.push.verifyUrl()],
    ['GET', '/pushes', () => ({ pushes: world.push.pushes() })],

    ['POST', '/expire-token', (body) => {
      const token = world.tokens.currentText(world.apps.first);
      if (body.revoke) world.tokens.revoke(token);
      else world.tokens.expire(token);
      return {};
    }],
    ['GET', '/clock', () => clock(world, {})],
    ['POST', '/clock', (body) => clock(world, body)],
    ['GET', '/settings', () => world.settings],
    ['POST', '/settings', (body) => settings(world, body)],
    ['POST', '/limits-reset', () => (world.limits.clear(), {})],
    ['GET', '/faults', () => ({ faults: world.faults.list() })],
    ['POST', '/faults', (body) => world.faults.add(body)],
    ['DELETE', '/faults', () => (world.faults.remove(), {})],
    ['DELETE', '/faults/:id', (_, __, { id }) => (world.faults.remove(id), {})],
    ['GET', '/requests', (_, query) => requests(world, query)],
    ['GET', '/health', () => ({ ok: true })],
  ];
}

function parse(request) {
  if (request.body.length === 0) return {};
  const body = JSON.parse(request.body.toString('utf8'));
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw new Refused('the body is a JSON object');
  return body;
}

export function controlRoutes(world) {
  return calls(world).map(([method, path, call]) => ({
    method,
    pattern: `/_ctl${path}`,
    async handle(request) {
      try {
        return json((await call(parse(request), request.query, request.params)) ?? {});
      } catch (error) {
        if (error instanceof WxError) return json({ code: error.errcode, message: error.message }, 409);
        if (error instanceof PayError) return json({ code: error.code, message: error.message }, error.status);
        if (error instanceof Refused || error instanceof Mismatch || error instanceof SyntaxError) return json({ message: error.message }, 400);
        throw error;
      }
    },
  }));
}
