// A crowd that keeps a house busy while its stores are treated badly: by the clock, not by the answers, it places flash orders, whose
// history is kept, and joins and leaves circles, of which two other services hear. Nobody tries again.

import { createLinli } from '../../../clients/sdk/linli.mjs';
import { loadEstate } from '../../../deploy/local/estate.mjs';
import { operatorClient, readStatus } from '../../../deploy/local/operator.mjs';
import { WeChat } from '../../journeys/support/wechat.mjs';
import { until } from '../../support/house.mjs';
import { History } from './history.mjs';
import { probeOptions } from './probe.mjs';

const PEOPLE = 24;
const ORDER_EVERY_MS = 50;
const JOIN_EVERY_MS = 100;
const UNDER_WAY_MAX = 400;
const ENDS_MS_MAX = 12_000;

async function newPerson(status, wechat, number, communityId, transport) {
  const place = { baseUrl: status.urls.gateway, headers: { 'X-Forwarded-For': `10.97.0.${number}` } };
  const linli = createLinli({ ...place, transport });
  const person = await wechat.person({});
  const { user: { userId } } = await linli.signIn({ code: person.code });
  await linli.verifyPhone({ code: person.phoneCode });
  await linli.joinCommunity({ communityId });
  return { userId, linli: createLinli({ ...place, ...probeOptions, transport, tokens: linli.tokens }) };
}

export class Crowd {
  // In a house with the estate. `transport`: how its people reach it.
  static async gather(house, { transport = probeOptions.transport } = {}) {
    const crowd = new Crowd();
    const status = readStatus(house.statusFile);
    crowd.operator = await operatorClient(status);
    crowd.estate = await loadEstate(crowd.operator);
    const wechat = new WeChat(`http://127.0.0.1:${status.ports.wechat}`);
    crowd.people = await Promise.all(Array.from({ length: PEOPLE }, (_, number) => newPerson(status, wechat, number, crowd.estate.community.communityId, transport)));
    crowd.history = new History();
    crowd.timers = [];
    crowd.underWay = 0;
    return crowd;
  }

  // A sale that none of them can empty: everybody may buy a hundred.
  async newSale() {
    const now = Date.now();
    const { campaignId } = await this.operator.createCampaign({
      kind: 'FLASH_SALE', title: '断电', skuId: this.estate.products[2].skus[0].skuId, priceFen: 8800, stock: 100 * PEOPLE, perUserLimit: 100, unpaidS: 7200,
      startsAt: new Date(now - 60_000).toISOString(), endsAt: new Date(now + 3_600_000).toISOString(), communityId: this.estate.community.communityId,
    });
    this.campaignId = campaignId;
  }

  begin() {
    this.heard = []; // { at, status }: 200 stands for every yes, 0 for no answer
    const order = (person) => this.history.place(person, { campaignId: this.campaignId, quantity: 1, source: { channel: 'crowd' } });
    this.timers = [[order, ORDER_EVERY_MS], [(...whom) => this.#move(...whom), JOIN_EVERY_MS]].map(([act, everyMs]) => {
      let turn = 0;
      return setInterval(() => this.#send(act, turn++), everyMs);
    });
  }

  // Into the circle of this round, and in the next out again.
  #move({ linli }, turn) {
    const round = Math.floor(turn / PEOPLE);
    const { circleId } = this.estate.circles[(round >> 1) % this.estate.circles.length];
    return round % 2 ? linli.leaveCircle({ circleId }) : linli.joinCircle({ circleId });
  }

  #send(act, turn) {
    if (this.underWay >= UNDER_WAY_MAX) return;
    this.underWay++;
    act(this.people[turn % PEOPLE], turn).then(() => 200, ({ status = 0 }) => status).then((status) => {
      this.heard.push({ at: Date.now(), status });
      this.underWay--;
    });
  }

  // Everybody has heard something, or waits no longer.
  async end() {
    for (const timer of this.timers) clearInterval(timer);
    await until('everybody has heard', () => this.underWay === 0, { withinMs: ENDS_MS_MAX });
  }

  // How often each status was heard, from one moment to another: 200 × 31, 503 × 8.
  heardBetween(from, to) {
    const counts = new Map();
    for (const { at, status } of this.heard) if (at >= from && at <= to) counts.set(status, (counts.get(status) ?? 0) + 1);
    return counts;
  }

  // How long after a moment it took until somebody heard yes.
  async yesAfter(from, { withinMs }) {
    const first = () => this.heard.find(({ at, status }) => at > from && status === 200);
    await until('somebody hears yes', first, { withinMs });
    return first().at - from;
  }

  confirmed() {
    return this.history.tries.filter(({ order }) => order).length;
  }
}
