// A buyer and a leader with one real object of every kind that is theirs, by the names that the contract's paths and bodies call
// them. Whoever adds a kind adds it here: the matrix of strangers asks for it.

import { eventually } from './stage.mjs';
import { photo } from './pictures.mjs';

const HOUR = 3_600_000;
const HOME = { name: '李梅梅', phone: '13812348888', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 77 号', isDefault: true };
const at = (ms) => new Date(Date.now() + ms).toISOString();

async function newProduct(operator, title) {
  const { productId } = await operator.createProduct({
    title, category: '水果', description: '当季', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一箱', listPriceFen: 5980, costPriceFen: 2000, stock: 500, weightG: 500 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  return { productId, skuId };
}

// Somebody who leads in the community, with a point of his own and somebody who works there.
export async function newLeadership(stage, communityId, name) {
  const operator = await stage.operator();
  const [leader, staff] = await Promise.all([stage.newUser({ phone: true }), stage.newUser({ phone: true })]);
  const { applicationId } = await leader.linli.applyAsLeader({ communityId, statement: '住 3 栋', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId, approve: true });
  await eventually('the role is felt', () => leader.linli.listRefusedBuyers());
  const { pointId } = await leader.linli.createPickUpPoint({ communityId, name, address: `${name} 1 楼`, hours: '每天 17:00–20:30' });
  await operator.decidePickUpPoint({ pointId, approve: true });
  await eventually('he is known', () => leader.linli.addPointStaff({ pointId, userId: staff.userId }));
  return { leader, staff, pointId, applicationId };
}

export async function openRoundOf(leader, { communityId, pointId, skuId }) {
  const { roundId } = await leader.linli.createRound({
    communityId, title: '水果团', description: '', imageUrls: [], startsAt: at(-1000), endsAt: at(HOUR), readyAt: at(24 * HOUR), pointIds: [pointId],
    shortageRule: 'FIRST_COME', uncollectedRule: 'KEEP', keepDays: 3, items: [{ skuId, priceFen: 4980, stock: 50 }],
  });
  await leader.linli.publishRound({ roundId });
  const round = await eventually('it opens', async () => {
    const one = await leader.linli.getRound({ roundId });
    return one.status === 'ROUND_OPEN' && one;
  });
  return { roundId, itemId: round.items[0].itemId };
}

async function paid(stage, buyer, orderId, status) {
  await stage.pay(buyer, { orderId });
  await eventually(`it is ${status}`, async () => (await buyer.linli.getOrder({ orderId })).status === status);
  return orderId;
}

async function talk(stage, operator, buyer, communityId) {
  const { circleId } = await operator.createCircle({ communityId, name: `圈子${Date.now() % 1e6}`, welcome: '欢迎', notice: '' });
  await buyer.linli.joinCommunity({ communityId });
  await buyer.linli.joinCircle({ circleId });
  const { postId } = await buyer.linli.createPost({ circleId, title: '', text: '有人在吗' });
  const { commentId } = await buyer.linli.createComment({ postId, text: '我在' });
  const { picture: { mediaId } } = await buyer.linli.uploadMedia({ file: new Blob([photo], { type: 'image/jpeg' }) });
  return { circleId, postId, commentId, mediaId, replyToId: commentId, mediaIds: [mediaId] };
}

async function sales(leader, skuId, communityId) {
  const window = { startsAt: at(-60_000), endsAt: at(HOUR), skuId, stock: 50, perUserLimit: 5, communityId };
  const flash = await leader.linli.createCampaign({ kind: 'FLASH_SALE', title: '闪购', priceFen: 4990, ...window });
  const teams = await leader.linli.createCampaign({ kind: 'TEAM_BUY', title: '三人团', priceFen: 4890, teamSize: 3, teamLifeS: 3600, ...window });
  return { campaignId: flash.campaignId, teamCampaignId: teams.campaignId };
}

async function couponOf(operator, buyer) {
  const { templateId } = await operator.createTemplate({ title: '满 20 减 5', kind: 'AMOUNT_OFF', amountFen: 500, thresholdFen: 2000, channel: 'CLAIM', budgetFen: 100_000, perUser: 1, validDays: 30, claimEndsAt: at(30 * 24 * HOUR) });
  const { couponId } = await buyer.linli.claimCoupon({ templateId });
  return { templateId, couponId };
}

// A round that is over, with one order to come.
async function closedRoundOf(stage, leader, buyer, { communityId, pointId, skuId }) {
  const { roundId, itemId } = await openRoundOf(leader, { communityId, pointId, skuId });
  const { order: { orderId } } = await buyer.linli.placeRoundOrder({ roundId, pointId, items: [{ itemId, quantity: 1 }] });
  await paid(stage, buyer, orderId, 'WAITING_CUTOFF');
  await leader.linli.closeRound({ roundId });
  await eventually('it is closed', async () => (await leader.linli.getRound({ roundId })).status === 'ROUND_CLOSED', { withinMs: 60_000 });
  return roundId;
}

async function handedOver(stage, buyer, staff, { pointId, skuId }) {
  const { orderId } = await buyer.linli.placeOrder({ lines: [{ skuId, quantity: 1 }], pointId });
  await paid(stage, buyer, orderId, 'READY');
  const { handOverId } = await staff.linli.handOver({ pointId, lines: [{ orderId, position: 0, units: 1 }] });
  return handOverId;
}

async function articleOf(operator) {
  const { productId } = await operator.createProduct({ title: `十课${process.pid}`, category: '知识', sellerName: '云山花艺', sellerLicence: 'WH1', kind: 'PRODUCT_CONTENT', skus: [{ title: '全部', listPriceFen: 990 }] });
  return (await operator.publishArticle({ productId, position: 1, title: '第一课', preview: '先看', text: '再读' })).articleId;
}

// A service of the leader's, and the buyer's booking of it.
async function bookingOf(stage, operator, leader, buyer, { communityId, addressId }) {
  const made = await operator.createProduct({ title: `理发${process.pid}`, category: '到家', sellerName: '云山家政', sellerLicence: 'JZ1', kind: 'PRODUCT_SERVICE', skus: [{ title: '一次', listPriceFen: 3000 }] });
  const { productId, skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  await operator.publishBookingTerms({ productId, communityId, atHome: true, reschedulesMax: 1 });
  const { slots: [{ slotId }] } = await leader.linli.createBookingSlots({ productId, slots: [{ startsAt: at(72 * HOUR), endsAt: at(73 * HOUR), capacity: 9 }] });
  const { bookingId, orderId } = await buyer.linli.placeBooking({ slotId, skuId, quantity: 1, addressId });
  await paid(stage, buyer, orderId, 'READY');
  return { serviceId: productId, serviceSkuId: skuId, slotId, bookingId };
}

// A session card of the buyer's, one session used.
async function cardOf(stage, operator, buyer, staff, { pointId }) {
  const made = await operator.createProduct({ title: `瑜伽${process.pid}`, category: '运动', sellerName: '云山瑜伽', sellerLicence: 'YJ1', kind: 'PRODUCT_CARD', skus: [{ title: '七次卡', listPriceFen: 9999 }] });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  await operator.publishCardTerms({ skuId, sessions: 7, validDays: 30, refundPercent: 100, pointIds: [pointId] });
  const { cardId, orderId } = await buyer.linli.placeCardOrder({ skuId });
  await paid(stage, buyer, orderId, 'READY');
  const { code } = await buyer.linli.showCardCode({ cardId });
  const { useId } = await staff.linli.useCard({ pointId, code });
  return { cardSkuId: skuId, cardId, useId };
}

// { owner: buyer, leader, staff, ids: { orderId, … }, secrets: texts that nobody else may read }
export async function newWorld(stage) {
  const operator = await stage.operator();
  const { communityId } = await operator.createCommunity({ name: `世界${process.pid}${Date.now() % 1e6}`, address: '一号路', households: 300 });
  const [{ leader, staff, pointId, applicationId }, buyer, { productId, skuId }] = await Promise.all([
    newLeadership(stage, communityId, '3 栋'), stage.newUser({ phone: true }), newProduct(operator, `桃${process.pid}`),
  ]);
  const ids = { name: 'EXPRESS', communityId, pointId, pointIds: [pointId], applicationId, productId, skuId, userId: buyer.userId, ...(await talk(stage, operator, buyer, communityId)), ...(await sales(leader, skuId, communityId)), ...(await couponOf(operator, buyer)) };
  Object.assign(ids, await openRoundOf(leader, ids));
  ids.addressId = (await buyer.linli.addAddress(HOME)).addressId;
  ids.orderId = (await buyer.linli.placeOrder({ lines: [{ skuId, quantity: 2 }], pointId })).orderId;
  await paid(stage, buyer, ids.orderId, 'READY');
  ids.afterSaleId = (await buyer.linli.requestAfterSale({ orderId: ids.orderId, kind: 'AFTER_SALE_REFUND', cause: 'CAME_DAMAGED', lines: [{ position: 0, units: 1 }], description: '碎了', photos: [] })).afterSaleId;
  ids.roundOrderId = (await buyer.linli.placeRoundOrder({ roundId: ids.roundId, pointId, items: [{ itemId: ids.itemId, quantity: 1 }] })).order.orderId;
  await paid(stage, buyer, ids.roundOrderId, 'WAITING_CUTOFF');
  ids.closedRoundId = await closedRoundOf(stage, leader, buyer, ids);
  ids.placeId = pointId;
  ids.leaderId = leader.userId;
  ids.sheet = 'SHEET_OF_PICKING';
  ids.handOverId = await handedOver(stage, buyer, staff, ids);
  ids.articleId = await articleOf(operator);
  Object.assign(ids, await bookingOf(stage, operator, leader, buyer, ids));
  Object.assign(ids, await cardOf(stage, operator, buyer, staff, ids));
  ids.teamId = (await buyer.linli.startTeam({ campaignId: ids.teamCampaignId, quantity: 1 })).team.teamId;
  ids.key = (await buyer.linli.createLink({ target: 'CAMPAIGN', targetId: ids.campaignId, channel: 'neighbours', title: '来看' })).key;
  const { code, signedCode } = await buyer.linli.showPickUpCode({ pointId });
  ids.code = code;
  return { operator, owner: buyer, leader, staff, ids, secrets: [HOME.phone, HOME.name, HOME.street, code, signedCode, buyer.phone, ids.afterSaleId, ids.addressId, ids.couponId, ids.orderId, ids.roundOrderId, ids.bookingId, ids.cardId, ids.handOverId] };
}
