// The operators' desk: somebody's order is found, annotated, taken home as a file, and nobody else looks there.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openStage, refused } from './support/stage.mjs';

const NOBODY = '0'.repeat(32);
let stage, operator, li, wang, orders;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const { productId } = await operator.createProduct({
    title: `=梨${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一箱', listPriceFen: 1000, costPriceFen: 400, stock: 50, weightG: 500 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  [li, wang] = await Promise.all([stage.newUser({ phone: true }), stage.newUser()]);
  const { addressId } = await li.linli.addAddress({ name: '李梅', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号', isDefault: true });
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ regionPrefix: '', baseFen: 600, baseG: 1000, stepFen: 100, stepG: 1000 }] });
  orders = [];
  for (let i = 0; i < 3; i++) orders.push(await li.linli.placeOrder({ lines: [{ skuId, quantity: 1 }], addressId }));
  await li.linli.cancelOrder({ orderId: orders[1].orderId });
});
after(() => stage.close());

const idsOf = ({ orders: found }) => found.map(({ order }) => order.orderId);
const newest = () => orders.map(({ orderId }) => orderId).reverse();

test('orders are found by buyer, status and time, page by page', async () => {
  const ofLi = (more) => operator.searchOrders({ buyerId: li.userId, ...more });
  const all = await ofLi();
  assert.deepEqual(idsOf(all), newest());
  assert.ok(all.orders.every(({ buyerId }) => buyerId === li.userId));
  assert.deepEqual(idsOf(await ofLi({ status: 'CANCELLED' })), [orders[1].orderId]);
  assert.deepEqual(idsOf(await ofLi({ from: orders[1].createdAt, to: orders[2].createdAt })), [orders[1].orderId]);
  assert.deepEqual(idsOf(await ofLi({ roundId: NOBODY })), []);
  assert.deepEqual(idsOf(await ofLi({ campaignId: NOBODY })), []);
  const first = await ofLi({ pageSize: 2 });
  const second = await ofLi({ pageSize: 2, pageToken: first.nextPageToken });
  assert.deepEqual([...idsOf(first), ...idsOf(second)], newest());
  assert.equal(second.nextPageToken, '');
  assert.ok(idsOf(await operator.searchOrders({ pageSize: 100 })).includes(orders[2].orderId), 'of everybody');
  await refused(operator.searchOrders({ pageToken: first.nextPageToken }), 'PAGE_TOKEN_INVALID');
  await refused(wang.linli.searchOrders({}), 'FORBIDDEN');
  await refused(stage.client().searchOrders({}), 'TOKEN_MISSING');
});

test('a note stays with the order, is on record, and its buyer does not see it', async () => {
  const [{ orderId }] = orders;
  await refused(wang.linli.addOrderNote({ orderId, text: '我来' }), 'FORBIDDEN');
  await refused(operator.addOrderNote({ orderId: NOBODY, text: '没有' }), 'NOT_HERE');
  await operator.addOrderNote({ orderId, text: '买家来电，改约周六' });
  const noted = await operator.addOrderNote({ orderId, text: '已改' });
  assert.deepEqual(noted.notes.map(({ text }) => text), ['买家来电，改约周六', '已改']);
  assert.deepEqual((await operator.getDeskOrder({ orderId })).notes, noted.notes);
  assert.ok(!JSON.stringify(await li.linli.getOrder({ orderId })).includes('改约'));
  await refused(li.linli.getDeskOrder({ orderId }), 'FORBIDDEN');
  const { entries } = await operator.listTradeAudit({ objectId: orderId });
  assert.deepEqual(entries.filter(({ action }) => action === 'add_order_note').map(({ after: text }) => text), ['已改', '买家来电，改约周六']);
  const [{ change }] = stage.query("select has_any_column_privilege('linli_groupbuy', 'groupbuy.order_notes', 'UPDATE') or has_table_privilege('linli_groupbuy', 'groupbuy.order_notes', 'DELETE') as change");
  assert.equal(change, 'f', 'what was noted stays');
});

test('a file of orders says who took it, and no cell of it is a formula', async () => {
  const search = { buyerId: li.userId, pageSize: 2 };
  await refused(wang.linli.exportOrders({ search, why: '我想' }), 'FORBIDDEN');
  const file = await operator.exportOrders({ search, why: '九月对账' });
  const rest = await operator.exportOrders({ search: { ...search, pageToken: file.nextPageToken }, why: '九月对账' });
  assert.deepEqual([file.mediaType.split(';')[0], file.orders, rest.orders, rest.nextPageToken], ['text/csv', 2, 1, '']);
  const lines = file.text.replace(/^\uFEFF/, '').trimEnd().split(/\r?\n/);
  assert.equal(lines.length, 3);
  assert.ok(lines[1].includes(orders[2].orderId) && lines[1].includes(`"'=梨${process.pid}`), lines[1]);
  const { entries: [{ action, reason }] } = await operator.listTradeAudit({ objectId: li.userId });
  assert.deepEqual([action, reason], ['export_orders', '九月对账']);
  const saved = await stage.raw('POST', '/v1/desk/orders:export', { user: { linli: operator }, headers: { accept: 'text/csv' }, body: { search, why: '九月对账' } });
  assert.deepEqual([saved.status, saved.headers['content-type'], `\uFEFF${saved.body}`, saved.headers['x-next-part']], [200, 'text/csv; charset=utf-8', file.text, file.nextPageToken]);
  assert.match(saved.headers['content-disposition'], /^attachment; filename="orders\.csv"; /);
});
