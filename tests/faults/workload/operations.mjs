// What people and the operator ask for, as the schedule names it. Each: { call, timeoutMs (the contract's), keyed, counts (money
// or stock), request }. `request(stage, entry, about, who)` gives what is sent, or null when there is nothing to do it to:
// `about` is the record of what the entry is of, answered or not, `who` the person.

import { orderHeard } from '../history/orders.mjs';

const HOUR = 3_600_000;
const SOURCE = { channel: 'faults' };
const LOOKED = { timeoutMs: 2000, keyed: false, counts: false };

const isDone = (about) => about?.outcome === 'ok';
const orderOf = (about) => (isDone(about) ? orderHeard(about)?.orderId ?? about.request.orderId ?? null : null);
const ofOrder = (more = {}) => (stage, entry, about) => {
  const orderId = orderOf(about);
  return orderId && { orderId, ...more };
};
const at = (ms) => new Date(Date.now() + ms).toISOString();

// One of his that is used nowhere yet.
const coupon = (who, { words }) => {
  const couponId = words.coupon && who.coupons.pop();
  return couponId ? { couponId } : {};
};

function flash(stage, { words }, about) {
  if (words.ofPublished && !isDone(about)) return null;
  const campaignId = words.ofPublished ? about.answer.campaignId : stage.sales[words.sale];
  return { campaignId, quantity: words.quantity, source: SOURCE };
}

function basket(stage, entry, about, who) {
  const { words } = entry;
  return {
    lines: words.lines.map(({ sku, quantity }) => ({ skuId: stage.shelf[sku], quantity })), source: SOURCE, points: words.points,
    ...(words.atDoor ? { addressId: who.addressId } : { pointId: stage.pointId }), ...coupon(who, entry),
  };
}

export const OPERATIONS = {
  // ---- orders
  flash: { call: 'placeFlashOrder', timeoutMs: 2000, keyed: true, counts: true, request: flash },
  basket: { call: 'placeOrder', timeoutMs: 5000, keyed: true, counts: true, request: basket },
  startTeam: { call: 'startTeam', timeoutMs: 5000, keyed: true, counts: true, request: (stage, entry, about, who) => ({ campaignId: stage.sales.team, quantity: 1, source: SOURCE, ...coupon(who, entry) }) },
  joinTeam: {
    call: 'joinTeam', timeoutMs: 5000, keyed: true, counts: true,
    request: (stage, entry, about, who) => isDone(about) && about.by !== who.userId && { teamId: about.answer.team.teamId, quantity: 1, source: SOURCE, latePayment: entry.words.late, ...coupon(who, entry) },
  },
  roundOrder: {
    call: 'placeRoundOrder', timeoutMs: 5000, keyed: true, counts: true,
    request: (stage, { words }) => ({ roundId: stage.round.roundId, pointId: stage.pointId, items: [{ itemId: stage.round.itemId, quantity: words.quantity }], source: SOURCE }),
  },
  booking: { call: 'placeBooking', timeoutMs: 5000, keyed: true, counts: true, request: (stage, entry, about, who) => ({ slotId: stage.slotId, skuId: stage.serviceSkuId, quantity: 1, addressId: who.addressId, source: SOURCE }) },
  card: { call: 'placeCardOrder', timeoutMs: 5000, keyed: true, counts: true, request: (stage) => ({ skuId: stage.cardSkuId, source: SOURCE }) },
  content: { call: 'placeContentOrder', timeoutMs: 5000, keyed: true, counts: true, request: (stage) => ({ skuId: stage.contentSkuId, platform: 'ANDROID', source: SOURCE }) },
  // ---- what becomes of them
  pay: { call: 'payOrder', timeoutMs: 10_000, keyed: true, counts: true, request: ofOrder({ platform: 'ANDROID' }) },
  cancel: { call: 'cancelOrder', timeoutMs: 10_000, keyed: true, counts: true, request: ofOrder() },
  refund: { call: 'refundOrder', timeoutMs: 2000, keyed: true, counts: true, byOperator: true, request: ofOrder({ lines: [{ position: 0, units: 1 }], reason: '坏果包赔' }) },
  afterSale: {
    call: 'requestAfterSale', timeoutMs: 2000, keyed: true, counts: true,
    request: ofOrder({ kind: 'AFTER_SALE_REFUND', cause: 'CAME_DAMAGED', lines: [{ position: 0, units: 1 }], description: '碎了', photos: [] }),
  },
  decide: {
    call: 'decideAfterSale', timeoutMs: 2000, keyed: true, counts: true, byOperator: true,
    request: (stage, entry, about) => isDone(about) && { afterSaleId: about.answer.afterSaleId, approve: true },
  },
  // ---- coupons and points
  claim: { call: 'claimCoupon', timeoutMs: 2000, keyed: true, counts: true, request: (stage, { words }) => ({ templateId: stage.templates[words.template] }) },
  exchange: { call: 'exchangeCoupon', timeoutMs: 2000, keyed: true, counts: true, request: (stage) => ({ templateId: stage.templates.forPoints }) },
  checkIn: { call: 'signInToday', timeoutMs: 2000, keyed: false, counts: false, request: () => ({}) },
  balance: { call: 'getPoints', ...LOOKED, request: () => ({}) },
  // ---- the operator's stock
  publish: {
    call: 'createCampaign', timeoutMs: 2000, keyed: true, counts: true, byOperator: true,
    request: (stage, { key, words }) => ({ kind: 'FLASH_SALE', title: key, skuId: stage.saleSkuId, priceFen: 4990, stock: words.stock, perUserLimit: 3, startsAt: at(-1000), endsAt: at(HOUR), unpaidS: stage.unpaidS, communityId: stage.communityId }),
  },
  stop: { call: 'stopCampaign', timeoutMs: 2000, keyed: true, counts: true, byOperator: true, request: (stage, entry, about) => isDone(about) && { campaignId: about.answer.campaignId, why: '货源不足' } },
  // ---- looking and talking
  quote: { call: 'quoteOrder', ...LOOKED, request: (stage, { words }) => ({ campaignId: stage.sales.open, quantity: words.quantity }) },
  cart: { call: 'putCartItem', timeoutMs: 2000, keyed: false, counts: false, request: (stage, { words }) => ({ skuId: stage.shelf[0], quantity: words.quantity }) },
  post: { call: 'createPost', timeoutMs: 8000, keyed: true, counts: false, request: (stage, { key }) => ({ circleId: stage.circleId, title: '', text: key }) },
  comment: { call: 'createComment', timeoutMs: 8000, keyed: true, counts: false, request: (stage, { key }, about) => isDone(about) && { postId: about.answer.postId, text: key } },
  like: { call: 'likePost', timeoutMs: 2000, keyed: false, counts: false, request: (stage, entry, about) => isDone(about) && { postId: about.answer.postId } },
  rename: { call: 'updateMe', timeoutMs: 8000, keyed: false, counts: false, alone: true, request: (stage, { id }) => ({ nickname: `邻居${id}`, avatarUrl: '', bio: '' }) },
  whoAmI: { call: 'getMe', ...LOOKED, request: () => ({}) },
  address: {
    call: 'addAddress', timeoutMs: 2000, keyed: true, counts: false,
    request: (stage, { id }) => ({ name: '李梅', phone: '13812348888', regionCode: '530102', regionName: '云南省昆明市五华区', street: `${id} 号`, isDefault: false }),
  },
  subscribe: {
    call: 'reportSubscription', timeoutMs: 2000, keyed: true, counts: false, asksWeChat: true,
    request: async ({ wechat, templateId }, entry, about, who) => {
      await wechat.subscribe(who.openid, templateId);
      return { templateId, answer: 'ACCEPT' };
    },
  },
  // ---- coming again
  signIn: { call: 'signIn', timeoutMs: 8000, keyed: false, counts: false, asGuest: true, asksWeChat: true, once: true, request: async (stage, entry, about, who) => ({ code: await stage.wechat.code(who.openid), device: `run-${entry.id}` }) },
  refresh: { call: 'refresh', timeoutMs: 2000, keyed: false, counts: false, asGuest: true, request: (stage, entry, about) => isDone(about) && { refreshToken: about.answer.refreshToken } },
};

// How what was made is looked at by who has made it.
const LOOKS = {
  getOrder: (record) => orderHeard(record) && { orderId: orderHeard(record).orderId },
  getCoupon: ({ answer }) => answer.couponId && { couponId: answer.couponId },
  getPost: ({ answer }) => answer.postId && !answer.commentId && { postId: answer.postId },
  getAfterSale: ({ answer }) => answer.afterSaleId && { afterSaleId: answer.afterSaleId },
};
const LOOK_AT = { claim: 'getCoupon', exchange: 'getCoupon', post: 'getPost', afterSale: 'getAfterSale' };

// { call, request }, or null when there is nothing to look at.
export function lookOf(record) {
  const call = LOOK_AT[record.op] ?? 'getOrder';
  const request = LOOKS[call](record);
  return request ? { call, request } : null;
}

// The same key with another request: what a client must never do.
export function otherBody({ call }, request) {
  if (call === 'placeFlashOrder' || call === 'startTeam' || call === 'joinTeam') return { ...request, quantity: request.quantity + 1 };
  if (call === 'placeOrder') return { ...request, lines: request.lines.map((line) => ({ ...line, quantity: line.quantity + 1 })) };
  if (call === 'createPost' || call === 'createComment') return { ...request, text: `${request.text} 2` };
  return null;
}
