// Team buys beyond starting and joining by a link.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

let stage;
let operator;
let skuId;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const { productId } = await operator.createProduct({
    title: `车厘子${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '2 斤', listPriceFen: 6990, costPriceFen: 1500, stock: 1000 }],
  });
  skuId = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus[0].skuId;
});
after(() => stage.close());

const newCampaign = (changes) => operator.createCampaign({
  kind: 'TEAM_BUY', title: '三人团', skuId, priceFen: 4990, stock: 30, perUserLimit: 2, teamSize: 3, teamLifeS: 3600,
  startsAt: inMinutes(-1), endsAt: inMinutes(60), ...changes,
});
const newPeople = (count) => Promise.all(Array.from({ length: count }, () => stage.newUser({ phone: true })));

async function payFor(user, order) {
  await stage.pay(user, order);
  await eventually('the payment is known', async () => (await user.linli.getOrder({ orderId: order.orderId })).paidAt);
}

async function startAndPay(user, { campaignId }) {
  const started = await user.linli.startTeam({ campaignId, quantity: 1 });
  await payFor(user, started.order);
  return started;
}

test('a neighbour brings a new one; without a link one joins the team nearest to completion', async () => {
  const campaign = await newCampaign({ teamSize: 2, buyers: 'NEW_JOINERS' });
  assert.equal(campaign.buyers, 'NEW_JOINERS');
  const wish = { campaignId: campaign.campaignId, quantity: 1 };
  const [li, wang, zhao] = await newPeople(3);
  await refused(wang.linli.joinOpenTeam(wish), 'NO_OPEN_TEAM');
  await startAndPay(wang, await newCampaign({}));
  const { team } = await startAndPay(li, campaign);
  await refused(wang.linli.joinOpenTeam(wish), 'NEW_MEMBERS_ONLY');
  await refused(wang.linli.joinTeam({ teamId: team.teamId, quantity: 1 }), 'NEW_MEMBERS_ONLY');
  const joined = await zhao.linli.joinOpenTeam({ ...wish, latePayment: 'LATE_OPEN_TEAM' });
  assert.deepEqual([joined.team.teamId, joined.order.latePayment], [team.teamId, 'LATE_OPEN_TEAM']);
  await payFor(zhao, joined.order);
  await eventually('the team is complete', async () => (await stage.client().getTeam({ teamId: team.teamId })).status === 'TEAM_COMPLETED');
});

test('a sale for new people: whoever has bought is told so, or has his money back when he pays', async () => {
  const sale = await newCampaign({ kind: 'FLASH_SALE', teamSize: 0, teamLifeS: 0, buyers: 'NEW_BUYERS' });
  const [li, wang] = await newPeople(2);
  const buy = (user) => user.linli.placeFlashOrder({ campaignId: sale.campaignId, quantity: 1 });
  const order = await buy(wang);
  for (const user of [li, wang]) await startAndPay(user, await newCampaign({}));
  await refused(buy(li), 'NEW_MEMBERS_ONLY');
  await stage.pay(wang, order);
  const back = await eventually('the money is back', async () => {
    const now = await wang.linli.getOrder({ orderId: order.orderId });
    return now.status === 'REFUNDED' && now;
  }, { withinMs: 30_000 });
  assert.deepEqual([back.cancelReason, back.refunds[0].reason], ['NOT_NEW', 'REFUND_NOT_NEW']);
  const [zhao] = await newPeople(1);
  const bought = await buy(zhao);
  await payFor(zhao, bought);
  assert.equal((await zhao.linli.getOrder({ orderId: bought.orderId })).status, 'READY');
});

test('a link to a team of one circle, opened by somebody who never signed in', async () => {
  const communityId = (await operator.createCommunity({ name: `拼团苑${process.pid}`, households: 10 })).communityId;
  const circle = await operator.createCircle({ communityId, name: '水果群', welcome: '欢迎' });
  const campaign = await newCampaign({ teamSize: 2, circleId: circle.circleId });
  const [li] = await newPeople(1);
  await li.linli.joinCircle({ circleId: circle.circleId });
  const { team } = await startAndPay(li, campaign);
  const { key } = await li.linli.createLink({ target: 'TEAM', targetId: team.teamId, channel: '业主群' });

  const guest = stage.client();
  const link = await guest.openLink({ key });
  assert.deepEqual([link.target, link.targetId], ['TEAM', team.teamId]);
  const seen = await guest.getTeam({ teamId: link.targetId });
  assert.deepEqual(seen.members.map(({ starter }) => starter), [true]);
  assert.ok(seen.members[0].maskedName.includes('*') && !JSON.stringify(seen).includes(li.userId), 'who it is stays among members');
  const shown = await guest.getCampaign({ campaignId: seen.campaignId });
  assert.deepEqual([shown.audience, shown.circleId], ['CIRCLE_MEMBERS', circle.circleId]);
  await refused(guest.joinTeam({ teamId: team.teamId, quantity: 1 }), 'TOKEN_MISSING');

  const wang = await stage.newUser({ phone: true, link: key });
  const wish = { teamId: team.teamId, quantity: 1, source: { linkKey: key, touchedAt: new Date().toISOString(), channel: 'share' } };
  await refused(wang.linli.joinTeam(wish), 'MEMBERS_ONLY');
  await wang.linli.joinCircle({ circleId: shown.circleId });
  const { order } = await wang.linli.joinTeam(wish);
  await payFor(wang, order);
  await eventually('the team is complete', async () => (await guest.getTeam({ teamId: team.teamId })).status === 'TEAM_COMPLETED');
  await eventually('the sharer is known', async () => (await wang.linli.getOrder({ orderId: order.orderId })).source?.sharerId === li.userId);
});

test('who asked hears that a campaign starts', async () => {
  const campaign = await newCampaign({ startsAt: inMinutes(5), title: `预告${process.pid}` });
  assert.equal(campaign.status, 'SCHEDULED');
  const [li] = await newPeople(1);
  const reminder = await li.linli.remindMe({ campaignId: campaign.campaignId });
  assert.deepEqual([reminder.wanted, Boolean(reminder.startingAt), Boolean(reminder.endingAt)], [true, true, true]);
  const message = await eventually('the inbox says so', async () => (await li.linli.listMessages()).messages.find(({ kind }) => kind === 'CAMPAIGN_STARTING'));
  assert.equal(message.linkId, campaign.campaignId);
  assert.ok(message.text.includes(campaign.title));
  assert.equal((await li.linli.remindMe({ campaignId: campaign.campaignId, off: true })).wanted, false);
  await refused(li.linli.remindMe({ campaignId: '0'.repeat(32) }), 'NOT_HERE');
});

test('a campaign is stopped: what is paid is honoured; or withdrawn: everybody has his money back', async () => {
  const flash = { kind: 'FLASH_SALE', teamSize: 0, teamLifeS: 0 };
  const [stopped, withdrawn] = [await newCampaign({}), await newCampaign(flash)];
  const [li, wang] = await newPeople(2);
  const { team, order } = await startAndPay(li, stopped);
  const bought = await wang.linli.placeFlashOrder({ campaignId: withdrawn.campaignId, quantity: 1 });
  await payFor(wang, bought);
  await refused(li.linli.stopCampaign({ campaignId: stopped.campaignId, why: '不想卖了' }), 'FORBIDDEN');
  await refused(li.linli.withdrawCampaign({ campaignId: withdrawn.campaignId, why: '不想卖了' }), 'FORBIDDEN');
  assert.equal((await operator.stopCampaign({ campaignId: stopped.campaignId, why: '货源不足' })).status, 'STOPPED');
  const shown = await operator.withdrawCampaign({ campaignId: withdrawn.campaignId, why: '产品召回' });
  assert.deepEqual([shown.status, shown.stopReason], ['CAMPAIGN_WITHDRAWN', '产品召回']);
  await refused(wang.linli.joinTeam({ teamId: team.teamId, quantity: 1 }), 'ENDED');
  await refused(wang.linli.startTeam({ campaignId: stopped.campaignId, quantity: 1 }), 'ENDED');
  await refused(li.linli.placeFlashOrder({ campaignId: withdrawn.campaignId, quantity: 1 }), 'ENDED');
  await eventually('who has paid gets it', async () => (await li.linli.getOrder({ orderId: order.orderId })).status === 'READY', { withinMs: 30_000 });
  const { sponsoredSeats } = await eventually('his team is complete', async () => {
    const now = await stage.client().getTeam({ teamId: team.teamId });
    return now.status === 'TEAM_COMPLETED' && now;
  });
  assert.equal(sponsoredSeats, 2);
  const back = await eventually('the money is back', async () => {
    const now = await wang.linli.getOrder({ orderId: bought.orderId });
    return now.status === 'REFUNDED' && now;
  }, { withinMs: 30_000 });
  assert.deepEqual([back.cancelReason, back.refundedFen, back.refunds[0].reason], ['WITHDRAWN', back.amountFen, 'REFUND_WITHDRAWN']);
});

test('the merchant pays for a missing seat, for everybody to see', async () => {
  const campaign = await newCampaign({ teamSize: 2, sponsoredSeatsMax: 1, sponsorLastS: 600 });
  assert.deepEqual([campaign.sponsoredSeatsMax, campaign.sponsorLastS], [1, 600]);
  const [li, wang] = await newPeople(2);
  const { team, order } = await li.linli.startTeam({ campaignId: campaign.campaignId, quantity: 1 });
  const wish = { teamId: team.teamId, seats: 1, why: '只差一人，商家补位' };
  await refused(operator.sponsorTeam(wish), 'NOBODY_HAS_PAID');
  await payFor(li, order);
  await refused(wang.linli.sponsorTeam(wish), 'FORBIDDEN');
  await refused(operator.sponsorTeam({ ...wish, seats: 2 }), 'TEAM_FULL');
  const sponsored = await operator.sponsorTeam(wish);
  assert.deepEqual([sponsored.status, sponsored.paid, sponsored.sponsoredSeats, sponsored.members.length], ['TEAM_COMPLETED', 1, 1, 1]);
  const seen = await eventually('everybody sees it', async () => {
    const now = await stage.client().getTeam({ teamId: team.teamId });
    return now.status === 'TEAM_COMPLETED' && now;
  });
  assert.equal(seen.sponsoredSeats, 1);
  assert.equal((await li.linli.getOrder({ orderId: order.orderId })).status, 'READY');
  const { entries } = await operator.listTradeAudit({ objectId: team.teamId });
  assert.deepEqual(entries.map(({ action, reason }) => [action, reason]), [['sponsor_team', wish.why]]);
  await refused(newCampaign({ teamSize: 2, sponsoredSeatsMax: 2 }), 'FIELDS_INVALID');
});
