// What there is to buy and how it gets there: files of products.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

let stage;
let operator;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
});
after(() => stage.close());

const RUN = `${process.pid}-${Date.now() % 1e6}`;
const HEADINGS = 'number,title,category,seller_name,seller_licence,sku_number,sku_title,list_price,cost_price,stock,weight_g';
const send = (linli, importKey, text) => linli.importProducts({ importKey, file: new Blob([text], { type: 'text/csv' }) });
// The one value a query gives.
const value = async (sql) => Object.values((await stage.query(sql))[0])[0];
const done = (importKey) => eventually('the import is done', async () => {
  const now = await operator.getProductImport({ importKey });
  return now.state === 'IMPORT_DONE' && now;
}, { withinMs: 60_000 });

// What can be wrong with a line, by turns: [its column, the line].
const WRONGS = [
  ['list_price', (n) => `${n},果,水果,云山,JY1,a,小,59.999,1,1,1`], ['cost_price', (n) => `${n},果,水果,云山,JY1,a,小,1,2,1,1`],
  ['stock', (n) => `${n},果,水果,云山,JY1,a,小,1,,-1,1`], ['title', (n) => `${n},${'长'.repeat(61)},水果,云山,JY1,a,小,1,,1,1`],
  ['weight_g', (n) => `${n},果,水果,云山,JY1,a,小,1,,1,=1+1`], ['sku_title', (n) => `${n},果,水果,云山,JY1,a,,1,,1,1`],
  ['title', (n) => `${n},半"个,水果,云山,JY1,a,小,1,,1,1`], ['', (n) => `${n},果`], ['number', () => ',果,水果,云山,JY1,a,小,1,,1,1'],
];

// 5,000 products, some with two SKUs; 37 lines are bad, each in a product of its own that is not taken then.
function bigFile() {
  const lines = [HEADINGS];
  const bad = [];
  for (let i = 0; i < 5000; i++) {
    const number = `${RUN}-${i}`;
    if (i % 135 === 7 && bad.length < 37) {
      const [column, line] = WRONGS[bad.length % WRONGS.length];
      if (bad.length % 2 && column !== 'number') lines.push(`${number},果,水果,云山,JY1,z,好的一半,1,,1,1`);
      // Behind a good line of the same product what it says of the product must be the same.
      lines.push(line(number));
      bad.push([lines.length, column]);
    } else {
      lines.push(`${number},"苹果, 第 ${i} 种",水果,云山优选,JY14401060000001,a,5 斤,${(i % 90) + 10}.50,5,100,2500`);
      if (i % 10 === 0) lines.push(`${number},,,,,b,10 斤,${(i % 90) + 20},5,100,5000`);
    }
  }
  return { text: `\ufeff${lines.join('\r\n')}\r\n`, bad };
}

test('of 5,000 products 37 lines are bad: each is named, and none of those products is there by half', async () => {
  const { text, bad } = bigFile();
  assert.equal(bad.length, 37);
  const importKey = `autumn-${RUN}`;
  const sent = await send(operator, importKey, text);
  assert.deepEqual([sent.products + bad.filter(([, column]) => column === 'number').length, sent.linesBad, sent.bytes], [5000, 37, Buffer.byteLength(text)]);
  const { state, productsCreated, productsUpdated, productsBad, productsLookedAt } = await done(importKey);
  const numbered = bad.filter(([, column]) => column !== 'number').length;
  assert.deepEqual([state, productsCreated, productsUpdated, productsBad, productsLookedAt], ['IMPORT_DONE', 5000 - 37, 0, numbered, sent.products]);

  const told = new Map();
  for await (const fault of operator.pages('listImportFaults', { importKey, pageSize: 10 })) told.set(fault.line, [...(told.get(fault.line) ?? []), fault.column]);
  assert.deepEqual([...told.keys()], bad.map(([line]) => line), 'those lines and no others, in their order');
  for (const [line, column] of bad) assert.ok(told.get(line).includes(column), `line ${line}: ${told.get(line)} names ${column}`);
  assert.equal(await value(`select count(*) from groupbuy.products where number like '${RUN}-%'`), '4963');
  assert.equal(await value(`select count(*) from groupbuy.skus s join groupbuy.products p on p.id = s.product_id where p.number like '${RUN}-%' and s.number = 'z'`), '0', 'no half');

  assert.deepEqual(await send(operator, importKey, text), await operator.getProductImport({ importKey }), 'the same again is the same import');
  await refused(send(operator, importKey, `${text}\n`), 'IMPORT_KEY_REUSED');
});

test('a number that is there is updated; what looks like a formula is text', async () => {
  const number = `F${RUN}`;
  const file = (title) => `商品编号,商品名称,分类,销售方,许可证号,规格,售价\n${number},${title},水果,云山,JY1,小,9.90\n`;
  await send(operator, `first-${RUN}`, file('=HYPERLINK(1)'));
  assert.equal((await done(`first-${RUN}`)).productsCreated, 1);
  await send(operator, `second-${RUN}`, file('=1+1'));
  assert.equal((await done(`second-${RUN}`)).productsUpdated, 1);
  assert.equal(await value(`select string_agg(title || ' ' || status, ',') from groupbuy.products where number = '${number}'`), '=1+1 DRAFT');
  const { entries } = await operator.listTradeAudit({ pageSize: 100 });
  assert.ok(entries.some(({ action, after: what }) => action === 'import_products' && what.startsWith(`second-${RUN}: `)));
});

test('a file that is none is refused, and so is who is no operator', async () => {
  const li = await stage.newUser({ phone: true });
  const problem = await refused(send(operator, `x-${RUN}`, 'number,colour\n1,red\n'), 'IMPORT_UNREADABLE');
  assert.equal(problem.status, 400);
  await refused(send(operator, `x-${RUN}`, Buffer.alloc(2 * 1024 * 1024 + 1, 0x61)), 'BODY_TOO_LARGE');
  await refused(send(li.linli, `x-${RUN}`, HEADINGS), 'FORBIDDEN');
  for (const ask of ['getProductImport', 'listImportFaults']) {
    await refused(li.linli[ask]({ importKey: `autumn-${RUN}` }), 'FORBIDDEN');
    await refused(operator[ask]({ importKey: `nobody-${RUN}` }), 'NOT_HERE');
  }
});

test('a supplier\'s licence is over: its products leave the shelf, and come back with a new one', async () => {
  const li = await stage.newUser();
  const name = `合作社 ${RUN}`;
  const supplier = await operator.createSupplier({ name, contractNumber: 'C-1', contractEndsOn: '2199-12-31' });
  await refused(operator.createSupplier({ name }), 'SUPPLIER_NAMED');
  const { supplierId, version } = supplier;
  const change = { supplierId, name, contractNumber: 'C-2', note: '续签' };
  assert.equal((await operator.updateSupplier({ ...change, version })).version, version + 1);
  await refused(operator.updateSupplier({ ...change, version }), 'VERSION_STALE');

  const { productId, skus: [{ skuId }] } = await operator.createProduct({
    title: `橙子${RUN}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '5 斤', listPriceFen: 3990, costPriceFen: 1500, stock: 10 }],
  });
  const licence = (expiresOn) => operator.setSupplierLicence({ supplierId, kind: 'LICENCE_FOOD', number: 'JY9', expiresOn });
  await licence('2199-12-31');
  await operator.setSkuSupplier({ skuId, supplierId, costPriceFen: 1600 });
  assert.deepEqual((await operator.listSupplies({ supplierId })).supplies.map((one) => [one.skuId, one.costPriceFen]), [[skuId, 1600]]);
  await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  const { licences } = await licence('2020-01-01');
  assert.deepEqual(licences, [{ kind: 'LICENCE_FOOD', number: 'JY9', expiresOn: '2020-01-01', expired: true }]);
  await eventually('it left the shelf', () => refused(stage.client().getProduct({ productId }), 'NOT_HERE').then(() => true));
  await eventually('operators hear of it', async () => (await operator.listMessages({ pageSize: 100 })).messages.some(({ kind, linkId }) => kind === 'LICENCE_ENDED' && linkId === supplierId));
  const { errors } = await refused(operator.setProductStatus({ productId, status: 'ON_SHELF' }), 'FIELDS_INVALID');
  assert.deepEqual(errors.map(({ field }) => field), ['supplier']);
  await licence('2199-12-31');
  assert.equal((await operator.setProductStatus({ productId, status: 'ON_SHELF' })).status, 'ON_SHELF');

  assert.equal((await operator.getSupplier({ supplierId })).contractNumber, 'C-2');
  assert.deepEqual(await operator.getSupplierStatement({ supplierId, month: '2026-11' }), { lines: [], nextPageToken: '', owedFen: 0 });
  await refused(operator.getSupplierStatement({ supplierId, month: '2026-13' }), 'FIELDS_INVALID');
  assert.ok((await operator.listSuppliers({})).suppliers.some((one) => one.supplierId === supplierId));
  const { entries } = await operator.listTradeAudit({ objectId: supplierId });
  assert.deepEqual(entries.map(({ action }) => action).reverse(), ['create_supplier', 'update_supplier', ...Array(3).fill('set_supplier_licence')]);
  const asked = { createSupplier: { name: 'x' }, updateSupplier: { ...change, version: 1 }, getSupplier: { supplierId }, listSuppliers: {}, setSkuSupplier: { skuId, supplierId },
    setSupplierLicence: { supplierId, kind: 'LICENCE_FOOD', number: 'x', expiresOn: '2199-12-31' }, listSupplies: { supplierId }, getSupplierStatement: { supplierId, month: '2026-11' } };
  for (const [operation, request] of Object.entries(asked)) await refused(li.linli[operation](request), 'FORBIDDEN');
});

test('food without what the law wants said of it stays off the shelf, each fault named; on it, it goes on saying it', async () => {
  const li = await stage.newUser();
  const what = { title: `草莓${RUN}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1' };
  const promise = { noReturn: 'NO_RETURN_FRESH', claimHours: 24, claimPercent: 100, claimBorneBy: 'BEARER_SUPPLIER' };
  const made = await operator.createProduct({ ...what, food: { origin: '丹东' }, attributes: ['品种: 红颜'], promise, skus: [{ title: '1 斤', listPriceFen: 3000, costPriceFen: 1000, stock: 5 }] });
  const { productId, skus: [{ skuId }] } = made;
  const named = async (call) => (await refused(call, 'FIELDS_INVALID')).errors.map(({ field }) => field);
  assert.deepEqual(await named(operator.setProductStatus({ productId, status: 'ON_SHELF' })), ['food.shelfLifeDays', 'food.storage', 'food.licence']);
  assert.deepEqual(await named(operator.updateProduct({ productId, version: 1, ...what, promise: { claimHours: 24 } })), ['promise.claimPercent']);
  const food = { origin: '丹东', shelfLifeDays: 3, storage: '0–4 ℃', licence: 'JY2' };
  const { version } = await operator.updateProduct({ productId, version: 1, ...what, food, attributes: ['品种: 红颜'], promise });
  await refused(operator.updateProduct({ productId, version: 1, ...what }), 'VERSION_STALE');
  await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  const shown = await stage.client().getProduct({ productId });
  assert.deepEqual((await stage.client().listProducts({ words: `草莓 ${RUN}` })).products.map((one) => one.productId), [productId], 'words find it');
  assert.deepEqual([shown.food, shown.promise, shown.attributes, shown.sellerLicence], [food, promise, ['品种: 红颜'], 'JY1']);
  assert.deepEqual(await named(operator.updateProduct({ productId, version, ...what, food: { ...food, storage: '' } })), ['food.storage']);

  const sku = { skuId, title: '500 g', listPriceFen: 2900, weightG: 500 };
  assert.equal((await operator.updateSku({ ...sku, version })).version, version + 1);
  await refused(operator.updateSku({ ...sku, version }), 'VERSION_STALE');
  assert.deepEqual(await named(operator.updateSku({ ...sku, version: version + 1, listPriceFen: 999 })), ['listPriceFen']);
  assert.equal((await operator.adjustStock({ skuId, change: 7, why: '到货' })).skus[0].stock, 12);
  await refused(operator.adjustStock({ skuId, change: -13, why: '盘点' }), 'STOCK_SHORT');
  assert.deepEqual((await operator.getManagedProduct({ productId })).skus.map(({ title, listPriceFen, stock }) => [title, listPriceFen, stock]), [['500 g', 2900, 12]]);
  assert.equal((await operator.listManagedProducts({ status: 'ON_SHELF', pageSize: 1 })).products[0].productId, productId);
  const asked = { getManagedProduct: { productId }, listManagedProducts: {}, updateProduct: { productId, version, ...what }, updateSku: { ...sku, version }, adjustStock: { skuId, change: 1, why: 'x' } };
  for (const [operation, request] of Object.entries(asked)) await refused(li.linli[operation](request), 'FORBIDDEN');

  const wang = await stage.newUser({ phone: true });
  const { addressId } = await wang.linli.addAddress({ name: '王', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号' });
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ regionPrefix: '', baseFen: 600, baseG: 1000, stepFen: 100, stepG: 1000 }] });
  const basket = { lines: [{ skuId, quantity: 1 }], addressId };
  const quoted = await wang.linli.quoteBasket(basket);
  assert.deepEqual([quoted.noReturn, quoted.lines[0].promise], [true, promise]);
  await refused(wang.linli.placeOrder(basket), 'NO_RETURN_UNSAID');
  assert.equal((await wang.linli.placeOrder({ ...basket, noReturnAccepted: true })).lines[0].listPriceFen, 2900);
});

test('a campaign is checked before it is published; what is red needs another operator\'s yes, for that very campaign, once', async () => {
  const [second, li] = [await stage.newUser(), await stage.newUser()];
  await operator.grantRole({ userId: second.userId, role: 'operator', why: '复核' });
  const { productId, skus: [{ skuId }] } = await operator.createProduct({
    title: `甜瓜${RUN}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一个', listPriceFen: 4000, costPriceFen: 1000, stock: 100 }],
  });
  await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  const { communityId } = await operator.createCommunity({ name: `查价里${RUN}`, households: 10 });
  const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
  const campaign = { kind: 'FLASH_SALE', title: '甜瓜', skuId, priceFen: 900, stock: 100, perUserLimit: 1, startsAt: inMinutes(-1), endsAt: inMinutes(60), communityId };
  const check = async (changes) => {
    const { findings, ...rest } = await operator.checkCampaign({ campaign: { ...campaign, ...changes } });
    return { ...rest, found: findings.map(({ kind, severity }) => `${kind.slice(8)} ${severity.slice(9)}`) };
  };
  assert.deepEqual((await check({ priceFen: 3000, stock: 5, communityId: '' })).found, []);
  assert.deepEqual((await check({ priceFen: 4000, stock: 200, perUserLimit: 1 })).found.slice(0, 1), ['FAULT REFUSED']);
  const red = await check({});
  assert.deepEqual(red.found, ['LOSS RED', 'DISCOUNT YELLOW', 'STOCK YELLOW', 'AUDIENCE YELLOW']);
  assert.deepEqual([red.needsApproval, red.lossFen], [true, 10_000]);

  const publish = (changes) => operator.createCampaign({ ...campaign, ...changes });
  await refused(publish(), 'APPROVAL_NEEDED');
  const ask = { kind: 'APPROVAL_PUBLISH_CAMPAIGN', subjectId: red.approvalSubjectId, amountFen: red.lossFen, why: '拉新' };
  const { approvalId } = await operator.askApproval(ask);
  await refused(publish(), 'APPROVAL_NEEDED');
  await refused(operator.decideApproval({ approvalId, approve: true, note: '自己批' }), 'APPROVAL_OWN');
  await eventually('the role is felt', () => second.linli.listApprovals({ subjectId: red.approvalSubjectId }));
  await second.linli.decideApproval({ approvalId, approve: true, note: '同意' });
  await refused(publish({ priceFen: 899 }), 'APPROVAL_NEEDED');
  assert.equal((await publish()).priceFen, 900);
  await operator.adjustStock({ skuId, change: 100, why: '到货' });
  await refused(publish(), 'APPROVAL_NEEDED');
  assert.ok((await check({ priceFen: 3000, stock: 5 })).found.includes('WINDOW YELLOW'), 'another one sells it meanwhile');
  await refused(li.linli.checkCampaign({ campaign }), 'FORBIDDEN');
});
