// Coupons: made, claimed within their limits, used for an order, given back.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);
const inHours = (hours) => new Date(Date.now() + hours * 3600_000).toISOString();

let stage;
let operator;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
});
after(() => stage.close());

const newTemplate = (changes) => operator.createTemplate({
  title: '满 20 减 5', kind: 'AMOUNT_OFF', amountFen: 500, thresholdFen: 2000, channel: 'CLAIM', budgetFen: 100_000, perUser: 1,
  claimEndsAt: inHours(1), validDays: 7, ...changes,
});

test('a template is checked as a whole, listed, stopped', async () => {
  const template = await newTemplate({});
  assert.equal((await stage.client().getTemplate({ templateId: template.templateId })).issuedCount, 0);
  await eventually('it is listed', async () => (await stage.client().listTemplates({ pageSize: 100 })).templates.some(({ templateId }) => templateId === template.templateId));
  await refused(stage.client().getTemplate({ templateId: NOWHERE }), 'NOT_HERE');
  await refused(stage.client().listTemplates({ pageSize: 101 }), 'FIELDS_INVALID');
  assert.ok((await refused(operator.createTemplate({ title: '只', kind: 'AMOUNT_OFF', channel: 'CLAIM' }), 'FIELDS_INVALID')).errors.length >= 3);
  const li = await stage.newUser();
  await refused(li.linli.createTemplate({ title: '我的券' }), 'FORBIDDEN');
  await refused(li.linli.setTemplateActive({ templateId: template.templateId, active: false }), 'FORBIDDEN');
  assert.equal((await operator.setTemplateActive({ templateId: template.templateId, active: false })).active, false);
  await refused(li.linli.claimCoupon({ templateId: template.templateId }));
});

test('never more than there are, never more than one may have', async () => {
  const { templateId } = await newTemplate({ budgetCount: 5 });
  const people = await Promise.all(Array.from({ length: 8 }, () => stage.newUser()));
  const outcomes = await Promise.all(people.map(({ linli }) => linli.claimCoupon({ templateId }).then(() => 'claimed', ({ code }) => code)));
  assert.deepEqual(outcomes.sort(), [...Array(3).fill('ALL_CLAIMED'), ...Array(5).fill('claimed')]);
  assert.equal((await operator.getTemplate({ templateId })).issuedCount <= 5, true);

  const { templateId: other } = await newTemplate({});
  const [li] = people;
  const coupon = await li.linli.claimCoupon({ templateId: other }, { idempotencyKey: 'one' });
  assert.equal((await li.linli.claimCoupon({ templateId: other }, { idempotencyKey: 'one' })).couponId, coupon.couponId);
  await refused(li.linli.claimCoupon({ templateId: other }), 'CLAIM_LIMIT_REACHED');
  const later = await newTemplate({ claimStartsAt: inHours(0.5) });
  await refused(li.linli.claimCoupon({ templateId: later.templateId }), 'CLAIM_NOT_OPEN');
});

test('coupons are their owner\'s', async () => {
  const { templateId } = await newTemplate({});
  const [li, wang] = [await stage.newUser(), await stage.newUser()];
  const { couponId } = await li.linli.claimCoupon({ templateId });
  assert.equal((await li.linli.getCoupon({ couponId })).state, 'FREE');
  assert.deepEqual((await li.linli.listCoupons({ state: 'FREE' })).coupons.map((coupon) => coupon.couponId), [couponId]);
  await refused(wang.linli.getCoupon({ couponId }), 'NOT_HERE');
  assert.deepEqual((await wang.linli.listCoupons()).coupons, []);
  await refused(stage.client().listCoupons(), 'TOKEN_MISSING');
});

test('whoever joins a circle is welcomed with one', async () => {
  const { communityId } = await operator.createCommunity({ name: `迎新里${process.pid}`, households: 10 });
  const circle = await operator.createCircle({ communityId, name: '迎新' });
  await newTemplate({ channel: 'WELCOME', communityId, title: '见面礼' });
  const li = await stage.newUser();
  await li.linli.joinCircle({ circleId: circle.circleId });
  const [coupon] = await eventually('the coupon has come', async () => {
    const { coupons } = await li.linli.listCoupons();
    return coupons.length > 0 && coupons;
  });
  assert.equal(coupon.channel, 'WELCOME');
});

test('a code is a coupon, once', async () => {
  const { templateId } = await newTemplate({ channel: 'BY_CODE', title: '地推券' });
  const { codes } = await operator.createCodes({ templateId, count: 3 });
  const [li, wang] = [await stage.newUser(), await stage.newUser()];
  const coupon = await li.linli.redeemCode({ code: codes[0] });
  assert.equal(coupon.channel, 'BY_CODE');
  await refused(wang.linli.redeemCode({ code: codes[0] }), 'COUPON_CODE_USED');
  await refused(wang.linli.redeemCode({ code: 'AAAAAAAAAAAA' }), 'COUPON_CODE_UNKNOWN');
  const listed = (await operator.listCodes({ templateId })).codes;
  assert.deepEqual(listed.filter(({ couponId }) => couponId).map(({ code }) => code), [codes[0]]);
  await refused(li.linli.listCodes({ templateId }), 'FORBIDDEN');
  await refused(li.linli.createCodes({ templateId, count: 1 }), 'FORBIDDEN');
});

test('operators give, once an occasion', async () => {
  const { templateId } = await newTemplate({ channel: 'BY_GRANT', title: '每月福利' });
  const li = await stage.newUser();
  const give = () => operator.grantCoupons({ templateId, userIds: [li.userId], occasion: '2026-11' });
  const [first, again] = [await give(), await give()];
  assert.ok(first.outcomes[0].couponId);
  assert.deepEqual(first.outcomes, again.outcomes);
  assert.equal((await li.linli.listCoupons()).coupons.length, 1);
  await refused(li.linli.grantCoupons({ templateId, userIds: [li.userId], occasion: 'mine' }), 'FORBIDDEN');
});

test('points buy a coupon', async () => {
  const { templateId } = await newTemplate({ channel: 'FOR_POINTS', title: '积分换券', pointsPrice: 2 });
  const li = await stage.newUser();
  await refused(li.linli.exchangeCoupon({ templateId }), 'POINTS_NOT_ENOUGH');
  const { ruleId } = await operator.createPointsRule({ title: '签到两分', trigger: 'ON_SIGN_IN', points: 2, validDays: 30 });
  const { points } = await li.linli.signInToday();
  await operator.setPointsRuleActive({ ruleId, active: false });
  assert.equal((await li.linli.exchangeCoupon({ templateId })).channel, 'FOR_POINTS');
  assert.equal((await li.linli.getPoints()).available, points - 2);
});

test('which coupon to use, and why not the others', async () => {
  const small = await newTemplate({});
  const large = await newTemplate({ amountFen: 800, thresholdFen: 5000, title: '满 50 减 8' });
  const li = await stage.newUser();
  const ids = [];
  for (const { templateId } of [small, large]) ids.push((await li.linli.claimCoupon({ templateId })).couponId);
  const suggest = (amountFen) => li.linli.suggestCoupons({ lines: [{ productId: NOWHERE.replace(/0$/, '1'), amountFen }] });
  assert.equal((await suggest(6000)).bestCouponId, ids[1]);
  const { bestCouponId, fits } = await suggest(3000);
  assert.equal(bestCouponId, ids[0]);
  assert.deepEqual([fits[1].why, fits[1].missingFen], ['BELOW_THRESHOLD', 2000]);
  await refused(li.linli.suggestCoupons({ lines: [] }), 'FIELDS_INVALID');
});

test('a plan gives everybody one, by itself', async () => {
  const li = await stage.newUser();
  const { communityId } = await operator.createCommunity({ name: `福利里${process.pid}`, households: 10 });
  const circle = await operator.createCircle({ communityId, name: '福利' });
  await li.linli.joinCircle({ circleId: circle.circleId });
  await eventually('coupons knows him', async () => (await li.linli.listPostings()).postings.length > 0 || (await li.linli.listMessages()).messages.length > 0);
  const { templateId } = await newTemplate({ channel: 'BY_GRANT', title: '社区福利' });
  const plan = await operator.createGrantPlan({ title: '社区福利', templateId, communityId });
  const monthly = await operator.createGrantPlan({ title: '每月福利', templateId, communityId, monthDay: 1, hour: 9 });
  await eventually('it has run', async () => (await operator.listGrantPlans()).plans.find(({ planId }) => planId === plan.planId).latestRun?.doneAt);
  assert.equal((await operator.setGrantPlanActive({ planId: monthly.planId, active: false })).active, false);
  await refused(operator.createGrantPlan({ title: '错', templateId: NOWHERE }), 'NOT_HERE', 'FIELDS_INVALID');
  await refused(operator.setGrantPlanActive({ planId: NOWHERE, active: true }), 'NOT_HERE');
  await refused(li.linli.listGrantPlans(), 'FORBIDDEN');
});
