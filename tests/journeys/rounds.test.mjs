// A leader's group-buy from draft to cut-off: written, checked, published, changed as far as it may be, called off.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Estate } from './support/round.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOBODY = '0'.repeat(32);
const HOUR = 3_600_000;
let stage, estate, operator, communityId, leader, other, pointId, skuId, cherry;
before(async () => {
  stage = await openStage();
  estate = await Estate.open(stage);
  ({ operator, communityId, leader, pointId, berries: skuId, cherries: cherry } = estate);
  other = await estate.newLeader();
});
after(() => stage.close());

const at = (ms) => new Date(Date.now() + ms).toISOString();
const draft = (changes = {}) => ({
  communityId, title: '周三水果团', description: '', imageUrls: [], startsAt: at(-1000), endsAt: at(HOUR), readyAt: at(24 * HOUR), pointIds: [pointId],
  shortageRule: 'FIRST_COME', uncollectedRule: 'KEEP', keepDays: 3,
  items: [{ skuId, priceFen: '4980', stock: '100', perUserLimit: 5, steps: [{ fromUnits: '50', priceFen: '4480' }] }, { skuId: cherry, priceFen: '5580', stock: '20' }],
  ...changes,
});
const stockOf = (sku) => Number(stage.query(`select stock from groupbuy.skus where id = '${sku}'`)[0].stock);

test('a draft is its leader\'s alone, and every fault is named', async () => {
  await refused((await stage.newUser()).linli.createRound(draft()), 'FORBIDDEN');
  const faults = (await refused(leader.linli.createRound(draft({
    endsAt: at(-HOUR), readyAt: at(-2 * HOUR), pointIds: [], doorFeeFen: '100',
    items: [{ skuId, priceFen: '9980', stock: '10', perUserLimit: 11 }, { skuId: cherry, priceFen: '1000', stock: '10' }],
  })), 'FIELDS_INVALID')).errors.map(({ field }) => field);
  assert.deepEqual(faults, ['endsAt', 'readyAt', 'pointIds', 'doorFeeFen', 'items[0].priceFen', 'items[0].perUserLimit', 'items[1].priceFen']);
  await refused(leader.linli.createRound(draft({ items: [{ skuId, priceFen: '4980', stock: '1' }, { skuId, priceFen: '4980', stock: '1' }] })), 'FIELDS_INVALID');
  await refused(leader.linli.createRound(draft({ items: [{ skuId: NOBODY, priceFen: '4980', stock: '1' }] })), 'NOT_HERE');
  await refused(other.linli.createRound(draft()), 'NOT_HERE');

  const round = await leader.linli.createRound(draft());
  assert.deepEqual([round.status, round.items.length, round.points[0].name], ['ROUND_DRAFT', 2, '3 栋小卖部']);
  await refused(stage.client().getRound({ roundId: round.roundId }), 'NOT_HERE');
  await refused(other.linli.updateRound({ roundId: round.roundId, round: draft() }), 'NOT_HERE');
  const better = await leader.linli.updateRound({ roundId: round.roundId, round: draft({ title: '周三水果大团', items: draft().items.slice(0, 1) }) });
  assert.deepEqual([better.title, better.items.length], ['周三水果大团', 1]);
  await refused(leader.linli.updateRound({ roundId: round.roundId, round: draft({ endsAt: at(-HOUR) }) }), 'FIELDS_INVALID');
  assert.ok((await leader.linli.listMyRounds({ status: 'ROUND_DRAFT' })).rounds.some(({ roundId }) => roundId === round.roundId));
  await refused(stage.client().listMyRounds(), 'TOKEN_MISSING');
});

test('publishing cuts units out of the stock; what runs changes only as far as was said', async () => {
  const before = stockOf(skuId);
  const { roundId } = await leader.linli.createRound(draft({ minimumFen: '100000' }));
  await refused(other.linli.publishRound({ roundId }), 'NOT_HERE');
  assert.equal((await leader.linli.publishRound({ roundId })).status, 'ROUND_SCHEDULED');
  assert.equal(stockOf(skuId), before - 100);
  await refused(leader.linli.publishRound({ roundId }), 'ROUND_FROZEN');
  await eventually('it opens', async () => (await stage.client().getRound({ roundId })).status === 'ROUND_OPEN');
  await eventually('it is listed', async () => (await stage.client().listRounds({ communityId, pageSize: 100 })).rounds.some((one) => one.roundId === roundId));
  await refused(stage.client().listRounds({ communityId: 'x' }), 'FIELDS_INVALID');

  const changed = await leader.linli.updateRound({ roundId, round: draft({ title: '今晚截单', items: draft().items.slice(0, 1) }) });
  assert.deepEqual([changed.title, changed.items.length], ['今晚截单', 2], 'words change, goods do not');
  const [item] = changed.items;
  const more = await leader.linli.addRoundStock({ roundId, itemId: item.itemId, units: '10' });
  assert.equal(Number(more.items[0].stock), 110);
  assert.equal(stockOf(skuId), before - 110);
  await refused(leader.linli.addRoundStock({ roundId, itemId: item.itemId, units: '1000000' }), 'STOCK_SHORT');
  await refused(leader.linli.addRoundStock({ roundId, itemId: NOBODY, units: '1' }), 'NOT_HERE');

  assert.equal((await leader.linli.lowerRoundMinimum({ roundId, minimumFen: '50000' })).minimumFen, 50000);
  await refused(leader.linli.lowerRoundMinimum({ roundId, minimumFen: '60000' }), 'FIELDS_INVALID');
  await refused(leader.linli.extendRound({ roundId, endsAt: at(30 * 24 * HOUR) }), 'FIELDS_INVALID');
  assert.equal((await leader.linli.extendRound({ roundId, endsAt: at(2 * HOUR) })).extended, true);
  await refused(leader.linli.extendRound({ roundId, endsAt: at(3 * HOUR) }), 'EXTENDED_BEFORE');

  await refused(other.linli.cancelRound({ roundId, reason: '不开了' }), 'NOT_HERE');
  const off = await leader.linli.cancelRound({ roundId, reason: '供应商缺货' });
  assert.deepEqual([off.status, off.cancelReason], ['ROUND_CANCELLED', '供应商缺货']);
  assert.equal(stockOf(skuId), before, 'all units are back');
  await refused(leader.linli.cancelRound({ roundId, reason: '再来' }), 'ROUND_FROZEN');
});

test('a minimum that is missed calls it off; without one it closes, and nothing changes any more', async () => {
  const before = stockOf(skuId);
  const { roundId: missed } = await leader.linli.createRound(draft({ minimumFen: '1' }));
  const { roundId } = await leader.linli.createRound(draft());
  for (const id of [missed, roundId]) {
    await refused(leader.linli.closeRound({ roundId: id }), 'ROUND_FROZEN');
    await leader.linli.publishRound({ roundId: id });
    await eventually('it opens', async () => (await leader.linli.getRound({ roundId: id })).status === 'ROUND_OPEN');
    await leader.linli.closeRound({ roundId: id });
  }
  await eventually('the one without a minimum is closed', async () => (await leader.linli.getRound({ roundId })).status === 'ROUND_CLOSED');
  await eventually('the other is off', async () => (await leader.linli.getRound({ roundId: missed })).status === 'ROUND_CANCELLED');
  assert.equal(stockOf(skuId), before, 'nobody bought: all units are back');
  await refused(leader.linli.extendRound({ roundId, endsAt: at(5 * HOUR) }), 'ROUND_FROZEN');

  const copy = await leader.linli.copyRound({ roundId, startsAt: at(0), endsAt: at(HOUR), readyAt: at(24 * HOUR) });
  assert.deepEqual([copy.status, copy.copiedFrom, copy.items.length, copy.items[0].steps.length], ['ROUND_DRAFT', roundId, 2, 1]);
  await refused(other.linli.copyRound({ roundId, startsAt: at(0), endsAt: at(HOUR), readyAt: at(24 * HOUR) }), 'NOT_HERE');
});

const blueberries = (round) => round.items[0].itemId;

// A round that runs, of 30 blueberries at 49.80 (44.80 from 5 on) and 20 cherries.
async function openRound(changes = {}) {
  const { roundId } = await leader.linli.createRound(draft({
    items: [{ skuId, priceFen: '4980', stock: '30', perUserLimit: 4, steps: [{ fromUnits: '5', priceFen: '4480' }] }, { skuId: cherry, priceFen: '5580', stock: '20' }], ...changes,
  }));
  await leader.linli.publishRound({ roundId });
  return eventually('it opens', async () => {
    const round = await stage.client().getRound({ roundId });
    return round.status === 'ROUND_OPEN' && round;
  });
}

const paidOrder = async (user, round, items) => {
  const placed = await user.linli.placeRoundOrder({ roundId: round.roundId, pointId, items });
  await stage.pay(user, placed.order);
  return eventually('it is paid', async () => {
    const one = await user.linli.getRoundOrder({ orderId: placed.order.orderId });
    return one.order.status === 'WAITING_CUTOFF' && one;
  });
};

test('goods that come more than 15 days after their payment are declared to WeChat, others are not', async () => {
  const user = await stage.newUser();
  const [late, soon] = [await openRound({ readyAt: at(20 * 24 * HOUR) }), await openRound({ readyAt: at(14 * 24 * HOUR) })];
  const { order: inTime } = await paidOrder(user, soon, [{ itemId: soon.items[0].itemId, quantity: 1 }]);
  const { order } = await paidOrder(user, late, [{ itemId: late.items[0].itemId, quantity: 1 }]);
  const declared = async () => (await stage.wechat.call('GET', '/special-orders')).orders;
  const told = await eventually('WeChat knows it', async () => (await declared()).find(({ outTradeNo }) => outTradeNo === order.orderId));
  assert.deepEqual([told.type, told.delayTo], [1, Math.ceil(Date.parse(late.readyAt) / 1000)]);
  await eventually('so do we', async () => stage.query(`select state from groupbuy.presales where order_id = '${order.orderId}'`)[0].state === 'DONE');
  assert.ok(!(await declared()).some(({ outTradeNo }) => outTradeNo === inTime.orderId));
});

test('orders of several goods get a number, hold their units, stand in the list, and are taken back until the cut-off', async () => {
  const round = await openRound();
  const [li, wang, refusedOne] = await Promise.all([stage.newUser(), stage.newUser(), stage.newUser()]);
  const [berry, cherries] = round.items.map(({ itemId }) => itemId);
  const { roundId } = round;
  await refused(stage.client().placeRoundOrder({ roundId, pointId, items: [{ itemId: berry, quantity: 1 }] }), 'TOKEN_MISSING');
  await refused(li.linli.placeRoundOrder({ roundId, pointId: NOBODY, items: [{ itemId: berry, quantity: 1 }] }), 'POINT_NOT_OFFERED');
  await refused(li.linli.placeRoundOrder({ roundId, pointId, items: [{ itemId: berry, quantity: 3 }, { itemId: berry, quantity: 2 }] }), 'LIMIT_REACHED');
  await refused(li.linli.placeRoundOrder({ roundId, pointId, items: [{ itemId: cherries, quantity: 21 }] }), 'STOCK_SHORT');
  await leader.linli.refuseBuyer({ userId: refusedOne.userId, reason: '三次不取货' });
  await refused(refusedOne.linli.placeRoundOrder({ roundId, pointId, items: [{ itemId: berry, quantity: 1 }] }), 'BUYER_REFUSED');

  const first = await paidOrder(li, round, [{ itemId: berry, quantity: 2 }, { itemId: cherries, quantity: 1 }, { itemId: berry, quantity: 1 }]);
  assert.deepEqual(first.order.lines.map(({ quantity, payableFen }) => [quantity, Number(payableFen)]), [[3, 14940], [1, 5580]]);
  const second = await paidOrder(wang, round, [{ itemId: cherries, quantity: 2 }]);
  assert.deepEqual([first.number, second.number].map(Number), [1, 2]);
  const now = await leader.linli.getRound({ roundId });
  assert.deepEqual([Number(now.paidFen), Number(now.paidOrders), now.items.map(({ unsold, paidUnits }) => [Number(unsold), Number(paidUnits)])], [31680, 2, [[27, 3], [17, 3]]]);

  await eventually('both are listed', async () => (await stage.client().listRoundEntries({ roundId })).entries.length === 2);
  await li.linli.setEntryHidden({ orderId: first.order.orderId, hidden: true });
  await refused(wang.linli.setEntryHidden({ orderId: first.order.orderId, hidden: true }), 'NOT_HERE');
  await eventually('who hides is not', async () => {
    const { entries } = await stage.client().listRoundEntries({ roundId });
    return entries.length === 1 && Number(entries[0].number) === 2 && entries[0].goods === '车厘子 2 斤 × 2';
  });
  await refused(stage.client().listRoundEntries({ roundId: 'x' }), 'FIELDS_INVALID');
  assert.deepEqual((await leader.linli.listRoundOrders({ roundId })).orders.map(({ number }) => Number(number)), [2, 1]);
  await refused(other.linli.listRoundOrders({ roundId }), 'NOT_HERE');
  assert.equal((await leader.linli.getRoundOrder({ orderId: first.order.orderId })).order.orderId, first.order.orderId);
  await refused(wang.linli.getRoundOrder({ orderId: first.order.orderId }), 'NOT_HERE');

  await wang.linli.cancelOrder({ orderId: second.order.orderId });
  const after = await leader.linli.getRound({ roundId });
  assert.deepEqual([Number(after.paidFen), Number(after.items[1].unsold), Number(after.items[1].paidUnits)], [20520, 19, 1]);
  await eventually('the money is back', async () => (await wang.linli.getOrder({ orderId: second.order.orderId })).status === 'REFUNDED');
  const third = await paidOrder(wang, round, [{ itemId: cherries, quantity: 1 }]);
  assert.equal(Number(third.number), 3, 'no number is given twice');
  await leader.linli.cancelRound({ roundId, reason: '冷链坏了' });
  for (const [who, { order }] of [[li, first], [wang, third]]) {
    await eventually('everybody is refunded', async () => (await who.linli.getOrder({ orderId: order.orderId })).status === 'REFUNDED');
  }
});

test('at the cut-off the reached step is everybody\'s price, and nothing enters any more', async () => {
  const before = stockOf(skuId);
  const round = await openRound();
  const { roundId } = round;
  const buyers = await Promise.all([1, 2, 3].map(() => stage.newUser()));
  const orders = await Promise.all(buyers.slice(0, 2).map((buyer) => paidOrder(buyer, round, [{ itemId: blueberries(round), quantity: 3 }])));
  const late = await buyers[2].linli.placeRoundOrder({ roundId, pointId, items: [{ itemId: blueberries(round), quantity: 1 }] });
  await leader.linli.closeRound({ roundId });
  await eventually('it is closing', async () => (await leader.linli.getRound({ roundId })).status !== 'ROUND_OPEN');
  await refused(buyers[0].linli.placeRoundOrder({ roundId, pointId, items: [{ itemId: blueberries(round), quantity: 1 }] }), 'ENDED');
  await refused(buyers[0].linli.cancelOrder({ orderId: orders[0].order.orderId }), 'ORDER_NOT_CANCELLABLE');
  await eventually('it is closed', async () => (await leader.linli.getRound({ roundId })).status === 'ROUND_CLOSED', { withinMs: 60_000 });
  assert.equal((await buyers[2].linli.getOrder({ orderId: late.order.orderId })).status, 'CANCELLED', 'who has not paid is out');
  for (const [i, { order }] of orders.entries()) {
    const refunded = await eventually('the difference is back', async () => {
      const now = await buyers[i].linli.getOrder({ orderId: order.orderId });
      return Number(now.refundedFen) > 0 && now;
    });
    assert.deepEqual([Number(refunded.refundedFen), refunded.status], [3 * 500, 'WAITING_CUTOFF']);
  }
  assert.equal(stockOf(skuId), before - 6, 'what nobody bought is back with the SKU');

  // Called off after all: what each order added is taken off, also what the price step has refunded since.
  assert.equal((await leader.linli.getRound({ roundId })).paidFen, 6 * 4980);
  await leader.linli.cancelRound({ roundId, reason: '供应商缺货' });
  const off = await eventually('nothing counts any more', async () => {
    const now = await leader.linli.getRound({ roundId });
    return now.paidOrders === 0 && now;
  });
  assert.deepEqual([off.paidFen, off.items[0].paidUnits], [0, 0]);
});
