// The product's side: a private house, ten thousand people with tokens, a flash sale that lasts, one that is over, and an
// order of everybody's. Gives the requests that are measured.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { operatorClient, readStatus } from '../../deploy/local/operator.mjs';
import { newFolder, PrivateHouse, program, until } from '../support/house.mjs';
import { benchProgram, runJson } from './programs.mjs';

export const PEOPLE = 10_000;
const UNITS = 1_000_000;
const ORDERS_EACH_MAX = 100;

const PRODUCT = {
  title: '云南蓝莓', category: '水果', description: '当季现摘，坏果包赔。', sellerName: '云山优选', sellerLicence: 'JY14401060000001',
  skus: ['A', 'B'].map((title) => ({ title, listPriceFen: 5980, costPriceFen: 800, stock: UNITS, weightG: 500 })),
};

const HEAD = 'Host: bench\r\nAuthorization: Bearer {0}\r\nX-Forwarded-For: {1}\r\nAccept-Language: zh\r\n';
const read = (target) => `GET ${target} HTTP/1.1\r\n${HEAD}\r\n`;
export const orderOf = (campaignId) => `POST /v1/campaigns/${campaignId}/orders HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\n`
  + 'Idempotency-Key: {key}\r\nIdempotency-Attempt: 1\r\nContent-Length: {length}\r\n\r\n{"quantity":1}';

async function openSale(operator, skuId, stock) {
  const now = Date.now();
  return operator.createCampaign({
    kind: 'FLASH_SALE', title: '今晚八点', skuId, priceFen: 990, stock, perUserLimit: Math.min(stock, ORDERS_EACH_MAX), unpaidS: 3600,
    startsAt: new Date(now - 1000).toISOString(), endsAt: new Date(now + 6 * 3600_000).toISOString(),
  });
}

async function openShop(operator) {
  const { productId } = await operator.createProduct(PRODUCT);
  const { skus } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  return { sale: await openSale(operator, skus[0].skuId, UNITS), over: await openSale(operator, skus[1].skuId, 1) };
}

export class Shop {
  constructor(build) {
    this.build = build;
    this.folder = newFolder();
    this.house = new PrivateHouse(this.folder);
  }

  file(name, text) {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, text);
    return file;
  }

  async open() {
    await this.house.start({ settings: { LINLI_CLOCK: 'database' } }); // as in production: a rehearsal's is a function of ours in every row
    const status = readStatus(this.house.statusFile);
    const operator = await operatorClient(status, { program: program('linlictl') });
    const { sale, over } = await openShop(operator);
    this.port = Number(new URL(status.urls.gateway).port);
    this.signTokens(status);
    await this.sellOut(over.campaignId);
    await this.orderForEverybody(sale.campaignId);
    this.requests = {
      order: { people: this.people, template: orderOf(sale.campaignId), status: 201 },
      soldOut: { people: this.people, template: orderOf(over.campaignId), status: this.soldOutStatus },
      readOwn: { people: this.owners, template: read('/v1/orders/{3}'), status: 200 },
      readCached: { people: this.people, template: read(`/v1/campaigns/${sale.campaignId}`), status: 200 },
    };
    return this;
  }

  signTokens(status) {
    const secret = (name) => path.join(status.secrets, name);
    const appId = fs.readFileSync(path.join(status.run, 'wechat', 'app_id'), 'utf8').trim();
    this.tokens = execFileSync(benchProgram(this.build, 'tokens'), [String(PEOPLE), secret('auth.data'), secret('auth.database-url'), appId], { encoding: 'utf8', maxBuffer: 64 << 20 });
    this.people = this.file('people', this.tokens);
  }

  // The one unit goes to the first, and the second hears it.
  async sellOut(campaignId) {
    const answers = [];
    for (const line of this.tokens.split('\n').slice(0, 2)) {
      const [token, address] = line.split('\t');
      const response = await fetch(`${this.house.url}/v1/campaigns/${campaignId}/orders`, {
        method: 'POST', body: '{"quantity":1}',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-forwarded-for': address, 'idempotency-key': `bench-${campaignId}` },
      });
      answers.push({ status: response.status, body: await response.json() });
    }
    if (answers[0].status !== 201 || answers[1].body.code !== 'SOLD_OUT') throw new Error(`the small sale: ${JSON.stringify(answers)}`);
    this.soldOutStatus = answers[1].status;
  }

  // Everybody orders once; tables are big enough then for the planner's figures, which autovacuum would take within a minute.
  async orderForEverybody(campaignId) {
    const template = this.file('first-order', orderOf(campaignId));
    const result = await runJson(benchProgram(this.build, 'load'), [this.port, '--people', this.people, '--template', template, '--seconds', 60, '--warm-up', 0, '--requests', PEOPLE]);
    if (result.byStatus[201] !== PEOPLE) throw new Error(`first orders: ${JSON.stringify(result)}`);
    this.house.query('analyze', 'groupbuy.owner-url');
    const orders = new Map(this.house.query('select user_id, id from groupbuy.orders').map((row) => [row.user_id.replaceAll('-', ''), row.id.replaceAll('-', '')]));
    const lines = this.tokens.trimEnd().split('\n').map((line) => `${line}\t${orders.get(line.split('\t')[2])}\n`);
    this.owners = this.file('owners', lines.join(''));
  }

  // Until what was placed has been told: the next measure would pay for it.
  async settled() {
    await until('events are published', () => this.house.query('select count(*) from groupbuy.outbox where published_at is null')[0].count === '0', { withinMs: 60_000, everyMs: 250 });
  }

  async close() {
    await this.house.stop();
    this.house.forget();
  }
}
