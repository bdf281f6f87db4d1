// What the tests stand on: the house in the cluster with its operator, the demo estate, and sales.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import { loadEstate } from '../../../../../deploy/local/estate.mjs';
import { readStatus } from '../../../../../deploy/local/operator.mjs';
import { asker, eventsArrived, invariants, wechatBooks } from '../../../../journeys/evening/books.mjs';
import { convergence } from '../../../../faults/support/converge.mjs';
import { openStage } from '../../../../journeys/support/stage.mjs';
import { sleep, until } from '../../../../support/house.mjs';
import { note, seconds } from './figures.mjs';
import { takeSecrets } from './house.mjs';
import { Traffic } from './traffic.mjs';

const PRODUCT = { title: '云南蓝莓', category: '水果', sellerName: '云山优选', sellerLicence: 'JY14401060000001' };
const SKU = { title: '125 g', listPriceFen: 5980, costPriceFen: 800, weightG: 125 };
const UNITS = 500_000;
const ORDERS_EACH_MAX = 100; // a campaign may not allow more
const at = (ms) => new Date(Date.now() + ms).toISOString();
const UNPAID_S = 60; // then an order that nobody pays gives its unit back
export const LONG_S = 7200; // not before we have gone
const SETTLED_MS_MAX = 240_000;
const OUTBOXES = ['auth', 'content', 'groupbuy', 'coupons'];

export class Town {
  static async open() {
    await takeSecrets(readStatus(process.env.LINLI_STATUS_FILE));
    const stage = await openStage();
    const operator = await stage.operator();
    return Object.assign(new Town(), { stage, operator, estate: await loadEstate(operator) });
  }

  get communityId() {
    return this.estate.community.communityId;
  }

  // A sale that has begun, of a product of its own.
  async newSale({ stock = UNITS, unpaidS = UNPAID_S } = {}) {
    const { productId } = await this.operator.createProduct({ ...PRODUCT, skus: [{ ...SKU, stock }] });
    const { skus: [{ skuId }] } = await this.operator.setProductStatus({ productId, status: 'ON_SHELF' });
    return this.operator.createCampaign({
      kind: 'FLASH_SALE', title: '今晚八点', skuId, priceFen: 990, stock, perUserLimit: ORDERS_EACH_MAX, unpaidS,
      startsAt: at(-1000), endsAt: at(3_600_000),
    });
  }

  async traffic() {
    const { campaignId } = await this.newSale();
    const traffic = await Traffic.of(this.stage, { campaignId, communityId: this.communityId });
    await traffic.during(async () => {}); // everything has been asked once
    return traffic;
  }

  count(sql) {
    return Number(this.stage.query(sql)[0].count);
  }

  ordersOf({ campaignId }) {
    return this.count(`select count(*) from groupbuy.orders where campaign_id = '${campaignId}'`);
  }

  // What is answered while `change` happens, noted as `what`: what was answered is in the books, and of the rest no more than was refused.
  // { answers, awayMs: between the first and the last that was refused }
  async during(traffic, part, what, change) {
    const orders = this.ordersOf(traffic);
    const answers = await traffic.during(change);
    const { refused } = answers;
    const awayMs = refused.length ? refused.at(-1).at - refused[0].at : 0;
    note(part, `${what}: requests (${answers.perSecond} a second), failed of them`, `${answers.count}, ${refused.length}`);
    note(part, `${what}: between the first and the last that failed`, seconds(awayMs), 's');
    const more = this.ordersOf(traffic) - orders;
    assert.ok(more >= answers.orders, `${more} orders in the books, ${answers.orders} answered`);
    assert.ok(more - answers.orders <= refused.length, `${more - answers.orders} orders that nobody was told of, ${refused.length} requests that failed`);
    return { answers, awayMs };
  }

  // The house's time, as events are dated by it.
  now() {
    return this.stage.query('select now()::text as now')[0].now;
  }

  // Until all events have been published, those from before `since` again, and have been handled once.
  async told(part, what, { since } = {}) {
    if (since) {
      const events = (which) => this.count(`select ${OUTBOXES.map((name) => `(select count(*) from ${name}.outbox where ${which})`).join(' + ')} as count`);
      await until('all are published again', () => events(`published_at is null or published_at < '${since}'`) === 0, { withinMs: SETTLED_MS_MAX, everyMs: 500 });
      note(part, `${what}: events from before, all published again`, events(`created_at < '${since}'`));
    }
    const { first, ms } = await convergence(this.stage.house);
    note(part, `${what}: events that had to catch up (${first}), all handled once after`, seconds(ms), 's');
    assert.ok(Number.isFinite(ms), 'events are still missing');
  }

  // Until no order that may run out here waits for its payment, and all events have been told.
  async settled() {
    const waiting = `select (select count(*) from groupbuy.orders o join groupbuy.campaigns c on c.id = o.campaign_id
        where o.status = 'PENDING_PAYMENT' and c.unpaid_s < ${LONG_S})
      + (select count(*) from groupbuy.outbox where published_at is null) + (select count(*) from coupons.outbox where published_at is null) as count`;
    await until('all is settled', () => this.count(waiting) === 0, { withinMs: SETTLED_MS_MAX, everyMs: 1000 });
  }

  // What the rules of tests/faults/invariants.sql say when events have arrived, and whether WeChat has the same books.
  async books() {
    const auditor = fs.readFileSync(path.join(readStatus().secrets, 'postgres.auditor-url'), 'utf8').trim();
    await eventsArrived(auditor);
    const rules = invariants(auditor);
    await sleep(100); // what the other side has closed while psql was waited for is seen before it is used again
    return [...rules, ...(await wechatBooks(this.stage.wechat, asker(auditor)))];
  }

  async close() {
    await this.stage.close();
  }
}

// For the tests of a file: { town, traffic } of its own from the first of them on, closed after the last.
export function townWithTraffic() {
  const ours = {};
  before(async () => {
    ours.town = await Town.open();
    ours.traffic = await ours.town.traffic();
  });
  after(async () => {
    ours.traffic?.close();
    await ours.town?.close();
  });
  return ours;
}
