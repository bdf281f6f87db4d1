// The acts of the evening. Each plays many residents at once and returns what the next act needs.

import { sleep } from '../../support/house.mjs';
import { shuffled } from './chance.mjs';

// ---- before eight: people come and talk ---------------------------------------------------------------------------------

async function arrive(resident, evening) {
  const { estate, linkKey, chance } = evening;
  await sleep(chance() * evening.arriveWithinMs);
  if (linkKey && chance() < 0.35) await resident.comeByLink(linkKey);
  await resident.lookAround(estate.community.communityId);
  await resident.signIn();
  await resident.settleIn(estate.community.communityId);
  await resident.mingle(estate.circles);
}

export async function gather(evening) {
  const [first, ...others] = evening.residents;
  await arrive(first, { ...evening, arriveWithinMs: 0 });
  const link = await first.linli.createLink({ target: 'CAMPAIGN', targetId: evening.flash.campaignId, channel: 'neighbours', title: '今晚八点' });
  await Promise.all(others.map((resident) => arrive(resident, { ...evening, linkKey: link.key })));
}

// ---- eight o'clock: a hundred units for everybody -----------------------------------------------------------------------

// How a winner pays: mostly at once, some so that WeChat repeats itself, some never.
async function settleFlashOrder(resident, evening) {
  const mood = evening.chance();
  if (mood < 0.15) {
    evening.account.add('flash orders never paid');
    return;
  }
  await sleep(evening.chance() * 3000);
  try {
    await resident.pay(resident.flash, { twice: mood < 0.3 });
  } catch (error) {
    // While stores are away his time may run out before the page opens: his unit goes to who still looks.
    if (error.code !== 'ORDER_EXPIRED') throw error;
    evening.account.add('flash orders paid too late');
  }
}

export async function flashSale(evening) {
  const { campaignId } = evening.flash;
  const losers = [];
  await Promise.all(evening.residents.map(async (resident) => {
    if (await resident.tryFlashSale(campaignId)) await settleFlashOrder(resident, evening);
    else losers.push(resident);
  }));
  return losers;
}

// What the never-payers held comes back when their time is up, and goes to who still looks.
export async function secondChance(evening, losers) {
  const { campaignId } = evening.flash;
  const waiting = shuffled(losers, evening.chance);
  const giveUp = Date.now() + evening.secondChanceMs;
  while (Date.now() < giveUp && evening.paidFlashOrders() < evening.flash.stock && waiting.length) {
    const { unsold } = await evening.operator.getCampaign({ campaignId });
    if (unsold === 0) {
      await sleep(500);
      continue;
    }
    await Promise.all(waiting.splice(0, unsold).map(async (resident) => {
      if (await resident.tryFlashSale(campaignId)) await resident.pay(resident.flash);
      else waiting.push(resident);
    }));
  }
}

// ---- all along: forty teams of three -------------------------------------------------------------------------------------

async function fullTeam(evening, group) {
  const [starter, second, third] = group;
  const wantNews = group.filter(() => evening.chance() < 0.7);
  await Promise.all(wantNews.map((resident) => resident.askForNews()));
  const { order, team } = await starter.startTeam(evening.teams.campaignId, await starter.coupon());
  await starter.pay(order);
  await Promise.all([second, third].map(async (resident) => {
    const joined = await resident.joinTeam(team.teamId, evening.chance() < 0.5 ? await resident.coupon() : undefined);
    await sleep(evening.chance() * 2000);
    await resident.pay(joined, { twice: evening.chance() < 0.2 });
  }));
  evening.teamsMeantToComplete.push(team.teamId);
  evening.wantNews.push(...wantNews);
}

// Two of three: the third seat is never paid, or paid when the team is over.
async function shortTeam(evening, [starter, second, third]) {
  const { order, team } = await starter.startTeam(evening.teams.campaignId, await starter.coupon());
  await starter.pay(order);
  if (evening.chance() < 0.5) await second.pay(await second.joinTeam(team.teamId));
  evening.teamsMeantToFail.push(team.teamId);
  if (evening.chance() < 0.5) return;

  const deadline = new Date(team.deadline).getTime();
  await sleep(deadline - evening.calendar.now() - 5000);
  await payLate(evening, third, await third.joinTeam(team.teamId), deadline + 1000);
}

// Ours when the house stood still for a while, and WeChat's.
const TOO_LATE = ['ORDER_NOT_PAYABLE', 'ORDER_EXPIRED', 'ORDER_CLOSED'];

// The payment was begun in time and is confirmed when the team is over: the money comes back by itself. Whether WeChat still
// takes it is WeChat's to say: we may have closed the order there already, or its time is up there, too.
async function payLate(evening, resident, order, atMs) {
  try {
    const confirm = await resident.beginToPay(order);
    await sleep(atMs - evening.calendar.now());
    await confirm();
    evening.account.add('paid too late');
  } catch (refusal) {
    if (!TOO_LATE.includes(refusal.code)) throw refusal;
    evening.account.add('came too late to pay');
  }
}

export async function teamBuys(evening) {
  const people = shuffled(evening.residents, evening.chance);
  const groups = Array.from({ length: evening.teams.count }, (_, i) => people.slice(3 * i, 3 * i + 3));
  await Promise.all(groups.map((group, i) => (i < evening.teams.complete ? fullTeam : shortTeam)(evening, group)));
}

// ---- all along: some buy from the shelf ------------------------------------------------------------------------------------

// What becomes of a basket that was paid: received, given up, refunded in part, or kept for tomorrow.
const FATES = [
  async ({ operator, account }, resident, { orderId }) => {
    await operator.shipOrder({ orderId, carrier: 'SF', trackingNumber: `SF${orderId.slice(-8)}` });
    await resident.linli.confirmReceipt({ orderId });
    account.add('baskets received');
  },
  async ({ account }, resident, { orderId }) => {
    await resident.linli.cancelOrder({ orderId });
    account.add('baskets given up');
  },
  async ({ operator, account }, resident, { orderId }) => {
    await operator.refundOrder({ orderId, lines: [{ position: 0, units: 1 }], reason: '坏果包赔' });
    account.add('baskets refunded in part');
  },
  async ({ account }) => account.add('baskets waiting to be sent'),
];

async function shop(evening, resident, number) {
  await sleep(evening.chance() * 5000);
  const order = await resident.placeBasket(evening.estate.products);
  if (number % 7 === 6) return; // never paid
  await resident.pay(order);
  await resident.sees(order, 'READY');
  await FATES[number % FATES.length](evening, resident, order);
}

export async function shopping(evening) {
  await Promise.all(evening.residents.slice(0, evening.shoppers).map((resident, number) => shop(evening, resident, number)));
}

// ---- late: everything comes to rest ---------------------------------------------------------------------------------------

export async function readInboxes(evening) {
  await Promise.all(evening.residents.map(async (resident) => {
    const { messages } = await resident.linli.listMessages({ pageSize: 100 });
    evening.account.add('messages in inboxes', messages.length);
    if (messages.length) await resident.linli.markRead({ messageIds: messages.slice(0, 10).map(({ messageId }) => messageId) });
  }));
}
