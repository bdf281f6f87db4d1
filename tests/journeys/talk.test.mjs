// Neighbours talk: a circle is opened, posts are written, checked, liked, answered, reported, taken away.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused, SLOWLY } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);

let stage;
let operator;
let communityId;
let circle;
let li;
let wang;

before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  ({ communityId } = await operator.createCommunity({ name: `谈天里${process.pid}`, households: 100 }));
  circle = await operator.createCircle({ communityId, name: '邻里闲话', welcome: '欢迎', rules: '好好说话' });
  [li, wang] = await Promise.all([stage.newUser({ phone: true }), stage.newUser({ phone: true })]);
  await Promise.all([li, wang].map((neighbour) => neighbour.linli.joinCircle({ circleId: circle.circleId })));
});
after(() => stage.close());

const write = (neighbour, text, options) => neighbour.linli.createPost({ circleId: circle.circleId, text }, options);
const posts = async (client = stage.client()) => (await client.listPosts({ circleId: circle.circleId, pageSize: 100 })).posts;

test('a circle is opened, found, joined and left', async () => {
  await refused(operator.createCircle({ communityId, name: '邻里闲话' }), 'CIRCLE_NAME_TAKEN');
  await refused(li.linli.createCircle({ communityId, name: '我的圈子' }), 'FORBIDDEN');
  const { circles } = await stage.client().listCircles({ communityId });
  assert.deepEqual(circles.map(({ name }) => name), ['邻里闲话']);
  await refused(stage.client().listCircles({ communityId: 'x' }), 'FIELDS_INVALID');
  const passer = await stage.newUser();
  assert.equal((await passer.linli.joinCircle({ circleId: circle.circleId })).membership, 'MEMBER');
  assert.equal((await passer.linli.leaveCircle({ circleId: circle.circleId })).membership, 'MEMBERSHIP_UNSPECIFIED');
  assert.equal((await stage.client().getCircle({ circleId: circle.circleId })).memberCount, 3, 'the owner and two neighbours');
  await refused(operator.leaveCircle({ circleId: circle.circleId }), 'OWNER_CANNOT_LEAVE');
  await refused(passer.linli.joinCircle({ circleId: NOWHERE }), 'NOT_HERE');
  await refused(stage.client().getCircle({ circleId: NOWHERE }), 'NOT_HERE');
});

test('a small circle fills up', async () => {
  const small = await operator.createCircle({ communityId, name: '两人小圈', membersMax: 2 });
  await li.linli.joinCircle({ circleId: small.circleId });
  await refused(wang.linli.joinCircle({ circleId: small.circleId }), 'CIRCLE_FULL');
});

test('who writes has a phone and is a member', async () => {
  const guest = await stage.newUser();
  await guest.linli.joinCircle({ circleId: circle.circleId });
  await refused(write(guest, '大家好'), 'PHONE_NOT_VERIFIED');
  const outsider = await stage.newUser({ phone: true });
  await refused(write(outsider, '大家好'), 'NOT_A_MEMBER');
  await refused(stage.client().createPost({ circleId: circle.circleId, text: '大家好' }), 'TOKEN_MISSING');
});

test('what members of a closed circle say is not there for others', async () => {
  const { circleId } = await operator.createCircle({ communityId, name: '业主内部', visibility: 'MEMBERS' });
  await li.linli.joinCircle({ circleId });
  const { postId } = await li.linli.createPost({ circleId, text: '物业费的事' });
  const { commentId } = await li.linli.createComment({ postId, text: '先看账' });
  await refused(wang.linli.getPost({ postId }), 'NOT_HERE');
  await refused(wang.linli.listPosts({ circleId }), 'NOT_HERE');
  await refused(wang.linli.listComments({ postId }), 'NOT_HERE');
  await refused(wang.linli.createComment({ postId, text: '路过' }), 'NOT_HERE');
  await refused(wang.linli.likePost({ postId }), 'NOT_HERE');
  await refused(wang.linli.deleteComment({ commentId }), 'NOT_HERE');
  await refused(wang.linli.createReport({ target: 'COMMENT', targetId: commentId, text: '?' }), 'NOT_HERE');
  assert.ok(!(await stage.client().listFeed({ communityId, pageSize: 100 })).posts.some((post) => post.postId === postId));
  assert.ok((await li.linli.listFeed({ communityId, pageSize: 100 })).posts.some((post) => post.postId === postId));
});

test('a circle opens and closes, and what was written in it with it', async () => {
  const { circleId } = await operator.createCircle({ communityId, name: '时开时关', visibility: 'MEMBERS' });
  await li.linli.joinCircle({ circleId });
  const { postId } = await li.linli.createPost({ circleId, text: '先关着门说' });
  const shown = async () => (await stage.client().listFeed({ communityId, pageSize: 100 })).posts.some((post) => post.postId === postId);
  await refused(li.linli.setCircleVisibility({ circleId, visibility: 'PUBLIC' }), 'FORBIDDEN');
  await refused(operator.setCircleVisibility({ circleId, visibility: 'SOME' }), 'FIELDS_INVALID');
  await refused(operator.setCircleVisibility({ circleId: NOWHERE, visibility: 'PUBLIC' }), 'NOT_HERE');
  assert.equal((await operator.setCircleVisibility({ circleId, visibility: 'PUBLIC' })).visibility, 'PUBLIC');
  assert.equal((await stage.client().getPost({ postId })).text, '先关着门说');
  await eventually('the feed has it', shown);
  await operator.setCircleVisibility({ circleId, visibility: 'MEMBERS' });
  assert.ok(!await shown(), 'closed is closed at once');
  await refused(stage.client().getPost({ postId }), 'NOT_HERE');
});

test('who is out by the time his text is checked does not write', async () => {
  const hasty = await stage.newUser({ phone: true });
  await hasty.linli.joinCircle({ circleId: circle.circleId });
  await stage.wechat.during({ match: 'POST /wx/wxa/msg_sec_check', kind: 'delay', delayMs: 1500 }, async () => {
    const writing = write(hasty, '我先说一句');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await hasty.linli.leaveCircle({ circleId: circle.circleId });
    await refused(writing, 'NOT_A_MEMBER');
  });
});

test('a post is there at once, once, and leafed through without gaps', async () => {
  const first = await write(li, '周末有人一起打羽毛球吗？', { idempotencyKey: `post-${li.userId}` });
  const again = await write(li, '周末有人一起打羽毛球吗？', { idempotencyKey: `post-${li.userId}` });
  assert.equal(again.postId, first.postId);
  await refused(write(li, '别的话', { idempotencyKey: `post-${li.userId}` }), 'IDEMPOTENCY_KEY_REUSED');
  assert.equal(first.state, 'PUBLISHED');
  for (let i = 0; i < 7; i++) await write(wang, `第 ${i} 条`);
  const seen = [];
  for await (const post of stage.client().pages('listPosts', { circleId: circle.circleId, pageSize: 3 })) {
    if (seen.length === 4) await write(li, '后来的一条');
    seen.push(post.postId);
  }
  assert.equal(seen.length, 8);
  assert.equal(new Set(seen).size, 8);
  assert.equal((await stage.client().getPost({ postId: first.postId })).text, '周末有人一起打羽毛球吗？');
  await refused(stage.client().getPost({ postId: NOWHERE }), 'NOT_HERE');
  await refused(stage.client().listPosts({ circleId: circle.circleId, pageToken: 'made-up' }), 'PAGE_TOKEN_INVALID');
  const feed = await stage.client().listFeed({ communityId, pageSize: 100 });
  assert.ok(feed.posts.some(({ postId }) => postId === first.postId));
  await refused(stage.client().listFeed({ communityId, pageSize: -1 }), 'FIELDS_INVALID');
});

test('texts are checked: by our words, by WeChat, and held when WeChat cannot be asked', async () => {
  await refused(write(li, '加微信进群'), 'TEXT_REFUSED');
  const word = `秘方${process.pid}`;
  await operator.putWord({ text: word, action: 'BLOCK' });
  assert.ok((await operator.listWords({ pageSize: 100 })).words.some(({ text }) => text === word));
  await eventually('the word is known everywhere', () => refused(write(li, `祖传 ${word.toUpperCase()} 出售`), 'TEXT_REFUSED'), SLOWLY);
  await operator.deleteWord({ text: word });
  await eventually('the word is forgotten', () => write(li, `祖传${word}出售`), SLOWLY);
  await refused(li.linli.putWord({ text: 'x', action: 'BLOCK' }), 'FORBIDDEN');
  await refused(li.linli.deleteWord({ text: 'x' }), 'FORBIDDEN');
  await refused(li.linli.listWords(), 'FORBIDDEN');

  const away = { match: '* /wx/wxa/msg_sec_check', kind: 'error', body: { errcode: -1, errmsg: 'system error' } };
  const held = await stage.wechat.during(away, () => write(li, '微信此刻不在'));
  assert.equal(held.state, 'HELD');
  assert.ok(!(await posts()).some(({ postId }) => postId === held.postId), 'others do not see it');
  assert.equal((await li.linli.getPost({ postId: held.postId })).state, 'HELD', 'its author does');
});

test('likes and comments are counted', async () => {
  const { postId } = await write(li, '小区门口新开的早餐店不错');
  for (let twice = 0; twice < 2; twice++) await wang.linli.likePost({ postId });
  assert.equal((await wang.linli.getPost({ postId })).likeCount, 1);
  assert.equal((await wang.linli.unlikePost({ postId })).likeCount, 0);
  assert.equal((await li.linli.likePost({ postId })).likeCount, 1, 'one stays, for the books');
  await refused(wang.linli.likePost({ postId: NOWHERE }), 'NOT_HERE');
  await refused(wang.linli.unlikePost({ postId: 'x' }), 'FIELDS_INVALID');

  const comment = await wang.linli.createComment({ postId, text: '豆浆很好喝' });
  const answer = await li.linli.createComment({ postId, replyToId: comment.commentId, text: '油条也是' });
  assert.equal(answer.replyToId, comment.commentId);
  await refused(li.linli.createComment({ postId, text: '违规' }), 'TEXT_REFUSED');
  const { comments } = await stage.client().listComments({ postId });
  assert.deepEqual(comments.map(({ text }) => text), ['豆浆很好喝', '油条也是']);
  assert.equal((await stage.client().getPost({ postId })).commentCount, 2);
  await refused(stage.client().listComments({ postId: 'x' }), 'FIELDS_INVALID');
  await refused(li.linli.deleteComment({ commentId: comment.commentId }), 'FORBIDDEN', 'NOT_HERE');
  await wang.linli.deleteComment({ commentId: comment.commentId });
  assert.ok(!(await stage.client().listComments({ postId })).comments.some(({ text }) => text === '豆浆很好喝'));
});

test('what is reported is decided once', async () => {
  const { postId } = await write(wang, '谁家的狗没拴绳？');
  const report = await li.linli.createReport({ target: 'POST', targetId: postId, text: '语气不好' });
  const again = await li.linli.createReport({ target: 'POST', targetId: postId, text: '还是不好' });
  assert.equal(again.reportId, report.reportId);
  await refused(li.linli.createReport({ target: 'POST', targetId: NOWHERE, text: 'x' }), 'NOT_HERE');
  await refused(li.linli.listReports(), 'FORBIDDEN');
  await refused(li.linli.decideReport({ reportId: report.reportId, decision: 'UPHELD', why: 'x' }), 'FORBIDDEN');
  const queue = [];
  for await (const open of operator.pages('listReports', { pageSize: 100 })) queue.push(open.reportId);
  assert.ok(queue.includes(report.reportId));
  const decided = await operator.decideReport({ reportId: report.reportId, decision: 'UPHELD', why: '人身攻击' });
  assert.equal(decided.state, 'UPHELD');
  await refused(operator.decideReport({ reportId: report.reportId, decision: 'DISMISSED', why: '改主意' }), 'ALREADY_DECIDED');
  await refused(stage.client().getPost({ postId }), 'NOT_HERE');
});

test('who reviews one community has no say in another', async () => {
  const { postId } = await write(wang, '转让闲置婴儿车');
  const report = await li.linli.createReport({ target: 'POST', targetId: postId, text: '像广告' });
  const reviewer = await stage.newUser();
  const grant = (scopeId) => operator.grantRole({ userId: reviewer.userId, role: 'content_reviewer', scopeId, why: '轮值' });
  const queue = async () => {
    const ids = [];
    for await (const open of reviewer.linli.pages('listReports', { pageSize: 100 })) ids.push(open.reportId);
    return ids;
  };
  const elsewhere = await operator.createCommunity({ name: `隔壁里${process.pid}`, households: 100 });
  await grant(elsewhere.communityId);
  await eventually('the role is felt', () => reviewer.linli.listReports());
  assert.deepEqual(await queue(), []);
  await refused(reviewer.linli.decideReport({ reportId: report.reportId, decision: 'UPHELD', why: 'x' }), 'NOT_HERE');
  await refused(reviewer.linli.putWord({ text: '婴儿车', action: 'BLOCK' }), 'FORBIDDEN');
  await refused(reviewer.linli.deleteWord({ text: '微信' }), 'FORBIDDEN');
  assert.equal((await stage.client().getPost({ postId })).state, 'PUBLISHED');

  await grant(communityId);
  await eventually('the second role is felt', async () => (await queue()).includes(report.reportId));
  const decided = await reviewer.linli.decideReport({ reportId: report.reportId, decision: 'DISMISSED', why: '是邻居' });
  assert.equal(decided.state, 'DISMISSED');
});

test('an author takes his post away; nobody else can', async () => {
  const { postId } = await write(li, '写错了');
  await refused(wang.linli.deletePost({ postId }), 'FORBIDDEN', 'NOT_HERE');
  await li.linli.deletePost({ postId });
  await refused(stage.client().getPost({ postId }), 'NOT_HERE');
});

test('who is blocked neither reads nor answers', async () => {
  const { postId } = await write(li, '只给好邻居看');
  await li.linli.blockUser({ userId: wang.userId });
  await eventually('he does not see it', async () => !(await posts(wang.linli)).some((post) => post.postId === postId));
  await refused(wang.linli.createComment({ postId, text: '我来了' }), 'NOT_HERE', 'FORBIDDEN');
  const others = await stage.newUser({ phone: true });
  await others.linli.joinCircle({ circleId: circle.circleId });
  const common = await write(others, '楼下有猫');
  const comment = await li.linli.createComment({ postId: common.postId, text: '我也看见了' });
  const answer = { postId: common.postId, replyToId: comment.commentId, text: '骗人' };
  await refused(wang.linli.createComment(answer), 'NOT_HERE');
  await refused(wang.linli.createReport({ target: 'COMMENT', targetId: comment.commentId, text: 'x' }), 'NOT_HERE');
  await li.linli.unblockUser({ userId: wang.userId });
});
