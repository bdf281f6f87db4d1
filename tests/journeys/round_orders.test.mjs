// Orders in a leader's group-buy beyond the buyer's own: for neighbours without a phone.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Estate } from './support/round.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

let stage, estate, leader, other;
before(async () => {
  stage = await openStage();
  estate = await Estate.open(stage);
  ({ leader } = estate);
  other = await estate.newLeader();
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
