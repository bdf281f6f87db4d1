// For those without a phone the leader orders, and has the cash; or a relative pays. Some want fewer in the end.

import { until } from '../../support/house.mjs';

const OLD = [{ name: '王阿姨', building: '3 栋 502', phone: '13800138000' }, { name: '李大爷', building: '5 栋 101' }];

// A daughter pays for her mother, and a friend for a friend.
async function payForAnother(week, items) {
  const { linli } = week.leader;
  const [li, daughter] = week.neighbours;
  const place = { roundId: week.round.roundId, pointId: week.points[0].pointId, items };
  const mother = await linli.placeNeighbourOrder({ ...place, pays: 'BY_LINK', name: '陈奶奶', building: '7 栋 302' });
  const friend = (await li.linli.placeRoundOrder(place)).order;
  const { key } = await li.linli.createPayLink({ orderId: friend.orderId });
  for (const one of [mother.payLink.key, key]) {
    const payment = await daughter.linli.payByLink({ key: one });
    await week.wechat.pay(daughter.openid, payment.wechat);
    week.account.add('orders paid by somebody else');
  }
  await until('both are paid', async () => {
    const [a, b] = await Promise.all([linli.getRoundOrder({ orderId: mother.order.orderId }), li.linli.getRoundOrder({ orderId: friend.orderId })]);
    return [a, b].every(({ order }) => order.status === 'WAITING_CUTOFF');
  }, { withinMs: 30_000, everyMs: 300 });
}

async function takeFewer(week) {
  const wang = week.neighbours[2];
  const { itemId } = week.round.items[2];
  const order = await wang.orderIn(week.round, week.points[0].pointId, [{ itemId, quantity: 3 }]);
  await wang.payAndSee(order);
  await wang.linli.reduceRoundOrder({ orderId: order.orderId, lines: [{ position: 0, quantity: 1 }] });
  week.account.add('orders with fewer goods than before');
}

export async function neighbours(week) {
  const { linli } = week.leader;
  const [berries, chicken] = week.round.items.map(({ itemId }) => itemId);
  const items = [{ itemId: berries, quantity: 2 }, { itemId: chicken, quantity: 1 }];
  const orders = [];
  for (const one of OLD) {
    const { order } = await linli.placeNeighbourOrder({ roundId: week.round.roundId, pointId: week.points[0].pointId, pays: 'IN_CASH', items, ...one });
    orders.push(order);
    week.account.add('orders for neighbours, in cash');
  }
  await linli.cancelOrder({ orderId: orders[1].orderId });
  await payForAnother(week, items);
  await takeFewer(week);
  week.say(`${orders.length} neighbours without a phone have ordered, one has thought better of it`);
}
