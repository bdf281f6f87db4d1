// Whoever does something by a role of his is on record, in each service's own book; auditors read them all.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const BOOKS = ['listPeopleAudit', 'listTalkAudit', 'listTradeAudit', 'listCouponAudit'];
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

let stage;
let operator;
let auditor;
let estate;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  auditor = await stage.newUser();
  const { communityId } = await operator.createCommunity({ name: `账里${process.pid}`, households: 10 });
  estate = await operator.createCircle({ communityId, name: '账房', welcome: '欢迎' });
});
after(() => stage.close());

// Lines of a book about one thing, oldest first: [action, role, before, after, reason].
const linesOf = async (book, objectId) => (await auditor.linli[book]({ objectId })).entries
  .map(({ action, role, before: from, after: to, reason }) => [action, role, from, to, reason]).reverse();

test('the books are for auditors and operators', async () => {
  for (const book of BOOKS) {
    await refused(auditor.linli[book]({}), 'FORBIDDEN');
    await refused(operator[book]({ pageToken: 'made-up' }), 'PAGE_TOKEN_INVALID');
  }
  await operator.grantRole({ userId: auditor.userId, role: 'auditor', scopeId: estate.communityId, why: '一个小区' });
  await operator.grantRole({ userId: auditor.userId, role: 'auditor', why: '审计' });
  await eventually('the role is felt', () => auditor.linli.listPeopleAudit({}));
  for (const book of BOOKS) assert.ok(Array.isArray((await auditor.linli[book]({ pageSize: 1 })).entries), book);
});

test('roles and communities', async () => {
  assert.deepEqual(await linesOf('listPeopleAudit', auditor.userId), [
    ['grant_role', 'operator', '', `auditor ${estate.communityId}`, '一个小区'], ['grant_role', 'operator', '', 'auditor ', '审计'],
  ]);
  assert.deepEqual(await linesOf('listPeopleAudit', estate.communityId), [['create_community', 'operator', '', `账里${process.pid}`, '']]);
});

test('circles and reports', async () => {
  const [li, wang] = await Promise.all([stage.newUser({ phone: true }), stage.newUser({ phone: true })]);
  for (const user of [li, wang]) await user.linli.joinCircle({ circleId: estate.circleId });
  const { postId } = await li.linli.createPost({ circleId: estate.circleId, text: '低价代购' });
  const { reportId } = await wang.linli.createReport({ target: 'POST', targetId: postId, text: '广告' });
  await operator.decideReport({ reportId, decision: 'UPHELD', why: '是广告' });
  assert.deepEqual(await linesOf('listTalkAudit', estate.circleId), [['create_circle', 'operator', '', '账房', '']]);
  assert.deepEqual(await linesOf('listTalkAudit', reportId), [['decide_report', 'operator', 'open', 'upheld', '是广告']]);
});

test('coupon templates', async () => {
  const { templateId } = await operator.createTemplate({
    title: '满 20 减 5', kind: 'AMOUNT_OFF', amountFen: 500, thresholdFen: 2000, channel: 'CLAIM', budgetFen: 1000, perUser: 1, claimEndsAt: inMinutes(60), validDays: 7,
  });
  await operator.setTemplateActive({ templateId, active: false });
  assert.deepEqual(await linesOf('listCouponAudit', templateId), [
    ['create_template', 'operator', '', '满 20 减 5', ''], ['set_template_active', 'operator', 'active', 'off', ''],
  ]);
});

test('products, campaigns, leaders', async () => {
  const { productId } = await operator.createProduct({
    title: `面${process.pid}`, category: '粮油', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '5 kg', listPriceFen: 4990, costPriceFen: 2000, stock: 100 }],
  });
  const { skus } = await operator.setProductStatus({ productId, status: 'ON_SHELF', why: '新麦到了' });
  assert.deepEqual(await linesOf('listTradeAudit', productId), [
    ['create_product', 'operator', '', `面${process.pid}`, ''], ['set_product_status', 'operator', 'DRAFT', 'ON_SHELF', '新麦到了'],
  ]);
  const leader = await stage.newUser();
  const { applicationId } = await leader.linli.applyAsLeader({ communityId: estate.communityId, statement: '我来', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId, approve: true });
  const campaign = await eventually('the role is felt', () => leader.linli.createCampaign({
    kind: 'FLASH_SALE', title: '面到了', skuId: skus[0].skuId, priceFen: 3900, stock: 5, perUserLimit: 1, startsAt: inMinutes(-1), endsAt: inMinutes(60), circleId: estate.circleId,
  }));
  const [line] = (await auditor.linli.listTradeAudit({ actor: leader.userId })).entries;
  assert.deepEqual([line.action, line.role, line.objectId], ['publish_campaign', 'leader', campaign.campaignId]);
  assert.match(line.after, new RegExp(`3900 fen, 5 units, community ${estate.communityId}, circle ${estate.circleId}`));
  assert.match(line.traceId, /^[0-9a-f]{32}$/);

  assert.deepEqual(await linesOf('listTradeAudit', applicationId), [['decide_leader_application', 'operator', 'pending', 'approved', '']]);
  await leader.linli.setLeaderRest({ communityId: estate.communityId, resting: true });
  await refused(leader.linli.createCampaign({
    kind: 'FLASH_SALE', title: '面又到了', skuId: skus[0].skuId, priceFen: 3900, stock: 5, perUserLimit: 1, startsAt: inMinutes(-1), endsAt: inMinutes(60), circleId: estate.circleId,
  }), 'LEADER_RESTING');
  await operator.setLeaderDisabled({ communityId: estate.communityId, userId: leader.userId, disabled: true, reason: '多次缺货' });
  assert.deepEqual(await linesOf('listTradeAudit', leader.userId), [
    ['set_leader_rest', 'leader', 'leads', 'rests', ''], ['set_leader_disabled', 'operator', 'leads', 'disabled', '多次缺货'],
  ]);
});
