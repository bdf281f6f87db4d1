// Paid articles: from the preview to the purchase, to reading, to the refund, to reading no more. Where virtual goods have no
// channel there is no price, no product, no hint.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);
const TEXTS = ['绿萝喜阴，三天一水。', '剪枝要在清晨。'];

let stage;
let operator;
let column;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const made = await operator.createProduct({
    title: `养花十课${process.pid}`, category: '知识', sellerName: '云山花艺', sellerLicence: 'WH1', kind: 'PRODUCT_CONTENT', skus: [{ title: '全部', listPriceFen: 990 }],
  });
  const { productId, skus: [{ skuId }] } = await operator.setProductStatus({ productId: made.productId, status: 'ON_SHELF' });
  column = { productId, skuId };
});
after(() => stage.close());

const readsAll = (user, { articleId }, wanted) => eventually(wanted ? 'he may read' : 'he may not read any more',
  async () => (await user.linli.getArticle({ articleId })).entitled === wanted);

test('who has bought it reads; who is refunded does not', async () => {
  const [li, wang] = [await stage.newUser({ phone: true }), await stage.newUser({ phone: true })];
  const lesson = (position) => ({ productId: column.productId, position, title: `第${position}课`, preview: '先看一段', text: TEXTS[position - 1] });
  await refused(li.linli.publishArticle(lesson(1)), 'FORBIDDEN');
  await refused(operator.publishArticle({ ...lesson(1), position: 201 }), 'FIELDS_INVALID');
  await refused(stage.client().listArticles({ productId: column.productId }), 'NOT_HERE');
  const first = await operator.publishArticle(lesson(1));
  await operator.publishArticle(lesson(2));
  const preview = await stage.client().getArticle({ articleId: first.articleId });
  assert.deepEqual([preview.preview, preview.text, preview.entitled], ['先看一段', '', false]);
  await refused(stage.client().getArticle({ articleId: NOWHERE }), 'NOT_HERE');
  await refused(li.linli.markArticleRead({ articleId: first.articleId }), 'NOT_ENTITLED');

  const offer = await li.linli.getContentOffer({ productId: column.productId, platform: 'ANDROID' });
  assert.deepEqual([offer.channel, offer.skus[0].listPriceFen], ['VIRTUAL_PAY', 990]);
  const ask = { skuId: column.skuId, platform: 'ANDROID' };
  assert.equal((await li.linli.quoteContent(ask)).amountFen, 990);
  const order = await li.linli.placeContentOrder(ask);
  assert.deepEqual([order.kind, order.amountFen], ['CONTENT', 990]);
  await refused(li.linli.placeContentOrder(ask), 'BOUGHT_ALREADY');
  await refused(li.linli.payOrder({ orderId: order.orderId }), 'CHANNEL_MISSING');
  await stage.wechat.pay(li.openid, (await li.linli.payOrder({ orderId: order.orderId, platform: 'ANDROID' })).wechat);
  await readsAll(li, first, true);
  assert.equal((await li.linli.getArticle({ articleId: first.articleId })).text, TEXTS[0]);
  assert.equal((await li.linli.getOrder({ orderId: order.orderId })).status, 'FULFILLED');
  assert.equal((await wang.linli.getArticle({ articleId: first.articleId })).text, '');
  await refused(operator.shipOrder({ orderId: order.orderId, carrier: 'SF', trackingNumber: 'SF1' }), 'ORDER_NOT_SHIPPABLE');
  await li.linli.markArticleRead({ articleId: first.articleId });
  const list = await li.linli.listArticles({ productId: column.productId });
  assert.deepEqual([list.read, list.articles.map(({ read, text }) => [read, text])], [1, [[true, ''], [false, '']]]);

  await operator.refundOrder({ orderId: order.orderId, reason: '不满意' });
  await readsAll(li, first, false);
  assert.equal((await li.linli.getArticle({ articleId: first.articleId })).text, '');
  await eventually('all of it is back', async () => (await li.linli.getOrder({ orderId: order.orderId })).status === 'REFUNDED', { withinMs: 30_000 });
  const again = await li.linli.placeContentOrder(ask);
  assert.notEqual(again.orderId, order.orderId);
  await li.linli.cancelOrder({ orderId: again.orderId });
});

test('where it has no channel there is no price, no product, no hint', async () => {
  const li = await stage.newUser({ phone: true });
  const { productId, skuId } = column;
  await refused(li.linli.getContentOffer({ productId, platform: 'IOS' }), 'NOT_HERE');
  await refused(li.linli.getContentOffer({ productId }), 'NOT_HERE');
  await refused(li.linli.quoteContent({ skuId, platform: 'IOS' }), 'CHANNEL_MISSING');
  await refused(li.linli.placeContentOrder({ skuId, platform: 'IOS' }), 'CHANNEL_MISSING');
  await refused(li.linli.getProduct({ productId }), 'NOT_HERE');
  assert.equal((await li.linli.listProducts({ category: '知识' })).products.length, 0);
  await refused(li.linli.putCartItem({ skuId, quantity: 1 }), 'PRODUCT_OFF_SHELF');
  await refused(operator.createCampaign({ kind: 'FLASH_SALE', title: '闪', priceFen: 900, skuId, stock: 1, perUserLimit: 1, startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 3_600_000).toISOString() }), 'FIELDS_INVALID');
});
