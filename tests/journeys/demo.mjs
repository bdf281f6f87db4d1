// One evening in 云山花园, played by residents through the public API of the house that runs here (make run).
//
//   node tests/journeys/demo.mjs [--residents 320] [--seed 20]
//
// A wrong book is a failing exit status. LINLI_STATUS_FILE names another house.

import fs from 'node:fs';
import path from 'node:path';
import { loadEstate } from '../../deploy/local/estate.mjs';
import { operatorClient, readStatus } from '../../deploy/local/operator.mjs';
import { sleep, until } from '../support/house.mjs';
import { WeChat } from './support/wechat.mjs';
import { Account } from './evening/account.mjs';
import { flashSale, gather, readInboxes, secondChance, teamBuys } from './evening/acts.mjs';
import { asker, eveningBooks, invariants, printBooks, wechatBooks } from './evening/books.mjs';
import { chanceOf } from './evening/chance.mjs';
import { Resident } from './evening/resident.mjs';

const option = (name, preset) => {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? preset : Number(process.argv[place + 1]);
};

const RESIDENTS = option('residents', 320);
const ARRIVE_WITHIN_MS = 15_000;
const FLASH = { stock: 100, priceFen: 990, unpaidS: 0 }; // 0: the house's own
const TEAMS = { count: 40, complete: 28, size: 3, lifeS: 40 };
const REST_WITHIN_MS = 180_000;

const at = (ms) => new Date(ms).toISOString();

// A new flash sale and a new team buy for tonight.
async function announce(operator, { community, products: [berries, oranges] }) {
  const now = Date.now();
  const flash = await operator.createCampaign({
    kind: 'FLASH_SALE', title: '今晚八点 蓝莓 9.9', skuId: berries.skus[0].skuId, priceFen: FLASH.priceFen, stock: FLASH.stock, perUserLimit: 1,
    startsAt: at(now + ARRIVE_WITHIN_MS + 25_000), endsAt: at(now + 3_600_000), unpaidS: FLASH.unpaidS, communityId: community.communityId,
  });
  const teams = await operator.createCampaign({
    kind: 'TEAM_BUY', title: '三人团 脐橙', skuId: oranges.skus[0].skuId, priceFen: 2990, starterDiscountFen: 200, stock: 500, perUserLimit: 2,
    startsAt: at(now - 60_000), endsAt: at(now + 3_600_000), teamSize: TEAMS.size, teamLifeS: TEAMS.lifeS, unpaidS: FLASH.unpaidS, communityId: community.communityId,
  });
  return { flash, teams: { ...teams, ...TEAMS } };
}

function newEvening(status, operator, estate, campaigns) {
  const account = new Account();
  const wechat = new WeChat(`http://127.0.0.1:${status.ports.wechat}`);
  const chance = chanceOf(option('seed', 20));
  const residents = Array.from({ length: RESIDENTS }, (_, number) => new Resident(number, { status, wechat, chance, account }));
  const buyerOf = new Map();
  return {
    ...campaigns, account, wechat, chance, residents, operator, estate, buyerOf, arriveWithinMs: ARRIVE_WITHIN_MS, secondChanceMs: 150_000,
    teamsMeantToComplete: [], teamsMeantToFail: [],
    paidFlashOrders: () => account.count('flash orders') - account.count('flash orders never paid'),
  };
}

function isOver({ status, amountFen, refundedFen, paidAt }) {
  return status === 'READY' || status === 'REFUNDED' || (status === 'CANCELLED' && (!paidAt || refundedFen === amountFen));
}

// Asks who still has an open order, until nobody has.
async function atRest(evening) {
  let open = evening.residents;
  await until('every order comes to its end', async () => {
    const still = await Promise.all(open.map(async (resident) => {
      const { orders } = await resident.linli.listOrders({ pageSize: 100 });
      for (const { orderId } of orders) evening.buyerOf.set(orderId, resident.userId);
      return orders.every(isOver) ? [] : [resident];
    }));
    open = still.flat();
    return open.length === 0;
  }, { withinMs: REST_WITHIN_MS, everyMs: 2000 });
}

const status = readStatus();
const operator = await operatorClient(status);
const estate = await loadEstate(operator);
const evening = newEvening(status, operator, estate, await announce(operator, estate));
const { account } = evening;

account.begin();
account.say(`${estate.community.name}: ${RESIDENTS} residents are on their way`);
await gather(evening);
await sleep(new Date(evening.flash.startsAt).getTime() - Date.now());
account.say('20:00 — the flash sale opens');
const losers = await flashSale(evening);
account.say(`${account.count('flash orders')} flash orders; ${evening.teams.count} teams start`);
await Promise.all([teamBuys(evening), secondChance(evening, losers)]);
account.say('waiting until everything has come to rest');
await atRest(evening);
await sleep(3000);
await readInboxes(evening);
account.end();
account.print();

const auditor = fs.readFileSync(path.join(status.secrets, 'postgres.auditor-url'), 'utf8').trim();
const wrong = printBooks([...(await eveningBooks(evening)), ...(await wechatBooks(evening.wechat, asker(auditor))), ...invariants(auditor)]);
console.log(wrong === 0 ? '\nThe books are right.' : `\n${wrong} books are wrong.`);
process.exit(wrong === 0 ? 0 : 1);
