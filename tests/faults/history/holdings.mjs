// What else people were given, and what is left of it: coupons, points, goods on the shelf, what they wrote.

import { byOf, check, groupedBy } from './check.mjs';

const MINE = { claim: 'couponId', exchange: 'couponId' };
const ok = ({ outcome }) => outcome === 'ok';
const maybe = ({ outcome }) => outcome !== 'fail';
const did = ({ records }, ...ops) => records.filter(({ op }) => ops.includes(op));

// ---- coupons ----

export function acknowledgedCoupons(history, { coupons }) {
  const there = byOf(coupons, 'couponId');
  return check('coupons: who heard yes has his coupon', did(history, ...Object.keys(MINE)).filter(ok), ({ key, by, request, answer }) => {
    const row = there.get(answer.couponId);
    return !(row && row.by === by && row.key === key && row.templateId === request.templateId);
  });
}

export function noPhantomCoupons(history, { coupons }) {
  const asked = byOf(did(history, ...Object.keys(MINE)), 'key');
  return check('coupons: none that nobody asked for, or that was refused', coupons, ({ key, by }) => {
    const record = asked.get(key);
    return !(record && record.by === by && maybe(record));
  });
}

// Of a template in all, and of a template a person.
export function withinLimits({ world }, { coupons }) {
  const ofTemplate = groupedBy(coupons, ({ templateId }) => templateId);
  const ofPerson = groupedBy(coupons, ({ templateId, by }) => `${templateId} ${by}`);
  const all = check('', [...ofTemplate], ([templateId, { length }]) => world.templates[templateId].budget > 0 && length > world.templates[templateId].budget);
  const each = check('', [...ofPerson], ([, [{ templateId }, ...more]]) => more.length + 1 > world.templates[templateId].perUser);
  return { name: 'coupons: no more than there are, nor than one may have', checked: all.checked + each.checked, violations: all.violations + each.violations, seen: [...all.seen, ...each.seen] };
}

// No coupon is kept from people either: who heard «all claimed» heard the truth.
export function allClaimedWasTrue(history, { coupons }) {
  const { templates } = history.world;
  const refused = did(history, 'claim').filter(({ code, outcome }) => outcome === 'fail' && code === 'ALL_CLAIMED');
  return check('coupons: who heard «all claimed» heard the truth', refused, ({ request: { templateId } }) => coupons.filter((row) => row.templateId === templateId).length < templates[templateId].budget);
}

// ---- points: the bank ----

const OFF = ['CANCELLED', 'REFUNDED'];
const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);

// Points that a person can spend, between the least and the most that follow from what he was told: granted before, earned by signing in for
// the day, spent on coupons, paid orders with.
function bankOf({ world, records }, orders, by) {
  const mine = records.filter((record) => record.by === by && maybe(record));
  const signedIn = mine.filter(({ op }) => op === 'checkIn');
  const days = new Set(signedIn.filter(ok).map(({ answer }) => answer.day));
  const daysMaybe = days.size + signedIn.filter((one) => !ok(one)).length;
  const exchanges = mine.filter(({ op }) => op === 'exchange');
  const paidWith = sum(orders.filter((order) => order.by === by && !OFF.includes(order.status)), ({ points, pointsBack }) => points - pointsBack);
  const base = world.granted[by] - paidWith;
  return {
    least: base + world.dayPoints * days.size - world.exchangePoints * exchanges.length,
    most: base + world.dayPoints * daysMaybe - world.exchangePoints * exchanges.filter(ok).length,
  };
}

export function pointsAddUp(history, { accounts, orders }) {
  return check('points: what is left follows from what was granted, earned and spent', accounts, ({ by, available }) => {
    const { least, most } = bankOf(history, orders, by);
    return (available < least || available > most) && `should be from ${least} to ${most}`;
  });
}

// ---- goods ----

// What was there at first is on the shelf, in live orders, or cut out for campaigns.
export function shelfAddsUp({ world }, { skus }) {
  return check('goods: all that were there are on the shelf, sold, or in a campaign', skus, ({ skuId, stock, held, cut_count: cut }) => stock + held + cut !== world.skus[skuId].stock);
}

// Each title names its operation.
export function campaignsThere(history, { campaigns }) {
  const asked = did(history, 'publish');
  const prepared = new Set(history.world.campaigns);
  const there = byOf(campaigns, 'campaignId');
  const missing = check('', asked.filter(ok), ({ answer, request }) => there.get(answer.campaignId)?.stock !== request.stock);
  const known = byOf(asked, 'key');
  const phantom = check('', campaigns.filter(({ campaignId }) => !prepared.has(campaignId)), ({ title }) => !(known.has(title) && maybe(known.get(title))));
  return { name: 'goods: a campaign is there when it was published, and only then', checked: missing.checked + phantom.checked, violations: missing.violations + phantom.violations, seen: [...missing.seen, ...phantom.seen] };
}

// ---- what people wrote ----

// Each text names its operation.
export function textsThere(history, { posts, comments }) {
  const written = [...posts.map((one) => ({ ...one, id: one.postId, op: 'post' })), ...comments.map((one) => ({ ...one, id: one.commentId, op: 'comment' }))];
  const there = byOf(written, 'text');
  const asked = did(history, 'post', 'comment');
  const known = byOf(asked, 'key');
  const missing = check('', asked.filter(ok), ({ op, by, request, answer }) => {
    const row = there.get(request.text);
    return !(row && row.op === op && row.by === by && row.id === (op === 'post' ? answer.postId : answer.commentId));
  });
  const phantom = check('', written, ({ text }) => !(known.has(text) && maybe(known.get(text))));
  const doubled = check('', [...groupedBy(written, ({ text }) => text)], ([, rows]) => rows.length > 1);
  return {
    name: 'texts: what was written is there, once, and nothing else', checked: missing.checked + phantom.checked,
    violations: missing.violations + phantom.violations + doubled.violations, seen: [...missing.seen, ...phantom.seen, ...doubled.seen],
  };
}

export function likesThere(history, { likes }) {
  const there = new Set(likes.filter(({ active }) => active === 't').map(({ postId, by }) => `${postId} ${by}`));
  return check('texts: who liked a post likes it', did(history, 'like').filter(ok), ({ request, by }) => !there.has(`${request.postId} ${by}`));
}

export function addressesThere(history, { addresses }) {
  const there = byOf(addresses, 'addressId');
  return check('addresses: what was put down is there', did(history, 'address').filter(ok), ({ answer, by }) => there.get(answer.addressId)?.by !== by);
}
