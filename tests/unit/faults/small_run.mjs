// A run in small: what a few people did and heard, and the rows that it left, all as it should be. For tests to spoil.

import { History } from '../../faults/history/history.mjs';

export const T = Date.UTC(2026, 10, 22, 12, 0, 0);

let number = 0;

// A record that was answered by its first attempt: sent at T + atMs, heard 30 ms later.
export function asked(history, op, { by = 'li', atMs = 0, gateway = 0, key = true, request = {}, answer, status = 0, code = '', counts = true, id = op + ++number, tookMs = 30 }) {
  const record = history.open({ id, op, key: key ? `run-1-${id}` : null, by, request, counts });
  again(history, record, { kind: 'first', atMs, gateway, answer, status, code, tookMs });
  record.t0 = T + atMs;
  return record;
}

export function again(history, record, { kind = 'again', atMs, gateway = 0, answer, status = 0, code = '', tookMs = 30 }) {
  const attempt = history.attempt(record, { kind, gateway });
  history.heard(record, attempt, { answer, status, code });
  Object.assign(attempt, { t0: T + atMs, t1: T + atMs + tookMs });
  if (kind === 'first' || kind === 'again') record.t1 = attempt.t1;
  return attempt;
}

const order = (orderId, amountFen, lines, more = {}) => ({ orderId, amountFen, lines, version: 1, refunds: [], serverTime: new Date(T).toISOString(), ...more });
const line = (skuId, quantity) => ({ skuId, quantity });

// Rows as a good house would have them.
const orderRow = (record, { orderId, ...more }) => ({
  key: record.key, orderId, by: record.by, kind: 'FLASH_SALE', amountFen: 100, quantity: 1, campaignId: null, teamId: null, roundId: null, couponId: null, points: 0, status: 'READY',
  refundedFen: 0, createdAt: record.t0 + 10, paidAt: record.t0 + 500, cancelledAt: null, payment: 'PAID', resumed: 'f', skus: 'peach 1', backFen: 0, pointsBack: 0, ...more,
});
const keptRow = (record, service = 'groupbuy') => ({ service, key: record.key, state: 'DONE', attempts: 0, createdAt: record.t0 + 5 });

function bought(history) {
  const flash = asked(history, 'flash', { atMs: 1000, request: { campaignId: 'open', quantity: 1 }, answer: order('o1', 100, [line('peach', 1)]) });
  const basket = asked(history, 'basket', { atMs: 1100, gateway: 1, request: { couponId: 'c1', points: 200, lines: [line('peach', 2), line('plum', 1)] }, answer: order('o2', 300, [line('peach', 2), line('plum', 1)]) });
  const round = asked(history, 'roundOrder', { by: 'wang', atMs: 1200, request: { roundId: 'r1' }, answer: { order: order('o3', 100, [line('peach', 1)]) } });
  const cancelled = asked(history, 'flash', { by: 'wang', atMs: 1300, request: { campaignId: 'few', quantity: 2 }, answer: order('o4', 200, [line('peach', 2)]) });
  const soldOut = asked(history, 'flash', { atMs: 1500, request: { campaignId: 'few', quantity: 1 }, status: 400, code: 'SOLD_OUT' });
  const silentThenNo = asked(history, 'flash', { atMs: 1650, gateway: 5, request: { campaignId: 'open', quantity: 1 }, status: 504 });
  again(history, silentThenNo, { atMs: 7000, gateway: 5, status: 400, code: 'OVER_LIMIT' });
  const silent = asked(history, 'flash', { by: 'wang', atMs: 1600, request: { campaignId: 'open', quantity: 1 }, status: 503, tookMs: 100 });
  asked(history, 'cancel', { by: 'wang', atMs: 3000, request: { orderId: 'o4' }, answer: order('o4', 200, [], { version: 2 }) });
  asked(history, 'confirm', { key: false, atMs: 1400, request: { orderId: 'o1' }, answer: {} });
  asked(history, 'refund', { by: 'operator', atMs: 4000, request: { orderId: 'o2' }, answer: order('o2', 300, [], { refunds: [{ refundId: 'b1', amountFen: 100 }] }) });
  asked(history, 'afterSale', { atMs: 4100, request: { orderId: 'o2' }, answer: { afterSaleId: 's1', orderId: 'o2' } });
  asked(history, 'look', { key: false, atMs: 2000, gateway: 1, request: { orderId: 'o1' }, answer: order('o1', 100, [], { version: 3 }) });
  asked(history, 'stop', { by: 'operator', atMs: 3000, request: { campaignId: 'extra' }, answer: {} });
  asked(history, 'flash', { by: 'wang', atMs: 3500, request: { campaignId: 'extra', quantity: 1 }, status: 410, code: 'ENDED' });
  return {
    silent, silentThenNo, soldOut,
    orders: [
      orderRow(flash, { orderId: 'o1', campaignId: 'open' }),
      orderRow(basket, { orderId: 'o2', kind: 'PLAIN', amountFen: 300, quantity: 3, couponId: 'c1', points: 200, skus: 'peach 2,plum 1', refundedFen: 100, backFen: 100 }),
      orderRow(round, { orderId: 'o3', kind: 'GROUP_BUY', roundId: 'r1' }),
      orderRow(cancelled, { orderId: 'o4', campaignId: 'few', amountFen: 200, quantity: 2, skus: 'peach 2', status: 'CANCELLED', cancelledAt: T + 3010, paidAt: null, payment: null }),
    ],
    kept: [keptRow(basket), keptRow(round)],
  };
}

function held(history) {
  const claim = asked(history, 'claim', { atMs: 500, request: { templateId: 'plenty' }, answer: { couponId: 'c1' } });
  const last = asked(history, 'claim', { by: 'wang', atMs: 600, request: { templateId: 'few' }, answer: { couponId: 'c2' } });
  asked(history, 'claim', { atMs: 700, request: { templateId: 'few' }, status: 400, code: 'ALL_CLAIMED' });
  const exchange = asked(history, 'exchange', { atMs: 800, request: { templateId: 'forPoints' }, answer: { couponId: 'c3' } });
  asked(history, 'checkIn', { key: false, atMs: 900, answer: { day: '2026-11-22', points: 2 }, counts: false });
  const coupon = (record, couponId) => ({ key: record.key, couponId, templateId: record.request.templateId, by: record.by, state: '1', issuedAt: record.t0 + 10 });
  return {
    coupons: [coupon(claim, 'c1'), coupon(last, 'c2'), coupon(exchange, 'c3')],
    // 5000 granted, 2 for signing in, 10 for a coupon, 200 for a basket
    accounts: [{ by: 'li', available: 4792 }, { by: 'wang', available: 5000 }],
  };
}

function published(history) {
  const publish = asked(history, 'publish', { by: 'operator', atMs: 200, request: { stock: 7 }, answer: { campaignId: 'extra' } });
  const sale = (campaignId, stock, endsAt = T + 60_000) => ({ title: '闪购', campaignId, skuId: 'sale', stock, limit_count: 4, startsAt: T - 60_000, endsAt });
  return {
    campaigns: [sale('open', 50), sale('few', 2), { ...sale('extra', 7, T + 3010), title: publish.key }],
    skus: [{ skuId: 'sale', stock: 941, held: 0, cut_count: 59 }, { skuId: 'shelf', stock: 995, held: 5, cut_count: 0 }],
  };
}

function talked(history) {
  const post = asked(history, 'post', { id: 'p', atMs: 100, request: { text: 'run-1-p' }, answer: { postId: 'p1' }, counts: false });
  const comment = asked(history, 'comment', { id: 'k', by: 'wang', atMs: 300, request: { postId: 'p1', text: 'run-1-k' }, answer: { commentId: 'k1' }, counts: false });
  asked(history, 'like', { key: false, by: 'wang', atMs: 400, request: { postId: 'p1' }, answer: {}, counts: false });
  asked(history, 'address', { atMs: 450, answer: { addressId: 'a1' }, counts: false });
  for (const [i, nickname] of ['one', 'two', 'three'].entries()) asked(history, 'rename', { key: false, atMs: 1000 * (i + 1), request: { nickname }, answer: { nickname }, counts: false });
  asked(history, 'whoAmI', { key: false, atMs: 2500, gateway: 1, answer: { nickname: 'two' }, counts: false });
  return {
    posts: [{ postId: 'p1', by: 'li', text: post.key }], comments: [{ commentId: 'k1', postId: 'p1', by: 'wang', text: comment.key }], likes: [{ postId: 'p1', by: 'wang', active: 't' }],
    names: [{ by: 'li', nickname: 'three' }, { by: 'wang', nickname: '微信用户' }], addresses: [{ addressId: 'a1', by: 'li' }],
  };
}

// Who heard nothing asks again, and who heard «yes» asks once more: the same, and something else.
function repeated(history) {
  const record = asked(history, 'flash', { id: 'again', by: 'li', atMs: 5000, request: { campaignId: 'open', quantity: 1 }, status: 0, code: 'NETWORK' });
  again(history, record, { atMs: 5600, gateway: 1, answer: order('o9', 100, [line('peach', 1)]) });
  again(history, record, { kind: 'echo', atMs: 5700, answer: order('o9', 100, [line('peach', 1)], { serverTime: new Date(T + 5700).toISOString() }) });
  const reused = again(history, record, { kind: 'reuse', atMs: 5800, status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  reused.budget = { rate: 'money', quota: 20, seconds: 4, left: 12 };
  return { orders: [orderRow(record, { orderId: 'o9', campaignId: 'open', createdAt: T + 5610 })] };
}

// { history, rows, silent, silentThenNo, soldOut }
export function smallRun() {
  const history = new History();
  history.world = {
    prefix: 'run-1-', people: ['li', 'wang'], dayPoints: 2, exchangePoints: 10, campaigns: ['open', 'few'], granted: { li: 5000, wang: 5000 },
    templates: { plenty: { budget: 0, perUser: 20 }, few: { budget: 1, perUser: 1 }, forPoints: { budget: 0, perUser: 20 } },
    skus: { sale: { stock: 1000 }, shelf: { stock: 1000 } },
    timeoutMs: { flash: 2000, basket: 5000, roundOrder: 5000, claim: 2000, exchange: 2000, publish: 2000, post: 8000, comment: 8000, rename: 8000, address: 2000, cancel: 10_000, refund: 2000, afterSale: 2000, stop: 2000 },
  };
  const { silent, silentThenNo, soldOut, orders, kept } = bought(history);
  const more = repeated(history);
  asked(history, 'balance', { id: 'slow', key: false, atMs: 7000, gateway: 1, answer: {}, counts: false, tookMs: 1000 });
  history.marks.push({ kind: 'ended', gateway: 1, at: T + 7700 });
  return {
    history, silent, silentThenNo, soldOut,
    rows: {
      orders: [...orders, ...more.orders], kept, ...held(history), ...published(history), ...talked(history),
      refunds: [{ refundId: 'b1', orderId: 'o2', amountFen: 100, state: 'SUCCESS' }], afterSales: [{ afterSaleId: 's1', orderId: 'o2', by: 'li' }],
    },
  };
}
