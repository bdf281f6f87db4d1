// For those without a phone: the leader orders, and has the cash.

const OLD = [{ name: '王阿姨', building: '3 栋 502', phone: '13800138000' }, { name: '李大爷', building: '5 栋 101' }];

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
  week.say(`${orders.length} neighbours without a phone have ordered, one has thought better of it`);
}
