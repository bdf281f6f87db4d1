// Orders in a leader's group-buy: for neighbours without a phone, paid by somebody else, with fewer goods than before.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Estate } from './support/round.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

let stage, estate, leader, other, second;
before(async () => {
  stage = await openStage();
  estate = await Estate.open(stage);
  ({ leader } = estate);
  [other, second] = await Promise.all([estate.newLeader(), stage.newUser()]);
  await estate.operator.grantRole({ userId: second.userId, role: 'operator', why: '第二双眼睛' });
});
after(() => stage?.close());

const totals = async ({ roundId }) => {
  const { paidFen, paidOrders, items } = await leader.linli.getRound({ roundId });
  return [paidFen, paidOrders, ...items.map(({ unsold, paidUnits }) => [unsold, paidUnits])];
};

test('a leader orders for a neighbour and has the cash: in the list and the totals, in no book', async () => {
  const round = await estate.openRound();
  const { roundId } = round;
  const [berry] = round.items.map(({ itemId }) => itemId);
  const wang = { roundId, pointId: estate.pointId, name: '王阿姨', building: '3 栋 502', phone: '138 0013-8000', pays: 'IN_CASH', items: [{ itemId: berry, quantity: 3 }] };
  await refused((await stage.newUser()).linli.placeNeighbourOrder(wang), 'FORBIDDEN');
  await refused(other.linli.placeNeighbourOrder(wang), 'NOT_HERE');
  await refused(leader.linli.placeNeighbourOrder({ ...wang, pointId: '0'.repeat(32) }), 'POINT_NOT_OFFERED');

  const placed = await leader.linli.placeNeighbourOrder(wang);
  assert.deepEqual([placed.order.status, placed.number, placed.pays, placed.neighbourName, placed.neighbourBuilding, placed.neighbourPhone, placed.order.amountFen],
    ['WAITING_CUTOFF', 1, 'IN_CASH', '王阿姨', '3 栋 502', '13800138000', 14940]);
  const { orderId } = placed.order;
  assert.deepEqual(await totals(round), [14940, 1, [27, 3], [20, 0]]);
  await refused(leader.linli.placeNeighbourOrder({ ...wang, items: [{ itemId: berry, quantity: 2 }] }), 'LIMIT_REACHED');
  await leader.linli.placeNeighbourOrder({ ...wang, phone: '', name: '李大爷', items: [{ itemId: berry, quantity: 4 }] });

  const { entries } = await eventually('both are listed', async () => {
    const list = await stage.client().listRoundEntries({ roundId });
    return list.entries.length === 2 && list;
  });
  assert.deepEqual(entries.map(({ maskedName }) => maskedName), ['李*', '王*']);
  assert.equal((await leader.linli.getRoundOrder({ orderId })).neighbourPhone, '13800138000');
  assert.deepEqual((await leader.linli.listRoundOrders({ roundId })).orders.map(({ neighbourPhone }) => neighbourPhone), ['', '']);
  await refused(other.linli.getRoundOrder({ orderId }), 'NOT_HERE');
  await refused(leader.linli.payOrder({ orderId }), 'ORDER_NOT_PAYABLE');
  const [{ clear }] = stage.query(`select position('13800138000'::bytea in neighbour_phone_sealed) as clear from groupbuy.round_entries where order_id = '${orderId}'`);
  assert.equal(Number(clear), 0, 'the phone is sealed');

  await leader.linli.cancelOrder({ orderId });
  const off = await leader.linli.getOrder({ orderId });
  assert.deepEqual([off.status, off.refundedFen, off.refunds[0].state], ['REFUNDED', 14940, 'SUCCESS'], 'given back by hand: noted at once');
  assert.deepEqual(await totals(round), [19920, 1, [26, 4], [20, 0]]);
  const [{ books }] = stage.query(`select (select count(*) from groupbuy.ledger_postings where order_id = '${orderId}')
    + (select count(*) from groupbuy.payments where order_id = '${orderId}') + (select count(*) from groupbuy.shares where order_id = '${orderId}') as books`);
  assert.equal(Number(books), 0);
  const { entries: log } = await estate.operator.listTradeAudit({ objectId: roundId });
  assert.ok(log.some(({ action, before: nothing, after: id, reason }) => action === 'place_neighbour_order' && id === orderId && reason === 'IN_CASH'));
});

test('somebody else pays: the link shows little and to anyone, one payer wins, what goes back goes to him', async () => {
  const round = await estate.openRound();
  const items = [{ itemId: round.items[1].itemId, quantity: 2 }];
  const [li, aunt, uncle] = await Promise.all([stage.newUser({ nickname: '李小明' }), stage.newUser(), stage.newUser()]);
  const { order: { orderId } } = await li.linli.placeRoundOrder({ roundId: round.roundId, pointId: estate.pointId, items });
  await refused(aunt.linli.createPayLink({ orderId }), 'NOT_HERE');
  const { key } = await li.linli.createPayLink({ orderId });
  assert.equal((await li.linli.createPayLink({ orderId })).key, key, 'one link an order');
  const shown = await stage.client().openPayLink({ key });
  assert.deepEqual([shown.amountFen, shown.goods, shown.paid, shown.orderId, Boolean(shown.payBy)], [11160, '车厘子 2 斤 × 2', false, orderId, true]);
  await refused(stage.client().openPayLink({ key: 'A'.repeat(20) }), 'NOT_HERE');
  await refused(stage.client().payByLink({ key }), 'TOKEN_MISSING');

  const payment = await aunt.linli.payByLink({ key });
  await refused(uncle.linli.payByLink({ key }), 'ORDER_NOT_PAYABLE');
  await refused(li.linli.payOrder({ orderId }), 'ORDER_NOT_PAYABLE');
  await refused(li.linli.createPayLink({ orderId }), 'ORDER_NOT_PAYABLE');
  await stage.wechat.pay(aunt.openid, payment.wechat);
  await estate.paid(li, { orderId });
  assert.equal((await stage.client().openPayLink({ key })).paid, true);
  await refused(uncle.linli.payByLink({ key }), 'ORDER_NOT_PAYABLE');
  await refused(aunt.linli.getOrder({ orderId }), 'NOT_HERE');

  // A neighbour without a phone: the link is made with the order. One that is off has no link any more.
  const neighbour = { roundId: round.roundId, pointId: estate.pointId, name: '王阿姨', building: '3 栋 502', pays: 'BY_LINK', items };
  const [one, two] = [await leader.linli.placeNeighbourOrder(neighbour), await leader.linli.placeNeighbourOrder(neighbour)];
  assert.deepEqual([one.order.status, one.payLink.ordererName], ['PENDING_PAYMENT', '王*']);
  await leader.linli.cancelOrder({ orderId: two.order.orderId });
  await refused(stage.client().openPayLink({ key: two.payLink.key }), 'ORDER_EXPIRED');
  await refused(uncle.linli.payByLink({ key: two.payLink.key }), 'ORDER_NOT_PAYABLE');
  const byUncle = await uncle.linli.payByLink({ key: one.payLink.key });
  await stage.wechat.pay(uncle.openid, byUncle.wechat);
  await estate.paid(leader, one.order);
  assert.deepEqual(await totals(round), [22320, 2, [30, 0], [16, 4]]);

  await li.linli.cancelOrder({ orderId });
  await eventually('it went back', async () => (await li.linli.getOrder({ orderId })).status === 'REFUNDED');
  const [{ payer_openid: payer }] = stage.query(`select payer_openid from groupbuy.payments where order_id = '${orderId}'`);
  assert.equal(payer, aunt.openid, 'WeChat pays back to who paid');
});

test('a buyer takes fewer of what he has paid for, to the fen, until the cut-off', async () => {
  const round = await estate.openRound();
  const [berry, cherry] = round.items.map(({ itemId }) => itemId);
  const [li, wang] = await Promise.all([stage.newUser(), stage.newUser()]);
  const unpaid = await wang.linli.placeRoundOrder({ roundId: round.roundId, pointId: estate.pointId, items: [{ itemId: cherry, quantity: 1 }] });
  await refused(wang.linli.reduceRoundOrder({ orderId: unpaid.order.orderId, lines: [{ position: 0, quantity: 0 }] }), 'ORDER_NOT_PAID');
  const { order: { orderId } } = await estate.order(li, round, [{ itemId: berry, quantity: 4 }, { itemId: cherry, quantity: 2 }]);
  assert.deepEqual(await totals(round), [31080, 1, [26, 4], [17, 2]]);
  await refused(wang.linli.reduceRoundOrder({ orderId, lines: [{ position: 0, quantity: 1 }] }), 'NOT_HERE');
  const faults = await refused(li.linli.reduceRoundOrder({ orderId, lines: [{ position: 0, quantity: 5 }] }), 'FIELDS_INVALID');
  assert.equal(faults.errors[0].field, 'lines[0].quantity');
  await refused(li.linli.reduceRoundOrder({ orderId, lines: [{ position: 7, quantity: 0 }] }), 'FIELDS_INVALID');

  const less = await li.linli.reduceRoundOrder({ orderId, lines: [{ position: 0, quantity: 1 }, { position: 1, quantity: 0 }] });
  assert.deepEqual(less.order.lines.map(({ refundedUnits, refundedFen }) => [refundedUnits, refundedFen]), [[3, 14940], [2, 11160]]);
  assert.deepEqual(await totals(round), [4980, 1, [29, 1], [19, 0]]);
  await eventually('the money is back', async () => (await li.linli.getOrder({ orderId })).refundedFen === 26100);
  const more = await estate.order(li, round, [{ itemId: berry, quantity: 3 }]);
  assert.deepEqual(await totals(round), [19920, 2, [26, 4], [19, 0]], 'his limit has room again');

  // All of it off is a cancellation.
  await li.linli.reduceRoundOrder({ orderId: more.order.orderId, lines: [{ position: 0, quantity: 0 }] });
  await eventually('it is off', async () => (await li.linli.getOrder({ orderId: more.order.orderId })).status === 'REFUNDED');
  await leader.linli.closeRound({ roundId: round.roundId });
  await eventually('it ends', async () => (await leader.linli.getRound({ roundId: round.roundId })).status !== 'ROUND_OPEN');
  await refused(li.linli.reduceRoundOrder({ orderId, lines: [{ position: 0, quantity: 0 }] }), 'ENDED');
  assert.deepEqual((await totals(round)).slice(0, 2), [4980, 1]);
});

const HOME = { name: '王芳', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号 3 栋 502' };

// Somebody with points, which two operators gave him, and an address.
async function newCustomer() {
  const user = await stage.newUser({ phone: true });
  const { adjustmentId } = await estate.operator.proposeAdjustment({ userId: user.userId, points: 400, why: '开团礼' });
  await second.linli.decideAdjustment({ adjustmentId, approve: true });
  const { addressId } = await user.linli.addAddress(HOME);
  return { user, addressId };
}

test('points and the fee to the door are in the price of a round, as quoted; what is not bought lets the points go', async () => {
  const round = await estate.openRound({ door: true, doorFeeFen: '300', doorMinimumFen: '5000', doorBuildings: ['3 栋', '5 栋'] });
  const { roundId, items: [{ itemId }] } = round;
  const { user: { linli, ...user }, addressId } = await newCustomer();
  const wish = { roundId, items: [{ itemId, quantity: 2 }], addressId, door: { building: '3 栋', unit: '2 单元', floor: 5 } };
  await refused(linli.quoteRoundOrder({ ...wish, items: [{ itemId, quantity: 1 }] }), 'BELOW_DOOR_MINIMUM');
  await refused(linli.quoteRoundOrder({ ...wish, door: { building: '4 栋' } }), 'POINT_NOT_OFFERED');
  await refused(linli.quoteRoundOrder({ ...wish, pointId: estate.pointId }), 'FIELDS_INVALID');
  await refused(other.linli.quoteRoundOrder(wish), 'NOT_HERE');
  await refused(linli.placeRoundOrder({ ...wish, points: 1_000_000 }), 'POINTS_NOT_USABLE');

  const quote = await linli.quoteRoundOrder({ ...wish, points: 400 });
  assert.ok(quote.points > 0 && quote.amountFen < 2 * 4980 + 300, `${quote.points} points make ${quote.amountFen}`);
  const off = 2 * 4980 + 300 - quote.amountFen;
  const { order, door } = await linli.placeRoundOrder({ ...wish, points: quote.points });
  assert.deepEqual([order.amountFen, order.lines[0].pointsDiscountFen, order.lines[0].deliveryFen, order.delivery.kind, door.building], [quote.amountFen, off, 300, 'DOOR', '3 栋']);
  assert.deepEqual([order.delivery.street, order.delivery.phoneMasked], [HOME.street, '138****8000']);
  const has = (what, available, held) => eventually(what, async () => {
    const points = await linli.getPoints();
    return points.available === available && points.held === held;
  });
  await has('they are set aside', 400 - quote.points, quote.points);
  await linli.cancelOrder({ orderId: order.orderId });
  await has('they are his again', 400, 0);

  // Paid they are spent; taken back the share of them is his again.
  const again = await linli.placeRoundOrder({ ...wish, points: quote.points });
  await stage.pay({ ...user, linli }, again.order);
  await estate.paid({ linli }, again.order);
  const receipt = await linli.getReceipt({ orderId: again.order.orderId });
  assert.equal(receipt.steps.reduce((sum, { amountFen }) => sum + amountFen, 0), quote.amountFen);
  await has('they are spent', 400 - quote.points, 0);
  await linli.cancelOrder({ orderId: again.order.orderId });
  await has('they are back', 400, 0);
});

test('what is brought to the door is listed by building and floor for its leader alone, delivered, and received', async () => {
  const round = await estate.openRound({ door: true, doorFeeFen: '300' });
  const { roundId, items: [{ itemId }] } = round;
  const { user, addressId } = await newCustomer();
  const places = [{ building: '5 栋', unit: '1 单元', floor: 2 }, { building: '3 栋', unit: '2 单元', floor: 11 }, { building: '3 栋', unit: '2 单元', floor: 5 }];
  const orders = [];
  for (const door of places) orders.push(await estate.order(user, round, [{ itemId, quantity: 1 }], { pointId: '', addressId, door }));
  const [{ order: { orderId } }] = orders;
  const zhao = { roundId, name: '赵奶奶', building: '9 栋 302', pays: 'IN_CASH', items: [{ itemId, quantity: 1 }] };
  const { errors: [nowhere] } = await refused(leader.linli.placeNeighbourOrder(zhao), 'FIELDS_INVALID');
  assert.equal(nowhere.field, 'door');
  await refused(leader.linli.placeNeighbourOrder({ ...zhao, pointId: estate.pointId, door: { building: '9 栋' } }), 'FIELDS_INVALID');
  const cash = (await leader.linli.placeNeighbourOrder({ ...zhao, door: { building: '9 栋', unit: '1 单元', floor: 3 } })).order;
  assert.deepEqual([cash.status, cash.delivery.kind, cash.lines[0].deliveryFen], ['WAITING_CUTOFF', 'DOOR', 300], 'without a phone, by her leader');
  const first = await leader.linli.listDoorDeliveries({ roundId, pageSize: 2 });
  const rest = await leader.linli.listDoorDeliveries({ roundId, pageSize: 2, pageToken: first.nextPageToken });
  assert.deepEqual([...first.deliveries, ...rest.deliveries].map(({ door, phone, street, goods }) => [door.building, door.floor, phone, street, goods]),
    [...[['3 栋', 5], ['3 栋', 11], ['5 栋', 2]].map((where) => [...where, HOME.phone, HOME.street, '蓝莓 2 斤 × 1']), ['9 栋', 3, '', '9 栋 302', '蓝莓 2 斤 × 1']]);
  await leader.linli.cancelOrder({ orderId: cash.orderId });
  await refused(other.linli.listDoorDeliveries({ roundId }), 'NOT_HERE');
  await refused(user.linli.listDoorDeliveries({ roundId }), 'FORBIDDEN');
  await refused(leader.linli.deliverRoundOrder({ orderId }), 'ORDER_NOT_SHIPPABLE');

  await leader.linli.closeRound({ roundId });
  await eventually('it is closed', async () => (await leader.linli.getRound({ roundId })).status === 'ROUND_CLOSED', { withinMs: 60_000 });
  const door = { roundId, placeId: roundId };
  await leader.linli.recordArrival({ ...door, items: [{ itemId, arrived: 3 }] });
  await leader.linli.confirmReceiving({ ...door, deliveries: 1 });
  await eventually('it can be brought', async () => (await user.linli.getOrder({ orderId })).status === 'READY', { withinMs: 60_000 });
  await estate.operator.refundOrder({ orderId: orders[1].order.orderId, reason: '家里没人' });
  assert.deepEqual((await leader.linli.listDoorDeliveries({ roundId })).deliveries.map(({ number }) => Number(number)), [3, 1], 'what is paid back is not brought');
  const sheet = (format) => ({ roundId, placeId: roundId, sheet: 'SHEET_OF_DOORS', format });
  const { text } = await leader.linli.exportSheet(sheet('AS_CSV'));
  assert.deepEqual(text.split('\r\n').slice(1, -1).map((row) => row.split(',').slice(0, 6).join()), ['"3 栋","2 单元",5,3,"王芳","13812348000"', '"5 栋","1 单元",2,1,"王芳","13812348000"']);
  assert.match((await leader.linli.exportSheet(sheet('AS_PAGE'))).text, /<td>5 栋<\/td>/);
  await refused(other.linli.exportSheet(sheet('AS_CSV')), 'NOT_HERE');
  await refused(leader.linli.exportSheet({ ...sheet('AS_CSV'), placeId: estate.pointId }), 'NOT_HERE');
  await refused(other.linli.deliverRoundOrder({ orderId }), 'NOT_HERE');
  assert.equal((await leader.linli.deliverRoundOrder({ orderId })).order.status, 'SHIPPED');
  assert.equal((await user.linli.confirmReceipt({ orderId })).status, 'FULFILLED');
  const { entries } = await estate.operator.listTradeAudit({ objectId: roundId });
  assert.ok(entries.some(({ action }) => action === 'deliver_round_order'));
});
