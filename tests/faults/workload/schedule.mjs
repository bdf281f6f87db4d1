// Who will ask for what, and when: drawn from a seed before anything is asked, so that the same seed asks the same at the same
// times, whatever the house does. Pure.
//
// An entry is { id, atMs, op, actor, gateway, of, words, again, echo, reuse, look }:
//   actor, gateway  numbers, of a person and of the gateway he is at
//   of              the entry whose order (post …) it is about; it is asked at its time, or once that one is answered
//   again           a client that heard nothing asks again, under the same key
//   echo, reuse     who heard «yes» asks once more: the same, or something else under the same key
//   look            who heard «yes» looks at once, at the other gateway

import { chanceOf } from '../../journeys/evening/chance.mjs';

const AGAIN = 0.7;
const ECHO = 0.06;
const REUSE = 0.03;
const LOOK = 0.2;

const pick = (chance, list) => list[Math.floor(chance() * list.length)];
const between = (chance, from, to) => Math.round(from + chance() * (to - from));

function weighted(chance, list) {
  let left = chance() * list.reduce((sum, { weight }) => sum + weight, 0);
  return list.find(({ weight }) => (left -= weight) < 0) ?? list[list.length - 1];
}

// ---- what becomes of an order: who else asks about it, so long after ----

const pay = (chance, afterMs = between(chance, 200, 1500), words = {}) => ({ op: 'pay', afterMs, words: { twice: chance() < 0.25, ...words } });
const cancel = (chance) => ({ op: 'cancel', afterMs: between(chance, 200, 2000) });
const twiceAsked = (chance) => [pay(chance), pay(chance)];
const torn = (chance) => [pay(chance, 600), { op: 'cancel', afterMs: between(chance, 500, 1000) }]; // both at once
// Called off while the page of WeChat is open, and paid all the same.
const hesitant = (chance) => [pay(chance, 200, { confirmAfterMs: between(chance, 300, 2500) }), { op: 'cancel', afterMs: between(chance, 600, 1500) }];
const nothing = () => [];

const FATES = [
  { weight: 60, of: (chance) => [pay(chance)] },
  { weight: 5, of: twiceAsked },
  { weight: 13, of: (chance) => [cancel(chance)] },
  { weight: 7, of: torn },
  { weight: 6, of: hesitant },
  { weight: 15, of: nothing },
];

// What is paid may be given up, or goes back in part, once; of what was claimed the operator decides.
const onceIsPaid = (chance, op) => ({
  op, afterMs: between(chance, 1000, 2500), then: op === 'afterSale' ? [{ op: 'decide', afterMs: between(chance, 300, 1500) }] : [],
});
const BASKET_FATES = [
  ...FATES,
  ...['refund', 'afterSale', 'cancel'].map((op) => ({ weight: 13, of: (chance) => [{ ...pay(chance, 300), then: [onceIsPaid(chance, op)] }] })),
];

const fateOf = (fates) => (chance) => weighted(chance, fates).of(chance);

const SEAT_FATES = [{ weight: 80, of: (chance) => [pay(chance)] }, { weight: 8, of: (chance) => [cancel(chance)] }, { weight: 12, of: nothing }];

// Some seats are paid at the very deadline: when the house hears of it too late, what becomes of the money was chosen before.
const LATE = ['LATE_REFUND', 'LATE_OWN_TEAM', 'LATE_OPEN_TEAM'];
const seat = (chance, afterMs) => {
  const late = chance() < 0.25 ? pick(chance, LATE) : null;
  const then = late ? [pay(chance, between(chance, 500, 1200), { lateByMs: between(chance, -900, 200) })] : weighted(chance, SEAT_FATES).of(chance);
  return { op: 'joinTeam', afterMs, other: true, words: { coupon: chance() < 0.3, late: late ?? 'LATE_REFUND' }, then };
};
const team = (chance) => [pay(chance, between(chance, 200, 900)), seat(chance, between(chance, 600, 2000)), ...(chance() < 0.5 ? [seat(chance, between(chance, 600, 3000))] : [])];

// ---- what is begun ----

const SALES = ['open', 'open', 'open', 'open', 'scarce', 'scarce', 'late', 'short'];
const flash = (chance) => ({ sale: pick(chance, SALES), quantity: chance() < 0.15 ? 2 : 1 });
// One a person: tapped twice, each under a key of its own.
const single = () => ({ sale: 'single', quantity: 1 });
const tappedTwice = (chance) => [{ op: 'flash', apart: true, afterMs: between(chance, 0, 30), words: single(), then: fateOf(FATES)(chance) }, ...fateOf(FATES)(chance)];
const signedInTwice = (chance) => (chance() < 0.5 ? [{ op: 'checkIn', apart: true, afterMs: between(chance, 0, 20) }] : []);
const basket = (chance) => ({
  lines: Array.from({ length: chance() < 0.4 ? 2 : 1 }, (_, sku) => ({ sku, quantity: 1 + Math.floor(chance() * 3) })),
  coupon: chance() < 0.3, points: chance() < 0.25 ? 100 * between(chance, 1, 5) : 0, atDoor: chance() < 0.5,
});

// Who has just claimed a coupon uses it, or thinks better of it: then it is free for another basket.
const USED_FATES = [{ weight: 140, of: (chance) => [cancel(chance)] }, ...BASKET_FATES];
const used = (chance) => (chance() < 0.7 ? [{ op: 'basket', afterMs: between(chance, 100, 800), words: { ...basket(chance), coupon: true }, then: fateOf(USED_FATES)(chance) }] : []);

// A campaign that is bought from, and may be stopped in the middle of it.
const published = (chance) => [
  ...Array.from({ length: 6 }, () => ({ op: 'flash', afterMs: between(chance, 300, 4500), other: true, words: { ofPublished: true, quantity: 1 } })),
  ...(chance() < 0.6 ? [{ op: 'stop', afterMs: between(chance, 800, 2500) }] : []),
];

const BEGUN = [
  { weight: 330, op: 'flash', words: flash, then: fateOf(FATES) },
  { weight: 30, op: 'flash', words: single, then: tappedTwice },
  { weight: 110, op: 'basket', words: basket, then: fateOf(BASKET_FATES) },
  { weight: 55, op: 'startTeam', words: (chance) => ({ coupon: chance() < 0.3 }), then: team },
  { weight: 55, op: 'roundOrder', words: (chance) => ({ quantity: between(chance, 1, 2) }), then: fateOf(FATES) },
  { weight: 20, op: 'booking', words: () => ({}), then: fateOf(FATES) },
  { weight: 20, op: 'card', words: () => ({}), then: fateOf(FATES) },
  { weight: 12, op: 'content', words: () => ({}), then: (chance) => [pay(chance)] },
  { weight: 90, op: 'claim', words: (chance) => ({ template: chance() < 0.6 ? 'plenty' : 'few' }), then: used },
  { weight: 45, op: 'exchange', words: () => ({}) },
  { weight: 20, op: 'checkIn', words: () => ({}), then: signedInTwice },
  { weight: 12, op: 'publish', words: (chance) => ({ stock: between(chance, 5, 20) }), then: published },
  { weight: 25, op: 'quote', words: () => ({ quantity: 1 }) },
  { weight: 25, op: 'cart', words: (chance) => ({ quantity: between(chance, 1, 9) }) },
  { weight: 30, op: 'post', words: () => ({}), then: (chance) => [{ op: 'comment', afterMs: between(chance, 300, 1500), other: true }, { op: 'like', afterMs: between(chance, 300, 1500), other: true }] },
  { weight: 25, op: 'rename', words: () => ({}), then: (chance) => [{ op: 'whoAmI', afterMs: between(chance, 100, 900) }] },
  { weight: 25, op: 'whoAmI', words: () => ({}) },
  { weight: 12, op: 'address', words: () => ({}) },
  { weight: 16, op: 'signIn', words: () => ({}), then: (chance) => [{ op: 'refresh', afterMs: between(chance, 500, 3000) }] },
  { weight: 30, op: 'balance', words: () => ({}) },
  { weight: 20, op: 'subscribe', words: () => ({}) },
];

// A few have a name that changes often: what they read is held against what they wrote.
const NAMED = 6;
const ofFew = new Set(['rename', 'whoAmI']);

export function scheduleOf({ seed, ms = 18_000, people = 80, gateways = 2, beginsPerS = 32 }) {
  const chance = chanceOf(seed);
  const entries = [];
  const count = Math.round((ms / 1000) * beginsPerS);

  function add(drawn, atMs, actor, of = null) {
    if (atMs >= ms) return;
    const id = entries.length;
    const draw = (share) => chance() < share;
    entries.push({ id, atMs, op: drawn.op, actor, gateway: Math.floor(chance() * gateways), of, words: drawn.words ?? {}, again: draw(AGAIN), echo: draw(ECHO), reuse: draw(REUSE), look: draw(LOOK) });
    for (const next of drawn.then ?? []) add(next, atMs + next.afterMs, next.other ? Math.floor(chance() * people) : actor, next.apart ? null : id); // apart: whatever became of this one
  }

  for (let i = 0; i < count; i++) {
    const atMs = Math.round(((i + chance()) * ms) / count);
    const begun = weighted(chance, BEGUN);
    const actor = Math.floor(chance() * (ofFew.has(begun.op) ? Math.min(NAMED, people) : people));
    add({ op: begun.op, words: begun.words(chance), then: begun.then?.(chance) }, atMs, actor);
  }
  return entries.sort((a, b) => a.atMs - b.atMs || a.id - b.id);
}
