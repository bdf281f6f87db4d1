// The selection hall: operators put goods into it, leaders open rounds with them, and with nothing else where it says so.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openStage, refused } from './support/stage.mjs';
import { newLeadership } from './support/world.mjs';

const HOUR = 3_600_000;
const RUN = `${process.pid}${Date.now() % 1e6}`;
let stage, operator, communityId, leader, pointId;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  ({ communityId } = await operator.createCommunity({ name: `选品里${RUN}`, address: '一号路', households: 300 }));
  ({ leader, pointId } = await newLeadership(stage, communityId, '3 栋'));
});
after(() => stage.close());

async function newSku(title) {
  const { productId } = await operator.createProduct({ title: `${title}${RUN}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '2 斤', listPriceFen: 5980, costPriceFen: 2000, stock: 1000 }] });
  return (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus[0].skuId;
}

const at = (ms) => new Date(Date.now() + ms).toISOString();
const draft = (...items) => leader.linli.createRound({
  communityId, title: '选品团', startsAt: at(-1000), endsAt: at(HOUR), readyAt: at(24 * HOUR), pointIds: [pointId], shortageRule: 'FIRST_COME', uncollectedRule: 'KEEP', keepDays: 3,
  items: items.map(([skuId, priceFen, stock]) => ({ skuId, priceFen, stock })),
});
const left = async (skuId) => (await leader.linli.listHall({ communityId, pageSize: 100 })).goods.find((one) => one.skuId === skuId)?.supplyLeft;

test('leaders open with goods of the hall, as many as it has and no cheaper, and with nothing else where it says so', async () => {
  const [blueberry, cherry, durian] = [await newSku('蓝莓'), await newSku('车厘子'), await newSku('榴莲')];
  const line = await operator.offerInHall({ skuId: blueberry, communityId, commissionBasisPoints: 900, lowestPriceFen: 4500, supplyLimit: 100 });
  assert.deepEqual([line.commissionBasisPoints, line.supplyLimit, line.supplyLeft, line.version], [900, 100, 100, 1]);
  await refused(operator.offerInHall({ skuId: blueberry, communityId, lowestPriceFen: 4500, supplyLimit: 1 }), 'HALL_OFFERED');
  await operator.offerInHall({ skuId: cherry, lowestPriceFen: 5000, supplyLimit: 30 });
  assert.deepEqual(await operator.setHallRule({ communityId, hallOnly: true, why: '统一选品' }), { communityId, hallOnly: true });

  const { errors } = await refused(draft([blueberry, 4499, 10], [cherry, 5500, 10], [durian, 5500, 10]), 'FIELDS_INVALID');
  assert.deepEqual(errors.map(({ field }) => field), ['items[0].priceFen', 'items[2].skuId']);
  const { roundId, items: [{ itemId }] } = await draft([blueberry, 4980, 60], [cherry, 5500, 30]);
  await leader.linli.publishRound({ roundId });
  assert.deepEqual([await left(blueberry), await left(cherry)], [40, 0]);
  const second = await draft([blueberry, 4980, 41]);
  await refused(leader.linli.publishRound({ roundId: second.roundId }), 'HALL_SHORT');
  await refused(leader.linli.addRoundStock({ roundId, itemId, units: 41 }), 'HALL_SHORT');
  await refused(operator.createCampaign({ kind: 'FLASH_SALE', title: '闪购', skuId: blueberry, priceFen: 4990, stock: 41, perUserLimit: 1, startsAt: at(-1000), endsAt: at(HOUR), communityId }), 'HALL_SHORT');
  await leader.linli.cancelRound({ roundId, reason: '供应商停电' });
  assert.deepEqual([await left(blueberry), await left(cherry)], [100, 30], 'all of it came back');
  await leader.linli.publishRound({ roundId: second.roundId });

  const change = { hallGoodsId: line.hallGoodsId, lowestPriceFen: 4600, supplyLimit: 50, withdrawn: true };
  const { errors: [fault] } = await refused(operator.updateHallGoods({ ...change, version: 1, supplyLimit: 40 }), 'FIELDS_INVALID');
  assert.equal(fault.field, 'supplyLimit');
  assert.deepEqual(((one) => [one.version, one.supplyLeft, one.withdrawn])(await operator.updateHallGoods({ ...change, version: 1 })), [2, 9, true]);
  await refused(operator.updateHallGoods({ ...change, version: 1 }), 'VERSION_STALE');
  assert.equal(await left(blueberry), undefined, 'leaders see it no more');
  assert.ok((await operator.listHallGoods({ pageSize: 100 })).goods.some(({ hallGoodsId, withdrawn }) => hallGoodsId === line.hallGoodsId && withdrawn));
  const { entries } = await operator.listTradeAudit({ objectId: line.hallGoodsId });
  assert.deepEqual(entries.map(({ action }) => action).reverse(), ['offer_in_hall', 'update_hall_goods']);
});

test('a draft is checked before it is published; what is red needs an operator\'s yes, for that very draft, once', async () => {
  const skuId = await newSku('枇杷');
  await operator.setHallRule({ communityId, hallOnly: false, why: '清仓' });
  const { roundId, items: [{ stock }] } = await draft([skuId, 2000, 2000]);
  const check = async () => {
    const { findings, publishable, needsApproval } = await leader.linli.checkRound({ roundId });
    return { found: findings.filter(({ text }) => text.startsWith('items')).map(({ kind, severity, text }) => `${text.split(':')[0]} ${kind.slice(8)} ${severity.slice(9)}`), publishable, needsApproval };
  };
  assert.deepEqual(await check(), { found: ['items[0] STOCK YELLOW', 'items[0] STOCK REFUSED'], publishable: false, needsApproval: false });
  assert.equal(stock, 2000);
  await refused(leader.linli.publishRound({ roundId }), 'STOCK_SHORT');
  await refused(leader.linli.askRoundApproval({ roundId, why: '清仓' }), 'APPROVAL_NOT_NEEDED');

  await operator.updateSku({ skuId, title: '2 斤', listPriceFen: 30_000, version: (await operator.getManagedProduct({ productId: (await leader.linli.getRound({ roundId })).items[0].productId })).version });
  await operator.adjustStock({ skuId, change: 2000, why: '到货' });
  assert.deepEqual(await check(), { found: ['items[0] DISCOUNT RED'], publishable: true, needsApproval: true });
  await refused(leader.linli.publishRound({ roundId }), 'APPROVAL_NEEDED');
  const { approvalId, kind } = await leader.linli.askRoundApproval({ roundId, why: '清仓' });
  assert.equal(kind, 'APPROVAL_PUBLISH_ROUND');
  await refused(leader.linli.askRoundApproval({ roundId, why: '清仓' }), 'APPROVAL_ASKED');
  await refused(leader.linli.publishRound({ roundId }), 'APPROVAL_NEEDED');
  await operator.decideApproval({ approvalId, approve: true, note: '同意' });
  assert.equal((await leader.linli.publishRound({ roundId })).status, 'ROUND_SCHEDULED');
  assert.deepEqual((await operator.listApprovals({ subjectId: roundId })).approvals.map(({ state }) => state), ['APPROVAL_USED']);
  await refused(leader.linli.askRoundApproval({ roundId, why: '清仓' }), 'ROUND_FROZEN');
  await operator.setHallRule({ communityId, hallOnly: true, why: '统一选品' });
});

test('the hall is kept by operators, and seen by those who lead there', async () => {
  const li = await stage.newUser();
  const { communityId: elsewhere } = await operator.createCommunity({ name: `别处${RUN}`, address: '二号路', households: 10 });
  const skuId = await newSku('山竹');
  await refused(operator.offerInHall({ skuId, communityId: '0'.repeat(32), lowestPriceFen: 1, supplyLimit: 1 }), 'NOT_HERE');
  await refused(leader.linli.listHall({ communityId: elsewhere }), 'FORBIDDEN');
  const asked = { offerInHall: { skuId, lowestPriceFen: 1, supplyLimit: 1 }, updateHallGoods: { hallGoodsId: skuId, version: 1, lowestPriceFen: 1, supplyLimit: 1 }, listHallGoods: {}, setHallRule: { communityId, hallOnly: false } };
  for (const [operation, request] of Object.entries(asked)) {
    await refused(li.linli[operation](request), 'FORBIDDEN');
    await refused(leader.linli[operation](request), 'FORBIDDEN');
  }
  await refused(li.linli.listHall({ communityId }), 'FORBIDDEN');
});
