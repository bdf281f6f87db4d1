// Stock that runs low and comes back: operators hear of the one, who waits for it of the other, once.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

let stage, operator;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
});
after(() => stage.close());

const messages = async (linli, kind, productId) => (await linli.listMessages({ pageSize: 100 })).messages.filter((one) => one.kind === kind && one.linkId === productId);
const heard = (linli, kind, productId) => eventually(`${kind} is heard`, async () => {
  const found = await messages(linli, kind, productId);
  return found.length && found;
}, { withinMs: 60_000, everyMs: 200 });

test('operators hear when few are left; who waits hears once when some come back', async () => {
  const [li, wang] = [await stage.newUser(), await stage.newUser()];
  const { productId } = await operator.createProduct({ title: `杨梅${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一箱', listPriceFen: 5980, costPriceFen: 2000, stock: 3 }] });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  assert.deepEqual(await operator.setStockAlarm({ skuId, lowAt: 2 }), { skuId, lowAt: 2, stock: 3 });
  await refused(li.linli.setStockAlarm({ skuId, lowAt: 2 }), 'FORBIDDEN');
  await refused(li.linli.tellWhenBack({ skuId }), 'STOCK_THERE');
  await refused(stage.client().tellWhenBack({ skuId }), 'TOKEN_MISSING');

  await operator.adjustStock({ skuId, change: -3, why: '坏了' });
  assert.deepEqual(await li.linli.tellWhenBack({ skuId }), { skuId, wanted: true });
  await li.linli.tellWhenBack({ skuId });
  await wang.linli.tellWhenBack({ skuId });
  assert.deepEqual(await wang.linli.tellWhenBack({ skuId, off: true }), { skuId, wanted: false });
  const [low] = await heard(operator, 'STOCK_LOW', productId);
  assert.match(low.text, /仅剩 0 件|0 left/);

  await operator.adjustStock({ skuId, change: 1, why: '到货' });
  assert.equal((await heard(li.linli, 'STOCK_BACK', productId)).length, 1);
  assert.deepEqual(await messages(wang.linli, 'STOCK_BACK', productId), []);
  const { entries } = await operator.listTradeAudit({ objectId: skuId });
  assert.ok(entries.some(({ action }) => action === 'set_stock_alarm'));
});
