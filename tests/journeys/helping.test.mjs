// Help-selling (帮卖): another leader sells a round to her own people.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { Estate } from './support/round.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

let stage, estate, leader, helper, rival, buyer, communityId;
before(async () => {
  stage = await openStage();
  estate = await Estate.open(stage);
  ({ leader, communityId } = estate);
  [helper, rival, buyer] = await Promise.all([estate.newLeader(), estate.newLeader(), stage.newUser()]);
});
after(() => stage?.close());

// A link of hers to the round that groupbuy has heard of.
async function linkOf(user, roundId) {
  const { key } = await user.linli.createLink({ target: 'ROUND', targetId: roundId, channel: '业主群' });
  await eventually('the link is known', () => stage.query(`select 1 as known from groupbuy.links where link_key = '${key}'`).length === 1);
  return { linkKey: key, touchedAt: new Date().toISOString(), channel: 'share' };
}

test('a round open to helpers is found, taken, sold by a link, and taken back', async () => {
  const round = await estate.openRound();
  const { roundId } = round;
  const items = [{ itemId: round.items[0].itemId, quantity: 2 }];
  await refused(helper.linli.helpSellRound({ roundId, communityId }), 'HELP_NOT_OFFERED');
  await refused(rival.linli.setOpenToHelpers({ roundId, open: true }), 'NOT_HERE');
  assert.equal((await leader.linli.setOpenToHelpers({ roundId, open: true })).openToHelpers, true);
  await refused(stage.client().listHelpOffers({ communityId }), 'TOKEN_MISSING');
  assert.ok((await helper.linli.listHelpOffers({ communityId })).offers.some((one) => one.round.roundId === roundId));
  assert.ok(!(await leader.linli.listHelpOffers({ communityId })).offers.some((one) => one.round.roundId === roundId), 'not to its own leader');

  await refused(leader.linli.helpSellRound({ roundId, communityId }), 'HELP_NOT_OFFERED');
  await refused(buyer.linli.helpSellRound({ roundId, communityId }), 'FORBIDDEN');
  const { circleId } = await estate.operator.createCircle({ communityId, name: `帮卖${process.pid}`, welcome: '欢迎', notice: '' });
  assert.deepEqual((({ status, circleId: hers, orders }) => [status, hers, orders])(await helper.linli.helpSellRound({ roundId, communityId, circleId })), ['HELP_SELLING', circleId, 0]);
  await refused(rival.linli.helpSellRound({ roundId, communityId, circleId }), 'CIRCLE_TAKEN');

  const source = await linkOf(helper, roundId);
  const { order, helpSellerId } = await estate.order(buyer, round, items, { source });
  assert.equal(helpSellerId, helper.userId);
  const ownOrder = await estate.order(await stage.newUser(), round, items);
  assert.equal(ownOrder.helpSellerId, '');
  const { helpSells } = await helper.linli.listHelpSells();
  assert.deepEqual(helpSells.map((one) => [one.round.roundId, one.orders, one.paidFen]), [[roundId, 1, 2 * 4980]]);
  await refused(stage.client().listHelpSells(), 'TOKEN_MISSING');
  const { helpers } = await leader.linli.listRoundHelpers({ roundId });
  assert.deepEqual(helpers.map(({ leaderId, status, orders, paidFen }) => [leaderId, status, orders, paidFen]), [[helper.userId, 'HELP_SELLING', 1, 2 * 4980]]);
  await refused(helper.linli.listRoundHelpers({ roundId }), 'NOT_HERE');

  await refused(rival.linli.withdrawRoundOffer({ roundId, leaderId: helper.userId }), 'NOT_HERE');
  assert.equal((await leader.linli.withdrawRoundOffer({ roundId, leaderId: helper.userId })).status, 'HELP_WITHDRAWN');
  const later = await estate.order(await stage.newUser(), round, items, { source });
  assert.equal(later.helpSellerId, '', 'what is ordered later is the leader\'s');
  assert.equal((await buyer.linli.getRoundOrder({ orderId: order.orderId })).helpSellerId, helper.userId, 'what was hers stays hers');
  await refused(helper.linli.helpSellRound({ roundId, communityId }), 'HELP_NOT_OFFERED');
  const { entries } = await estate.operator.listTradeAudit({ objectId: roundId });
  for (const action of ['set_open_to_helpers', 'help_sell_round', 'withdraw_round_offer']) assert.ok(entries.some((line) => line.action === action), action);
});

test('who never signed in opens the link of a round, of its leader or a helper, and buys by it', async () => {
  const round = await estate.openRound();
  const { roundId } = round;
  await leader.linli.offerRound({ roundId, leaderId: helper.userId });
  await helper.linli.helpSellRound({ roundId, communityId });
  const guest = stage.client();
  for (const sharer of [leader, helper]) {
    const source = await linkOf(sharer, roundId);
    const link = await guest.openLink({ key: source.linkKey });
    assert.deepEqual([link.target, link.targetId, link.sharerId, link.path], ['ROUND', roundId, sharer.userId, `pages/round/round?id=${roundId}&link=${source.linkKey}`]);
    assert.equal((await guest.getRound({ roundId: link.targetId })).title, round.title);
    const { order, helpSellerId } = await estate.order(await stage.newUser(), round, [{ itemId: round.items[0].itemId, quantity: 1 }], { source });
    assert.deepEqual([helpSellerId, order.source.linkKey, order.source.sharerId], [sharer === helper ? helper.userId : '', source.linkKey, sharer.userId]);
  }
});

test('a round is offered to one leader, who hears of it, helps, and stops', async () => {
  const { roundId } = await estate.openRound();
  await refused(rival.linli.offerRound({ roundId, leaderId: helper.userId }), 'NOT_HERE');
  await refused(leader.linli.offerRound({ roundId, leaderId: buyer.userId }), 'NOT_HERE');
  await refused(leader.linli.offerRound({ roundId, leaderId: leader.userId }), 'FIELDS_INVALID');
  assert.equal((await leader.linli.offerRound({ roundId, leaderId: helper.userId })).status, 'HELP_OFFERED');
  await eventually('she hears of it', async () => (await helper.linli.listMessages()).messages.some(({ kind, linkId }) => kind === 'ROUND_OFFERED' && linkId === roundId));
  assert.deepEqual((await helper.linli.listHelpOffers()).offers.map((one) => [one.round.roundId, one.status]), [[roundId, 'HELP_OFFERED']]);
  await refused(rival.linli.helpSellRound({ roundId, communityId }), 'HELP_NOT_OFFERED');
  await helper.linli.helpSellRound({ roundId, communityId });
  await refused(rival.linli.stopHelpSelling({ roundId }), 'NOT_HERE');
  await helper.linli.stopHelpSelling({ roundId });
  await refused(helper.linli.helpSellRound({ roundId, communityId }), 'HELP_NOT_OFFERED');
  await leader.linli.cancelRound({ roundId, reason: '不开了' });
  await refused(leader.linli.offerRound({ roundId, leaderId: rival.userId }), 'ROUND_FROZEN');
});
