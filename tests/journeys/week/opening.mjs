// Monday: a leader begins. She applies and is approved, has two pick-up points with people who work there, picks goods in the
// community's selection hall and opens a round of them at falling prices.

import { until } from '../../support/house.mjs';
import { DAY, dayOf, HOUR } from '../support/calendar.mjs';
import { DOOR } from './doors.mjs';
import { Neighbour } from './neighbour.mjs';

const POINTS = [
  { name: '3 栋小卖部', address: '3 栋 1 楼', hours: '每天 17:00–20:30' },
  { name: '北门岗亭', address: '北门', hours: '每天 18:00–21:00' },
];

// Fen; weighed goods are paid at their upper bound. What each earns who sells it is the hall's, in hundredths of a percent.
const GOODS = [
  { title: '云南蓝莓', category: '水果', commission: 1000, sku: { title: '125 g × 4', listPriceFen: 5980, costPriceFen: 2000, stock: 5000, weightG: 500 }, priceFen: 4980, steps: [{ fromUnits: 20, priceFen: 4680 }, { fromUnits: 400, priceFen: 4480 }] },
  { title: '土鸡', category: '生鲜', commission: 800, sku: { title: '整只约 3 斤', listPriceFen: 9900, costPriceFen: 5000, stock: 5000, weightG: 1500 }, priceFen: 8800, weighed: true },
  { title: '东北大米', category: '粮油', commission: 650, sku: { title: '10 kg', listPriceFen: 8900, costPriceFen: 5000, stock: 5000, weightG: 10_000 }, priceFen: 7990 },
];

// Kept at hand for refunds, of what is settled and may still be claimed.
const RESERVE = { basisPoints: 500, why: '生鲜季' };
const SHARES = { pickUpBasisPoints: 300, sellingBasisPoints: 800, partnerBasisPoints: 150, ownPurchases: false, why: '本周起' };

// Somebody who leads in the community, with the role in hand.
export async function newLeader(week, number) {
  const { communityId, operator } = week;
  const leader = await new Neighbour(number, week.clientOf(number)).arrive(communityId);
  const { applicationId } = await leader.linli.applyAsLeader({ communityId, statement: '住 3 栋，带过两年水果团', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId, approve: true });
  await until('the role is felt', () => leader.linli.listRefusedBuyers().catch((problem) => problem.code !== 'FORBIDDEN' && Promise.reject(problem)), { withinMs: 30_000, everyMs: 300 });
  week.account.add('leaders approved');
  return leader;
}

// Follows the leader, looks, and buys nothing.
async function newWatcher(week, number) {
  const watcher = await new Neighbour(number, week.clientOf(number)).arrive(week.communityId);
  await watcher.linli.followLeader({ userId: week.leader.userId });
  return watcher;
}

async function newPoint(week, leader, place, number) {
  const { pointId } = await leader.linli.createPickUpPoint({ communityId: week.communityId, ...place });
  await week.operator.decidePickUpPoint({ pointId, approve: true });
  const staff = await new Neighbour(number, week.clientOf(number)).arrive(week.communityId);
  await leader.linli.addPointStaff({ pointId, userId: staff.userId });
  week.account.add('points with staff');
  return { pointId, staff };
}

// What leaders of the community may sell: { productId, skuId }.
export async function intoTheHall({ operator, communityId, supplierId }, { sku, title, category, commission = SHARES.sellingBasisPoints }) {
  const { productId } = await operator.createProduct({ title, category, description: '本周现货', sellerName: '云山优选', sellerLicence: 'JY14401060000001', skus: [sku] });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  await operator.setSkuSupplier({ skuId, supplierId, costPriceFen: sku.costPriceFen });
  await operator.offerInHall({ skuId, communityId, commissionBasisPoints: commission, lowestPriceFen: sku.costPriceFen, supplyLimit: 4000 });
  return { productId, skuId };
}

// What she finds there, as she wants to sell it.
async function pickGoods({ leader, communityId }) {
  const { goods, hallOnly } = await leader.linli.listHall({ communityId, pageSize: 100 });
  if (!hallOnly) throw new Error('the community sells other goods, too');
  return GOODS.map(({ title, priceFen, steps, weighed }) => {
    const { skuId } = goods.find(({ productTitle }) => productTitle === title);
    return { skuId, priceFen, stock: 3000, ...(steps && { steps }), ...(weighed && { weighed }) };
  });
}

// On Wednesday at noon, an hour after the bills: then it is time to be reminded.
const cutOffOf = (week) => new Date(`${dayOf(week.calendar.now() + 2 * DAY)}T12:00:00+08:00`).toISOString();

async function openRound(week, items) {
  const { linli } = week.leader;
  const { roundId } = await linli.createRound({
    communityId: week.communityId, title: '周三水果粮油团', description: '周三截单，周四到货', imageUrls: [],
    startsAt: week.calendar.in(-1000), endsAt: cutOffOf(week), readyAt: week.calendar.in(4 * DAY + HOUR),
    pointIds: week.points.map(({ pointId }) => pointId), shortageRule: 'FIRST_COME', uncollectedRule: 'KEEP', keepDays: 3, items, ...DOOR,
  });
  await linli.publishRound({ roundId });
  return until('the round is open', async () => {
    const round = await linli.getRound({ roundId });
    return round.status === 'ROUND_OPEN' && round;
  }, { withinMs: 60_000, everyMs: 300 });
}

export async function opening(week) {
  week.say('Monday: a leader begins');
  await week.operator.publishShareRule(SHARES);
  await week.operator.publishReserveRule(RESERVE);
  week.leader = await newLeader(week, 9000);
  week.watcher = await newWatcher(week, 9040);
  week.points = [];
  for (const [i, place] of POINTS.entries()) week.points.push(await newPoint(week, week.leader, place, 9010 + i));
  for (const goods of GOODS) await intoTheHall(week, goods);
  await week.operator.setHallRule({ communityId: week.communityId, hallOnly: true, why: '统一选品' });
  week.round = await openRound(week, await pickGoods(week));
  week.say(`the round is open: ${week.round.items.length} goods at ${week.points.length} points`);
}
