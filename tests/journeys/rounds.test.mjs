// A leader's group-buy from draft to cut-off: written, checked, published, changed as far as it may be, called off.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOBODY = '0'.repeat(32);
const HOUR = 3_600_000;
let stage, operator, communityId, leader, other, pointId, skuId, cherry;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  ({ communityId } = await operator.createCommunity({ name: `开团${process.pid}${Date.now() % 1e6}`, address: '一号路', households: 300 }));
  [leader, other] = await Promise.all([newLeader(), newLeader()]);
  ({ pointId } = await leader.linli.createPickUpPoint({ communityId, name: '3 栋小卖部', address: '3 栋 1 楼', hours: '每天 17:00–20:30' }));
  await operator.decidePickUpPoint({ pointId, approve: true });
  [skuId, cherry] = await Promise.all([newSku('蓝莓'), newSku('车厘子')]);
});
after(() => stage.close());

async function newLeader() {
  const one = await stage.newUser();
  const { applicationId } = await one.linli.applyAsLeader({ communityId, statement: '住 3 栋', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId, approve: true });
  await eventually('the role is felt', () => one.linli.listRefusedBuyers());
  return one;
}

async function newSku(title) {
  const product = await operator.createProduct({
    title, description: '云南', category: '水果', imageUrls: ['https://img.example.com/b.jpg'], sellerName: '邻里优选', sellerLicence: '91310000MA1FL0000X',
    skus: [{ title: '2 斤', listPriceFen: '5980', costPriceFen: '2000', stock: '1000', weightG: 1000 }],
  });
  await operator.setProductStatus({ productId: product.productId, status: 'ON_SHELF' });
  return product.skus[0].skuId;
}

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
