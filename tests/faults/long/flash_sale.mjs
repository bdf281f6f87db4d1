// A flash sale of few units to very many: everybody asks with a token and a key of his own, some twice under one key, some under two, while
// one replica of groupbuy after the other is killed by chance. Some winners never pay; their units come back and are sold again. When
// all has settled exactly as many are sold as there were, nobody has two, and nobody was told «sold out» while something was free.
//
//     node --test tests/faults/long/flash_sale.mjs     LINLI_FAULTS_PEOPLE=50000    so many people
//                                                      LINLI_FAULTS_UNITS=1000      so many units
//                                                      LINLI_FAULTS_REPLICAS=4      of groupbuy
//                                                      LINLI_FAULTS_SEED=1          of who is killed when, who pays, who asks twice

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createLinli, fetchTransport } from '../../../clients/sdk/linli.mjs';
import { operatorClient, readStatus } from '../../../deploy/local/operator.mjs';
import { benchProgram } from '../../bench/programs.mjs';
import { asker, eventsArrived, invariants, wechatBooks } from '../../journeys/evening/books.mjs';
import { chanceOf, shuffled } from '../../journeys/evening/chance.mjs';
import { WeChat } from '../../journeys/support/wechat.mjs';
import { openHouse, sleep, until } from '../../support/house.mjs';
import { saleChecks, yesAfterNo } from '../history/sale.mjs';
import { between, pick } from '../lab/plan.mjs';
import { psql } from '../lab/psql.mjs';
import { repeated } from '../lab/repeated.mjs';
import { signal } from '../lab/signals.mjs';
import { endsOf } from '../support/ends.mjs';
import { Rush } from '../support/rush.mjs';
import { OURS } from '../support/strike.mjs';
import { houseUrl } from '../wrecks.mjs';

const PEOPLE = Number(process.env.LINLI_FAULTS_PEOPLE ?? 50_000);
const UNITS = Number(process.env.LINLI_FAULTS_UNITS ?? 1000);
const REPLICAS = Number(process.env.LINLI_FAULTS_REPLICAS ?? 4);
const SEED = Number(process.env.LINLI_FAULTS_SEED ?? 1);
const AT_ONCE = 256;
const ASK_AGAIN = 200; // of those who got none, each second
const ROUNDS_UNPAID = 2; // rounds of units in which some never pay
const PAYS = 0.7;
const AGAIN = 0.05; // asks once more under his key,
const BESIDES = 0.05; // or under another at the same time
const KILL_EVERY_MS = [700, 1600];
const PAY_AFTER_MS = [200, 4000];
const UNPAID_S = 15;
const PAY_AGAIN_MAX = 8;
const PAY_AGAIN_MS = 500;
const TILLS = 16;
const TAKE_EVERY_MS = 300;
const TOO_LATE = ['ORDER_EXPIRED', 'ORDER_NOT_PAYABLE']; // his unit is somebody else's by then
const SETTLED_MS_MAX = 240_000;
const PATIENCE_MS = 1000;

const openedHouse = () => openHouse({
  own: true, words: ['--any-ports', '--replicas', `groupbuy=${REPLICAS}`, '--replicas', 'gateway=2'],
  settings: Object.fromEntries(OURS.map((name) => [`LINLI_${name.toUpperCase()}_LOG_LEVEL`, 'warn'])),
});

// ---- people

// Tokens signed with the house's own key.
function everybody(status) {
  const secret = (name) => path.join(status.secrets, name);
  const appId = fs.readFileSync(path.join(status.run, 'wechat', 'app_id'), 'utf8').trim();
  const text = execFileSync(benchProgram(process.env.LINLI_BUILD ?? 'build', 'tokens'), [String(PEOPLE), secret('auth.data'), secret('auth.database-url'), appId], { encoding: 'utf8', maxBuffer: 256 << 20 });
  return text.trimEnd().split('\n').map((line, number) => {
    const [token, address, user] = line.split('\t');
    let keys = 0;
    return { token, address, user, number, nextKey: () => `sale-${SEED}-${number}-${++keys}` };
  });
}

// ---- what happens meanwhile

// One replica after the other, whichever lives; gives what ends it, and says how many.
function killOn(house, chance) {
  let over = false;
  let kills = 0;
  const going = (async () => {
    while (!over) {
      await sleep(between(chance, KILL_EVERY_MS));
      const alive = house.status().processes.filter(({ service, pid, ready }) => service === 'groupbuy' && pid > 0 && ready);
      if (alive.length > 1 && signal(pick(chance, alive), 'SIGKILL')) kills++;
    }
  })();
  going.catch(() => {}); // told at the end
  return async () => {
    over = true;
    await going;
    return kills;
  };
}

// Buyers who pay. As if they had signed in they get a row, many at a time, and a phone at WeChat; after a while they press the button.
class Tills {
  #waiting = []; // { person, orderId, at }
  #paying = [];
  #lanes = Array.from({ length: TILLS }, () => Promise.resolve());

  constructor(house, status, chance) {
    Object.assign(this, { house, chance, urls: Object.entries(status.urls).filter(([name]) => /^gateway/.test(name)).map(([, url]) => url) });
    this.appId = fs.readFileSync(path.join(status.run, 'wechat', 'app_id'), 'utf8').trim();
    this.wechat = new WeChat(`http://127.0.0.1:${status.ports.wechat}`);
    this.stopTaking = repeated(TAKE_EVERY_MS, () => this.#take());
  }

  won(person, orderId, mayLeave) {
    if (mayLeave && this.chance() >= PAYS) return;
    this.#waiting.push({ person, orderId, at: Date.now() + between(this.chance, PAY_AFTER_MS) });
  }

  #openid({ number }) {
    return `oFlash${String(number).padStart(22, '0')}`;
  }

  async #take() {
    const some = this.#waiting.splice(0);
    if (some.length === 0) return;
    const users = some.map(({ person: { user, number } }) => `('${user}', '邻居${number}', '${this.appId}', now())`);
    const identities = some.map(({ person }) => `('${this.appId}', '${this.#openid(person)}', '${person.user}')`);
    await psql(houseUrl('admin', this.house.statusFile), ['-c', `insert into auth.users (id, nickname, latest_app_id, created_at) values ${users} on conflict do nothing;
      insert into auth.identities (app_id, openid, user_id) values ${identities} on conflict do nothing`]);
    this.#paying.push(...some.map((one) => this.#pay(one)));
  }

  // At a till there is one at a time: a till is a lane.
  #inTurn(number, work) {
    const lane = number % TILLS;
    const turn = this.#lanes[lane].then(work);
    this.#lanes[lane] = turn.then(() => {}, () => {});
    return turn;
  }

  async #try({ person, orderId }, i) {
    const openid = this.#openid(person);
    const linli = createLinli({ baseUrl: this.urls[i % this.urls.length], transport: fetchTransport(fetch), headers: { 'X-Forwarded-For': person.address }, tokens: { accessToken: person.token } });
    await this.wechat.person({ openid });
    const { wechat } = await linli.payOrder({ orderId, platform: 'ANDROID' }, { idempotencyKey: `pay-${orderId}` });
    await this.wechat.pay(openid, wechat);
  }

  async #pay(one) {
    await sleep(one.at - Date.now());
    for (let i = 0; i < PAY_AGAIN_MAX; i++) {
      const problem = await this.#inTurn(one.person.number, () => this.#try(one, i)).then(() => null, (error) => error);
      if (!problem || TOO_LATE.includes(problem.code)) return;
      await sleep(PAY_AGAIN_MS);
    }
  }

  async end() {
    await this.stopTaking();
    await Promise.all(this.#paying);
  }
}

// ---- the sale

async function openSale(operator) {
  const { productId } = await operator.createProduct({
    title: '云南蓝莓', category: '水果', description: '当季现摘', sellerName: '云山优选', sellerLicence: 'JY14401060000001',
    skus: [{ title: '125 g × 4', listPriceFen: 5980, costPriceFen: 800, stock: UNITS, weightG: 500 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  const { campaignId } = await operator.createCampaign({
    kind: 'FLASH_SALE', title: '今晚八点', skuId, priceFen: 990, stock: UNITS, perUserLimit: 1, unpaidS: UNPAID_S,
    startsAt: new Date(Date.now() - 1000).toISOString(), endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  return campaignId;
}

function rowsOf(house, campaignId) {
  const ms = (column) => `(extract(epoch from ${column}) * 1000)::bigint`;
  const rows = house.query(`select idempotency_key, replace(id::text, '-', '') as id, replace(user_id::text, '-', '') as user_id, quantity, ${ms('created_at')} as created_at, ${ms('cancelled_at')} as cancelled_at, status,
    paid_at is not null as is_paid from groupbuy.orders where campaign_id = '${campaignId}'`);
  return rows.map((row) => ({
    key: row.idempotency_key, orderId: row.id, user: row.user_id, quantity: Number(row.quantity), createdAt: Number(row.created_at), cancelledAt: row.cancelled_at ? Number(row.cancelled_at) : null,
    status: row.status, isPaid: row.is_paid === 't' && !['CANCELLED', 'REFUNDED'].includes(row.status),
  }));
}

const soldOf = async (house, campaignId) => Number((await psql(house.secret('postgres.auditor-url'), ['-c', `select count(*) from groupbuy.orders where campaign_id = '${campaignId}' and paid_at is not null and status not in ('CANCELLED', 'REFUNDED')`]))[0][0]);

// Everybody at once; then, a few each second, those who got none, until all is sold.
async function sell({ house, campaignId, rush, tills }, people, chance) {
  const wins = new Set();
  let units = 0;
  const heard = (person, { heard: what, orderId }) => {
    if (what !== 'yes') return;
    wins.add(person.user);
    tills.won(person, orderId, units++ < UNITS * ROUNDS_UNPAID);
  };
  const twice = () => {
    const drawn = chance();
    return { again: drawn < AGAIN, besides: drawn >= AGAIN && drawn < AGAIN + BESIDES };
  };
  const began = Date.now();
  await rush.all(shuffled(people, chance), AT_ONCE, twice, heard);
  const rushMs = Date.now() - began;
  const others = people.filter(({ user }) => !wins.has(user));
  for (let from = 0; (await soldOf(house, campaignId)) < UNITS; from += ASK_AGAIN) {
    assert.ok(Date.now() - began < rushMs + SETTLED_MS_MAX, `only ${await soldOf(house, campaignId)} are sold after ${Date.now() - began} ms`);
    const some = Array.from({ length: ASK_AGAIN }, (_, i) => others[(from + i) % others.length]).filter(({ user }) => !wins.has(user));
    await Promise.all([rush.all(some, ASK_AGAIN, () => ({}), heard), sleep(PATIENCE_MS)]);
  }
  return { rushMs, tookMs: Date.now() - began };
}

test(`${UNITS} units, ${PEOPLE} people, ${REPLICAS} replicas that die`, async (t) => {
  const atEnd = endsOf(t);
  const { house, close } = await openedHouse();
  atEnd(close);
  const status = readStatus(house.statusFile);
  const operator = await operatorClient(status);
  const campaignId = await openSale(operator);
  const people = everybody(status);
  const chance = chanceOf(SEED);
  const rush = new Rush(house.status().processes.filter(({ service }) => service === 'gateway').map(({ port }) => port), campaignId);
  atEnd(() => rush.end());
  const tills = new Tills(house, status, chanceOf(SEED + 1));
  atEnd(() => tills.end());
  const endKilling = killOn(house, chanceOf(SEED + 2));
  atEnd(endKilling);
  const { rushMs, tookMs } = await sell({ house, campaignId, rush, tills }, people, chance);
  await tills.end();
  const kills = await endKilling();

  const auditor = house.secret('postgres.auditor-url');
  await until('nobody waits for his payment', () => rowsOf(house, campaignId).every(({ status: is }) => is !== 'PENDING_PAYMENT'), { withinMs: 2 * UNPAID_S * 1000, everyMs: 500 });
  await eventsArrived(auditor);
  const orders = rowsOf(house, campaignId);
  const heard = (what) => rush.asked.filter((one) => one.heard === what).length;
  t.diagnostic(`${rush.asked.length} keys of ${PEOPLE} people in ${rushMs} ms, all sold after ${tookMs} ms; ${kills} kills; yes ${heard('yes')}, no ${heard('no')}, nothing at last ${heard('nothing')}, yes after a no ${yesAfterNo(rush.asked).length}; asked again without an answer ${rush.asked.filter(({ attempts }) => attempts > 1).length}; ${orders.length} orders, ${orders.filter(({ cancelledAt }) => cancelledAt !== null).length} came back`);
  const checks = [...saleChecks({ asked: rush.asked, orders, stock: UNITS, limit: 1 }), ...invariants(auditor), ...(await wechatBooks(tills.wechat, asker(auditor)))];
  const early = rush.asked.filter((one) => one.early);
  t.diagnostic(`heard no while an attempt without an answer might still come: ${early.length}, of whom ${early.filter(({ heard: what }) => what === 'yes').length} heard yes when that was over`);
  for (const { name, checked } of checks.slice(0, 9)) t.diagnostic(`${name}: ${checked} looked at`);
  const wrong = checks.filter(({ violations }) => violations !== 0).map(({ name, checked, violations, seen }) => `${name}: ${violations} of ${checked} ${JSON.stringify(seen ?? '')}`);
  assert.deepEqual(wrong, []);
  assert.ok(kills >= 5 && orders.length > UNITS, `${kills} kills, ${orders.length} orders: what was tried?`);
});
