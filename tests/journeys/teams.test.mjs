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
