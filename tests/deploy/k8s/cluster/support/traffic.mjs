// People who ask the gateway all the time, each over a connection that he keeps, and who never ask a second time: whatever is no 2xx has
// failed, and so has a connection that broke. By the clock, not by the answers: who is slow is not asked less.

import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

const PEOPLE = 64; // each may order a hundred times
const EVERY_MS = 12; // 83 requests a second
const ANSWER_MS_MAX = 20_000;

export class Traffic {
  #turn = 0;
  #underWay = new Set();

  // On a stage, for people who may buy in the sale `campaignId`. A connection that is idle for 10 s is ended by us, as an ingress does.
  static async of(stage, { campaignId, communityId }) {
    const people = [];
    const url = new URL(stage.url);
    const { Agent, request } = url.protocol === 'https:' ? https : http;
    for (let i = 0; i < PEOPLE; i++) people.push(await stage.newUser({ phone: true }));
    return Object.assign(new Traffic(), {
      people, url, send: request, campaignId, communityId,
      agents: people.map(() => new Agent({ keepAlive: true, maxSockets: 4, timeout: 10_000 })),
    });
  }

  // One thing of each service; every third is an order.
  #requestOf(turn) {
    const order = { method: 'POST', path: `/v1/campaigns/${this.campaignId}/orders`, body: JSON.stringify({ quantity: 1 }) };
    return [
      order, { path: '/v1/me' }, { path: `/v1/communities/${this.communityId}/circles` },
      order, { path: '/v1/inbox' }, { path: '/v1/coupons' },
    ][turn % 6];
  }

  #ask(turn) {
    const number = turn % PEOPLE;
    const { method = 'GET', path, body } = this.#requestOf(Math.floor(turn / PEOPLE) + number);
    const headers = {
      authorization: `Bearer ${this.people[number].linli.tokens.accessToken}`, 'x-forwarded-for': `10.96.${number}.1`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'idempotency-attempt': '1' }),
    };
    const how = { agent: this.agents[number], host: this.url.hostname, port: this.url.port, method, path, headers, timeout: ANSWER_MS_MAX };
    const began = performance.now();
    const at = Date.now();
    return new Promise((resolve) => {
      const end = (status, said) => resolve({ at, method, path, status, said, ms: performance.now() - began });
      const request = this.send(how, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', (error) => end(0, error.message));
        response.on('end', () => end(response.statusCode, response.statusCode < 300 ? '' : Buffer.concat(parts).toString()));
      });
      request.on('timeout', () => request.destroy(new Error(`no answer within ${ANSWER_MS_MAX} ms`)));
      request.on('error', (error) => end(0, error.message));
      request.end(body);
    });
  }

  // All answers to what was asked while `change` happened, and a moment before and after it.
  async during(change, { settleMs = 2000 } = {}) {
    const answers = [];
    const pause = () => new Promise((resolve) => setTimeout(resolve, settleMs));
    const began = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      for (; sent * EVERY_MS <= performance.now() - began; sent++) {
        const asked = this.#ask(this.#turn++).then((answer) => answers.push(answer));
        this.#underWay.add(asked);
        asked.finally(() => this.#underWay.delete(asked));
      }
    }, EVERY_MS);
    try {
      await pause();
      await change();
      await pause();
    } finally {
      clearInterval(timer);
      await Promise.all(this.#underWay);
    }
    return new Answers(answers);
  }

  close() {
    for (const agent of this.agents) agent.destroy();
  }
}

export class Answers {
  constructor(all) {
    this.all = all.sort((a, b) => a.at - b.at);
  }

  get count() {
    return this.all.length;
  }

  // Those that are no yes.
  get refused() {
    return this.all.filter(({ status }) => status < 200 || status >= 300);
  }

  get failed() {
    const line = ({ at, method, path, status, said }) => `${new Date(at).toISOString()} ${method} ${path}: ${status} ${said}`;
    return this.refused.map(line);
  }

  get orders() {
    return this.all.filter(({ method, status }) => method === 'POST' && status === 201).length;
  }

  get perSecond() {
    return Math.round(this.count / ((this.all.at(-1).at - this.all[0].at) / 1000));
  }

  // Milliseconds within which this share of the answers came.
  within(share) {
    const sorted = this.all.map(({ ms }) => ms).sort((a, b) => a - b);
    return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  }
}
