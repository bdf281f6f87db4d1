// Who earns of orders: a leader who sells by his links, the partner who first brought the buyer, and tea that they sell.

import { eventually } from './stage.mjs';

export const WHO = { realName: '李梅', identityNumber: '11010519491231002X' };
const HOME = { name: '王芳', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号', isDefault: true };
const SLOWLY = { withinMs: 60_000, everyMs: 300 };

// Gives { operator, leader, partner, communityId, skuId }. The house completes orders at once (LINLI_GROUPBUY_AFTER_SALE_S: 1).
export async function openEarners(stage, { listPriceFen }) {
  const operator = await stage.operator();
  const [leader, partner] = [await stage.newUser({ realName: WHO.realName }), await stage.newUser()];
  const { communityId } = await operator.createCommunity({ name: '带头', address: '一号路', households: 300 });
  const { applicationId } = await leader.linli.applyAsLeader({ communityId, statement: '住 3 栋', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId, approve: true });
  await operator.publishShareRule({ pickUpBasisPoints: 300, sellingBasisPoints: 2000, partnerBasisPoints: 500, ownPurchases: false, why: '十二月起' });
  await operator.setPartner({ channel: 'school', userId: partner.userId, active: true, why: '合作协议' });
  const { productId } = await operator.createProduct({ title: '茶叶', category: '茶', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一斤', listPriceFen, costPriceFen: 400, stock: 50, weightG: 500 }] });
  const [{ skuId }] = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus;
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ regionPrefix: '', freeFromFen: 1 }] });
  return { operator, leader, partner, communityId, skuId };
}

// The way of a buyer whom the leader sold to and the partner brought.
export async function sourceOf(stage, { leader, partner, communityId }) {
  const link = await leader.linli.createLink({ target: 'COMMUNITY', targetId: communityId });
  const first = await partner.linli.createLink({ target: 'COMMUNITY', targetId: communityId, channel: 'school' });
  await eventually('the links are known', () => stage.query(`select 1 from groupbuy.links where link_key in ('${link.key}', '${first.key}')`).length === 2);
  const now = new Date().toISOString();
  return { linkKey: link.key, touchedAt: now, firstLinkKey: first.key, firstTouchedAt: now };
}

// Five of the tea, received and completed.
export async function soldBy(stage, { operator, skuId }, source) {
  const buyer = await stage.newUser({ phone: true });
  const { addressId } = await buyer.linli.addAddress(HOME);
  const { orderId } = await buyer.linli.placeOrder({ lines: [{ skuId, quantity: 5 }], addressId, source });
  await stage.pay(buyer, { orderId });
  const become = (status) => eventually(`the order is ${status}`, async () => (await buyer.linli.getOrder({ orderId })).status === status, SLOWLY);
  await become('READY');
  await operator.shipOrder({ orderId, carrier: 'SF', trackingNumber: `SF${Date.now()}` });
  await buyer.linli.confirmReceipt({ orderId });
  await become('COMPLETED');
  return { buyer, orderId };
}
