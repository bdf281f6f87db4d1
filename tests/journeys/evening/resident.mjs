// One resident of the estate on his phone: what he knows, what he does. Every call goes through the SDK, as in the mini-program.

import { createLinli, fetchTransport } from '../../../clients/sdk/linli.mjs';
import { until } from '../../support/house.mjs';

const pick = (chance, list) => list[Math.floor(chance() * list.length)];
const POSTS = ['周末有人一起打羽毛球吗？', '出一个九成新的婴儿车', '三栋地下车位月租，有意私信', '小区门口新开的早餐店不错', '求推荐靠谱的家电维修', '今晚八点的蓝莓有人抢吗'];
const COMMENTS = ['算我一个', '请问还在吗？', '谢谢分享', '+1', '我家孩子也想去'];

export class Resident {
  constructor(number, { baseUrl, wechat, chance, account, calendar, retry }) {
    this.calendar = calendar;
    this.number = number;
    this.wechat = wechat;
    this.chance = chance;
    this.account = account;
    this.address = `10.20.${number >> 8}.${number & 255}`;
    this.linli = createLinli({
      baseUrl, transport: fetchTransport(fetch), language: 'zh', headers: { 'X-Forwarded-For': this.address }, retry,
      onExchange: ({ operation, answer, attempt }) => account.exchange(operation, answer.status, attempt),
    });
  }

  // ---- coming -----------------------------------------------------------------------------------------------------------

  // A neighbour's link: looked at as a guest, signed in only when there is something to buy.
  async comeByLink(key) {
    this.link = key;
    const link = await this.linli.openLink({ key });
    this.touchedAt = this.calendar.in(0);
    await this.linli.getCampaign({ campaignId: link.targetId });
    this.account.add('guests by link');
  }

  async lookAround(communityId) {
    await this.linli.listFeed({ communityId, pageSize: 10 });
    await this.linli.listCampaigns({});
  }

  async signIn() {
    this.person = await this.wechat.person({});
    const request = (code) => ({ code, ...(this.link && { linkKey: this.link }) });
    const session = await this.linli.signIn(request(this.person.code), { renew: async () => request(await this.wechat.code(this.person.openid)) });
    this.userId = session.user.userId;
    this.account.add('signed in');
  }

  async settleIn(communityId) {
    await this.linli.verifyPhone({ code: this.person.phoneCode }, { renew: async () => ({ code: await this.wechat.code(this.person.openid, 'phone') }) });
    await this.linli.updateMe({ nickname: `${1 + (this.number % 20)}栋邻居${this.number}`, avatarUrl: '', bio: '' });
    await this.linli.joinCommunity({ communityId });
    await this.linli.signInToday();
  }

  // ---- talking ----------------------------------------------------------------------------------------------------------

  async mingle(circles) {
    const mine = circles.filter(() => this.chance() < 0.5);
    if (mine.length === 0) mine.push(pick(this.chance, circles));
    for (const { circleId } of mine) {
      await this.linli.joinCircle({ circleId });
      this.account.add('circles joined');
    }
    const { circleId } = pick(this.chance, mine);
    if (this.chance() < 0.4) await this.write(circleId);
    const { posts } = await this.linli.listPosts({ circleId, pageSize: 10 });
    for (const { postId } of posts.slice(0, 3)) await this.react(postId);
  }

  async write(circleId) {
    const post = await this.linli.createPost({ circleId, title: '', text: pick(this.chance, POSTS) });
    this.account.add(post.state === 'PUBLISHED' ? 'posts' : 'posts held');
  }

  async react(postId) {
    if (this.chance() < 0.5) {
      await this.linli.likePost({ postId });
      this.account.add('likes');
    }
    if (this.chance() < 0.3) {
      await this.linli.createComment({ postId, text: pick(this.chance, COMMENTS) });
      this.account.add('comments');
    }
  }

  // ---- buying -----------------------------------------------------------------------------------------------------------

  source() {
    return this.link ? { linkKey: this.link, touchedAt: this.touchedAt, channel: 'share' } : { channel: 'feed' };
  }

  // The order, or null when there is nothing (any more) to be had.
  async tryFlashSale(campaignId) {
    const idempotencyKey = `evening-${this.userId}-${campaignId}-${Date.now()}`;
    const place = () => this.linli.placeFlashOrder({ campaignId, quantity: 1, source: this.source() }, { idempotencyKey });
    try {
      this.flash = await place();
      if (this.chance() < 0.2) {
        const again = await place();
        if (again.orderId !== this.flash.orderId) throw new Error(`the same key gave ${this.flash.orderId} and ${again.orderId}`);
        this.account.add('orders asked for twice, given once');
      }
      this.account.add('flash orders');
      return this.flash;
    } catch (problem) {
      if (problem.is?.('SOLD_OUT', 'LIMIT_REACHED')) {
        this.account.add(`flash: ${problem.code}`);
        return null;
      }
      throw problem;
    }
  }

  async coupon() {
    const { coupons } = await this.linli.listCoupons({ state: 'FREE' });
    return coupons[0]?.couponId;
  }

  // Says yes to one message about his team.
  async askForNews() {
    const { subscriptions: [{ templateId }] } = await this.linli.listSubscriptions({});
    await this.wechat.subscribe(this.person.openid, templateId);
    await this.linli.reportSubscription({ templateId, answer: 'ACCEPT' });
    this.account.add('want news of their team');
  }

  async startTeam(campaignId, couponId) {
    const { order, team } = await this.linli.startTeam({ campaignId, quantity: 1, ...(couponId && { couponId }), source: this.source() });
    this.account.add('teams started');
    return { order, team };
  }

  async joinTeam(teamId, couponId) {
    const { order } = await this.linli.joinTeam({ teamId, quantity: 1, ...(couponId && { couponId }), source: this.source() });
    this.account.add('teams joined');
    return order;
  }

  // Two of one thing and one of another, to his door.
  async placeBasket([first, second]) {
    const { addressId } = await this.linli.addAddress({ name: `邻居${this.number}`, phone: `138${String(10_000_000 + this.number)}`, regionCode: '530102', regionName: '云南省昆明市', street: `${1 + (this.number % 20)}栋`, isDefault: true });
    const lines = [{ skuId: first.skus[0].skuId, quantity: 2 }, { skuId: second.skus[0].skuId, quantity: 1 }];
    const quote = await this.linli.quoteBasket({ lines, addressId });
    const order = await this.linli.placeOrder({ lines, addressId, source: this.source() });
    if (order.amountFen !== quote.amountFen) throw new Error(`quoted ${quote.amountFen}, charged ${order.amountFen}`);
    this.account.add('baskets ordered');
    return order;
  }

  async sees({ orderId }, status) {
    await until(`order ${orderId} is ${status}`, async () => (await this.linli.getOrder({ orderId })).status === status, { withinMs: 60_000, everyMs: 500 });
  }

  // The payment page is open; what is returned is the finger on «pay».
  async beginToPay({ orderId }) {
    const payment = await this.linli.payOrder({ orderId });
    return async () => {
      if (!payment.paid) await this.wechat.pay(this.person.openid, payment.wechat);
      this.account.add('paid');
    };
  }

  // `twice`: WeChat tells us again and again.
  async pay({ orderId }, { twice = false } = {}) {
    await (await this.beginToPay({ orderId }))();
    if (!twice) return;
    for (let i = 0; i < 2; i++) await this.wechat.notice(orderId);
    this.account.add('notices sent again');
  }
}
