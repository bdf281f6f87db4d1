// The rules of a flash sale: a good one breaks none, and each sees what breaks it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { freeTimes, saleChecks, yesAfterNo } from '../../faults/history/sale.mjs';
import { openAfter } from '../../faults/history/silence.mjs';

const order = (key, user, createdAt, more = {}) => ({ key, orderId: `o-${key}`, user, quantity: 1, createdAt, cancelledAt: null, isPaid: true, ...more });
const yes = (key, user, t0) => ({ key, user, t0, t1: t0 + 50, heard: 'yes', orderId: `o-${key}`, openUntil: 0, again: [] });
const no = (key, user, t0) => ({ key, user, t0, t1: t0 + 50, heard: 'no', code: 'SOLD_OUT', openUntil: 0, again: [] });

// Two units: one buyer pays, one does not, his unit comes back at 20 000 and is sold again at 26 000.
const sale = () => ({
  stock: 2, limit: 1,
  orders: [order('a', 'li', 100), order('b', 'wang', 110, { isPaid: false, cancelledAt: 20_000 }), order('c', 'zhao', 26_000)],
  asked: [{ ...yes('a', 'li', 90), again: [{ heard: 'yes', orderId: 'o-a' }] }, yes('b', 'wang', 90), no('d', 'zhao', 5000), yes('c', 'zhao', 25_990), no('e', 'chen', 30_000)],
});
const brokenOf = (change) => {
  const spoilt = sale();
  change(spoilt);
  return saleChecks(spoilt).filter(({ violations }) => violations > 0).map(({ name }) => name);
};

test('a good sale breaks no rule, and leaves none empty', () => {
  assert.deepEqual(brokenOf(() => {}), []);
  assert.ok(saleChecks(sale()).every(({ checked }) => checked > 0));
});

test('who was given a unit may have begun before it was given back: he waited for it', () => {
  assert.deepEqual(brokenOf(({ orders }) => { orders[1].cancelledAt = 27_400; }), []);
  const name = 'sale: nobody has more than he may';
  const mine = (cancelledAt) => brokenOf(({ orders, asked }) => { Object.assign(orders[1], { user: 'zhao', cancelledAt }); asked[1].user = 'zhao'; }).includes(name);
  assert.deepEqual([mine(27_400), mine(27_501)], [false, true]);
});

test('when something is free', () => {
  assert.deepEqual(freeTimes(sale().orders, 2), [[-Infinity, 110], [21_500, 26_000]]);
  assert.deepEqual(freeTimes([], 2), [[-Infinity, Infinity]]);
});

const BREAKS = {
  'sale: 1 of 2 are sold': ({ orders }) => { orders[2].isPaid = false; },
  'sale: never were more held than there are': ({ orders }) => { orders[1].cancelledAt = 27_501; },
  'sale: nobody has more than he may': ({ orders, asked }) => { orders[2].user = 'li'; asked[3].user = 'li'; },
  'sale: who heard yes has his order': ({ asked }) => { asked[1].orderId = 'o-x'; },
  'sale: who hears no asks until it is final': ({ asked }) => { asked[2].openUntil = asked[2].t0; },
  'sale: who heard no has none, and nobody has what he did not ask for': ({ asked }) => { asked[3].key = 'f'; asked[3].heard = 'nothing'; },
  'sale: one key, one order': ({ orders }) => { orders.push({ ...orders[1], orderId: 'o-b2', createdAt: 20_500, cancelledAt: 20_600 }); },
  'sale: a key that came again gave the same': ({ asked }) => { asked[0].again[0].orderId = 'o-x'; },
  'sale: who heard «sold out» heard the truth': ({ asked }) => { asked.push(no('g', 'chen', 24_500)); },
};

for (const [name, change] of Object.entries(BREAKS)) {
  test(`broken: ${name}`, () => assert.ok(brokenOf(change).includes(name), brokenOf(change).join('; ')));
}

const NO_ORDER = 'sale: who heard no has none, and nobody has what he did not ask for';

// What was sent first broke off at 20 000, and no was heard of what was sent at `t0`; the order stands all the same.
const late = (t0, createdAt) => ({ orders, asked }) => {
  orders.push(order('d', 'zhao', createdAt, { isPaid: false, cancelledAt: createdAt + 10 }));
  asked[2] = { ...no('d', 'zhao', t0), openUntil: openAfter(20_000, 2000) };
};

test('who heard nothing and then no, while it might still come, may have what he sent first, unless it was there before', () => {
  assert.ok(!brokenOf(late(23_500, 23_400)).includes(NO_ORDER));
  assert.ok(!brokenOf(late(23_500, 23_900)).includes(NO_ORDER));
  assert.ok(brokenOf(late(23_500, 21_900)).includes(NO_ORDER));
});

test('who heard no when what he sent first had its time has no order, whenever it was begun', () => {
  for (const createdAt of [21_900, 23_900, 24_100, 25_000]) assert.ok(brokenOf(late(24_001, createdAt)).includes(NO_ORDER), String(createdAt));
});

test('what had its time: the operation’s, and that of a commit on its way', () => assert.equal(openAfter(20_000, 2000), 24_000));

// Who heard «sold out» asks again under his key when a unit has come back.
const LATER_YES = { ...yes('c', 'zhao', 25_990), earlier: [no('c', 'zhao', 5000)] };

test('a yes after a no is lawful, known, and held against its order', () => {
  assert.deepEqual(brokenOf(({ asked }) => { asked[3] = LATER_YES; }), []);
  assert.ok(brokenOf(({ asked }) => { asked[3] = { ...LATER_YES, orderId: 'o-x' }; }).includes('sale: who heard yes has his order'));
  assert.deepEqual(yesAfterNo([...sale().asked, LATER_YES]), [LATER_YES]);
});

test('a yes after a no is none when the order was there before the no', () => {
  assert.ok(brokenOf(({ asked }) => { asked[3] = { ...yes('c', 'zhao', 29_000), earlier: [no('c', 'zhao', 28_000)] }; }).includes(NO_ORDER));
});

test('«sold out» has to be true each time that it is said', () => {
  const name = 'sale: who heard «sold out» heard the truth';
  assert.ok(brokenOf(({ asked }) => { asked[3] = { ...LATER_YES, earlier: [no('c', 'zhao', 24_500)] }; }).includes(name));
});

test('a rule that has looked at nothing has shown nothing', () => {
  const without = (change) => {
    const spoilt = sale();
    change(spoilt);
    return saleChecks(spoilt).filter(({ seen, violations }) => violations > 0 && seen?.includes('checked nothing')).map(({ name }) => name);
  };
  assert.deepEqual(without(({ asked }) => { asked[0].again = []; }), ['sale: a key that came again gave the same']);
  const otherwise = ({ asked }) => { for (const one of asked) if (one.code) one.code = 'OVER_LIMIT'; };
  assert.deepEqual(without(otherwise), ['sale: who heard «sold out» heard the truth']);
  assert.equal(without((all) => { all.asked = []; all.orders = []; }).length, saleChecks(sale()).length);
});

test('who heard yes hears no «no» under the same key', () => {
  assert.ok(brokenOf(({ asked }) => { asked[0].again[0] = no('a', 'li', 500); }).includes('sale: a key that came again gave the same'));
});

test('who heard «sold out» while the gateway still remembered it, or before others could see it, heard no lie', () => {
  const name = 'sale: who heard «sold out» heard the truth';
  const told = (t0, ...others) => brokenOf(({ asked }) => asked.push(no('g', 'chen', t0), ...others)).includes(name);
  const before = (t1) => ({ ...no('h', 'sun', 21_400), t1 }); // he asked before something was free for certain, and heard at `t1`
  assert.equal(told(21_450), false, 'before others could see it');
  assert.equal(told(21_600), true, 'nobody had heard so of late');
  assert.deepEqual([told(22_900, before(21_950)), told(22_960, before(21_950))], [false, true]);
  assert.deepEqual([told(23_900, before(22_950)), told(24_100, before(23_500))], [false, true], 'no transaction lasts for so long');
  assert.equal(told(22_900, { ...no('h', 'sun', 21_600), t1: 21_950 }), true, 'he asked when something was free himself');
  const silence = (openUntil) => ({ ...no('h', 'sun', 26_500), openUntil });
  assert.deepEqual([told(23_900, silence(23_000)), told(24_100, silence(25_000))], [false, true], 'who was not answered may have been told');
});
