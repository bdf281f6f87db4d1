// Somebody new: signs in by WeChat, is found by a neighbour's link, says who he is, blocks one, is given a role, leaves.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

let stage;
before(async () => {
  stage = await openStage();
});
after(() => stage.close());

test('a sign-in by WeChat, good once, renewed by rotation, ended at once', async () => {
  const person = await stage.wechat.person();
  const phone = stage.client();
  const session = await phone.signIn({ code: person.code, device: 'iPhone' });
  assert.equal(session.firstSignIn, true);
  assert.equal((await phone.getMe()).userId, session.user.userId);
  await refused(stage.client().signIn({ code: person.code }), 'CODE_INVALID');
  const again = await stage.client().signIn({ code: await stage.wechat.code(person.openid) });
  assert.equal(again.user.userId, session.user.userId, 'the same person');
  assert.equal(again.firstSignIn, false);

  const renewed = await stage.client().refresh({ refreshToken: session.refreshToken });
  assert.notEqual(renewed.refreshToken, session.refreshToken);
  assert.equal(renewed.user.userId, session.user.userId);
  await refused(stage.client().refresh({ refreshToken: 'made-up' }), 'REFRESH_TOKEN_INVALID');

  const tablet = stage.client({ tokens: again });
  await phone.signOut({ everywhere: true });
  await eventually('the other device is out', () => refused(tablet.getMe(), 'TOKEN_STALE', 'TOKEN_INVALID', 'REFRESH_TOKEN_INVALID'));
  await refused(stage.client().signOut(), 'TOKEN_MISSING');
});

test('whoever WeChat blocks stays out', async () => {
  const { code } = await stage.wechat.person({ blocked: true });
  await refused(stage.client().signIn({ code }), 'SIGN_IN_REFUSED');
});

test('a profile passes the check, a phone belongs to one', async () => {
  const li = await stage.newUser();
  const me = await li.linli.updateMe({ nickname: '三栋小李', avatarUrl: 'https://img.example.com/a.jpg', bio: '爱爬山' });
  assert.equal(me.nickname, '三栋小李');
  await refused(li.linli.updateMe({ nickname: '加微信', avatarUrl: '', bio: '' }), 'TEXT_REFUSED');
  const faults = (await refused(li.linli.updateMe({ nickname: '一'.repeat(21), avatarUrl: 'nowhere', bio: '' }), 'FIELDS_INVALID')).errors;
  assert.deepEqual(faults.map(({ field }) => field).sort(), ['avatarUrl', 'nickname'], 'all wrong fields at once');

  const verified = await li.linli.verifyPhone({ code: li.phoneCode });
  assert.equal(verified.phoneVerified, true);
  assert.match(verified.phoneMasked, /^138\*{4}\d{4}$/);
  await refused(li.linli.verifyPhone({ code: li.phoneCode }), 'CODE_INVALID');
  const other = await stage.newUser({ phone: false });
  const code = (await stage.wechat.person({ openid: other.openid, phone: li.phone })).phoneCode;
  await refused(other.linli.verifyPhone({ code }), 'PHONE_TAKEN');

  assert.equal((await stage.client().getUser({ userId: li.userId })).nickname, '三栋小李');
  await refused(stage.client().getUser({ userId: '0'.repeat(32) }), 'NOT_HERE');
});

test('a block holds until it is taken back', async () => {
  const [li, wang] = [await stage.newUser(), await stage.newUser()];
  for (let twice = 0; twice < 2; twice++) await li.linli.blockUser({ userId: wang.userId });
  assert.deepEqual((await li.linli.listBlocks()).users.map(({ userId }) => userId), [wang.userId]);
  await refused(li.linli.blockUser({ userId: 'nobody' }), 'FIELDS_INVALID');
  await li.linli.unblockUser({ userId: wang.userId });
  assert.deepEqual((await li.linli.listBlocks()).users, []);
  await refused(li.linli.unblockUser({ userId: 'nobody' }), 'FIELDS_INVALID');
  await refused(stage.client().listBlocks(), 'TOKEN_MISSING');
});

test('a community is founded by an operator, joined by anybody', async () => {
  const operator = await stage.operator();
  const name = `溪畔里${process.pid}`;
  const community = await operator.createCommunity({ name, address: '溪畔路 1 号', households: 600 });
  await refused(operator.createCommunity({ name, address: '', households: 0 }), 'COMMUNITY_NAME_TAKEN');
  const li = await stage.newUser();
  await refused(li.linli.createCommunity({ name: '我的小区' }), 'FORBIDDEN');
  for (let twice = 0; twice < 2; twice++) assert.equal((await li.linli.joinCommunity({ communityId: community.communityId })).joined, true);
  assert.equal((await li.linli.getCommunity({ communityId: community.communityId })).memberCount, 1);
  assert.equal((await stage.client().getCommunity({ communityId: community.communityId })).joined, false);
  assert.ok((await stage.client().listCommunities({ pageSize: 5 })).communities.some((one) => one.name === name));
  await refused(stage.client().listCommunities({ pageSize: 101 }), 'FIELDS_INVALID');
  await refused(stage.client().getCommunity({ communityId: '0'.repeat(32) }), 'NOT_HERE');
  await refused(li.linli.joinCommunity({ communityId: '0'.repeat(32) }), 'NOT_HERE');
});

// Whoever opens a link reads its title: one that nobody could judge is not taken, a link without one is not in the way.
async function checkTitles(sharer, target) {
  await refused(sharer.linli.createLink({ ...target, title: '加微信领红包' }), 'TEXT_REFUSED');
  await stage.wechat.during({ match: '* /wx/wxa/msg_sec_check', kind: 'error', body: { errcode: -1, errmsg: 'system error' } }, async () => {
    await refused(sharer.linli.createLink({ ...target, title: '来看看' }), 'CHECK_UNAVAILABLE');
    assert.equal((await sharer.linli.createLink(target)).title, '');
  });
  const { links } = await sharer.linli.listLinks();
  assert.deepEqual(links.map(({ title }) => title), ['', '来看看'], 'what was refused is not there');
}

test('a link is shared, opened, counted, and has a code to scan', async () => {
  const [li, stranger] = [await stage.newUser(), await stage.newUser()];
  const { communities: [community] } = await stage.client().listCommunities({ pageSize: 1 });
  const link = await li.linli.createLink({ target: 'COMMUNITY', targetId: community.communityId, channel: '业主群', title: '来看看', days: 7 });
  assert.match(link.key, /^[0-9A-Za-z]{10}$/);
  const opened = await stage.client().openLink({ key: link.key });
  assert.equal(opened.targetId, community.communityId);
  await stage.newUser({ link: link.key });
  await eventually('the opens are counted', async () => (await li.linli.listLinks()).links[0].openCount >= 1);
  const code = await li.linli.getLinkCode({ key: link.key });
  assert.equal(code.contentType, 'image/jpeg');
  assert.ok(Buffer.from(code.image, 'base64').includes(link.key), 'the scene is in the picture');
  await refused(stranger.linli.getLinkCode({ key: link.key }), 'NOT_HERE', 'FORBIDDEN');
  await refused(stage.client().openLink({ key: 'zzzzzzzzzz' }), 'NOT_HERE');
  await refused(li.linli.createLink({ target: 'COMMUNITY', targetId: 'x' }), 'FIELDS_INVALID');
  await checkTitles(li, { target: 'COMMUNITY', targetId: community.communityId });
  await refused(stage.client().listLinks(), 'TOKEN_MISSING');
});

test('a role is given, felt, and taken back', async () => {
  const operator = await stage.operator();
  const li = await stage.newUser();
  await refused(li.linli.listReports(), 'FORBIDDEN');
  const grant = await operator.grantRole({ userId: li.userId, role: 'content_reviewer', why: '轮值' });
  await eventually('the role is felt', () => li.linli.listReports());
  assert.deepEqual((await operator.listRoles({ userId: li.userId })).roles.map(({ role }) => role), ['content_reviewer']);
  await refused(operator.grantRole({ userId: li.userId, role: 'emperor' }), 'ROLE_UNKNOWN');
  await refused(li.linli.grantRole({ userId: li.userId, role: 'operator' }), 'FORBIDDEN');
  await refused(li.linli.listRoles({ userId: li.userId }), 'FORBIDDEN');
  await refused(li.linli.revokeRole({ grantId: grant.grantId }), 'FORBIDDEN');
  await operator.revokeRole({ grantId: grant.grantId });
  await eventually('the role is gone', () => refused(li.linli.listReports(), 'FORBIDDEN'));
});

test('keys are public, for whoever verifies', async () => {
  const { keys } = await stage.client().getKeySet();
  assert.ok(keys.length > 0 && keys.every((key) => key.kty === 'OKP' && key.alg === 'EdDSA'));
  assert.equal((await stage.raw('GET', '/.well-known/jwks.json?unknown=1')).status, 400);
});

test('several reads at once, each with its own answer', async () => {
  const li = await stage.newUser();
  const [me, nobody, communities] = await li.linli.batch([['getMe', {}], ['getUser', { userId: '0'.repeat(32) }], ['listCommunities', { pageSize: 1 }]]);
  assert.equal(me.value.userId, li.userId);
  assert.equal(nobody.problem.code, 'NOT_HERE');
  assert.equal(communities.value.communities.length, 1);
  assert.equal((await stage.raw('POST', '/v1:batch', { body: { requests: Array(11).fill({ path: '/v1/me' }) } })).status, 400);
});

test('who watches hears of it', async () => {
  const li = await stage.newUser();
  const { communityId } = (await stage.client().listCommunities({ pageSize: 1 })).communities[0];
  const circle = await (await stage.operator()).createCircle({ communityId, name: `看见${process.pid}`, welcome: '欢迎' });
  const heard = [];
  const watching = li.linli.live({ onHint: (hint) => heard.push(hint.type) });
  try {
    await eventually('the watch has begun', () => stage.raw('GET', '/v1/live?waitMs=1', { user: li }));
    await li.linli.joinCircle({ circleId: circle.circleId });
    await eventually('the inbox is heard of', () => heard.includes('inbox'));
  } finally {
    watching.stop();
  }
  assert.equal((await stage.raw('GET', '/v1/live?watch=nonsense')).status, 400);
});
