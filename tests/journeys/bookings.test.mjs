// Services that are booked for a time: terms and slots, a booking from the quote to the work done, moved, called off. And session
// cards: sold, used by a code at a point, taken back, paid back.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';
import { newLeadership } from './support/world.mjs';

const NOWHERE = '0'.repeat(32);
const HOUR_MS = 3_600_000;
const HOME = { name: '李梅', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号' };
const SCALE = [{ hoursBefore: 48, refundPercent: 100 }, { hoursBefore: 24, refundPercent: 50 }];

let stage;
let operator;
let service;
let staff;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  staff = await stage.newUser({ phone: true });
  service = await newService();
});
after(() => stage.close());

async function newService(kind = 'PRODUCT_SERVICE') {
  const { productId } = await operator.createProduct({
    title: `空调清洗${process.pid}`, category: '到家', sellerName: '云山家政', sellerLicence: 'JZ1', kind,
    skus: [{ title: '一台', listPriceFen: 9999, costPriceFen: 400 }],
  });
  const product = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  return { productId, skuId: product.skus[0].skuId };
}

const one = ({ bookingId }) => ({ bookingId });
const orderOf = (user, { orderId }) => user.linli.getOrder({ orderId });
const at = (ms) => new Date(Date.now() + ms).toISOString();
const oneSlot = (inMs, more) => ({ startsAt: at(inMs), endsAt: at(inMs + HOUR_MS), capacity: 2, ...more });
const openSlots = async (...slots) => (await operator.createBookingSlots({ productId: service.productId, slots })).slots;

async function booked(user, { slotId }, more) {
  const { addressId } = await user.linli.addAddress(HOME);
  const booking = await user.linli.placeBooking({ slotId, skuId: service.skuId, quantity: 1, addressId, ...more });
  await stage.pay(user, booking);
  return eventually('the booking is paid', async () => {
    const now = await user.linli.getBooking(one(booking));
    return now.paid && now;
  });
}

test('a service has terms and slots', async () => {
  const li = await stage.newUser();
  const terms = { productId: service.productId, atHome: true, reschedulesMax: 1, rescheduleUntilHours: 4, remindHours: 2, cancellation: SCALE };
  await refused(stage.client().getBookingTerms({ productId: service.productId }), 'NOT_HERE');
  await refused(li.linli.publishBookingTerms(terms), 'FORBIDDEN');
  await refused(operator.publishBookingTerms({ ...terms, cancellation: [SCALE[0], SCALE[0]] }), 'FIELDS_INVALID');
  await refused(operator.publishBookingTerms({ ...terms, productId: (await newService('PRODUCT_GOODS')).productId }), 'FIELDS_INVALID');
  const published = await operator.publishBookingTerms(terms);
  assert.deepEqual(await stage.client().getBookingTerms({ productId: service.productId }), published);
  assert.deepEqual(published.cancellation, SCALE);
  const slots = await openSlots(oneSlot(72 * HOUR_MS, { staffId: staff.userId }), oneSlot(96 * HOUR_MS));
  await refused(operator.createBookingSlots({ productId: service.productId, slots: [oneSlot(72 * HOUR_MS, { staffId: staff.userId })] }), 'STAFF_BUSY');
  await refused(operator.createBookingSlots({ productId: service.productId, slots: [oneSlot(-HOUR_MS)] }), 'FIELDS_INVALID');
  await refused(operator.createBookingSlots({ productId: NOWHERE, slots: [oneSlot(HOUR_MS)] }), 'NOT_HERE');
  const first = await stage.client().listBookingSlots({ productId: service.productId, pageSize: 1 });
  const next = await stage.client().listBookingSlots({ productId: service.productId, pageSize: 1, pageToken: first.nextPageToken });
  assert.deepEqual([first.slots[0].slotId, next.slots[0].slotId], slots.map(({ slotId }) => slotId));
  await refused(stage.client().listBookingSlots({ productId: NOWHERE }), 'NOT_HERE');
  const closed = await operator.updateBookingSlot({ slotId: slots[1].slotId, capacity: 5, closed: true });
  assert.deepEqual([closed.left, closed.capacity], [0, 5]);
  await refused(operator.updateBookingSlot({ slotId: NOWHERE, capacity: 5 }), 'NOT_HERE');
  await refused(operator.updateBookingSlot({ slotId: slots[1].slotId, capacity: 5, staffId: '1' }), 'FIELDS_INVALID');
});

test('what it costs and what goes back is known before; it is served by who staffs the slot', async () => {
  const [li, wang] = [await stage.newUser({ phone: true }), await stage.newUser({ phone: true })];
  const [slot] = await openSlots(oneSlot(20 * 60_000, { staffId: staff.userId, capacity: 1 }));
  const ask = { slotId: slot.slotId, skuId: service.skuId, quantity: 1 };
  const quote = await li.linli.quoteBooking(ask);
  assert.deepEqual([quote.amountFen, quote.terms.cancellation, quote.cancellation], [9999, SCALE, []]);
  await refused(li.linli.quoteBooking({ ...ask, quantity: 2 }), 'SLOT_FULL');
  await refused(li.linli.placeBooking(ask), 'FIELDS_INVALID');
  const booking = await booked(li, slot);
  assert.deepEqual([booking.status, booking.amountFen, booking.refundNowFen, booking.address.phone], ['BOOKED', 9999, 0, HOME.phone]);
  await refused(wang.linli.getBooking(one(booking)), 'NOT_HERE');
  await refused(wang.linli.moveBooking({ bookingId: booking.bookingId, to: 'CONFIRMED' }), 'NOT_HERE');
  const { addressId } = await wang.linli.addAddress(HOME);
  await refused(wang.linli.placeBooking({ ...ask, addressId }), 'SLOT_FULL');
  const move = (to) => staff.linli.moveBooking({ bookingId: booking.bookingId, to });
  await refused(move('SERVICE_DONE'), 'BOOKING_ELSEWHERE');
  assert.equal((await move('CONFIRMED')).status, 'CONFIRMED');
  await refused(move('NO_SHOW'), 'BOOKING_TOO_EARLY');
  await move('IN_SERVICE');
  const pictures = ['https://img.example.com/1.jpg'];
  await refused(li.linli.addBookingPhotos({ bookingId: booking.bookingId, phase: 'AFTER_WORK', pictures }), 'NOT_HERE');
  const shown = await staff.linli.addBookingPhotos({ bookingId: booking.bookingId, phase: 'AFTER_WORK', pictures });
  assert.deepEqual(shown.photos.map(({ phase, picture }) => [phase, picture]), [['AFTER_WORK', pictures[0]]]);
  assert.equal((await move('SERVICE_DONE')).status, 'SERVICE_DONE');
  const order = await orderOf(li, booking);
  assert.deepEqual([order.status, order.kind], ['FULFILLED', 'BOOKING']);
  assert.deepEqual((await staff.linli.listServedBookings()).bookings.map(({ bookingId }) => bookingId), [booking.bookingId]);
  assert.equal((await operator.listServedBookings({ productId: service.productId })).bookings[0].bookingId, booking.bookingId);
  await refused(wang.linli.listServedBookings({ productId: service.productId }), 'NOT_HERE');
  assert.equal((await li.linli.listMyBookings()).bookings.length, 1);
  await refused(stage.client().listMyBookings(), 'TOKEN_MISSING');
  await eventually('he hears of it', async () => (await li.linli.listMessages()).messages.some(({ kind }) => kind === 'BOOKING_CONFIRMED'), { withinMs: 60_000 });
});

test('it moves to another time, and is called off by the scale', async () => {
  const [li, wang] = [await stage.newUser({ phone: true }), await stage.newUser({ phone: true })];
  const [soon, later] = await openSlots(oneSlot(30 * HOUR_MS), oneSlot(200 * HOUR_MS));
  const booking = await booked(li, soon);
  assert.deepEqual([booking.refundNowFen, booking.reschedulesLeft], [4999, 1]);
  await refused(wang.linli.rescheduleBooking({ bookingId: booking.bookingId, slotId: later.slotId }), 'NOT_HERE');
  const moved = await li.linli.rescheduleBooking({ bookingId: booking.bookingId, slotId: later.slotId });
  assert.deepEqual([moved.slot.slotId, moved.reschedulesLeft, moved.refundNowFen], [later.slotId, 0, 4999]);
  await refused(li.linli.rescheduleBooking({ bookingId: booking.bookingId, slotId: soon.slotId }), 'RESCHEDULE_NOT_ALLOWED');
  await refused(wang.linli.cancelBooking(one(booking)), 'NOT_HERE');
  assert.equal((await li.linli.cancelBooking(one(booking))).status, 'BOOKING_CANCELLED');
  const order = await eventually('half of it is back', async () => {
    const now = await orderOf(li, booking);
    return now.refundedFen > 0 && now;
  }, { withinMs: 30_000 });
  assert.deepEqual([order.status, order.refundedFen], ['FULFILLED', 4999]);
  const whole = await booked(li, later);
  await li.linli.cancelBooking(one(whole));
  await eventually('all of it is back', async () => (await orderOf(li, whole)).status === 'REFUNDED', { withinMs: 30_000 });
});

test('a card is used session by session, by a code of one use, and its unused part goes back', async () => {
  const [li, wang] = [await stage.newUser({ phone: true }), await stage.newUser({ phone: true })];
  const { communityId } = await operator.createCommunity({ name: `次卡${process.pid}${Date.now() % 1e6}`, address: '一号路', households: 300 });
  const { leader, staff: clerk, pointId } = await newLeadership(stage, communityId, '3 栋');
  const { skuId, productId } = await newService('PRODUCT_CARD');
  const terms = { skuId, sessions: 7, validDays: 90, refundPercent: 100, expiredRefundPercent: 50, pointIds: [pointId] };
  await refused(stage.client().getCardTerms({ skuId }), 'NOT_HERE');
  await refused(li.linli.publishCardTerms(terms), 'FORBIDDEN');
  await refused(operator.publishCardTerms({ ...terms, pointIds: [NOWHERE] }), 'FIELDS_INVALID');
  await refused(operator.publishCardTerms({ ...terms, skuId: service.skuId }), 'FIELDS_INVALID');
  const published = await operator.publishCardTerms(terms);
  assert.deepEqual(await stage.client().getCardTerms({ skuId }), published);
  const quote = await li.linli.quoteCard({ skuId });
  assert.deepEqual([quote.amountFen, quote.terms], [9999, published]);
  await refused(li.linli.quoteCard({ skuId: service.skuId }), 'NOT_HERE');
  await refused(li.linli.placeCardOrder({ skuId: NOWHERE }), 'NOT_HERE');
  const placed = await li.linli.placeCardOrder({ skuId });
  const { cardId } = placed;
  assert.deepEqual([placed.status, placed.amountFen, placed.productId], ['CARD_UNPAID', 9999, productId]);
  await refused(li.linli.showCardCode({ cardId }), 'CARD_ELSEWHERE');
  await stage.pay(li, placed);
  await eventually('it is good', async () => (await li.linli.getCard({ cardId })).status === 'CARD_ACTIVE');
  await refused(wang.linli.getCard({ cardId }), 'NOT_HERE');
  await refused(wang.linli.showCardCode({ cardId }), 'NOT_HERE');
  await refused(li.linli.showCardCode({ cardId, sessions: 8 }), 'SESSIONS_SHORT');
  const { code } = await li.linli.showCardCode({ cardId, sessions: 2 });
  await refused(wang.linli.useCard({ pointId, code }), 'NOT_HERE');
  await refused(clerk.linli.useCard({ pointId, code: '000000000000' }), 'CODE_WRONG');
  const used = await clerk.linli.useCard({ pointId, code });
  assert.deepEqual([used.sessions, used.sessionsLeft, used.cardId], [2, 5, cardId]);
  await refused(clerk.linli.useCard({ pointId, code }), 'CARD_CODE_USED');
  await refused(wang.linli.undoCardUse({ pointId, useId: used.useId, reason: '不是我' }), 'NOT_HERE');
  const undone = await leader.linli.undoCardUse({ pointId, useId: used.useId, reason: '扫错了卡' });
  assert.equal(undone.sessionsLeft, 7);
  await refused(leader.linli.undoCardUse({ pointId, useId: used.useId, reason: '扫错了卡' }), 'ALREADY_UNDONE');
  const again = await li.linli.showCardCode({ cardId, sessions: 3 });
  await clerk.linli.useCard({ pointId, code: again.code });
  await refused(wang.linli.listCardUses({ pointId }), 'NOT_HERE');
  const page = await clerk.linli.listCardUses({ pointId, pageSize: 1 });
  const { uses: [first] } = await clerk.linli.listCardUses({ pointId, pageToken: page.nextPageToken });
  assert.deepEqual([page.uses[0].sessions, first.useId, first.undoReason], [3, used.useId, '扫错了卡']);
  const { uses, refundNowFen } = await li.linli.getCard({ cardId });
  assert.deepEqual([uses.map(({ sessions, undoReason }) => [sessions, undoReason]), refundNowFen], [[[3, ''], [2, '']], 5713]);
  await refused(wang.linli.refundCard({ cardId }), 'NOT_HERE');
  assert.equal((await li.linli.refundCard({ cardId })).status, 'CARD_REFUNDED');
  await refused(li.linli.refundCard({ cardId }), 'CARD_ELSEWHERE');
  const order = await eventually('the unused part is back', async () => {
    const now = await orderOf(li, placed);
    return now.refundedFen > 0 && now;
  }, { withinMs: 30_000 });
  assert.deepEqual([order.status, order.refundedFen, order.kind], ['FULFILLED', 5713, 'CARD']);
  assert.deepEqual((await li.linli.listMyCards()).cards.map((card) => [card.cardId, card.sessionsLeft]), [[cardId, 4]]);
  await refused(stage.client().listMyCards(), 'TOKEN_MISSING');
  await eventually('he hears of it', async () => (await li.linli.listMessages()).messages.some(({ kind }) => kind === 'CARD_USE_UNDONE'), { withinMs: 60_000 });
});
