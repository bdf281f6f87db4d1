// The books of a day: what a partner earns of it; and the day at WeChat Pay, compared with ours the morning after: three faults
// are planted in the bills, found and named.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test, { after, before } from 'node:test';
import { program, ROOT } from '../support/house.mjs';
import { Calendar, MINUTE } from './support/calendar.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;
const SELDOM = { withinMs: 60_000, everyMs: 300 };

let stage;
let operator;
// Days pass here: a house of its own.
before(async () => {
  stage = await openStage({ own: true });
  operator = await stage.operator();
});
after(() => stage?.close());

function clockForward(span) {
  const { status, stdout, stderr } = spawnSync(program('linlictl'), ['clock', 'forward', span], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, LINLI_STATE_DIR: stage.house.status().run },
  });
  assert.equal(status, 0, stderr);
  return Date.parse(stdout.trim());
}

const china = (ms) => new Date(ms + CHINA_MS).toISOString().slice(0, 10);

async function newSale() {
  const { productId } = await operator.createProduct({
    title: `柚子${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一个', listPriceFen: 1990, costPriceFen: 500, stock: 100 }],
  });
  const product = await operator.setProductStatus({ productId, status: 'ON_SHELF', why: '上新' });
  return operator.createCampaign({
    kind: 'FLASH_SALE', title: '柚子', skuId: product.skus[0].skuId, priceFen: 990, stock: 20, perUserLimit: 5,
    startsAt: new Date(Date.now() - 60_000).toISOString(), endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
}

test('a partner earns of buyers who first came by his channel', async () => {
  const school = await stage.newUser();
  const rule = { pickUpBasisPoints: 300, sellingBasisPoints: 800, partnerBasisPoints: 150, ownPurchases: false, why: '十二月起' };
  await refused(school.linli.publishShareRule(rule), 'FORBIDDEN');
  await refused(operator.publishShareRule({ ...rule, sellingBasisPoints: 2600 }), 'SHARES_ABOVE_CAP');
  assert.equal((await operator.publishShareRule(rule)).version, 1);
  await refused(school.linli.setPartner({ channel: 'school', userId: school.userId, active: true, why: '我想' }), 'FORBIDDEN');
  await operator.setPartner({ channel: 'school', userId: school.userId, active: true, why: '合作协议' });

  const { campaignId } = await newSale();
  const link = await school.linli.createLink({ target: 'CAMPAIGN', targetId: campaignId, channel: 'school' });
  const li = await stage.newUser({ phone: true });
  await eventually('the link is known', () => stage.query(`select link_key from groupbuy.links where link_key = '${link.key}'`).length);
  const now = new Date().toISOString();
  const order = await li.linli.placeFlashOrder({ campaignId, quantity: 1, source: { linkKey: link.key, touchedAt: now, firstLinkKey: link.key, firstTouchedAt: now } });
  await stage.pay(li, order);
  const mine = await eventually('the share is there', async () => {
    const answer = await school.linli.listMyShares({});
    return answer.shares.length && answer;
  });
  const [share] = mine.shares;
  assert.deepEqual([share.orderId, share.role, share.baseFen, share.basisPoints, share.accruedFen, share.ruleVersion], [order.orderId, 'SHARE_PARTNER', 990, 150, 14, 1]);
  assert.deepEqual([mine.accruedFen, mine.reversedFen, mine.vestedFen], [14, 0, 0]);
  assert.deepEqual((await li.linli.listMyShares({})).shares, []);
  await refused(stage.client().listMyShares({}), 'TOKEN_MISSING');
  const { entries } = await operator.listTradeAudit({ objectId: 'school' });
  assert.deepEqual(entries.map(({ action, after: now_ }) => [action, now_]), [['set_partner', school.userId]]);
});

test('three faults in the bills of a day are found and named', async () => {
  const { campaignId } = await newSale();
  const li = await stage.newUser({ phone: true });
  const orders = [];
  for (let i = 0; i < 4; i++) orders.push(await li.linli.placeFlashOrder({ campaignId, quantity: 1 }));
  for (const order of orders) await stage.pay(li, order);
  for (const { orderId } of orders) await eventually('it is paid', async () => (await li.linli.getOrder({ orderId })).paidAt);
  const [{ paidAt }] = await Promise.all(orders.slice(0, 1).map(({ orderId }) => li.linli.getOrder({ orderId })));
  const day = china(Date.parse(paidAt));

  const [missing, dearer] = orders;
  await stage.wechat.call('POST', '/bill-mistake', { kind: 'missing', bill: 'trade', date: day, out_trade_no: missing.orderId });
  await stage.wechat.call('POST', '/bill-mistake', { kind: 'amount', date: day, out_trade_no: dearer.orderId, fen: 7 });
  await stage.wechat.call('POST', '/bill-mistake', { kind: 'extra', bill: 'flow', date: day, out_trade_no: orders[2].orderId });

  assert.deepEqual((await operator.listBillDays({})).days, [], 'no bill is there before 10:00 of the next day');
  // To 11:00 of the next day in China, for us and for WeChat.
  const now = Date.now();
  const eleven = Date.parse(`${china(now + DAY_MS)}T11:00:00+08:00`);
  clockForward(`${Math.ceil((eleven - now) / 1000)} s`);
  await stage.wechat.call('POST', '/clock', { now: eleven });
  operator = await stage.operator();

  const done = await eventually('the day is compared', async () => {
    const { days } = await operator.listBillDays({});
    return days.find((one) => one.day === day && one.state === 'BILL_DAY_DONE');
  }, SELDOM);
  assert.equal(done.differences, 3);
  const paid = Number(stage.query("select sum(amount_fen) as fen from groupbuy.payments where state = 'PAID'")[0].fen);
  assert.deepEqual([done.paidFen, done.ledgerInFen, done.flowInFen], [paid, paid, paid + 7 + 990]);
  const { cases } = await operator.listBillCases({ day });
  const named = cases.map(({ reason, subject, sources, expectedFen, toldFen }) => [reason, subject.replace(/^GHOST.*/, 'GHOST'), sources, expectedFen, toldFen]).sort();
  assert.deepEqual(named, [
    ['CASE_BILL_AMOUNT', dearer.orderId, 'FLOW,TRADE', 990, 997],
    ['CASE_BILL_MISSING', missing.orderId, 'TRADE', 990, 0],
    ['CASE_BILL_UNKNOWN', 'GHOST', 'FLOW', 0, 990],
  ]);
  assert.ok(cases.every((one) => one.day === day && one.state === 'CASE_OPEN'));
  const settled = await operator.settlePaymentCase({ caseId: cases[0].caseId, note: '已与微信核对' });
  assert.equal(settled.state, 'CASE_CLOSED');
});

// Money that is taken to the bank shows in nothing but the next day's bill.
test('operators hear once that the reserve falls short, and when it is whole again', async () => {
  const stranger = await stage.newUser({ phone: true });
  const rule = { basisPoints: 500, why: '生鲜季' };
  await refused(stranger.linli.publishReserveRule(rule), 'FORBIDDEN');
  await refused(stranger.linli.listReserves({}), 'FORBIDDEN');
  await refused(operator.publishReserveRule({ ...rule, basisPoints: 10001 }), 'FIELDS_INVALID');
  assert.equal((await operator.publishReserveRule(rule)).version, 1);
  const reserve = async () => (await operator.listReserves({})).reserves.find(({ merchantId }) => merchantId === '');
  const calendar = new Calendar(stage.house.status(), stage.wechat);
  await calendar.pass(MINUTE + 1000);
  const looked = await eventually('it is looked at by the rule', async () => {
    const now = await reserve();
    return now?.ruleVersion === 1 && now;
  }, SELDOM);
  assert.ok(looked.balanceFen > 0 && !looked.shortSince);
  assert.deepEqual((await operator.listReserves({})).rule, { version: 1, basisPoints: 500 });
  const { entries } = await operator.listTradeAudit({ objectId: '1' });
  assert.ok(entries.some(({ action, after: now }) => action === 'publish_reserve_rule' && now === '500 basis points'));

  const told = async (kind) => (await operator.listMessages({ pageSize: 100 })).messages.filter((one) => one.kind === kind).length;
  const eveningWith = async (openingBalanceFen) => {
    const product = await operator.createProduct({ title: '米', category: '粮油', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一袋', listPriceFen: 1000, costPriceFen: 100, stock: 9 }] });
    const { skus: [{ skuId }] } = await operator.setProductStatus({ productId: product.productId, status: 'ON_SHELF', why: '上新' });
    const { campaignId } = await operator.createCampaign({ kind: 'FLASH_SALE', title: '米', skuId, priceFen: 900, stock: 2, perUserLimit: 2, startsAt: calendar.in(-60_000), endsAt: calendar.in(3_600_000) });
    const buyer = await eventually('the house knows the day', () => stage.newUser({ phone: true }), SELDOM);
    await stage.pay(buyer, await buyer.linli.placeFlashOrder({ campaignId, quantity: 1 }));
    await stage.wechat.settings({ openingBalanceFen });
    const { day } = calendar;
    await calendar.toDay(1, '11:00');
    operator = await stage.operator();
    await eventually('the day is compared', async () => (await operator.listBillDays({})).days.some((one) => one.day === day && one.state === 'BILL_DAY_DONE'), SELDOM);
    await calendar.pass(MINUTE + 1000);
  };
  await eveningWith(-1_000_000);
  await eventually('it falls short', async () => await told('RESERVE_SHORT') === 1, SELDOM);
  assert.ok((await reserve()).shortSince);
  await eveningWith(0);
  await eventually('it is whole again', async () => await told('RESERVE_COVERED') === 1, SELDOM);
  assert.deepEqual([await told('RESERVE_SHORT'), (await reserve()).shortSince ?? null], [1, null]);
});

test('the books of a day are for finance', async () => {
  const stranger = await eventually('the house knows the day', () => stage.newUser(), SELDOM);
  await refused(stranger.linli.listBillDays({}), 'FORBIDDEN');
  await refused(stranger.linli.listBillCases({ day: '2026-11-21' }), 'FORBIDDEN');
  await refused(operator.listBillCases({ day: 'yesterday' }), 'FIELDS_INVALID');
});

test('a day without payments is compared, too', async () => {
  clockForward('1 day');
  await stage.wechat.call('POST', '/clock', { advanceMs: DAY_MS });
  operator = await stage.operator();
  await eventually('it is compared', async () => {
    const { days } = await operator.listBillDays({});
    return days.length >= 2 && days.every(({ state }) => state === 'BILL_DAY_DONE');
  }, SELDOM);
});
