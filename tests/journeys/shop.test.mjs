// The ordinary shop: addresses, fees, a cart, baskets of several goods, carriers, receipt, money that goes back in part.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
const NOWHERE = '0'.repeat(32);
const HOME = { name: '李梅', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号', isDefault: true };
const ZONES = [
  { regionPrefix: '', baseFen: 1200, baseG: 1000, stepFen: 300, stepG: 1000, freeFromFen: 9900 },
  { regionPrefix: '53', baseFen: 600, baseG: 1000, stepFen: 100, stepG: 1000 },
  { regionPrefix: '54', excluded: true },
];

let stage;
let operator;
let apples;
let pears;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const { productId } = await operator.createProduct({
    title: `水果${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', perUserLimit: 8,
    skus: [{ title: '苹果', listPriceFen: 1000, costPriceFen: 400, stock: 50, weightG: 500 }, { title: '梨', listPriceFen: 777, costPriceFen: 300, stock: 50, weightG: 250 }],
  });
  [apples, pears] = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus.map(({ skuId }) => skuId);
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: ZONES });
});
after(() => stage.close());

const newBuyer = async () => {
  const user = await stage.newUser({ phone: true });
  user.home = (await user.linli.addAddress(HOME)).addressId;
  return user;
};
const basket = (user, more) => ({ lines: [{ skuId: apples, quantity: 2 }, { skuId: pears, quantity: 1 }], addressId: user.home, ...more });
const become = (user, { orderId }, status, within) => eventually(`the order is ${status}`, async () => {
  const now = await user.linli.getOrder({ orderId });
  return now.status === status && now;
}, within);

async function paidOrder(user, more) {
  const order = await user.linli.placeOrder(basket(user, more));
  await stage.pay(user, order);
  return become(user, order, 'READY');
}

test('a basket is quoted, ordered, paid, shipped and received', async () => {
  const li = await newBuyer();
  const quote = await li.linli.quoteBasket(basket(li));
  assert.equal(quote.amountFen, 2777 + 700);
  assert.equal(quote.weightG, 1250);
  assert.equal(quote.receipt.reduce((sum, { amountFen }) => sum + amountFen, 0), quote.amountFen);
  const order = await paidOrder(li);
  assert.equal(order.amountFen, quote.amountFen);
  assert.deepEqual([order.kind, order.lines.length, order.delivery.phoneMasked], ['PLAIN', 2, '138****8000']);
  const receipt = await li.linli.getReceipt({ orderId: order.orderId });
  assert.deepEqual([receipt.amountFen, receipt.steps, receipt.deliveryRule, receipt.weightG], [order.amountFen, order.receipt, 'EXPRESS', 1250]);
  await refused((await newBuyer()).linli.getReceipt({ orderId: order.orderId }), 'NOT_HERE');
  await refused(li.linli.confirmReceipt({ orderId: order.orderId }), 'ORDER_NOT_SHIPPED');
  await refused(li.linli.shipOrder({ orderId: order.orderId, carrier: 'SF', trackingNumber: 'SF1' }), 'FORBIDDEN');
  const shipped = await operator.shipOrder({ orderId: order.orderId, carrier: 'SF', trackingNumber: 'SF100' });
  assert.deepEqual([shipped.status, shipped.delivery.trackingNumber], ['SHIPPED', 'SF100']);
  await refused(operator.shipOrder({ orderId: order.orderId, carrier: 'SF', trackingNumber: 'SF100' }), 'ORDER_NOT_SHIPPABLE');
  await refused(li.linli.cancelOrder({ orderId: order.orderId }), 'ORDER_NOT_CANCELLABLE');
  const received = await li.linli.confirmReceipt({ orderId: order.orderId });
  assert.equal(received.status, 'FULFILLED');
  assert.deepEqual(received.lines.map(({ fulfilled }) => fulfilled), [2, 1]);
});

const shipmentOf = async ({ orderId }) => (await stage.wechat.call('GET', '/shipments')).shipments.find(({ outTradeNo }) => outTradeNo === orderId);
const shippingInfo = (state, { orderId }) => eventually(`the order is listed as ${state}`, async () => (
  (await operator.listShippingInfos({ state, pageSize: 100 })).infos.find((info) => info.orderId === orderId)));

test('WeChat is told how a parcel went out, misses one that did not, and its word of receipt counts', async () => {
  const [li, other] = [await newBuyer(), await newBuyer()];
  const [order, waiting] = [await paidOrder(li), await paidOrder(other)];
  assert.equal(await shipmentOf(order), undefined);
  await operator.shipOrder({ orderId: order.orderId, carrier: 'SF', trackingNumber: 'SF200' });
  const { shipment } = await eventually('WeChat knows of it', () => shipmentOf(order));
  assert.deepEqual([shipment.logistics_type, shipment.payer.openid], [1, li.openid]);
  assert.deepEqual(shipment.shipping_list, [{
    tracking_no: 'SF200', express_company: 'SF', item_desc: `水果${process.pid} 苹果 ×2、水果${process.pid} 梨 ×1`, contact: { receiver_contact: '138****8000' },
  }]);
  const told = await shippingInfo('SHIPPING_TOLD_TO_WECHAT', order);
  assert.deepEqual([told.kind, told.trackingNumber, told.refusedWhy], ['SHIPPED_BY_EXPRESS', 'SF200', '']);
  await refused(li.linli.listShippingInfos({ state: 'SHIPPING_TOLD_TO_WECHAT' }), 'FORBIDDEN');
  await stage.wechat.call('POST', '/receive', { out_trade_no: order.orderId });
  await become(li, order, 'FULFILLED', { withinMs: 30_000 });
  assert.ok((await shippingInfo('SHIPPING_TOLD_TO_WECHAT', order)).settledAt);

  const { payments } = await stage.wechat.call('GET', '/payments');
  const payment = payments.find(({ outTradeNo }) => outTradeNo === waiting.orderId);
  await stage.wechat.call('POST', '/push', {
    openid: other.openid,
    fields: {
      MsgType: 'event', Event: 'trade_manage_remind_shipping', transaction_id: payment.transactionId, merchant_id: payment.body.mchid,
      merchant_trade_no: waiting.orderId, pay_time: Math.floor(payment.paidAt / 1000), msg: '订单超过48小时未发货，请尽快发货',
    },
  });
  assert.ok((await shippingInfo('SHIPPING_MISSED_BY_WECHAT', waiting)).remindedAt);
});

// Two refunds of one payment are a minute apart at WeChat: the rest goes back of another order here.
test('a part goes back and the order goes on; all of it goes back and it is over', async () => {
  const li = await newBuyer();
  const [order, other] = [await paidOrder(li), await paidOrder(li)];
  await refused(li.linli.refundOrder({ orderId: order.orderId, reason: '坏果' }), 'FORBIDDEN');
  await refused(operator.refundOrder({ orderId: order.orderId, lines: [{ position: 0, units: 3 }], reason: '坏果' }), 'BAD_REQUEST');
  await operator.refundOrder({ orderId: order.orderId, lines: [{ position: 0, units: 1 }], reason: '坏果' });
  await operator.refundOrder({ orderId: other.orderId, reason: '全部' });
  const part = await eventually('the part is back', async () => {
    const now = await li.linli.getOrder({ orderId: order.orderId });
    return now.refunds[0].state === 'SUCCESS' && now;
  }, { withinMs: 30_000 });
  assert.equal(part.status, 'READY');
  assert.equal(part.refundedFen, part.refunds[0].amountFen);
  assert.equal(part.lines[0].refundedUnits, 1);
  const whole = await become(li, other, 'REFUNDED', { withinMs: 30_000 });
  assert.equal(whole.refundedFen, whole.amountFen);
  await refused(operator.refundOrder({ orderId: other.orderId, reason: '再来' }), 'ORDER_NOT_REFUNDABLE');
});

test('what was paid is given up before it leaves: units and money come back', async () => {
  const li = await newBuyer();
  const order = await paidOrder(li);
  await li.linli.cancelOrder({ orderId: order.orderId });
  await become(li, order, 'REFUNDED');
});

test('what the shop refuses', async () => {
  const [li, wang] = [await newBuyer(), await newBuyer()];
  await refused(li.linli.placeOrder(basket(li, { lines: [{ skuId: apples, quantity: 9 }] })), 'LIMIT_REACHED');
  await refused(li.linli.quoteBasket(basket(li, { lines: [{ skuId: NOWHERE, quantity: 1 }] })), 'NOT_HERE');
  await refused(li.linli.placeOrder(basket(wang)), 'NOT_HERE');
  await refused(li.linli.placeOrder(basket(li, { addressId: '' })), 'FIELDS_INVALID');
  const far = await li.linli.addAddress({ ...HOME, regionCode: '540102' });
  await refused(li.linli.quoteBasket(basket(li, { addressId: far.addressId })), 'NOT_DELIVERED_THERE');
  await refused(li.linli.placeOrder(basket(li, { couponId: NOWHERE })), 'COUPON_NOT_USABLE');
  await refused(li.linli.placeOrder(basket(li, { points: 1_000_000 })), 'POINTS_NOT_USABLE');
});

test('a household, an address and a phone each have one limit, however many accounts they have', async () => {
  const what = { title: `鸡蛋${process.pid}`, category: '粮油', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '30 枚', listPriceFen: 1990, stock: 50 }] };
  await refused(operator.createProduct({ ...what, kind: 'PRODUCT_CARD', perAddressLimit: 2 }), 'FIELDS_INVALID');
  const made = await operator.createProduct({ ...what, perHouseholdLimit: 4, perAddressLimit: 3, perPhoneLimit: 2 });
  assert.deepEqual([made.perHouseholdLimit, made.perAddressLimit, made.perPhoneLimit], [4, 3, 2]);
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  const [li, wang] = await Promise.all([stage.newUser({ phone: true }), stage.newUser({ phone: true })]);
  const address = async ({ linli }, phone, street) => (await linli.addAddress({ ...HOME, phone, street })).addressId;
  const eggs = (quantity, addressId) => ({ lines: [{ skuId, quantity }], addressId });
  const [atLis, atWangs] = [await address(li, '13812340001', '长春路 3 号'), await address(wang, '13812340002', '长春路３号')];
  const order = await li.linli.placeOrder(eggs(2, atLis));
  await refused(wang.linli.quoteBasket(eggs(2, atWangs)), 'SHARED_LIMIT_REACHED');
  await refused(wang.linli.placeOrder(eggs(1, await address(wang, '13812340001', '人民路 8 号'))), 'SHARED_LIMIT_REACHED');
  await wang.linli.placeOrder(eggs(1, atWangs));
  const [one, two] = [await address(wang, '13812340003', '人民路 9 号'), await address(li, '13812340004', '人民路 10 号')];
  await wang.linli.placeOrder(eggs(1, one));
  await eventually('she is known', () => li.linli.nameHouseholdMember({ userId: wang.userId }));
  await wang.linli.agreeToHousehold({ userId: li.userId });
  await refused(li.linli.placeOrder(eggs(1, two)), 'SHARED_LIMIT_REACHED');
  await li.linli.cancelOrder({ orderId: order.orderId });
  await become(li, order, 'CANCELLED');
  assert.equal((await wang.linli.placeOrder(eggs(2, await address(wang, '13812340001', '长春路 3 号')))).status, 'PENDING_PAYMENT');
});

test('a household has its limit however it buys, and the cart says so', async () => {
  const { productId } = await operator.createProduct({ title: `大米${process.pid}`, category: '粮油', sellerName: '云山优选', sellerLicence: 'JY1', perHouseholdLimit: 2, skus: [{ title: '5 kg', listPriceFen: 3990, stock: 50 }] });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  const campaign = (what) => operator.createCampaign({ title: '今晚八点', skuId, priceFen: 2990, stock: 9, perUserLimit: 9, startsAt: inMinutes(-1), endsAt: inMinutes(60), ...what });
  const [{ campaignId: sale }, { campaignId: team }] = [await campaign({ kind: 'FLASH_SALE' }), await campaign({ kind: 'TEAM_BUY', teamSize: 2, teamLifeS: 3600 })];
  const [li, wang, xu] = await Promise.all([stage.newUser({ phone: true }), stage.newUser({ phone: true }), stage.newUser({ phone: true })]);
  await eventually('she is known', () => li.linli.nameHouseholdMember({ userId: wang.userId }));
  await wang.linli.agreeToHousehold({ userId: li.userId });
  const flash = await li.linli.placeFlashOrder({ campaignId: sale, quantity: 1 });
  const { team: { teamId } } = await xu.linli.startTeam({ campaignId: team, quantity: 2 });
  assert.equal((await wang.linli.putCartItem({ skuId, quantity: 2 })).items[0].fault, 'CART_OVER_SHARED_LIMIT');
  await refused(wang.linli.quoteOrder({ campaignId: team, quantity: 2 }), 'SHARED_LIMIT_REACHED');
  await refused(wang.linli.joinTeam({ teamId, quantity: 2 }), 'SHARED_LIMIT_REACHED');
  await refused(wang.linli.placeFlashOrder({ campaignId: sale, quantity: 2 }), 'SHARED_LIMIT_REACHED');
  await li.linli.cancelOrder({ orderId: flash.orderId });
  await become(li, flash, 'CANCELLED');
  await wang.linli.joinTeam({ teamId, quantity: 2 });
  await refused(li.linli.placeFlashOrder({ campaignId: sale, quantity: 1 }), 'SHARED_LIMIT_REACHED');
});

test('rules and addresses', async () => {
  const [li, wang] = [await newBuyer(), await newBuyer()];
  await refused(li.linli.setDeliveryRule({ name: 'EXPRESS', zones: ZONES }), 'FORBIDDEN');
  await refused(operator.setDeliveryRule({ name: 'DOOR', zones: [ZONES[1], ZONES[1]] }), 'FIELDS_INVALID');
  const rule = await operator.setDeliveryRule({ name: 'DOOR', zones: ZONES });
  assert.equal((await stage.client().getDeliveryRule({ name: 'DOOR' })).version, rule.version);
  await refused(stage.client().getDeliveryRule({ name: 'BALLOON' }), 'NOT_HERE');
  await refused(li.linli.addAddress({ ...HOME, phone: '123' }), 'FIELDS_INVALID');
  const { phone, ...words } = HOME;
  await refused(wang.linli.updateAddress({ addressId: li.home, ...words }), 'NOT_HERE');
  const moved = await li.linli.updateAddress({ addressId: li.home, ...words, street: '正义路 2 号' });
  assert.deepEqual([moved.street, moved.phoneMasked], ['正义路 2 号', '138****8000']);
  assert.equal((await li.linli.listAddresses()).addresses.length, 1);
  await refused(stage.client().listAddresses(), 'TOKEN_MISSING');
  await refused(li.linli.removeAddress({ addressId: 'x' }), 'FIELDS_INVALID');
  assert.equal((await li.linli.removeAddress({ addressId: li.home })).addresses.length, 0);
});

test('a cart is held against the shelf', async () => {
  const li = await newBuyer();
  await refused(li.linli.putCartItem({ skuId: NOWHERE, quantity: 1 }), 'NOT_HERE');
  await li.linli.putCartItem({ skuId: apples, quantity: 3 });
  const cart = await li.linli.putCartItem({ skuId: pears, quantity: 9 });
  assert.deepEqual(cart.items.map(({ fault }) => fault), ['CART_OVER_LIMIT', 'CART_FAULT_UNSPECIFIED']);
  assert.equal((await li.linli.getCart()).goodsFen, 3000);
  await refused(stage.client().getCart(), 'TOKEN_MISSING');
  await refused(li.linli.removeCartItem({ skuId: 'x' }), 'FIELDS_INVALID');
  assert.equal((await li.linli.removeCartItem({ skuId: pears })).items.length, 1);
  assert.equal((await li.linli.clearCart()).items.length, 0);
  await refused(stage.client().clearCart(), 'TOKEN_MISSING');
});
