// A flash sale looked at as a whole: what everybody asked and heard, held against the rows of its orders. Pure.
//
// asked: { user, key, t0, t1, heard: yes | no | nothing, code, orderId, openUntil, earlier, again }, each key once, as it was answered last; openUntil:
// until when what was sent before and not answered may still come (silence.mjs), 0 when all was answered. Whoever hears no before that asks again
// after it; earlier: each no that the key has heard before, { heard, code, t0, t1 };
// orders: { key, orderId, user, quantity, createdAt, cancelledAt (null: lives), isPaid }; times are milliseconds.

import { byOf, check, groupedBy, lookedAtSomething } from './check.mjs';
import { REFUSAL_KEPT_MS, VISIBLE_MS_MAX } from './delays.mjs';

const SLACK_MS = VISIBLE_MS_MAX.killed; // replicas die in such a sale, none is stopped

// Steps of how many units are held: [{ at, held }], by time. spans: [{ from, to (null: for good), quantity }].
function stepsOf(spans) {
  const moves = spans.flatMap(({ from, to, quantity }) => [{ at: from, by: quantity }, ...(to === null ? [] : [{ at: to, by: -quantity }])]);
  moves.sort((a, b) => a.at - b.at || a.by - b.by);
  let held = 0;
  return moves.map(({ at, by }) => ({ at, held: (held += by) }));
}

// A row's times are its transactions' beginnings. An order may hold its units from the one on, and until the other has ended;
const mayHold = ({ createdAt, cancelledAt, quantity }) => ({ from: createdAt, to: cancelledAt === null ? null : cancelledAt + SLACK_MS, quantity });

// it surely holds them when the one has ended: until then it may have waited for what another was giving back.
const surelyHolds = ({ createdAt, cancelledAt, quantity }) => ({ from: createdAt + SLACK_MS, to: cancelledAt, quantity });
const surelyHeld = (orders) => stepsOf(orders.map(surelyHolds).filter(({ from, to }) => to === null || to > from));

// Whiles in which something was free for certain: [[from, to]], by time; they do not touch.
export function freeTimes(orders, stock) {
  const times = [];
  let from = -Infinity;
  for (const { at, held } of stepsOf(orders.map(mayHold))) {
    if (held >= stock && from !== null) {
      if (at > from) times.push([from, at]);
      from = null;
    } else if (held < stock && from === null) from = at;
  }
  return from === null ? times : [...times, [from, Infinity]];
}

// A no is final when it was asked for after all that was not answered had its time.
export const isFinal = ({ heard, t0, openUntil }) => heard === 'no' && t0 > openUntil;

// Until when a gateway may go on saying «sold out» when something is free from `from` on: it heard so from somebody who had asked before,
// and nobody knows when it heard what is said to who was not answered.
function rememberedUntil(from, asked, refused) {
  const heardAt = refused.reduce((last, { t0, t1 }) => (t0 < from ? Math.max(last, t1) : last), -Infinity);
  const lastAt = asked.reduce((last, { openUntil }) => (openUntil > from ? Math.max(last, openUntil) : last), heardAt);
  return REFUSAL_KEPT_MS + Math.min(from + SLACK_MS, lastAt);
}

// Who asked when something was free, and all the time until he was told that nothing was, and nobody had still to be told so.
function untrue(free, asked, refused) {
  const times = free.map(([from, to]) => ({ from, to, until: rememberedUntil(from, asked, refused) }));
  return ({ t0, t1 }) => times.some(({ from, to, until }) => t0 >= from && t0 > until && t1 < to);
}

// Nobody above his limit, at any moment.
const aboveLimit = (orders, limit) => surelyHeld(orders).some(({ held }) => held > limit);

// Of an order that is there.
function unasked(one, { user, createdAt }) {
  if (one?.user !== user) return 'nobody asked for it';
  const noes = [...(one.earlier ?? []), one].filter(({ heard }) => heard === 'no');
  if (noes.some(({ t0 }) => createdAt + SLACK_MS < t0)) return 'no was said when it was there';
  return isFinal(one) && 'no was said';
}

// Units come back: who hears no may be given an order when he asks again.
export const yesAfterNo = (asked) => asked.filter(({ heard, earlier = [] }) => heard === 'yes' && earlier.length > 0);

export function saleChecks({ asked, orders, stock, limit }) {
  const there = byOf(orders, 'key');
  const askedBy = byOf(asked, 'key');
  const free = freeTimes(orders, stock);
  const sold = orders.filter(({ isPaid }) => isPaid).reduce((sum, { quantity }) => sum + quantity, 0);
  const refused = asked.flatMap(({ earlier = [], ...last }) => [...earlier, last]).filter(({ heard, code }) => heard === 'no' && code === 'SOLD_OUT');
  return [
    { name: `sale: ${sold} of ${stock} are sold`, checked: orders.length, violations: Math.abs(stock - sold) },
    check('sale: never were more held than there are', surelyHeld(orders), ({ held }) => held > stock),
    check('sale: nobody has more than he may', [...groupedBy(orders, ({ user }) => user)], ([, mine]) => aboveLimit(mine, limit)),
    check('sale: who heard yes has his order', asked.filter(({ heard }) => heard === 'yes'), ({ key, orderId, user }) => there.get(key)?.orderId !== orderId || there.get(key).user !== user),
    check('sale: who hears no asks until it is final', asked.filter(({ heard }) => heard === 'no'), (one) => !isFinal(one)),
    check('sale: who heard no has none, and nobody has what he did not ask for', orders, (order) => unasked(askedBy.get(order.key), order)),
    check('sale: one key, one order', [...groupedBy(orders, ({ key }) => key)], ([, rows]) => rows.length > 1),
    check('sale: a key that came again gave the same', asked.filter(({ again }) => again?.length), ({ heard, orderId, again }) => heard === 'yes' && again.some((one) => one.heard === 'no' || (one.heard === 'yes' && one.orderId !== orderId))),
    check('sale: who heard «sold out» heard the truth', refused, untrue(free, asked, refused)),
  ].map(lookedAtSomething);
}
