// Light load on a house, in which nothing is asked twice: what is answered otherwise than with a yes has failed.

import { randomUUID } from 'node:crypto';
import { sleep } from '../../support/house.mjs';

export const LOADERS = 4; // each asks one thing after the other
const PEOPLE = 10;
const PACE_MS = 40;
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

export const failed = (answers) => answers.filter(({ status }) => status === 0 || status >= 400)
  .map(({ method, target, status, body }) => `${method} ${target}: ${status} ${body?.code ?? body}`);

export class Load {
  // People, and a flash sale in which they may buy.
  static async open(stage) {
    const operator = await stage.operator();
    const { productId } = await operator.createProduct({
      title: '蓝莓', category: '水果', sellerName: '云山优选', sellerLicence: 'JY1',
      skus: [{ title: '125 g', listPriceFen: 5980, costPriceFen: 800, stock: 10_000 }],
    });
    const { communities: [{ communityId }] } = await operator.listCommunities();
    const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
    const { campaignId } = await operator.createCampaign({
      kind: 'FLASH_SALE', title: '今晚八点', skuId, priceFen: 990, stock: 9000, perUserLimit: 100, startsAt: inMinutes(-1), endsAt: inMinutes(600),
    });
    return new Load(stage, campaignId, communityId, await Promise.all(Array.from({ length: PEOPLE }, () => stage.newUser({ phone: true }))));
  }

  constructor(stage, campaignId, communityId, people) {
    Object.assign(this, { stage, campaignId, communityId, people });
  }

  // One thing of each service.
  #ask(number, user) {
    const order = { headers: { 'idempotency-key': randomUUID(), 'idempotency-attempt': '1' }, body: { quantity: 1 } };
    const [method, target, more] = [
      ['GET', '/v1/me'], ['GET', '/v1/orders'], ['GET', '/v1/inbox'], ['GET', '/v1/coupons'], ['GET', `/v1/communities/${this.communityId}/circles`],
      ['POST', `/v1/campaigns/${this.campaignId}/orders`, order],
    ][number % 6];
    return [method, target, { user, ...more }];
  }

  async #loader(number, answers, goesOn) {
    for (let i = number; goesOn(); i++) {
      const [method, target, options] = this.#ask(i, this.people[(i + number) % this.people.length]);
      const began = Date.now();
      const { status, body } = await this.stage.raw(method, target, options).catch((error) => ({ status: 0, body: error.message }));
      answers.push({ method, target, status, body, began, ms: Date.now() - began });
      await sleep(PACE_MS);
    }
  }

  // What was answered while `change` happened, and what was under way at its end.
  async during(change) {
    const answers = [];
    let going = true;
    const all = Promise.all(Array.from({ length: LOADERS }, (_, number) => this.#loader(number, answers, () => going)));
    try {
      await change();
    } finally {
      going = false;
      await all;
    }
    return answers;
  }
}
