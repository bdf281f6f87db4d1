// Who leads, and for whom: a leader sells where his role was granted and nowhere else; what is for members is bought by
// members, and looked at by everybody.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

let stage;
let operator;
let skuId;
let here;
let there;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const { productId } = await operator.createProduct({
    title: `土鸡蛋${process.pid}`, category: '生鲜', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '30 枚', listPriceFen: 4500, costPriceFen: 2000, stock: 1000 }],
  });
  skuId = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus[0].skuId;
  [here, there] = await Promise.all(['东里', '西里'].map(newEstate));
});
after(() => stage.close());

// A community with one circle.
async function newEstate(name) {
  const { communityId } = await operator.createCommunity({ name: `${name}${process.pid}`, households: 100 });
  const { circleId } = await operator.createCircle({ communityId, name: '团购群', welcome: '欢迎' });
  return { communityId, circleId };
}

async function newLeader(communityId) {
  const leader = await stage.newUser();
  const { applicationId } = await leader.linli.applyAsLeader({ communityId, statement: '我来带', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId, approve: true });
  return leader;
}

const publish = (linli, place, changes) => linli.createCampaign({
  kind: 'FLASH_SALE', title: '鸡蛋到了', skuId, priceFen: 3900, stock: 5, perUserLimit: 2, startsAt: inMinutes(-1), endsAt: inMinutes(60), ...place, ...changes,
});
const order = (user, { campaignId }, options) => user.linli.placeFlashOrder({ campaignId, quantity: 1 }, options);

test('a leader publishes where his role was granted', async () => {
  const leader = await newLeader(here.communityId);
  const forCircle = await eventually('the role is felt', () => publish(leader.linli, { circleId: here.circleId }));
  assert.deepEqual([forCircle.audience, forCircle.circleId, forCircle.communityId], ['CIRCLE_MEMBERS', here.circleId, here.communityId], 'the circle brings its community');
  assert.equal((await publish(leader.linli, { communityId: here.communityId })).audience, 'COMMUNITY_MEMBERS');
  await refused(publish(leader.linli, {}), 'FORBIDDEN');
});

test('a leader of another community is refused, whatever he names', async () => {
  const stranger = await newLeader(there.communityId);
  await eventually('the role is felt', () => publish(stranger.linli, { communityId: there.communityId }));
  await refused(publish(stranger.linli, { communityId: here.communityId }), 'FORBIDDEN');
  await refused(publish(stranger.linli, { circleId: here.circleId }), 'FORBIDDEN');
  await refused(publish(stranger.linli, here), 'FORBIDDEN');
  const { errors } = await refused(publish(stranger.linli, { communityId: there.communityId, circleId: here.circleId }), 'FIELDS_INVALID');
  assert.deepEqual(errors.map(({ field }) => field), ['circleId']);
  await refused(publish(stranger.linli, { communityId: there.communityId, circleId: NOWHERE }), 'NOT_HERE');
  const { campaigns } = await stage.client().listCampaigns({ communityId: here.communityId, pageSize: 100 });
  assert.ok(campaigns.every(({ audience }) => audience !== 'EVERYBODY'));
});

test('an operator of one community is no operator of another, nor of the platform', async () => {
  const local = await stage.newUser();
  await operator.grantRole({ userId: local.userId, role: 'operator', scopeId: there.communityId, why: '物业' });
  await eventually('the role is felt', () => publish(local.linli, there));
  await refused(publish(local.linli, here), 'FORBIDDEN');
  await refused(publish(local.linli, {}), 'FORBIDDEN');
  await refused(local.linli.createProduct({ title: '私货', category: '生鲜', sellerName: '我', sellerLicence: 'JY1', skus: [{ title: 'x', listPriceFen: 1 }] }), 'FORBIDDEN');
  await refused(publish(operator, { communityId: NOWHERE }), 'NOT_HERE');
});

test('a role that was taken back is gone', async () => {
  const local = await stage.newUser();
  const { grantId } = await operator.grantRole({ userId: local.userId, role: 'operator', scopeId: here.communityId, why: '试任' });
  await eventually('the role is felt', () => publish(local.linli, here));
  await operator.revokeRole({ grantId });
  await eventually('it is gone', () => refused(publish(local.linli, here), 'FORBIDDEN'));
});

test('a leader by role alone, whom nobody approved, publishes nothing', async () => {
  const leader = await stage.newUser();
  await operator.grantRole({ userId: leader.userId, role: 'leader', scopeId: here.communityId, why: '当选' });
  await eventually('the role is felt', () => leader.linli.listRefusedBuyers());
  await refused(publish(leader.linli, here), 'FORBIDDEN');
  await refused(publish(leader.linli, { circleId: here.circleId }), 'FORBIDDEN');
});

test('what is for one circle is seen by everybody and bought by its members', async () => {
  const sale = await publish(operator, { circleId: here.circleId });
  assert.equal((await stage.client().getCampaign({ campaignId: sale.campaignId })).audience, 'CIRCLE_MEMBERS');
  const buyer = await stage.newUser({ phone: true });
  const problem = await refused(order(buyer, sale), 'MEMBERS_ONLY');
  assert.equal(problem.status, 403);
  assert.match(problem.title, /members/i);
  await buyer.linli.joinCircle({ circleId: here.circleId });
  const placed = await order(buyer, sale, { idempotencyKey: 'in-one-tap' });
  await buyer.linli.leaveCircle({ circleId: here.circleId });
  assert.equal((await order(buyer, sale, { idempotencyKey: 'in-one-tap' })).orderId, placed.orderId, 'his order stands');
  await eventually('who left buys no more', () => refused(order(buyer, sale), 'MEMBERS_ONLY'), { everyMs: 500 });
});

test('what is for one community is bought by its members', async () => {
  const sale = await publish(operator, { communityId: here.communityId });
  const [neighbour, other] = await Promise.all([stage.newUser(), stage.newUser()]);
  await Promise.all([neighbour.linli.joinCommunity({ communityId: here.communityId }), other.linli.joinCommunity({ communityId: there.communityId })]);
  await order(neighbour, sale);
  await refused(order(other, sale), 'MEMBERS_ONLY');
});

test('a team of one circle is joined by its members', async () => {
  const buy = await publish(operator, { circleId: there.circleId }, { kind: 'TEAM_BUY', teamSize: 2, teamLifeS: 3600 });
  const [li, wang] = await Promise.all([stage.newUser({ phone: true }), stage.newUser({ phone: true })]);
  const start = (user) => user.linli.startTeam({ campaignId: buy.campaignId, quantity: 1 });
  const join = ({ teamId }) => wang.linli.joinTeam({ teamId, quantity: 1 });
  await refused(start(li), 'MEMBERS_ONLY');
  await li.linli.joinCircle({ circleId: there.circleId });
  const { team } = await start(li);
  await refused(join(team), 'MEMBERS_ONLY');
  await wang.linli.joinCircle({ circleId: there.circleId });
  assert.equal((await join(team)).team.held, 2);
});
