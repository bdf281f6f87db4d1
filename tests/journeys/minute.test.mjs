// A round tells who looked and who orders; its leader has one card about it at every stage.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Estate } from './support/round.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

let stage, estate, leader;
before(async () => {
  stage = await openStage();
  estate = await Estate.open(stage);
  ({ leader } = estate);
});
after(() => stage?.close());

const heard = (user, kind, roundId) => eventually(`${kind} is heard`, async () => (await user.linli.listMessages({ pageSize: 100 })).messages.find((one) => one.kind === kind && one.linkId === roundId));

test('who follows hears of the opening, who looked of a step, a later end and that it is off, and the leader what to do', async () => {
  const [follower, looker, buyer] = await Promise.all([1, 2, 3].map(() => stage.newUser()));
  await follower.linli.followLeader({ userId: leader.userId });
  const draft = await leader.linli.createRound(estate.draft());
  await refused(looker.linli.lookAtRound({ roundId: draft.roundId }), 'NOT_HERE');
  assert.deepEqual((await leader.linli.getLeaderMinute({ roundId: draft.roundId })).tasks.map(({ code }) => code), ['MINUTE_PUBLISH']);

  const round = await estate.openRound({ items: [{ skuId: estate.berries, priceFen: '4980', stock: '30', steps: [{ fromUnits: '3', priceFen: '4480' }] }] });
  const { roundId } = round;
  assert.match((await heard(follower, 'ROUND_OPENED', roundId)).text, /周三水果团/);
  await refused(stage.client().lookAtRound({ roundId }), 'TOKEN_MISSING');
  await looker.linli.lookAtRound({ roundId });
  await estate.order(buyer, round, [{ itemId: round.items[0].itemId, quantity: 2 }]);
  const card = await leader.linli.getLeaderMinute({ roundId });
  assert.deepEqual([card.tasks.map(({ code }) => code), card.paidOrders, card.lookers, card.nextSteps.map(({ unitsToGo, priceFen }) => [unitsToGo, priceFen])], [['MINUTE_SHARE_LIST'], 1, 1, [[1, 4480]]]);
  assert.match(card.text, /蓝莓 2 斤 ¥49.80（再 1 件 ¥44.80）\n#接龙\n1\. .* 蓝莓 2 斤 × 2\n/);
  await refused(buyer.linli.getLeaderMinute({ roundId }), 'FORBIDDEN');

  await estate.order(buyer, round, [{ itemId: round.items[0].itemId, quantity: 1 }]);
  assert.match((await heard(looker, 'STEP_REACHED', roundId)).text, /44\.80/);
  await heard(buyer, 'STEP_REACHED', roundId);
  // Over WeChat as far as messages were granted: the first of two.
  const granting = await stage.newUser();
  const { subscriptions } = await granting.linli.listSubscriptions();
  const { templateId } = subscriptions.find(({ kind }) => kind === 'MESSAGE_KIND_UNSPECIFIED');
  await stage.wechat.subscribe(granting.openid, templateId);
  await granting.linli.reportSubscription({ templateId, answer: 'ACCEPT' });
  await granting.linli.lookAtRound({ roundId });
  await leader.linli.extendRound({ roundId, endsAt: new Date(Date.parse(round.endsAt) + 3_600_000).toISOString() });
  for (const user of [looker, buyer, granting]) await heard(user, 'ROUND_EXTENDED', roundId);
  await eventually('WeChat has it', async () => (await stage.wechat.outbox(granting.openid)).length === 1);

  await leader.linli.cancelRound({ roundId, reason: '不开了' });
  for (const user of [looker, buyer, granting, leader]) assert.match((await heard(user, 'ROUND_CANCELLED', roundId)).text, /不开了/);
  assert.deepEqual((await stage.wechat.outbox(granting.openid)).map(({ data }) => data.thing1), ['团购延期']);
  assert.equal((await granting.linli.listSubscriptions()).subscriptions.find((one) => one.templateId === templateId).credits, 0);
  assert.deepEqual((await leader.linli.getLeaderMinute({ roundId })).tasks.map(({ code }) => code), ['MINUTE_TELL_BUYERS']);
});
