// Points and growth: earned by what people do and by hand, seen by whoever has them, taken back when it is undone; and what
// growth makes of somebody.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);

let stage;
let operator;
let second;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  second = await stage.newUser();
  await operator.grantRole({ userId: second.userId, role: 'operator', why: '第二双眼睛' });
});
after(() => stage.close());

test('a newcomer has none, and history is his own', async () => {
  const li = await stage.newUser();
  const points = await li.linli.getPoints();
  assert.deepEqual([points.available, points.held, points.pending, points.debt], [0, 0, 0, 0]);
  assert.ok(points.perYuan > 0);
  assert.deepEqual((await li.linli.listPostings()).postings, []);
  await refused(stage.client().getPoints(), 'TOKEN_MISSING');
  await refused(stage.client().listPostings(), 'TOKEN_MISSING');
  await refused(li.linli.listPostings({ pageSize: 101 }), 'FIELDS_INVALID');
});

test('a rule is checked as a whole, listed, stopped', async () => {
  const rule = await operator.createPointsRule({ title: '评论有礼', trigger: 'ON_COMMENT_ADDED', points: 1, dayCap: 3, validDays: 30 });
  await eventually('it is listed', async () => (await stage.client().listPointsRules({ pageSize: 100 })).rules.some(({ ruleId }) => ruleId === rule.ruleId));
  assert.equal((await operator.setPointsRuleActive({ ruleId: rule.ruleId, active: false })).active, false);
  assert.ok((await refused(operator.createPointsRule({ title: '错误', trigger: 'ON_ORDER_PAID', points: 1 }), 'FIELDS_INVALID')).errors.length >= 3);
  await refused(operator.setPointsRuleActive({ ruleId: NOWHERE, active: false }), 'NOT_HERE');
  await refused(stage.client().listPointsRules({ pageSize: 101 }), 'FIELDS_INVALID');
  const li = await stage.newUser();
  await refused(li.linli.createPointsRule({ title: '我的规则', trigger: 'ON_SIGN_IN', points: 100, validDays: 30 }), 'FORBIDDEN');
  await refused(li.linli.setPointsRuleActive({ ruleId: rule.ruleId, active: true }), 'FORBIDDEN');
});

test('signing in earns once a day', async () => {
  const { ruleId } = await operator.createPointsRule({ title: '签到', trigger: 'ON_SIGN_IN', points: 3, validDays: 30 });
  const li = await stage.newUser();
  const [first, again] = [await li.linli.signInToday(), await li.linli.signInToday()];
  assert.deepEqual(first, again);
  assert.equal(first.streak, 1);
  assert.ok(first.points >= 3);
  assert.equal((await li.linli.getPoints()).available, first.points);
  const { days, today } = await li.linli.listSignIns();
  assert.deepEqual(days.map(({ day }) => day), [today]);
  assert.equal((await li.linli.listPostings()).postings[0].kind, 'EARNED');
  await refused(li.linli.listSignIns({ month: '2026-13' }), 'FIELDS_INVALID');
  await refused(stage.client().signInToday(), 'TOKEN_MISSING');
  await refused(stage.client().listSignIns(), 'TOKEN_MISSING');
  await operator.setPointsRuleActive({ ruleId, active: false });
});

test('what people do earns by itself', async () => {
  const { ruleId } = await operator.createPointsRule({ title: '入圈', trigger: 'ON_CIRCLE_JOINED', points: 7, validDays: 30 });
  const { communityId } = await operator.createCommunity({ name: `积分里${process.pid}`, households: 10 });
  const circle = await operator.createCircle({ communityId, name: '积分圈' });
  const li = await stage.newUser();
  await li.linli.joinCircle({ circleId: circle.circleId });
  await eventually('the points have come', async () => (await li.linli.getPoints()).available >= 7);
  await operator.setPointsRuleActive({ ruleId, active: false });
});

test('by hand it takes two operators', async () => {
  const li = await stage.newUser();
  const proposal = await operator.proposeAdjustment({ userId: li.userId, points: 50, why: '活动补发' });
  await refused(operator.decideAdjustment({ adjustmentId: proposal.adjustmentId, approve: true }), 'SECOND_EYES_NEEDED');
  assert.equal((await li.linli.getPoints()).available, 0);
  assert.equal((await second.linli.decideAdjustment({ adjustmentId: proposal.adjustmentId, approve: true })).state, 'APPROVED');
  assert.equal((await li.linli.getPoints()).available, 50);
  await refused(second.linli.decideAdjustment({ adjustmentId: proposal.adjustmentId, approve: false }), 'ALREADY_DECIDED');
  const taken = await second.linli.proposeAdjustment({ userId: li.userId, points: -80, why: '误发追回' });
  await operator.decideAdjustment({ adjustmentId: taken.adjustmentId, approve: true });
  assert.deepEqual(await li.linli.getPoints().then(({ available, debt }) => [available, debt]), [0, 30]);
  assert.ok((await operator.listAdjustments({ state: 'APPROVED' })).adjustments.length >= 2);
  await refused(li.linli.listAdjustments(), 'FORBIDDEN');
  await refused(li.linli.proposeAdjustment({ userId: second.userId, points: 1, why: '送你' }), 'FORBIDDEN');
  await refused(operator.proposeAdjustment({ userId: li.userId, points: 0, why: '没有' }), 'FIELDS_INVALID');
});

const HOME = { name: '李梅', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号', isDefault: true };

// Somebody with an address, and points that two operators gave him.
async function buyerWith(points) {
  const user = await stage.newUser({ phone: true });
  user.home = (await user.linli.addAddress(HOME)).addressId;
  const { adjustmentId } = await operator.proposeAdjustment({ userId: user.userId, points, why: '活动补发' });
  await second.linli.decideAdjustment({ adjustmentId, approve: true });
  return user;
}

const has = (user, what, { available, held }) => eventually(what, async () => {
  const points = await user.linli.getPoints();
  return points.available === available && points.held === held;
}, { withinMs: 30_000 });

test('points pay a part of an order, and go where the order goes', async () => {
  const { productId } = await operator.createProduct({
    title: `积分苹果${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一箱', listPriceFen: 1000, costPriceFen: 400, stock: 50, weightG: 500 }],
  });
  const [{ skuId }] = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus;
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ regionPrefix: '', baseFen: 600, baseG: 1000, stepFen: 100, stepG: 1000 }] });
  const li = await buyerWith(500);
  const basket = { lines: [{ skuId, quantity: 2 }], addressId: li.home };
  const plain = await li.linli.quoteBasket(basket);
  const quote = await li.linli.quoteBasket({ ...basket, points: 300 });
  assert.equal(quote.amountFen, plain.amountFen - 300);
  await refused(li.linli.placeOrder({ ...basket, points: 600 }), 'POINTS_NOT_USABLE');

  const unpaid = await li.linli.placeOrder({ ...basket, points: 300 });
  await has(li, 'they are set aside', { available: 200, held: 300 });
  await li.linli.cancelOrder({ orderId: unpaid.orderId });
  await has(li, 'they are back', { available: 500, held: 0 });

  const order = await li.linli.placeOrder({ ...basket, points: 300 });
  assert.equal(order.amountFen, quote.amountFen);
  await stage.pay(li, order);
  await has(li, 'they are spent', { available: 200, held: 0 });
  await operator.refundOrder({ orderId: order.orderId, lines: [{ position: 0, units: 1 }], reason: '坏果' });
  await has(li, 'half of them are back', { available: 350, held: 0 });
  const kinds = (await li.linli.listPostings()).postings.filter(({ orderId }) => orderId === order.orderId).map(({ kind }) => kind);
  assert.deepEqual(kinds.filter((kind) => /^POINTS/.test(kind)).sort(), ['POINTS_CONSUMED', 'POINTS_LOCKED', 'POINTS_RETURNED']);
});

const LEVELS = [{ name: '邻友', threshold: 20, benefits: ['会员专属活动'] }, { name: '银邻', threshold: 500, keepGrowth: 300 }];
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

test('levels are set as a whole, by operators', async () => {
  const { version } = await stage.client().getLevels();
  const set = await operator.setLevels({ levels: LEVELS, decayPercent: 50 });
  assert.ok(set.version > version);
  await eventually('they are shown', async () => (await stage.client().getLevels()).version === set.version);
  assert.equal((await stage.raw('GET', '/v1/levels?nonsense=1')).status, 400);
  const problem = await refused(operator.setLevels({ levels: [{ name: '甲', threshold: 10 }, { name: '甲', threshold: 10, keepGrowth: 5 }] }), 'FIELDS_INVALID');
  assert.deepEqual(problem.errors.map(({ field }) => field), ['levels[1].threshold', 'levels[1].name', 'levels[1].keepGrowth']);
  const li = await stage.newUser();
  await refused(li.linli.setLevels({ levels: [] }), 'FORBIDDEN');
});

test('what is paid makes a level, and the level opens a sale', async () => {
  const { ruleId } = await operator.createPointsRule({ title: '购物得成长值', trigger: 'ON_ORDER_PAID', perYuan: 1, earns: 'EARNS_GROWTH' });
  const { productId } = await operator.createProduct({
    title: `会员蓝莓${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一盒', listPriceFen: 5980, costPriceFen: 800, stock: 50 }],
  });
  const [{ skuId }] = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus;
  const publish = (changes) => operator.createCampaign({
    kind: 'FLASH_SALE', title: '会员专场', skuId, priceFen: 2990, stock: 5, perUserLimit: 1, startsAt: inMinutes(-1), endsAt: inMinutes(60), ...changes,
  });
  const [open, sale] = [await publish(), await publish({ minLevel: 1 })];
  assert.deepEqual((await refused(publish({ minLevel: 9 }), 'FIELDS_INVALID')).errors.map(({ field }) => field), ['minLevel']);
  const seen = await stage.client().getCampaign({ campaignId: sale.campaignId });
  assert.deepEqual([seen.audience, seen.minLevel, seen.minLevelName], ['LEVEL_MEMBERS', 1, '邻友']);

  const li = await stage.newUser({ phone: true });
  const buy = (campaign) => li.linli.placeFlashOrder({ campaignId: campaign.campaignId, quantity: 1 });
  await refused(buy(sale), 'LEVEL_TOO_LOW');
  assert.match((await refused(li.linli.quoteOrder({ campaignId: sale.campaignId, quantity: 1 }), 'LEVEL_TOO_LOW')).detail, /邻友/);
  assert.equal((await li.linli.getMyLevel()).next.name, '邻友');
  await stage.pay(li, await buy(open));
  await eventually('he has risen', async () => (await li.linli.getMyLevel()).level?.number === 1, { withinMs: 60_000 });
  const mine = await li.linli.getMyLevel();
  const { entries } = await li.linli.listGrowth();
  assert.ok(entries.some(({ kind, growth, sourceId }) => kind === 'GROWTH_EARNED' && growth === 29 && sourceId));
  const sum = entries.reduce((all, { growth }) => all + growth, 0); // the estate has a rule of its own
  assert.deepEqual([mine.growth, mine.nextMissing, mine.level.benefits[0]], [sum, 500 - sum, '会员专属活动']);
  await eventually('the sale knows', () => buy(sale), { withinMs: 60_000 });
  await eventually('he hears of it', async () => (await li.linli.listMessages()).messages.some(({ kind, text }) => kind === 'LEVEL_REACHED' && text.includes('邻友')), { withinMs: 60_000 });
  await refused(li.linli.listGrowth({ pageSize: 101 }), 'FIELDS_INVALID');
  await refused(stage.client().getMyLevel(), 'TOKEN_MISSING');
  await operator.setPointsRuleActive({ ruleId, active: false });
});

test('growth by hand is for operators, and not for themselves', async () => {
  const li = await stage.newUser();
  assert.equal((await operator.adjustGrowth({ userId: li.userId, growth: 600, why: '老会员迁入' })).level.number, 2);
  assert.equal((await operator.adjustGrowth({ userId: li.userId, growth: -1000, why: '误加' })).growth, 0);
  await refused(second.linli.adjustGrowth({ userId: second.userId, growth: 5, why: '给自己' }), 'FORBIDDEN');
  await refused(li.linli.adjustGrowth({ userId: second.userId, growth: 5, why: '送你' }), 'FORBIDDEN');
});
