// A leader's group-buy to play on: a community, leaders in it, a point, goods, a round that runs.

import { eventually } from './stage.mjs';

const HOUR = 3_600_000;
const at = (ms) => new Date(Date.now() + ms).toISOString();

export class Estate {
  static async open(stage) {
    const estate = new Estate();
    estate.stage = stage;
    estate.operator = await stage.operator();
    estate.communityId = (await estate.operator.createCommunity({ name: `团${process.pid}${Date.now() % 1e6}`, address: '一号路', households: 300 })).communityId;
    estate.leader = await estate.newLeader();
    estate.pointId = (await estate.leader.linli.createPickUpPoint({ communityId: estate.communityId, name: '3 栋小卖部', address: '3 栋 1 楼', hours: '每天 17:00–20:30' })).pointId;
    await estate.operator.decidePickUpPoint({ pointId: estate.pointId, approve: true });
    [estate.berries, estate.cherries] = await Promise.all([estate.newSku('蓝莓'), estate.newSku('车厘子')]);
    return estate;
  }

  async newLeader() {
    const one = await this.stage.newUser({ phone: true });
    const { applicationId } = await one.linli.applyAsLeader({ communityId: this.communityId, statement: '住 3 栋', agreementVersion: 1 });
    await this.operator.decideLeaderApplication({ applicationId, approve: true });
    await eventually('the role is felt', () => one.linli.listRefusedBuyers());
    return one;
  }

  async newSku(title) {
    const product = await this.operator.createProduct({
      title, description: '云南', category: '水果', imageUrls: ['https://img.example.com/b.jpg'], sellerName: '邻里优选', sellerLicence: '91310000MA1FL0000X',
      skus: [{ title: '2 斤', listPriceFen: '5980', costPriceFen: '2000', stock: '1000', weightG: 1000 }],
    });
    await this.operator.setProductStatus({ productId: product.productId, status: 'ON_SHELF' });
    return product.skus[0].skuId;
  }

  // 30 blueberries at 49.80, 44.80 from 5 on, 4 a person; 20 cherries at 55.80.
  draft(changes = {}) {
    return {
      communityId: this.communityId, title: '周三水果团', description: '', imageUrls: [], startsAt: at(-1000), endsAt: at(HOUR), readyAt: at(24 * HOUR),
      pointIds: [this.pointId], shortageRule: 'FIRST_COME', uncollectedRule: 'KEEP', keepDays: 3,
      items: [{ skuId: this.berries, priceFen: '4980', stock: '30', perUserLimit: 4, steps: [{ fromUnits: '5', priceFen: '4480' }] }, { skuId: this.cherries, priceFen: '5580', stock: '20' }],
      ...changes,
    };
  }

  async openRound(changes = {}, leader = this.leader) {
    const { roundId } = await leader.linli.createRound(this.draft(changes));
    await leader.linli.publishRound({ roundId });
    return eventually('it opens', async () => {
      const round = await this.stage.client().getRound({ roundId });
      return round.status === 'ROUND_OPEN' && round;
    });
  }

  // An order that is paid: { order, number, … }.
  async order(user, round, items, changes = {}) {
    const placed = await user.linli.placeRoundOrder({ roundId: round.roundId, pointId: this.pointId, items, ...changes });
    await this.stage.pay(user, placed.order);
    return this.paid(user, placed.order);
  }

  paid(user, { orderId }) {
    return eventually('it is paid', async () => {
      const one = await user.linli.getRoundOrder({ orderId });
      return one.order.status === 'WAITING_CUTOFF' && one;
    });
  }
}
