// People and goods for the stories of tests/faults/long/crash_points.mjs. Each act goes on until it has been answered: what broke
// off is asked again under its key, as the SDK does for a while. What was answered is remembered, and held against what the same
// key is answered later; what must become of it is owed.

import assert from 'node:assert/strict';
import { createLinli } from '../../../clients/sdk/linli.mjs';
import { openEarners, sourceOf, WHO } from '../../journeys/support/earners.mjs';
import { Calendar } from '../../journeys/support/calendar.mjs';
import { eventually } from '../../journeys/support/stage.mjs';
import { sleep } from '../../support/house.mjs';

const HOUR = 3_600_000;
const BUYERS = 16;
const SURE_MS_MAX = 90_000;
const AGAIN_MS = 150;
const REST_MS_MAX = 150_000; // a job whose worker was killed is taken up again after a minute, in a later turn perhaps once more
const HOME = { name: '李梅', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street: '青年路 1 号', isDefault: true };

const isUnsure = ({ status, code }) => status === 0 || status >= 500 || status === 429 || code === 'IN_PROGRESS' || code === 'CONFLICT';

// Until it is answered: a yes, or a no for good.
export async function sure(ask) {
  const giveUp = Date.now() + SURE_MS_MAX;
  for (;;) {
    try {
      return await ask();
    } catch (problem) {
      if (!isUnsure(problem) || Date.now() > giveUp) throw problem;
    }
    await sleep(AGAIN_MS);
  }
}

const lasting = (answer) => JSON.parse(JSON.stringify(answer, (name, value) => (name === 'serverTime' ? undefined : value)));

export class World {
  answers = []; // { user, operation, request, key, answer }
  debts = new Map(); // what → whether it has come; the last word counts
  checkedAnswers = 0;
  checkedDebts = 0;

  static async open(stage) {
    const world = new World();
    world.stage = stage;
    world.urls = Object.entries(stage.house.status().urls).filter(([name]) => /^gateway/.test(name)).map(([, url]) => url);
    world.turn = 0;
    await stage.wechat.settings({ refundGapMs: 0, sharingAfterReceipt: 0 });
    world.earners = await openEarners(stage, { listPriceFen: 10000 });
    world.operator = world.earners.operator;
    world.calendar = new Calendar(stage.house.status(), stage.wechat);
    await world.#stock();
    world.buyers = await Promise.all(Array.from({ length: BUYERS }, () => world.newBuyer()));
    await world.earners.leader.linli.setPayee(WHO);
    world.source = await sourceOf(stage, world.earners);
    return world;
  }

  async #stock() {
    const { operator } = this;
    await operator.adjustStock({ skuId: this.earners.skuId, change: 100_000, why: '到货' });
    const { productId } = await operator.createProduct({
      title: '蓝莓', category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一盒', listPriceFen: 3000, costPriceFen: 400, stock: 1_000_000, weightG: 500 }],
    });
    [{ skuId: this.skuId }] = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus;
    this.template = await operator.createTemplate({
      title: '满 20 减 5', kind: 'AMOUNT_OFF', amountFen: 500, thresholdFen: 2000, channel: 'CLAIM', budgetFen: 100_000_000, perUser: 100, validDays: 30, claimEndsAt: this.calendar.in(48 * HOUR),
    });
  }

  // At one of the gateways, from an address of his own.
  async newBuyer() {
    const user = await sure(() => this.stage.newUser({ phone: true }));
    const options = { ...this.stage.options(), baseUrl: this.urls[this.turn++ % this.urls.length], retry: { attemptsMax: 3 } };
    user.tokens = user.linli.tokens;
    user.linli = createLinli({ ...options, tokens: user.linli.tokens });
    user.home = (await sure(() => user.linli.addAddress(HOME))).addressId;
    user.coupons = [];
    return user;
  }

  next() {
    return this.buyers[this.turn++ % this.buyers.length];
  }

  // The answer, which the same key gives again. `same`: what of it does.
  async once(user, operation, request, { same = lasting } = {}) {
    const key = `crash-${process.pid}-${this.turn++}-${Math.random().toString(36).slice(2)}`;
    const answer = await sure(() => user.linli[operation](request, { idempotencyKey: key }));
    this.answers.push({ user, operation, request, key, answer: same(answer), same });
    return answer;
  }

  owe(what, isPaid) {
    this.debts.set(what, isPaid);
  }

  // Who repeats a key hears what he heard before.
  async repeatAnswers() {
    const answers = this.answers.splice(0);
    for (const { user, operation, request, key, answer, same } of answers) {
      const again = await sure(() => user.linli[operation](request, { idempotencyKey: key }));
      assert.deepEqual(same(again), answer, `${operation} under the key ${key}`);
    }
    this.checkedAnswers += answers.length;
  }

  // Everything that is owed has come.
  async settle() {
    for (const [what, isPaid] of this.debts) {
      await eventually(what, isPaid, { withinMs: REST_MS_MAX, everyMs: 200 });
      this.debts.delete(what);
      this.checkedDebts++;
    }
  }

  // ---- what stories are made of

  async campaign(changes) {
    const campaign = { kind: 'FLASH_SALE', title: '蓝莓', skuId: this.skuId, priceFen: 990, stock: 5000, perUserLimit: 100, startsAt: this.calendar.in(-60_000), endsAt: this.calendar.in(24 * HOUR), unpaidS: 7200, ...changes };
    return (await sure(() => this.operator.createCampaign(campaign))).campaignId;
  }

  sees(user, { orderId }, ...statuses) {
    return eventually(`order ${orderId} is ${statuses}`, async () => {
      const order = await user.linli.getOrder({ orderId });
      return statuses.includes(order.status) && order;
    }, { withinMs: REST_MS_MAX, everyMs: 200 });
  }

  oweOrder(user, { orderId }, ...statuses) {
    this.owe(`order ${orderId} is ${statuses}`, async () => statuses.includes((await user.linli.getOrder({ orderId })).status));
  }

  // From the shelf, to his door; with a coupon of his.
  place(user, { couponId } = {}) {
    return this.once(user, 'placeOrder', { lines: [{ skuId: this.skuId, quantity: 1 }], addressId: user.home, ...(couponId && { couponId }) });
  }

  async pay(user, { orderId }) {
    const payment = await this.once(user, 'payOrder', { orderId });
    if (!payment.paid) await this.stage.wechat.pay(user.openid, payment.wechat);
  }

  async placedAndPaid(user = this.next()) {
    const order = await this.place(user);
    await this.pay(user, order);
    return { user, order: await this.sees(user, order, 'READY') };
  }

  // One that is free: his last one, if it came back, or a new one.
  async coupon(user) {
    for (const couponId of user.coupons) if ((await sure(() => user.linli.getCoupon({ couponId }))).state === 'FREE') return couponId;
    const { couponId } = await this.once(user, 'claimCoupon', { templateId: this.template.templateId }, { same: ({ couponId: id }) => id });
    user.coupons.push(couponId);
    return couponId;
  }
}
