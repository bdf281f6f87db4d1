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
