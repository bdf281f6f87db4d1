// A service beside the round: one neighbour is served, one calls off too late for all of it, one never pays. And something to
// read: one keeps it, one has his money back.

import { DAY, HOUR, MINUTE } from '../support/calendar.mjs';

async function service(week) {
  const { operator } = week;
  const made = await operator.createProduct({
    title: '上门理发', category: '到家', sellerName: '云山家政', sellerLicence: 'JZ1', kind: 'PRODUCT_SERVICE', skus: [{ title: '一次', listPriceFen: 3333 }],
  });
  const { productId, skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  await operator.publishBookingTerms({ productId, communityId: week.communityId, cancellation: [{ hoursBefore: 24, refundPercent: 100 }, { hoursBefore: 1, refundPercent: 50 }] });
  const slot = (inMs) => ({ startsAt: week.calendar.in(inMs), endsAt: week.calendar.in(inMs + HOUR), capacity: 2 });
  const { slots } = await operator.createBookingSlots({ productId, slots: [slot(20 * MINUTE), slot(3 * HOUR), slot(2 * DAY)] });
  return { skuId, slots };
}

async function reading(week) {
  const { operator } = week;
  const made = await operator.createProduct({
    title: '养花十课', category: '知识', sellerName: '云山花艺', sellerLicence: 'WH1', kind: 'PRODUCT_CONTENT', skus: [{ title: '全部', listPriceFen: 990 }],
  });
  const { productId, skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  await operator.publishArticle({ productId, position: 1, title: '第一课', preview: '先看', text: '再读' });
  const [, , , keeps, returns] = week.neighbours;
  for (const neighbour of [keeps, returns]) {
    const { orderId } = await neighbour.linli.placeContentOrder({ skuId, platform: 'ANDROID' });
    const { wechat } = await neighbour.linli.payOrder({ orderId, platform: 'ANDROID' });
    await neighbour.wechat.pay(neighbour.person.openid, wechat);
    await neighbour.sees({ orderId }, 'FULFILLED');
    if (neighbour === returns) await operator.refundOrder({ orderId, reason: '不合适' });
    week.account.add('orders to read');
  }
}

async function serving(week) {
  const { skuId, slots: [soon, today, later] } = await service(week);
  const [served, late, idle] = week.neighbours;
  const book = async (neighbour, { slotId }, pays = true) => {
    const booking = await neighbour.linli.placeBooking({ slotId, skuId, quantity: 1 });
    if (pays) {
      await neighbour.pay(booking);
      await neighbour.sees(booking, 'READY');
    }
    week.account.add('bookings');
    return { bookingId: booking.bookingId };
  };
  const done = await book(served, soon);
  for (const to of ['CONFIRMED', 'IN_SERVICE', 'SERVICE_DONE']) await week.operator.moveBooking({ ...done, to });
  await late.linli.cancelBooking(await book(late, today));
  await idle.linli.cancelBooking(await book(idle, later, false));
}

export async function bookings(week) {
  await Promise.all([reading(week), serving(week)]);
  week.say('a service was booked, done, called off late, never paid');
}
