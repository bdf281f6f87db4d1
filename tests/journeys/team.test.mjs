// Buying together: a team is started, joined, completed; or its time runs out and everybody has his money back.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOWHERE = '0'.repeat(32);
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
const TIME_OUT = { withinMs: 30_000, everyMs: 200 };

let stage;
let operator;
let skuId;
before(async () => {
  stage = await openStage();
  operator = await stage.operator();
  const { productId } = await operator.createProduct({
    title: `脐橙${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '5 斤', listPriceFen: 3990, costPriceFen: 1500, stock: 1000 }],
  });
  skuId = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus[0].skuId;
});
after(() => stage.close());

const newCampaign = (changes) => operator.createCampaign({
  kind: 'TEAM_BUY', title: '三人团', skuId, priceFen: 2990, starterDiscountFen: 200, stock: 30, perUserLimit: 2, teamSize: 3, teamLifeS: 3600,
  startsAt: inMinutes(-1), endsAt: inMinutes(60), ...changes,
});
const newPeople = (count) => Promise.all(Array.from({ length: count }, () => stage.newUser({ phone: true })));
const start = (user, { campaignId }, more) => user.linli.startTeam({ campaignId, quantity: 1, ...more });
const join = (user, { teamId }, more) => user.linli.joinTeam({ teamId, quantity: 1, ...more });
const paid = (user, { orderId }) => eventually('the payment is known', async () => (await user.linli.getOrder({ orderId })).paidAt);

async function joinAndPay(user, team) {
  const { order } = await join(user, team);
  await stage.pay(user, order);
  await paid(user, order);
  return order;
}

test('three neighbours complete a team', async () => {
  const campaign = await newCampaign({});
  const [li, wang, zhao, late] = await newPeople(4);
  const subscription = (await li.linli.listSubscriptions()).subscriptions[0].templateId;
  await stage.wechat.subscribe(li.openid, subscription);
  await li.linli.reportSubscription({ templateId: subscription, answer: 'ACCEPT' });

  const started = await start(li, campaign, { latePayment: 'LATE_OWN_TEAM' });
  assert.equal(started.order.amountFen, 2790, 'who starts pays less');
  assert.equal(started.order.latePayment, 'LATE_OWN_TEAM');
  await stage.pay(li, started.order);
  await eventually('the team is open', async () => (await stage.client().listOpenTeams({ campaignId: campaign.campaignId })).teams.some(({ teamId }) => teamId === started.team.teamId));
  await refused(join(li, started.team), 'ALREADY_IN_TEAM');
  const orders = [started.order, await joinAndPay(wang, started.team), await joinAndPay(zhao, started.team)];
  await eventually('the team is complete', async () => (await stage.client().getTeam({ teamId: started.team.teamId })).status === 'TEAM_COMPLETED');
  for (const [i, user] of [li, wang, zhao].entries()) {
    await eventually('goods are ready', async () => (await user.linli.getOrder({ orderId: orders[i].orderId })).status === 'READY');
  }
  const team = await stage.client().getTeam({ teamId: started.team.teamId });
  assert.deepEqual([team.paid, team.held, team.members.length], [3, 0, 3]);
  assert.ok(team.members.every(({ maskedName }) => maskedName.includes('*')), 'names are masked');
  await refused(join(late, started.team), 'TEAM_FULL', 'TEAM_CLOSED');
  await refused(li.linli.cancelOrder({ orderId: started.order.orderId }), 'ORDER_NOT_CANCELLABLE');
  await eventually('the inbox says so', async () => (await wang.linli.listMessages()).messages.some(({ kind }) => kind === 'TEAM_COMPLETED'));
  const sent = await eventually('WeChat has told him', async () => (await stage.wechat.outbox(li.openid))[0]);
  assert.equal(sent.template, 'team_completed');
  assert.equal((await li.linli.listSubscriptions()).subscriptions[0].credits, 0);
});

test('a seat is held while it may be paid, and no longer', async () => {
  const campaign = await newCampaign({ teamSize: 2, unpaidS: 15 });
  const [li, wang, zhao] = await newPeople(3);
  const { team, order } = await start(li, campaign);
  await stage.pay(li, order);
  await paid(li, order);
  await join(wang, team);
  await refused(join(zhao, team), 'TEAM_FULL');
  await eventually('the seat is free again', () => join(zhao, team), { withinMs: 60_000, everyMs: 1000 });
});

test('time runs out: everybody who paid has his money back', async () => {
  const campaign = await newCampaign({ teamLifeS: 5 });
  const [li, wang] = await newPeople(2);
  const { team, order } = await start(li, campaign);
  await stage.pay(li, order);
  await paid(li, order);
  const other = await joinAndPay(wang, team);
  await eventually('the team has failed', async () => (await stage.client().getTeam({ teamId: team.teamId })).status === 'TEAM_FAILED', TIME_OUT);
  for (const [user, { orderId }] of [[li, order], [wang, other]]) {
    const refunded = await eventually('the money is back', async () => {
      const now = await user.linli.getOrder({ orderId });
      return now.status === 'REFUNDED' && now;
    }, TIME_OUT);
    assert.equal(refunded.refundedFen, refunded.amountFen);
    assert.equal(refunded.cancelReason, 'TEAM_EXPIRED');
  }
  await refused(join((await newPeople(1))[0], team), 'TEAM_CLOSED');
  const notice = (await stage.wechat.notices(order.orderId)).find(({ eventType }) => eventType === 'REFUND.SUCCESS');
  assert.ok((await stage.wechat.call('POST', '/notice', { id: notice.id })).status < 300, 'told again, taken again');
  assert.ok((await stage.wechat.call('POST', '/notice', { id: notice.id, flaw: 'bad_signature' })).status >= 400);
});

test('who leaves an open team is refunded, and the seat is free', async () => {
  const [li, wang] = await newPeople(2);
  const { team, order } = await start(li, await newCampaign({ teamSize: 3 }));
  await stage.pay(li, order);
  await paid(li, order);
  const other = await joinAndPay(wang, team);
  await wang.linli.cancelOrder({ orderId: other.orderId });
  await eventually('the money is back', async () => (await wang.linli.getOrder({ orderId: other.orderId })).status === 'REFUNDED', TIME_OUT);
  await eventually('the seat is free', async () => (await stage.client().getTeam({ teamId: team.teamId })).paid === 1);
});

test('a coupon is bound at checkout, used when paid, given back when not', async () => {
  const { templateId } = await operator.createTemplate({
    title: '满 20 减 5', kind: 'AMOUNT_OFF', amountFen: 500, thresholdFen: 2000, channel: 'CLAIM', budgetFen: 100_000, perUser: 1,
    claimEndsAt: inMinutes(60), validDays: 7,
  });
  const campaign = await newCampaign({});
  const [li] = await newPeople(1);
  const { couponId } = await li.linli.claimCoupon({ templateId });
  const quote = await li.linli.quoteOrder({ campaignId: campaign.campaignId, quantity: 1, couponId, as: 'STARTER_OF_TEAM' });
  assert.equal(quote.amountFen, 2290);
  const first = await start(li, campaign, { couponId });
  assert.equal(first.order.amountFen, quote.amountFen);
  assert.equal((await li.linli.getCoupon({ couponId })).state, 'BOUND');
  await refused(start(li, campaign, { couponId }), 'COUPON_NOT_USABLE');
  await li.linli.cancelOrder({ orderId: first.order.orderId });
  await eventually('the coupon is back', async () => (await li.linli.getCoupon({ couponId })).state === 'FREE');
  const second = await start(li, campaign, { couponId });
  await stage.pay(li, second.order);
  await eventually('the coupon is used', async () => (await li.linli.getCoupon({ couponId })).state === 'USED');
  await refused(start(li, campaign, { couponId: NOWHERE }), 'COUPON_NOT_USABLE');
});

test('what a team buy refuses', async () => {
  const [li] = await newPeople(1);
  const campaign = await newCampaign({});
  await refused(li.linli.placeFlashOrder({ campaignId: campaign.campaignId, quantity: 1 }), 'CAMPAIGN_KIND');
  await refused(start(li, { campaignId: NOWHERE }), 'NOT_HERE');
  await refused(start(li, await newCampaign({ startsAt: inMinutes(5) })), 'NOT_STARTED');
  await refused(join(li, { teamId: NOWHERE }), 'NOT_HERE');
  await refused(stage.client().getTeam({ teamId: NOWHERE }), 'NOT_HERE');
  await refused(stage.client().listOpenTeams({ campaignId: 'x' }), 'FIELDS_INVALID');
  await refused(newCampaign({ teamSize: 1 }), 'FIELDS_INVALID');
  await refused(start(li, campaign, { latePayment: 'LATE_OPEN_TEAM' }), 'FIELDS_INVALID', 'who starts pays less, and joins nobody late');
});

test('an order remembers who brought its buyer', async () => {
  const [li, wang] = await newPeople(2);
  const campaign = await newCampaign({});
  const link = await li.linli.createLink({ target: 'CAMPAIGN', targetId: campaign.campaignId, channel: '业主群' });
  await stage.client().openLink({ key: link.key });
  const { order } = await start(wang, campaign, { source: { linkKey: link.key, touchedAt: new Date().toISOString(), channel: 'share' } });
  await eventually('the sharer is known', async () => (await wang.linli.getOrder({ orderId: order.orderId })).source?.sharerId === li.userId);

  // A broadcast is a touch as a link is, whichever way he orders.
  const [evening, morning] = ['e'.repeat(32), 'a'.repeat(32)];
  const source = { broadcastId: evening, touchedAt: new Date().toISOString(), firstBroadcastId: morning, firstTouchedAt: inMinutes(-60) };
  await refused(start(li, campaign, { source: { ...source, broadcastId: 'yesterday' } }), 'FIELDS_INVALID');
  const flash = await newCampaign({ kind: 'FLASH_SALE', teamSize: 0, teamLifeS: 0, starterDiscountFen: 0 });
  await refused(li.linli.placeFlashOrder({ campaignId: flash.campaignId, quantity: 1, source: { ...source, firstBroadcastId: 'x' } }), 'FIELDS_INVALID');
  for (const { orderId } of [(await start(li, campaign, { source })).order, await li.linli.placeFlashOrder({ campaignId: flash.campaignId, quantity: 1, source })]) {
    const kept = ({ source: one }) => [one.broadcastId, one.firstBroadcastId, one.linkKey, one.sharerId];
    assert.deepEqual(kept(await li.linli.getOrder({ orderId })), [evening, morning, '', '']);
    assert.deepEqual(kept((await operator.getDeskOrder({ orderId })).order), [evening, morning, '', '']);
    const { orders } = await operator.searchOrders({ buyerId: li.userId });
    assert.deepEqual(kept(orders.find((one) => one.order.orderId === orderId).order), [evening, morning, '', '']);
  }
});
