// What people are told: an inbox that fills by what happens, messages through WeChat where they agreed, and WeChat's own pushes.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

let stage;
let operator;
let circle;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const { communityId } = await operator.createCommunity({ name: `消息里${process.pid}`, households: 10 });
  circle = await operator.createCircle({ communityId, name: '消息圈', welcome: '欢迎来到消息圈' });
});
after(() => stage.close());

async function welcomed() {
  const li = await stage.newUser();
  await li.linli.joinCircle({ circleId: circle.circleId });
  const [message] = await eventually('the welcome is there', async () => {
    const { messages } = await li.linli.listMessages();
    return messages.length > 0 && messages;
  });
  return { li, message };
}

test('a welcome comes in, is read, and is nobody else\'s', async () => {
  const { li, message } = await welcomed();
  assert.equal(message.kind, 'CIRCLE_WELCOME');
  assert.equal(message.linkId, circle.circleId);
  assert.match(message.text, /欢迎来到消息圈/);
  assert.equal((await li.linli.getUnread()).count, 1);
  const wang = await stage.newUser();
  await wang.linli.markRead({ messageIds: [message.messageId] });
  assert.equal((await li.linli.getUnread()).count, 1, 'a stranger reads nothing for him');
  assert.equal((await li.linli.markRead({ messageIds: [message.messageId] })).count, 0);
  assert.equal((await li.linli.listMessages()).messages[0].read, true);
  await refused(stage.client().listMessages(), 'TOKEN_MISSING');
  await refused(stage.client().getUnread(), 'TOKEN_MISSING');
  await refused(li.linli.markRead({ messageIds: ['x'] }), 'FIELDS_INVALID');
});

test('one yes is one message', async () => {
  const li = await stage.newUser();
  const [subscription] = (await li.linli.listSubscriptions()).subscriptions;
  assert.equal(subscription.kind, 'TEAM_COMPLETED');
  assert.equal(subscription.credits, 0);
  const { templateId } = subscription;
  const yes = { templateId, answer: 'ACCEPT' };
  assert.equal((await li.linli.reportSubscription(yes, { idempotencyKey: 'tap-1' })).credits, 1);
  assert.equal((await li.linli.reportSubscription(yes, { idempotencyKey: 'tap-1' })).credits, 1, 'the same tap');
  assert.equal((await li.linli.reportSubscription(yes)).credits, 2);
  await refused(li.linli.reportSubscription({ templateId: 'none', answer: 'ACCEPT' }), 'TEMPLATE_UNKNOWN');
  await refused(stage.client().listSubscriptions(), 'TOKEN_MISSING');
});

test('templates are asked for when it makes sense, three at most, the emptiest first', async () => {
  const li = await stage.newUser();
  const ask = async (moment) => (await li.linli.askSubscriptions({ moment })).subscriptions;
  const kinds = async (moment) => (await ask(moment)).map(({ kind }) => kind);
  const [ready, ...others] = await ask('AFTER_PAYING');
  assert.deepEqual([ready.kind, ...others.map(({ kind }) => kind)], ['ORDER_READY', 'ORDER_SHIPPED', 'REFUND_DONE']);
  await li.linli.reportSubscription({ templateId: ready.templateId, answer: 'ACCEPT' });
  assert.deepEqual(await kinds('AFTER_PAYING'), ['ORDER_SHIPPED', 'REFUND_DONE', 'MESSAGE_KIND_UNSPECIFIED'], 'what he has least of');
  await li.linli.reportSubscription({ templateId: ready.templateId, answer: 'ACCEPT' });
  assert.ok(!(await kinds('BEFORE_PICK_UP')).includes('ORDER_READY'), 'two are enough');
  assert.deepEqual((await kinds('AFTER_JOINING'))[0], 'TEAM_COMPLETED');
  assert.deepEqual((await kinds('AFTER_PUBLISHING'))[0], 'ROUND_CLOSED');
  await refused(li.linli.askSubscriptions({ moment: 'ASK_MOMENT_UNSPECIFIED' }), 'FIELDS_INVALID');
  await refused(stage.client().askSubscriptions({ moment: 'AFTER_PAYING' }), 'TOKEN_MISSING');
});

test('operators see what was sent, and nobody else', async () => {
  const li = await stage.newUser();
  assert.deepEqual((await operator.listDeliveries({ userId: li.userId ?? '0'.repeat(32), state: 'DELIVERY_FAILED' })).deliveries, []);
  await refused(li.linli.listDeliveries(), 'FORBIDDEN');
  await refused(operator.listDeliveries({ pageSize: 101 }), 'FIELDS_INVALID');
});

test('WeChat\'s pushes are taken when they are WeChat\'s', async () => {
  const { wechat } = stage;
  const li = await stage.newUser();
  assert.equal((await wechat.call('POST', '/push-verify', {})).ok, true);
  assert.equal((await stage.raw('GET', '/v1/wechat/push?signature=0&timestamp=1&nonce=2&echostr=3')).status >= 400, true);
  const before = (await wechat.call('GET', '/pushes')).pushes.length;
  await wechat.call('POST', '/message', { openid: li.openid, content: '在吗' });
  const push = await eventually('it is answered', async () => (await wechat.call('GET', '/pushes')).pushes[before]);
  assert.deepEqual([push.status, push.taken, push.attempt], [200, true, 1]);
  for (const flaw of ['bad_signature', 'tampered', 'other_app']) {
    const answer = await wechat.call('POST', '/push-forged', { openid: li.openid, fields: { MsgType: 'text', Content: 'x' }, flaw });
    assert.ok(answer.status >= 400, `${flaw} was answered ${answer.status}`);
  }
});
