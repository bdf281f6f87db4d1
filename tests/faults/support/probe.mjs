// Knocks at the house every 100 ms, whatever happens to it: a read of each service and a write, each sent once and never
// again. Sent by the clock, not by the answers, so that what hangs does not hide what follows. Its account is, for each way,
// the longest time without a success.

import { fetchTransport } from '../../../clients/sdk/linli.mjs';
import { History } from './history.mjs';

const EVERY_MS = 100;
const ANSWER_MS_MAX = 9000;
const SLOTS_MAX = 400; // knocks under way at once; more would be a pile, not a probe

class Way {
  constructor(name, knock) {
    this.name = name;
    this.knock = knock;
    this.outcomes = [];
    this.underWay = 0;
  }

  async try(sentAt) {
    if (this.underWay >= SLOTS_MAX) throw new Error(`${this.name}: ${SLOTS_MAX} knocks without an answer`);
    this.underWay++;
    let error = null;
    try {
      await this.knock();
    } catch (problem) {
      error = `${problem.status ?? ''} ${problem.code ?? problem.message}`.trim();
    }
    this.underWay--;
    this.outcomes.push({ sentAt, at: Date.now(), error });
  }

  // Longest time between one success and the next, from `from` to `to`; those two count as successes' ends, not as successes.
  gapMs(from, to) {
    const times = this.outcomes.filter(({ error, at }) => !error && at >= from && at <= to).map(({ at }) => at).sort((a, b) => a - b);
    const ends = [...times, to];
    return ends.reduce((longest, at, i) => Math.max(longest, at - (i ? ends[i - 1] : from)), 0);
  }

  errors(from, to) {
    const counts = new Map();
    for (const { error, at } of this.outcomes) if (error && at >= from && at <= to) counts.set(error, (counts.get(error) ?? 0) + 1);
    return [...counts].map(([error, count]) => `${count} × ${error}`).join(', ');
  }
}

// `knockers`: { linli, userId }, clients at each gateway, made without retries. `things`: what is there to read and to write.
export class Probe {
  constructor(knockers, { circleId, postId, campaignId }) {
    let turn = 0;
    const next = () => knockers[turn++ % knockers.length];
    const each = (knock) => () => knock(next().linli);
    this.history = new History();
    this.ways = [
      new Way('read auth', each((linli) => linli.getMe({}))),
      new Way('read content', each((linli) => linli.listPosts({ circleId, pageSize: 3 }))),
      new Way('read groupbuy', each((linli) => linli.listOrders({ pageSize: 3 }))),
      new Way('read coupons', each((linli) => linli.listCoupons({ pageSize: 3 }))),
      new Way('read notifications', each((linli) => linli.getUnread({}))),
      new Way('write content', each((linli) => linli.likePost({ postId }))),
      new Way('write groupbuy', () => this.history.place(next(), { campaignId, quantity: 1, source: { channel: 'probe' } })),
    ];
  }

  begin() {
    this.began = Date.now();
    this.timer = setInterval(() => this.ways.forEach((way) => way.try(Date.now())), EVERY_MS);
  }

  async end() {
    clearInterval(this.timer);
    const giveUp = Date.now() + ANSWER_MS_MAX + 1000;
    while (this.ways.some(({ underWay }) => underWay) && Date.now() < giveUp) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  // Every way was answered well since then.
  isWell(since) {
    return this.ways.every(({ outcomes }) => outcomes.some(({ error, sentAt }) => !error && sentAt >= since));
  }

  // The worst of all ways: { way, ms, errors }.
  worstGap(from, to) {
    const gaps = this.ways.map((way) => ({ way: way.name, ms: way.gapMs(from, to), errors: way.errors(from, to) }));
    return gaps.reduce((worst, gap) => (gap.ms > worst.ms ? gap : worst));
  }
}

export const probeOptions = { transport: fetchTransport(fetch), retry: { attemptsMax: 1 }, timeoutMs: ANSWER_MS_MAX };
