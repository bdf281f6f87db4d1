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
  const row = body.parameters ? world.transactions.payWithParameters(body.parameters, body.openid) : world.transactions.pay(body);
  return world.transactions.view(row);
}

function notices(world, query) {
  const filter = {};
  if (query.get('out_trade_no')) filter.outTradeNo = query.get('out_trade_no');
  if (query.get('out_refund_no')) filter.outRefundNo = query.get('out_refund_no');
  if (query.get('out_bill_no')) filter.outBillNo = query.get('out_bill_no');
  if (query.get('complaint_id')) filter.complaintId = query.get('complaint_id');
  if (query.get('state')) filter.state = query.get('state');
  return { notices: world.notifier.list(filter) };
}

async function noticeAgain(world, { id, out_trade_no: outTradeNo, out_refund_no: outRefundNo, out_bill_no: outBillNo, complaint_id: complaintId, flaw }) {
  const wanted = Object.entries({ id, outTradeNo, outRefundNo, outBillNo, complaintId }).filter(([, value]) => value !== undefined);
  const row = world.notifier.list(Object.fromEntries(wanted)).at(-1);
  if (!row) throw new Refused('there is no such notice');
  if (flaw && !NOTICE_FLAWS.includes(flaw)) throw new Refused(`flaw is one of ${NOTICE_FLAWS.join(', ')}`);
  return flaw ? world.notifier.forge(row.id, flaw) : world.notifier.resend(row.id);
}

const complaintView = (world, row) => ({ complaint_id: row.complaintId, out_trade_no: row.outTradeNo, state: row.state, history: row.history });

// The stand-in's own account, to hold against the product's books.
function books(world) {
  const paid = world.transactions.list().filter((row) => row.transactionId);
  const refunded = world.refunds.list().filter((row) => row.status === 'SUCCESS');
  const paidFen = paid.reduce((total, row) => total + row.body.amount.total, 0);
  const refundedFen = refunded.reduce((total, row) => total + row.body.amount.refund, 0);
  const transfers = world.transfers.list().filter((row) => row.state === 'SUCCESS');
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

function billMistake(world, body) {
  mistake(body, '');
  world.bills.spoil(body);
}

// ---- the world ------------------------------------------------------------------------------------------------------------

function clock(world, { now, advanceMs, freeze }) {
  if (now !== undefined) {
    const ms = typeof now === 'string' ? Date.parse(now) : now;
    if (!Number.isFinite(ms)) throw new Refused('now is unix milliseconds or RFC 3339');
    world.clock.set(ms);
  }
  if (advanceMs !== undefined) world.clock.advance(advanceMs);
  if (freeze === true) world.clock.freeze();
  if (freeze === false) world.clock.resume();
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
    ['GET', '/payments', () => ({ payments: world.transactions.list() })],
    ['GET', '/refunds', () => ({ refunds: world.refunds.list() })],
    ['POST', '/refund', (body) => (need(body, 'out_refund_no', 'status'), world.refunds.view(world.refunds.finish(body.out_refund_no, body.status)))],
    ['POST', '/complaint', (body) => (need(body, 'out_trade_no'), complaintView(world, world.complaints.file(body)))],
    ['POST', '/complaint-message', (body) => (need(body, 'complaint_id'), complaintView(world, world.complaints.say(body)))],
    ['POST', '/complaint-again', (body) => (need(body, 'complaint_id'), complaintView(world, world.complaints.again(body)))],
    ['POST', '/complaint-help', (body) => (need(body, 'complaint_id'), complaintView(world, world.complaints.askPlatform(body)))],
    ['GET', '/complaints', () => ({ complaints: world.complaints.list(), address: world.complaints.told() })],
    ['POST', '/receiver', (body) => (need(body, 'account'), world.sharing.spoilReceiver(body), {})],
    ['POST', '/received-share', (body) => (need(body, 'url', 'amount'), world.notifier.receivedShare(body))],
    ['GET', '/transfers', () => ({ transfers: world.transfers.list() })],
    ['POST', '/transfer-confirm', (body) => (need(body, 'out_bill_no'), world.transfers.view(world.transfers.confirm(body)))],
    ['POST', '/transfer', (body) => (need(body, 'out_bill_no', 'state'), world.transfers.view(world.transfers.finish(body.out_bill_no, body.state, body.fail_reason)))],
    ['POST', '/receive', (body) => (need(body, 'out_trade_no'), world.shipping.receive(body.out_trade_no, 1), {})],
    ['GET', '/shipments', () => ({ shipments: [...world.shipping.list()] })],
    ['GET', '/special-orders', () => ({ orders: [...world.shipping.specials()] })],
    ['GET', '/notices', (_, query) => notices(world, query)],
    ['POST', '/notice', (body) => noticeAgain(world, body)],
    ['GET', '/books', () => books(world)],
    ['POST', '/bill-mistake', (body) => billMistake(world, body)],
    ['DELETE', '/bill-mistakes', () => (world.bills.heal(), {})],

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
