// A great many people who ask for the same thing at once, each with a token, an address and a key of his own: so many at a time as there
// are connections, at any gateway; who hears nothing asks again under his key. What became of each key is in `asked` (history/sale.mjs).

import http from 'node:http';
import { sleep } from '../../support/house.mjs';

const CONNECTIONS = 192; // a gateway
const AGAIN_MAX = 12;
const AGAIN_MS = 400;
const ANSWER_MS_MAX = 8000;

export class Rush {
  asked = [];
  #turn = 0;

  // ports: of the gateways. person: { user, token, address }.
  constructor(ports, campaignId) {
    Object.assign(this, { ports, campaignId });
    this.agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  }

  // { status, answer }; status 0: there was none.
  #send({ token, address }, key, attempt) {
    return new Promise((resolve) => {
      const nothing = () => resolve({ status: 0 });
      const request = http.request({
        agent: this.agent, host: '127.0.0.1', port: this.ports[this.#turn++ % this.ports.length], method: 'POST', path: `/v1/campaigns/${this.campaignId}/orders`, timeout: ANSWER_MS_MAX,
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': address, 'content-type': 'application/json', 'idempotency-key': key, 'idempotency-attempt': String(attempt), 'content-length': 14 },
      }, (response) => {
        let text = '';
        response.on('data', (piece) => { text += piece; }).on('error', nothing);
        response.on('end', () => resolve({ status: response.statusCode, answer: JSON.parse(text) }));
      });
      request.on('error', nothing).on('timeout', () => request.destroy());
      request.end('{"quantity":1}');
    });
  }

  static #heard({ status, answer }) {
    if (status === 201 || status === 200) return { heard: 'yes', orderId: answer.orderId };
    if (status === 429 || status === 0 || status >= 500 || status === 409) return { heard: 'nothing', code: answer?.code ?? 'NETWORK', status };
    return { heard: 'no', code: answer.code, status };
  }

  // One key, until something was heard of it. t0: when what was heard last was sent.
  async #insist(person, one) {
    for (let attempt = 1; attempt <= AGAIN_MAX; attempt++) {
      one.t0 = Date.now();
      one.attempts = attempt;
      Object.assign(one, Rush.#heard(await this.#send(person, one.key, attempt)), { t1: Date.now() });
      if (one.heard !== 'nothing') return;
      one.doubtful = true;
      await sleep(AGAIN_MS * Math.min(attempt, 4));
    }
  }

  // how: { again: the same key once more when it was answered, besides: another key at the same time }
  async ask(person, key, { again = false, besides = false } = {}) {
    const one = { user: person.user, key, again: [] };
    const other = besides ? [{ user: person.user, key: `${key}-besides`, again: [] }] : [];
    this.asked.push(one, ...other);
    await Promise.all([one, ...other].map((each) => this.#insist(person, each)));
    if (again) {
      const repeated = { key };
      await this.#insist(person, repeated);
      one.again.push(repeated);
    }
    return [one, ...other].find(({ heard }) => heard === 'yes') ?? one;
  }

  // All of them, one after the other into `slots` lines; `heard(person, what)` as it comes.
  async all(people, slots, howOf, heard) {
    let next = 0;
    await Promise.all(Array.from({ length: slots }, async () => {
      while (next < people.length) {
        const person = people[next++];
        heard(person, await this.ask(person, person.nextKey(), howOf(person)));
      }
    }));
  }

  end() {
    this.agent.destroy();
  }
}
