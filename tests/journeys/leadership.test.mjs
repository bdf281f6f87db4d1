// Somebody becomes a leader, has points and people who work there, is followed, rests, is disabled: nothing is left of it a
// second later.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOBODY = '0'.repeat(32);
let stage, operator, community, elsewhere;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  [community, elsewhere] = await Promise.all(['带头', '别处'].map((name) => operator.createCommunity({ name: `${name}${process.pid}${Date.now() % 1e6}`, address: '一号路', households: 300 })));
});
after(() => stage.close());

const place = { name: '3 栋小卖部', address: '3 栋 1 楼', latitudeE6: 31230000, longitudeE6: 121470000, hours: '每天 17:00–20:30', imageUrls: ['https://img.example.com/p.jpg'] };

// Somebody who leads in the community, with the role in hand.
async function newLeader() {
  const leader = await stage.newUser();
  const { communityId } = community;
  const application = await leader.linli.applyAsLeader({ communityId, statement: '住 3 栋，带过两年水果团', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId: application.applicationId, approve: true });
  await eventually('the role is felt', () => leader.linli.listRefusedBuyers());
  return leader;
}

test('an application is read by those above, decided once, and makes a leader', async () => {
  const { communityId } = community;
  const li = await stage.newUser();
  await refused(stage.client().applyAsLeader({ communityId, statement: '我', agreementVersion: 1 }), 'TOKEN_MISSING');
  await refused(li.linli.applyAsLeader({ communityId, statement: '我', agreementVersion: 7 }), 'AGREEMENT_OUTDATED');
  const application = await li.linli.applyAsLeader({ communityId, statement: '我', agreementVersion: 1 });
  assert.equal(application.status, 'REVIEW_PENDING');
  await refused(li.linli.applyAsLeader({ communityId, statement: '又是我', agreementVersion: 1 }), 'ALREADY_APPLIED');
  await refused(li.linli.listLeaderApplications({ communityId }), 'FORBIDDEN');
  await refused(li.linli.decideLeaderApplication({ applicationId: application.applicationId, approve: true }), 'FORBIDDEN');

  const waiting = await operator.listLeaderApplications({ communityId });
  assert.deepEqual(waiting.applications.map(({ applicationId }) => applicationId), [application.applicationId]);
  const faults = (await refused(operator.decideLeaderApplication({ applicationId: application.applicationId, approve: false }), 'FIELDS_INVALID')).errors;
  assert.deepEqual(faults.map(({ field }) => field), ['reason']);
  await refused(operator.decideLeaderApplication({ applicationId: NOBODY, approve: true }), 'NOT_HERE');
  const declined = await operator.decideLeaderApplication({ applicationId: application.applicationId, approve: false, reason: '资料不全' });
  assert.deepEqual([declined.status, declined.reason], ['REVIEW_DECLINED', '资料不全']);
  await refused(operator.decideLeaderApplication({ applicationId: application.applicationId, approve: true }), 'ALREADY_DECIDED');

  const again = await li.linli.applyAsLeader({ communityId, statement: '资料齐了', agreementVersion: 1 });
  for (let twice = 0; twice < 2; twice++) {
    assert.equal((await operator.decideLeaderApplication({ applicationId: again.applicationId, approve: true })).status, 'REVIEW_APPROVED');
  }
  const mine = await li.linli.listMyLeaderships();
  assert.deepEqual(mine.leaderships.map(({ communityId: id, status }) => [id, status]), [[communityId, 'LEADER_ACTIVE']]);
  assert.deepEqual(mine.applications.map(({ status }) => status), ['REVIEW_APPROVED', 'REVIEW_DECLINED']);
  await refused(stage.client().listMyLeaderships(), 'TOKEN_MISSING');
  await eventually('the role is felt', () => li.linli.listRefusedBuyers());
  await refused(li.linli.applyAsLeader({ communityId, statement: '再来', agreementVersion: 1 }), 'ALREADY_LEADER');
});

test('a community is overseen by its own admins and by nobody else\'s', async () => {
  const [here, there] = [await stage.newUser(), await stage.newUser()];
  await operator.grantRole({ userId: here.userId, role: 'community_admin', scopeId: community.communityId, why: '物业' });
  await operator.grantRole({ userId: there.userId, role: 'community_admin', scopeId: elsewhere.communityId, why: '物业' });
  const li = await stage.newUser();
  const { applicationId } = await li.linli.applyAsLeader({ communityId: community.communityId, statement: '我', agreementVersion: 1 });
  await eventually('the role is felt', () => there.linli.listLeaderApplications({ communityId: elsewhere.communityId }));
  await refused(there.linli.listLeaderApplications({ communityId: community.communityId }), 'FORBIDDEN');
  await refused(there.linli.listLeaderApplications({}), 'FORBIDDEN');
  await refused(there.linli.decideLeaderApplication({ applicationId, approve: true }), 'FORBIDDEN');
  await eventually('the role is felt', () => here.linli.listLeaderApplications({ communityId: community.communityId }));
  assert.equal((await here.linli.decideLeaderApplication({ applicationId, approve: true })).status, 'REVIEW_APPROVED');
});

test('who rests is seen to rest; who is disabled stops at once, and may come back', async () => {
  const { communityId } = community;
  const leader = await newLeader();
  assert.equal((await leader.linli.setLeaderRest({ communityId, resting: true })).status, 'LEADER_RESTING_NOW');
  await refused(leader.linli.createPickUpPoint({ communityId, ...place }), 'LEADER_RESTING');
  assert.equal((await leader.linli.setLeaderRest({ communityId, resting: false })).status, 'LEADER_ACTIVE');
  await refused(leader.linli.setLeaderRest({ communityId: elsewhere.communityId, resting: true }), 'NOT_HERE');
  await refused(leader.linli.setLeaderDisabled({ communityId, userId: leader.userId, disabled: false, reason: '我说的' }), 'FORBIDDEN');

  const gone = await operator.setLeaderDisabled({ communityId, userId: leader.userId, disabled: true, reason: '多次缺货不告知' });
  assert.deepEqual([gone.status, gone.disabledReason], ['LEADER_IS_DISABLED', '多次缺货不告知']);
  await refused(leader.linli.createPickUpPoint({ communityId, ...place }), 'LEADER_DISABLED', 'FORBIDDEN', 'TOKEN_STALE');
  await refused(leader.linli.setLeaderRest({ communityId, resting: false }), 'LEADER_DISABLED');
  const { leaders } = await stage.client().listLeaders({ communityId, pageSize: 100 });
  assert.ok(!leaders.some(({ userId }) => userId === leader.userId), 'strangers see no disabled leader');
  await refused(stage.client().listLeaders({ communityId, pageSize: 101 }), 'FIELDS_INVALID');
  await eventually('the role is gone', () => refused(leader.linli.listRefusedBuyers(), 'FORBIDDEN'));

  assert.equal((await operator.setLeaderDisabled({ communityId, userId: leader.userId, disabled: false, reason: '整改完成' })).status, 'LEADER_ACTIVE');
  await eventually('the role is back', () => leader.linli.listRefusedBuyers());
});

test('a leader is followed once by each, up and down', async () => {
  const [leader, fan] = [await newLeader(), await stage.newUser()];
  const followers = async () => (await leader.linli.listMyLeaderships()).leaderships[0].followers;
  for (let twice = 0; twice < 2; twice++) await fan.linli.followLeader({ userId: leader.userId });
  assert.equal(await followers(), 1);
  assert.deepEqual((await fan.linli.listFollowedLeaders()).leaders.map(({ userId }) => userId), [leader.userId]);
  for (let twice = 0; twice < 2; twice++) await fan.linli.unfollowLeader({ userId: leader.userId });
  assert.equal(await followers(), 0);
  assert.deepEqual((await fan.linli.listFollowedLeaders()).leaders, []);
  await refused(fan.linli.followLeader({ userId: fan.userId }), 'NOT_HERE');
  await refused(fan.linli.unfollowLeader({ userId: 'nobody' }), 'FIELDS_INVALID');
  await refused(stage.client().listFollowedLeaders(), 'TOKEN_MISSING');
});

test('whom a leader refuses stands with its reason, for him and for operators', async () => {
  const [leader, other, buyer] = [await newLeader(), await newLeader(), await stage.newUser()];
  await leader.linli.refuseBuyer({ userId: buyer.userId, reason: '三次不取货' });
  await leader.linli.refuseBuyer({ userId: buyer.userId, reason: '四次不取货' });
  const list = (who, query) => who.listRefusedBuyers(query).then(({ buyers }) => buyers.map(({ userId, reason }) => [userId, reason]));
  assert.deepEqual(await list(leader.linli), [[buyer.userId, '四次不取货']]);
  assert.deepEqual(await list(operator, { leaderId: leader.userId }), [[buyer.userId, '四次不取货']]);
  assert.deepEqual(await list(other.linli), []);
  await refused(other.linli.listRefusedBuyers({ leaderId: leader.userId }), 'FORBIDDEN');
  await refused(buyer.linli.refuseBuyer({ userId: leader.userId, reason: '你也是' }), 'FORBIDDEN');
  await refused(buyer.linli.acceptBuyer({ userId: buyer.userId }), 'FORBIDDEN');
  await leader.linli.acceptBuyer({ userId: buyer.userId });
  assert.deepEqual(await list(leader.linli), []);
});

test('a point is proposed, looked at, used, changed and closed', async () => {
  const { communityId } = community;
  const [leader, other, stranger] = [await newLeader(), await newLeader(), await stage.newUser()];
  await refused(stranger.linli.createPickUpPoint({ communityId, ...place }), 'FORBIDDEN');
  await refused(leader.linli.createPickUpPoint({ communityId: elsewhere.communityId, ...place }), 'FORBIDDEN');
  const { pointId } = await leader.linli.createPickUpPoint({ communityId, ...place });
  await refused(stranger.linli.getPickUpPoint({ pointId }), 'NOT_HERE');
  await refused(leader.linli.listProposedPoints({ communityId }), 'FORBIDDEN');
  assert.ok((await operator.listProposedPoints({ communityId, pageSize: 100 })).points.some((point) => point.pointId === pointId));
  await refused(leader.linli.decidePickUpPoint({ pointId, approve: true }), 'FORBIDDEN');
  await refused(operator.decidePickUpPoint({ pointId, approve: false }), 'FIELDS_INVALID');
  await operator.decidePickUpPoint({ pointId, approve: true });
  await refused(operator.decidePickUpPoint({ pointId, approve: false, reason: '改主意了' }), 'ALREADY_DECIDED');
  assert.equal((await stranger.linli.getPickUpPoint({ pointId })).name, place.name);
  await eventually('it is in the list', async () => (await stage.client().listPickUpPoints({ communityId, pageSize: 100 })).points.some((point) => point.pointId === pointId));
  await refused(stage.client().listPickUpPoints({ communityId: 'x' }), 'FIELDS_INVALID');

  await refused(other.linli.updatePickUpPoint({ pointId, ...place, hours: '全天' }), 'NOT_HERE');
  assert.equal((await leader.linli.updatePickUpPoint({ pointId, ...place, hours: '周末全天' })).status, 'REVIEW_APPROVED', 'hours need no review');
  assert.equal((await leader.linli.updatePickUpPoint({ pointId, ...place, address: '4 栋 1 楼' })).status, 'REVIEW_PENDING', 'another place does');
  await operator.decidePickUpPoint({ pointId, approve: true });

  await refused(other.linli.closePickUpPoint({ pointId }), 'NOT_HERE');
  await refused(stranger.linli.closePickUpPoint({ pointId }), 'FORBIDDEN');
  assert.equal((await leader.linli.closePickUpPoint({ pointId })).status, 'REVIEW_CLOSED');
  await refused(leader.linli.updatePickUpPoint({ pointId, ...place }), 'POINT_CLOSED');
  assert.equal((await stranger.linli.getPickUpPoint({ pointId })).status, 'REVIEW_CLOSED', 'goods may still lie there');
});

test('who works at a point is named by its leader, and stops at once', async () => {
  const { communityId } = community;
  const [leader, other, staff] = [await newLeader(), await newLeader(), await stage.newUser()];
  const { pointId } = await leader.linli.createPickUpPoint({ communityId, ...place });
  await refused(other.linli.addPointStaff({ pointId, userId: staff.userId }), 'NOT_HERE');
  await refused(leader.linli.addPointStaff({ pointId, userId: NOBODY }), 'PERSON_UNKNOWN');
  await eventually('groupbuy knows the person', () => leader.linli.addPointStaff({ pointId, userId: staff.userId }));
  assert.equal((await leader.linli.addPointStaff({ pointId, userId: staff.userId })).userId, staff.userId, 'twice is once');
  assert.deepEqual((await staff.linli.listPointStaff({ pointId })).staff.map(({ userId }) => userId), [staff.userId]);
  assert.deepEqual((await staff.linli.listMyPoints()).points.map((point) => point.pointId), [pointId]);
  await refused(other.linli.listPointStaff({ pointId }), 'NOT_HERE');
  await refused(stage.client().listMyPoints(), 'TOKEN_MISSING');
  await refused(other.linli.removePointStaff({ pointId, userId: staff.userId }), 'NOT_HERE');
  await leader.linli.removePointStaff({ pointId, userId: staff.userId });
  await refused(staff.linli.listPointStaff({ pointId }), 'NOT_HERE');
  assert.deepEqual((await staff.linli.listMyPoints()).points, []);
});
