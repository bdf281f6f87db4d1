// One evening, from the announcement to the books: who plays it (the demo, the tests of faults) says how large and how fast.

import fs from 'node:fs';
import path from 'node:path';
import { loadEstate } from '../../../deploy/local/estate.mjs';
import { operatorClient } from '../../../deploy/local/operator.mjs';
import { sleep, until } from '../../support/house.mjs';
import { Calendar } from '../support/calendar.mjs';
import { WeChat } from '../support/wechat.mjs';
import { Account } from './account.mjs';
import { flashSale, gather, readInboxes, secondChance, shopping, teamBuys } from './acts.mjs';
import { asker, eveningBooks, eventsArrived, invariants, wechatBooks } from './books.mjs';
import { chanceOf } from './chance.mjs';
import { watchMemory } from './memory.mjs';
import { Resident } from './resident.mjs';

// The whole estate.
export const WHOLE_EVENING = {
  residents: 320, arriveWithinMs: 15_000, talkMs: 25_000,
  flash: { stock: 100, unpaidS: 0 }, // 0: the house's own
  teams: { count: 40, complete: 28, size: 3, lifeS: 40 },
  secondChanceMs: 150_000, restWithinMs: 180_000, shoppers: 30,
};

// A staircase of it: a minute and a half, for tests that play an evening each.
export const SMALL_EVENING = {
  residents: 60, arriveWithinMs: 16_000, talkMs: 5000,
  flash: { stock: 20, unpaidS: 30 },
  teams: { count: 10, complete: 6, size: 3, lifeS: 40 },
  secondChanceMs: 75_000, restWithinMs: 120_000, shoppers: 10,
};

const at = (ms) => new Date(ms).toISOString();

// A new flash sale and a new team buy for tonight.
async function announce(operator, { community, products: [berries, oranges] }, size, now) {
  const flash = await operator.createCampaign({
    kind: 'FLASH_SALE', title: '今晚八点 蓝莓 9.9', skuId: berries.skus[0].skuId, priceFen: 990, stock: size.flash.stock, perUserLimit: 1,
    startsAt: at(now + size.arriveWithinMs + size.talkMs), endsAt: at(now + 3_600_000), unpaidS: size.flash.unpaidS, communityId: community.communityId,
  });
  const teams = await operator.createCampaign({
    kind: 'TEAM_BUY', title: '三人团 脐橙', skuId: oranges.skus[0].skuId, priceFen: 2990, starterDiscountFen: 200, stock: 500, perUserLimit: 2,
    startsAt: at(now - 60_000), endsAt: at(now + 3_600_000), teamSize: size.teams.size, teamLifeS: size.teams.lifeS, unpaidS: size.flash.unpaidS,
    communityId: community.communityId,
  });
  await operator.setDeliveryRule({ name: 'EXPRESS', zones: [{ regionPrefix: '', baseFen: 600, baseG: 1000, stepFen: 100, stepG: 1000, freeFromFen: 20_000 }] });
  return { flash, teams: { ...teams, ...size.teams } };
}

// Residents come in turn to the gateways there are.
function invite(status, { residents, seed }, wechat, account, calendar) {
  const chance = chanceOf(seed);
  const gateways = Object.entries(status.urls).filter(([name]) => /^gateway/.test(name)).map(([, url]) => url);
  return {
    chance,
    residents: Array.from({ length: residents }, (_, number) => new Resident(number, { baseUrl: gateways[number % gateways.length], wechat, chance, account, calendar })),
  };
}

async function prepare(status, size) {
  const operator = await operatorClient(status);
  const estate = await loadEstate(operator);
  const account = new Account();
  const wechat = new WeChat(`http://127.0.0.1:${status.ports.wechat}`);
  const calendar = new Calendar(status, wechat); // a week may have been played in this house
  return {
    ...(await announce(operator, estate, size, calendar.now())), ...invite(status, size, wechat, account, calendar), account, wechat, operator, estate, calendar,
    arriveWithinMs: size.arriveWithinMs, secondChanceMs: size.secondChanceMs, shoppers: size.shoppers, buyerOf: new Map(), teamsMeantToComplete: [], teamsMeantToFail: [], wantNews: [],
    paidFlashOrders: () => account.count('flash orders') - account.count('flash orders never paid'),
  };
}

const hasEnded = ({ status, amountFen, refundedFen, paidAt, refunds }) =>
  (['READY', 'FULFILLED'].includes(status) && refunds.every(({ state }) => state === 'SUCCESS'))
  || status === 'REFUNDED' || (status === 'CANCELLED' && (!paidAt || refundedFen === amountFen));

// Asks who still has an open order, until nobody has.
async function atRest(evening, withinMs) {
  let open = evening.residents;
  await until('every order comes to its end', async () => {
    const still = await Promise.all(open.map(async (resident) => {
      const { orders } = await resident.linli.listOrders({ pageSize: 100 });
      for (const { orderId } of orders) evening.buyerOf.set(orderId, resident.userId);
      return orders.every(hasEnded) ? [] : [resident];
    }));
    open = still.flat();
    return open.length === 0;
  }, { withinMs, everyMs: 2000 });
}

async function play(evening, size, during) {
  const { account, flash, teams } = evening;
  const fault = during(evening);
  fault.catch(() => {}); // told when it is waited for
  await gather(evening);
  await sleep(new Date(flash.startsAt).getTime() - evening.calendar.now());
  account.say('20:00 — the flash sale opens');
  const losers = await flashSale(evening);
  account.say(`${account.count('flash orders')} flash orders; ${teams.count} teams start`);
  await Promise.all([teamBuys(evening), secondChance(evening, losers), shopping(evening), fault]);
  account.say('waiting until everything has come to rest');
  await atRest(evening, size.restWithinMs);
}

// Plays it in the house of this status. `during(evening)` happens meanwhile; the acts end when it has ended, too. Gives the
// evening and its books, checks of { name, checked, violations }.
export async function playEvening(status, size = WHOLE_EVENING, during = async () => {}) {
  const evening = await prepare(status, { seed: 20, ...size });
  const auditor = fs.readFileSync(path.join(status.secrets, 'postgres.auditor-url'), 'utf8').trim();
  const memory = watchMemory(path.join(status.run, 'status.json'));

  evening.account.begin();
  evening.account.say(`${evening.estate.community.name}: ${evening.residents.length} residents are on their way`);
  try {
    await play(evening, size, during);
    await eventsArrived(auditor);
    await readInboxes(evening);
  } finally {
    evening.account.end();
    memory.end();
  }
  return { evening, books: [...(await eveningBooks(evening)), ...(await wechatBooks(evening.wechat, asker(auditor))), memory.check(), ...invariants(auditor)] };
}
