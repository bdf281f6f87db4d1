// Orders: who heard «yes» has his order, as he heard it (I5); nothing is there that nobody asked for, or that was refused (I6);
// nothing is sold outside of a sale's time (I10); what money was taken for is kept, or the money is back.

import { byOf, check, groupedBy } from './check.mjs';
import { clockOf } from './clock.mjs';
import { REFUSAL_KEPT_MS, VISIBLE_MS_MAX } from './delays.mjs';
import { finallyRefused } from './silence.mjs';

// An order as a caller hears it, by what he did.
const HEARD = {
  flash: (order) => order,
  basket: (order) => order,
  content: (order) => order,
  startTeam: ({ order }) => order,
  joinTeam: ({ order }) => order,
  roundOrder: ({ order }) => order,
  booking: ({ orderId, amountFen, quantity }) => ({ orderId, amountFen, quantity }),
  card: ({ orderId, amountFen }) => ({ orderId, amountFen, quantity: 1 }),
};

export const ORDERING = new Set(Object.keys(HEARD));
export const orderHeard = ({ op, answer }) => (answer && HEARD[op] ? HEARD[op](answer) : null);

const ordering = ({ records }) => records.filter(({ op }) => ORDERING.has(op));
const unitsOf = (lines) => lines.reduce((sum, { quantity }) => sum + quantity, 0);

// What of the order there is not what its buyer heard or asked for; '' when all is.
function differs(record, row) {
  const { request } = record;
  const heard = orderHeard(record);
  if (!row) return 'is not there';
  if (row.orderId !== heard.orderId) return `is another: ${row.orderId}`;
  if (row.by !== record.by) return `is somebody else's: ${row.by}`;
  if (row.amountFen !== heard.amountFen) return `costs ${row.amountFen}`;
  if (row.quantity !== (heard.lines ? unitsOf(heard.lines) : heard.quantity)) return `is of ${row.quantity}`;
  if (heard.lines && row.skus !== heard.lines.map(({ skuId, quantity }) => `${skuId} ${quantity}`).join(',')) return `is of ${row.skus}`;
  if (request.campaignId && row.campaignId !== request.campaignId) return `is of campaign ${row.campaignId}`;
  if (request.quantity && row.quantity !== request.quantity) return `is of ${row.quantity}, and not what was asked for`;
  if (request.roundId && row.roundId !== request.roundId) return `is of round ${row.roundId}`;
  if (request.couponId && row.couponId !== request.couponId) return `is paid with coupon ${row.couponId}`;
  if (request.points && row.points !== request.points) return `is paid with ${row.points} points`;
  return '';
}

export function acknowledgedOrders(history, { orders }) {
  const there = byOf(orders, 'key');
  return check('orders: who heard yes has his order, as he heard it', ordering(history).filter(({ outcome }) => outcome === 'ok'), (record) => differs(record, there.get(record.key)));
}

export function noPhantomOrders(history, { orders }) {
  const asked = byOf(ordering(history), 'key');
  return check('orders: none that nobody asked for', orders, ({ key, by }) => !asked.has(key) || asked.get(key).by !== by);
}

export function refusedOrders(history, { orders }) {
  const there = byOf(orders, 'key');
  return check('orders: who heard no has none', ordering(history).filter(({ outcome }) => outcome === 'fail'), ({ key }) => there.has(key));
}

// What was sent first may be done while its time lasts, and while it or its transaction stood still, and no longer.
export function refusedAfterSilence(history, { orders }) {
  const there = byOf(orders, 'key');
  const refused = finallyRefused(history, (from, to) => stoodStillMs(history, from, to)).filter(({ op }) => ORDERING.has(op));
  return check('orders: who heard no after a silence has none', refused, ({ key }) => there.has(key));
}

export function oneOrderAKey(history, { orders }) {
  return check('orders: one key, one order', [...groupedBy(orders, ({ key, by }) => `${by} ${key}`)], ([, rows]) => rows.length > 1);
}

const OFF = ['CANCELLED', 'REFUNDED'];

export function cancelledOrders(history, { orders }) {
  const there = byOf(orders, 'orderId');
  return check('orders: what was called off is off', history.records.filter(({ op, outcome }) => op === 'cancel' && outcome === 'ok'), ({ request }) => !OFF.includes(there.get(request.orderId)?.status));
}

// What WeChat has taken for an order is kept by one that goes on, and is back from one that does not.
export function takenMoney(history, { orders }) {
  const there = byOf(orders, 'orderId');
  const isRight = (order) => order?.payment === 'PAID' && (OFF.includes(order.status) ? order.backFen === order.amountFen : order.paidAt !== null && order.refundedFen === order.backFen);
  return check('orders: what WeChat took is kept by a live order, or is back', history.records.filter(({ op, outcome }) => op === 'confirm' && outcome === 'ok'), ({ request }) => !isRight(there.get(request.orderId)));
}

export function refundsThere(history, { refunds }) {
  const there = byOf(refunds, 'refundId');
  const promised = history.records.filter(({ op, outcome }) => op === 'refund' && outcome === 'ok').flatMap(({ request, answer }) => answer.refunds.map((refund) => ({ ...refund, orderId: request.orderId })));
  return check('orders: a refund that was promised is done', promised, ({ refundId, orderId, amountFen }) => {
    const row = there.get(refundId);
    return !(row && row.orderId === orderId && row.amountFen === amountFen && row.state === 'SUCCESS');
  });
}

export function afterSalesThere(history, { afterSales }) {
  const there = byOf(afterSales, 'afterSaleId');
  const asked = history.records.filter(({ op }) => op === 'afterSale');
  const known = new Set(asked.filter(({ outcome }) => outcome !== 'fail').map(({ request }) => request.orderId));
  const missing = check('', asked.filter(({ outcome }) => outcome === 'ok'), ({ answer, by }) => {
    const row = there.get(answer.afterSaleId);
    return !(row && row.orderId === answer.orderId && row.by === by);
  });
  const phantom = check('', afterSales, ({ orderId }) => !known.has(orderId));
  return { name: 'orders: an after-sale is there when it was taken, and only then', checked: missing.checked + phantom.checked, violations: missing.violations + phantom.violations, seen: [...missing.seen, ...phantom.seen] };
}

// By the database's clock.
// Where a sale was stopped, nothingAfterStop looks: who is let in while it is being stopped has come in time.
export function inTime(history, { orders, campaigns }) {
  const there = byOf(campaigns, 'campaignId');
  return check('orders: none before its sale began or after it ended', orders.filter(({ kind }) => kind === 'FLASH_SALE'), ({ campaignId, createdAt }) => {
    const sale = there.get(campaignId);
    if (!sale) return 'of a sale that is not there';
    return createdAt < sale.startsAt || createdAt >= sale.endsAt;
  });
}

// Who asks after a sale was stopped, and the operator has heard that it is, buys nothing.
export function nothingAfterStop(history) {
  const stopped = new Map(history.records.filter(({ op, outcome }) => op === 'stop' && outcome === 'ok').map(({ request, t1 }) => [request.campaignId, t1]));
  const late = history.records.filter(({ op, request, t0 }) => op === 'flash' && stopped.get(request.campaignId) < t0);
  return check('orders: nothing is sold once a sale was stopped', late, ({ outcome }) => outcome === 'ok');
}

const SLACK_MS = VISIBLE_MS_MAX.stopped;

const isStandstill = ({ kind, store }) => kind === 'late' || (kind === 'stopped' && store === 'postgres');

// For how long PostgreSQL stood still, or the bench, of what touched [from, to]: a transaction lasts as long as the one, and what is
// heard is late when the other does. What was over before, or came after, excuses nothing.
function stoodStillMs({ marks }, from, to) {
  const near = marks.filter(isStandstill).filter(({ at, goneOnAt }) => at <= to && goneOnAt >= from);
  return near.reduce((sum, { at, goneOnAt }) => sum + goneOnAt - at, 0);
}

const slackOf = (history, { t0, t1 }) => SLACK_MS + stoodStillMs(history, t0 - REFUSAL_KEPT_MS - SLACK_MS, t1 + SLACK_MS);

// Units that orders of a sale held at most, at one moment of [from, to].
function heldAtMost(orders, from, to, slackMs) {
  const live = orders.filter(({ createdAt, cancelledAt }) => createdAt <= to && (cancelledAt === null || cancelledAt >= from));
  const moments = [from, ...live.map(({ createdAt }) => createdAt).filter((at) => at > from)];
  const heldAt = (at) => live.filter(({ createdAt, cancelledAt }) => createdAt <= at && (cancelledAt === null || cancelledAt >= at - slackMs)).reduce((sum, { quantity }) => sum + quantity, 0);
  return Math.max(...moments.map(heldAt));
}

const LEFT = ['SOLD_OUT', 'STOCK_SHORT'];

// Each time that somebody was told what is left, also when he had heard nothing before.
const toldWhatIsLeft = ({ records }) => records.filter(({ op }) => op === 'flash')
  .flatMap(({ id, key, request, attempts }) => attempts.filter(({ kind }) => kind !== 'reuse').map((attempt) => ({ id, key, request, ...attempt })))
  .filter(({ outcome, code }) => outcome === 'fail' && LEFT.includes(code));

// No unit is kept from buyers (I3): who heard «sold out», or that too little is left, heard the truth.
export function soldOutWasTrue(history, { orders, campaigns }) {
  const sales = byOf(campaigns, 'campaignId');
  const ofSale = groupedBy(orders, ({ campaignId }) => campaignId);
  const clock = clockOf(history);
  return check('orders: who heard «sold out» heard the truth', toldWhatIsLeft(history), ({ request, code, t0, t1 }) => {
    const sale = sales.get(request.campaignId);
    if (!sale) return 'of a sale that is not there';
    const slackMs = slackOf(history, { t0, t1 });
    const from = t0 - REFUSAL_KEPT_MS - slackMs;
    const held = heldAtMost(ofSale.get(request.campaignId) ?? [], from + clock.least(from), t1 + slackMs + clock.most(t1 + slackMs), slackMs);
    const free = sale.stock - held;
    return code === 'SOLD_OUT' ? free > 0 && `${free} were free` : free >= request.quantity && `${free} were free`;
  });
}

const DECIDED_MS = 6000; // from when an order's transaction began it has looked at what its buyer has: nobody waits for longer

// What a buyer has of a sale while this order is surely there: with all that are there already and are called off much later.
const surelyHeld = (orders, at, heldMs) => orders.filter(({ createdAt, cancelledAt }) => createdAt <= at && (cancelledAt === null || cancelledAt > at + heldMs)).reduce((sum, { quantity }) => sum + quantity, 0);

// At no moment, also when what was too much is called off by the end. A jump of the clock makes what was a moment long.
export function neverAboveLimit(history, { orders, campaigns }) {
  const sales = byOf(campaigns, 'campaignId');
  const live = orders.filter(({ campaignId, status, cancelledAt }) => sales.has(campaignId) && (cancelledAt !== null || !OFF.includes(status)));
  const ofBuyer = groupedBy(live, ({ by, campaignId }) => `${by} ${campaignId}`);
  const heldMs = DECIDED_MS + clockOf(history).least(Infinity);
  return check('orders: nobody has more of a sale at once than he may', live, ({ by, campaignId, createdAt }) => {
    const held = surelyHeld(ofBuyer.get(`${by} ${campaignId}`), createdAt, heldMs);
    return held > sales.get(campaignId).limit_count && `he had ${held}`;
  });
}
