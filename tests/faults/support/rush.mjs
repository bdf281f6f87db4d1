// A great many people who ask for the same thing at once, each with a token, an address and a key of his own: so many at a time as there
// are connections, at any gateway; who hears nothing asks again under his key, and who then hears no, once more when that is final. What became of
// each key is in `asked` (history/sale.mjs).

import http from 'node:http';
import { sleep } from '../../support/house.mjs';
import { isFinal } from '../history/sale.mjs';
import { isSilent, openAfter } from '../history/silence.mjs';

const CONNECTIONS = 192; // a gateway
const AGAIN_MAX = 12;
const AGAIN_MS = 400;
const ANSWER_MS_MAX = 8000;
const TIMEOUT_MS = 2000; // the contract's

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
    if (status === 201 || status === 200) return { heard: 'yes', orderId: answer.orderId, status };
    if (status === 429 || status === 0 || status >= 500 || status === 409) return { heard: 'nothing', code: answer?.code ?? 'NETWORK', status };
    return { heard: 'no', code: answer.code, status };
  }

  // How long to wait before the key is asked for again; null when what was heard is final.
  static #waitMs(one) {
    if (one.heard === 'nothing') return AGAIN_MS * Math.min(one.attempts, 4);
    return one.heard === 'yes' || isFinal(one) ? null : one.openUntil + 1 - Date.now();
  }

  // One key, until something final was heard of it. t0: when what was heard last was sent; early: whether no was heard too early.
  async #insist(person, one) {
    for (let i = 0; i < AGAIN_MAX || one.heard === 'no'; i++) {
      if (one.heard === 'no') one.earlier.push({ heard: 'no', code: one.code, t0: one.t0, t1: one.t1 });
      one.t0 = Date.now();
      one.attempts++;
      Object.assign(one, Rush.#heard(await this.#send(person, one.key, one.attempts)), { t1: Date.now() });
      if (isSilent(one)) one.openUntil = openAfter(one.t1, TIMEOUT_MS);
      const waitMs = Rush.#waitMs(one);
      if (waitMs === null) return;
      one.early ||= one.heard === 'no';
      await sleep(waitMs);
    }
  }

  // how: { again: the same key once more when it was answered, besides: another key at the same time }
  async ask(person, key, { again = false, besides = false } = {}) {
    const asking = (of) => ({ user: person.user, key: of, attempts: 0, openUntil: 0, earlier: [], again: [] });
    const one = asking(key);
    const other = besides ? [asking(`${key}-besides`)] : [];
    this.asked.push(one, ...other);
    await Promise.all([one, ...other].map((each) => this.#insist(person, each)));
    if (again && one.heard === 'no') await this.#insist(person, one); // a no is judged anew each time, and the last one counts
    else if (again) {
      const repeated = { ...asking(key), attempts: one.attempts };
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
