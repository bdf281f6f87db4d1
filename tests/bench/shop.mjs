// The product's side: a private house, ten thousand people with tokens, a flash sale that lasts, one that is over, twenty
// campaigns to look at, a community with posts, coupons, and an order of everybody's. Gives the requests that are measured.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { operatorClient, readStatus } from '../../deploy/local/operator.mjs';
import { newFolder, PrivateHouse, program, until } from '../support/house.mjs';
import { Database } from './database.mjs';
import { fillPosts } from './fill.mjs';
import { Load } from './load.mjs';
import { Memory } from './memory.mjs';
import { benchProgram } from './programs.mjs';

export const PEOPLE = 10_000;
const UNITS = 1_000_000; // the most that a campaign may have
const ORDERS_EACH_MAX = 100; // likewise
const CAMPAIGNS_A_PAGE = 20;
const CIRCLES = 8;
const TOKENS_MS_MAX = 8 * 60_000; // then they are signed again: they live for fifteen minutes
const SETTLED_MS_MAX = 120_000;
const STREAM_MB_MAX = 4096; // an order is a kilobyte of event: the usual 128 MB are full, and take nothing more, after 140,000

const PRODUCT = {
  title: '云南蓝莓', category: '水果', description: '当季现摘，坏果包赔。', sellerName: '云山优选', sellerLicence: 'JY14401060000001',
};
const SKU = { title: '125 g × 4', listPriceFen: 5980, costPriceFen: 800, stock: UNITS, weightG: 500 };

const HEAD = 'Host: bench\r\nAuthorization: Bearer {0}\r\nX-Forwarded-For: {1}\r\nAccept-Language: zh\r\n';
const read = (target) => `GET ${target} HTTP/1.1\r\n${HEAD}\r\n`;
const write = (target, body) => `POST ${target} HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\n`
  + `Idempotency-Key: {key}\r\nIdempotency-Attempt: 1\r\nContent-Length: {length}\r\n\r\n${body}`;

export const orderOf = (campaignId) => write(`/v1/campaigns/${campaignId}/orders`, '{"quantity":1}');
export const productOf = (productId) => read(`/v1/products/${productId}`);
export const feedOf = (communityId) => read(`/v1/communities/${communityId}/feed?pageSize=20`);
export const joinOf = (circleId) => write(`/v1/circles/${circleId}:join`, '{}');

export class Shop {
  constructor({ build, people = PEOPLE, posts = 0, words = [], settings = {} }) {
    Object.assign(this, { build, posts, words, settings, peopleCount: people });
    this.folder = newFolder();
    this.house = new PrivateHouse(this.folder);
    this.load = new Load(build, this.folder);
    this.database = new Database(this.house);
  }

  file(name, text) {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, text);
    return file;
  }

  async open() {
    // As in production: a rehearsal's clock is a function of ours in every row.
    await this.house.start({ words: ['--any-ports', ...this.words], settings: { LINLI_CLOCK: 'database', LINLI_STREAM_MB_MAX: String(STREAM_MB_MAX), ...this.settings } });
    this.memory = new Memory(this.house);
    await this.memory.rest();
    this.status = readStatus(this.house.statusFile);
    this.operator = await operatorClient(this.status, { program: program('linlictl') });
    this.port = Number(new URL(this.status.urls.gateway).port);
    await this.#furnish();
    await this.signTokens();
    await this.#sellOut();
    await this.#orderForEverybody();
    this.requests = this.#requests();
    return this;
  }

  async #furnish() {
    const { operator } = this;
    this.sale = await this.newSale();
    this.over = await this.newSale(1);
    for (let i = 2; i < CAMPAIGNS_A_PAGE; i++) await this.newSale(1000);
    const { communityId } = await operator.createCommunity({ name: '云山花园', address: '云山路 88 号', households: 2000 });
    this.communityId = communityId;
    this.circles = [];
    for (let i = 0; i < CIRCLES; i++) this.circles.push((await operator.createCircle({ communityId, name: `车位互助 ${i + 1}`, welcome: '欢迎！', notice: '请写清楚楼栋和时段。' })).circleId);
    this.template = await operator.createTemplate({
      title: '满 30 减 5', kind: 'AMOUNT_OFF', amountFen: 500, thresholdFen: 3000, channel: 'CLAIM', budgetFen: 100_000_000_000, perUser: 100, validDays: 30,
      claimEndsAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    this.postId = this.posts > 0 ? (await fillPosts(this, this.posts)).newest : undefined;
  }

  // A sale of a product of its own, that has begun: its units and what one person may buy have limits that a long run meets.
  // more: what else is said of it.
  async newSale(stock = UNITS, more = {}) {
    const { productId } = await this.operator.createProduct({ ...PRODUCT, skus: [SKU] });
    const { skus } = await this.operator.setProductStatus({ productId, status: 'ON_SHELF' });
    const campaign = await this.operator.createCampaign({
      kind: 'FLASH_SALE', title: '今晚八点', skuId: skus[0].skuId, priceFen: 990, stock, perUserLimit: Math.min(stock, ORDERS_EACH_MAX), unpaidS: 7200,
      startsAt: new Date(Date.now() - 1000).toISOString(), endsAt: new Date(Date.now() + 6 * 3600_000).toISOString(), ...more,
    });
    return { ...campaign, productId, skuId: skus[0].skuId };
  }

  #requests() {
    const { people } = this;
    return {
      order: this.orderRequest(this.sale),
      soldOut: { people, template: orderOf(this.over.campaignId), status: this.soldOutStatus },
      readOwn: { people: this.owners, template: read('/v1/orders/{3}'), status: 200 },
      readPost: { people, template: read(`/v1/posts/${this.postId}`), status: 200 },
      feed: { people, template: feedOf(this.communityId), status: 200 },
      campaign: { people, template: read(`/v1/campaigns/${this.sale.campaignId}`), status: 200 },
      product: { people, template: productOf(this.sale.productId), status: 200 },
      discover: { people, template: read('/v1/campaigns?pageSize=20'), status: 200 },
      claim: { people, template: write(`/v1/coupon-templates/${this.template.templateId}/coupons`, '{}'), status: 201 },
    };
  }

  orderRequest({ campaignId }) {
    return { people: this.people, template: orderOf(campaignId), status: 201 };
  }

  // The same people, when they were signed for before.
  async signTokens() {
    const secret = (name) => path.join(this.status.secrets, name);
    const appId = fs.readFileSync(path.join(this.status.run, 'wechat', 'app_id'), 'utf8').trim();
    const words = [String(this.peopleCount), secret('auth.data'), secret('auth.database-url'), appId, ...(this.people ? [this.people] : [])];
    this.tokens = execFileSync(benchProgram(this.build, 'tokens'), words, { encoding: 'utf8', maxBuffer: 256 << 20 });
    this.people = this.file('people', this.tokens);
    this.signedAt = Date.now();
    if (this.orders) this.#noteOwners();
  }

  // What is asked with them next would fail soon, else. True: they are new, and nobody knows them.
  async renewTokens() {
    if (Date.now() - this.signedAt < TOKENS_MS_MAX) return false;
    await this.signTokens();
    return true;
  }

  async prime() {
    await this.load.prime(this.port, this.requests.readOwn, this.peopleCount);
  }

  // The one unit goes to the first, and the second hears it; who shows no token hears nothing.
  async #sellOut() {
    const [first, second] = this.tokens.split('\n').map((line) => line.split('\t'));
    const bought = await this.askForTheLast(first, 'bench-1');
    const refused = await this.askForTheLast(second, 'bench-2');
    if (bought.status !== 201 || refused.problem.code !== 'SOLD_OUT') throw new Error(`the small sale: ${JSON.stringify([bought, refused])}`);
    this.soldOutStatus = refused.status;
  }

  async askForTheLast([token, address], key) {
    const response = await fetch(`${this.house.url}/v1/campaigns/${this.over.campaignId}/orders`, {
      method: 'POST', body: '{"quantity":1}',
      headers: {
        'content-type': 'application/json', 'x-forwarded-for': address, 'idempotency-key': key, 'idempotency-attempt': '1', 'accept-language': 'zh',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
    });
    return { status: response.status, type: response.headers.get('content-type'), problem: await response.json() };
  }

  // What is counted as an answer is a whole one: who has a valid token is told all, who has none is not let in.
  async checkRefusals() {
    const line = this.tokens.split('\n')[2].split('\t');
    const { status, type, problem } = await this.askForTheLast(line, 'bench-3');
    const whole = ['status', 'code', 'title', 'requestId'].every((name) => problem[name]) && problem.code === 'SOLD_OUT' && /^application\/problem\+json/.test(type);
    if (status !== this.soldOutStatus || !whole) throw new Error(`sold out is said like this: ${status} ${type} ${JSON.stringify(problem)}`);
    const anonymous = await this.askForTheLast([undefined, line[1]], 'bench-4');
    if (anonymous.status !== 401) throw new Error(`who shows no token hears ${anonymous.status}, not 401`);
  }

  // Everybody orders once; tables are big enough then for the planner's figures, which autovacuum would take within a minute.
  async #orderForEverybody() {
    const request = this.orderRequest(this.sale);
    const result = await this.load.run(this.port, request, { seconds: 120, warmUp: 0, requests: this.peopleCount });
    if (result.byStatus[201] !== this.peopleCount) throw new Error(`first orders: ${JSON.stringify(result)}`);
    await this.database.run('analyze');
    this.orders = new Map(this.house.query('select user_id, id from groupbuy.orders').map((row) => [row.user_id.replaceAll('-', ''), row.id.replaceAll('-', '')]));
    this.#noteOwners();
  }

  #noteOwners() {
    const lines = this.tokens.trimEnd().split('\n').map((line) => `${line}\t${this.orders.get(line.split('\t')[2])}\n`);
    this.owners = this.file('owners', lines.join(''));
  }

  countOrders() {
    return Number(this.house.query('select count(*) from groupbuy.orders')[0].count);
  }

  // Until what was done has been told: the next measure would pay for it.
  async settled(services = ['groupbuy', 'coupons']) {
    const waiting = services.map((name) => `(select count(*) from ${name}.outbox where published_at is null)`).join(' + ');
    await until('events are published', () => this.house.query(`select ${waiting} as count`)[0].count === '0', { withinMs: SETTLED_MS_MAX, everyMs: 250 });
  }

  async close() {
    this.memory?.end();
    await this.house.stop();
    this.house.forget();
  }
}
