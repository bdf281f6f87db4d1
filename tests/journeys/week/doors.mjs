// What the leader brings to the door. Three neighbours order so, two of them pay partly by points; one thinks better of it when it is
// ready, the others get theirs: one says so, for the other time does. And one without a phone, who has paid the leader in cash.

import { until } from '../../support/house.mjs';

export const DOOR = { door: true, doorFeeFen: 300, doorMinimumFen: 5000, doorBuildings: ['3 栋', '5 栋'] };

const HOME = { name: '王芳', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号 3 栋 502' };
const PLACES = [{ building: '5 栋', unit: '1 单元', floor: 2 }, { building: '3 栋', unit: '2 单元', floor: 11 }, { building: '3 栋', unit: '2 单元', floor: 5 }];
const ALL_POINTS = 1_000_000; // as many as he has
const SOON = { withinMs: 90_000, everyMs: 300 };

// `spends`: the points he got for signing in today.
async function quoteOf({ linli }, wish, spends) {
  return until('there is a quote', async () => {
    const quote = await linli.quoteRoundOrder({ ...wish, points: spends ? ALL_POINTS : 0 });
    return quote.points > 0 === spends && quote;
  }, SOON);
}

async function orderToDoor(week, neighbour, door, spends) {
  const { roundId, items: goods } = week.round;
  const { addressId } = await neighbour.linli.addAddress(HOME);
  const items = [{ itemId: goods.at(-1).itemId, quantity: 2 }];
  const { points, amountFen } = await quoteOf(neighbour, { roundId, items, addressId, door }, spends);
  const order = await neighbour.orderIn(week.round, '', items, { addressId, door, points });
  if (order.amountFen !== amountFen) throw new Error(`quoted ${amountFen}, charged ${order.amountFen}`);
  await neighbour.payAndSee(order);
  week.account.add('orders to the door');
  return { neighbour, orderId: order.orderId };
}

async function withoutPhone({ leader, round: { roundId, items }, account }) {
  await leader.linli.placeNeighbourOrder({
    roundId, items: [{ itemId: items.at(-1).itemId, quantity: 1 }], name: '赵奶奶', building: '5 栋 302', door: { building: '5 栋', unit: '1 单元', floor: 3 }, pays: 'IN_CASH',
  });
  account.add('orders to the door');
}

export async function doors(week) {
  const buyers = week.neighbours.slice(-PLACES.length);
  week.toDoors = await Promise.all(buyers.map((neighbour, i) => orderToDoor(week, neighbour, PLACES[i], i > 0)));
  await withoutPhone(week);
  week.say(`${PLACES.length + 1} neighbours want it brought to the door`);
}

// From her list, floor by floor. What is paid back meanwhile is not on it any more.
export async function delivering(week) {
  const { linli } = week.leader;
  const [says, , regrets] = week.toDoors;
  await week.operator.refundOrder({ orderId: regrets.orderId, reason: '家里没人' });
  const { deliveries } = await linli.listDoorDeliveries({ roundId: week.round.roundId, pageSize: 100 });
  // One is paid back, one of a neighbour's has come.
  if (deliveries.length !== PLACES.length) throw new Error(`${deliveries.length} orders go to the door`);
  for (const { orderId } of deliveries) await linli.deliverRoundOrder({ orderId });
  await says.neighbour.linli.confirmReceipt({ orderId: says.orderId });
  week.say('what was to be brought to the door is there');
}

// Days later, for who has not said a word.
export async function takenAsReceived(week) {
  const [, silent] = week.toDoors;
  const status = () => week.query(`select status from groupbuy.orders where replace(id::text, '-', '') = '${silent.orderId}'`)[0][0];
  await until('it is taken as received', () => ['FULFILLED', 'COMPLETED'].includes(status()), SOON);
}
