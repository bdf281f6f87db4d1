// What a journey plays on: a running house, people with clients of their own, WeChat's hands.
//
//   const stage = await openStage();
//   const li = await stage.newUser({ phone: true });
//   const order = await li.linli.placeFlashOrder({ campaignId, quantity: 1 });
//   await stage.pay(li, order);
//   await eventually('the order is paid', async () => (await li.linli.getOrder(order)).status === 'PAID');
//
// Every answer is recorded, and held against openapi.json: a wrong one fails the call that got it.

import { createLinli, fetchTransport } from '../../../clients/sdk/linli.mjs';
import { operatorClient, readStatus } from '../../../deploy/local/operator.mjs';
import { openHouse, program, until } from '../../support/house.mjs';
import { Contract } from './contract.mjs';
import { Recorder } from './recorder.mjs';
import { WeChat } from './wechat.mjs';

const LOOK_AGAIN_MS = 50;
// Where looking is a write: limits count.
export const SLOWLY = { everyMs: 500 };

// Asks until `ask` gives something true and returns it; what it throws counts as not yet, and is told at the end.
export async function eventually(what, ask, { withinMs = 10_000, everyMs = LOOK_AGAIN_MS } = {}) {
  let last;
  try {
    return await until(what, async () => {
      try {
        return await ask();
      } catch (error) {
        last = error;
        return false;
      }
    }, { withinMs, everyMs });
  } catch (error) {
    if (last) error.message += `; at last: ${last.message}`;
    throw error;
  }
}

class Stage {
  constructor(house, urls, close) {
    this.house = house;
    this.url = urls.gateway;
    this.wechat = new WeChat(urls.wechat);
    this.contract = Contract.load();
    this.recorder = new Recorder(this.contract);
    this.close = close;
    this.people = 0;
  }

  // What every client of this stage is made with. Each comes from an address of its own, as people do: limits count by it.
  options() {
    const number = ++this.people;
    return {
      baseUrl: this.url, transport: fetchTransport(fetch), language: 'en',
      headers: { 'X-Forwarded-For': `10.${30 + (process.pid % 200)}.${number >> 8}.${number & 255}` },
      onExchange: ({ method, path, answer }) => this.recorder.seen(method, path, answer),
    };
  }

  // A client; without tokens: a guest.
  client(options = {}) {
    return createLinli({ ...this.options(), ...options });
  }

  // The operator of the house, signed in.
  async operator() {
    this.operatorSignedIn ??= operatorClient(readStatus(this.house.statusFile), { program: program('linlictl'), options: this.options() });
    return this.operatorSignedIn;
  }

  // Somebody who has signed in by WeChat: { linli, userId, openid, … }. phone: verified too; link: the key of the link he came by.
  async newUser({ phone = false, link, ...facts } = {}) {
    const person = await this.wechat.person(facts);
    const linli = this.client();
    const request = (code) => ({ code, ...(link && { linkKey: link }) });
    // A code works once: who did not hear what became of it asks WeChat for another, as a mini-program does.
    const session = await linli.signIn(request(person.code), { renew: async () => request(await this.wechat.code(person.openid)) });
    if (phone) await linli.verifyPhone({ code: person.phoneCode }, { renew: async () => ({ code: await this.wechat.code(person.openid, 'phone') }) });
    return { ...person, linli, userId: session.user.userId, session };
  }

  // Pays an order of `user` as he would on his phone.
  async pay(user, { orderId }) {
    const payment = await user.linli.payOrder({ orderId });
    return payment.paid ? payment : this.wechat.pay(user.openid, payment.wechat);
  }

  // A request by hand, for what the client would never send: { status, headers, body }. Recorded like any other.
  async raw(method, target, { body, headers = {}, user } = {}) {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(this.url + target, {
      method, body: text,
      headers: {
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...(user && { authorization: `Bearer ${user.linli.tokens.accessToken}` }), ...headers,
      },
    });
    const answer = { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    if (/json$/.test(answer.headers['content-type']?.split(';')[0] ?? '')) answer.body = JSON.parse(answer.body);
    this.recorder.seen(method, target, answer);
    return answer;
  }

  query(sql) {
    return this.house.query(sql);
  }

  // What WeChat sent here and how it was answered counts as tried, too: asked before its side is forgotten.
  async noteCallbacks() {
    const { notices } = await this.wechat.call('GET', '/notices');
    const { pushes } = await this.wechat.call('GET', '/pushes');
    const sent = [
      ...notices.flatMap(({ url, attempts }) => attempts.map(({ status }) => ({ method: 'POST', url, status }))),
      ...pushes.map(({ method, url, status }) => ({ method, url, status })),
    ];
    for (const { method, url, status } of sent) {
      const operation = url && this.contract.find(method, new URL(url).pathname);
      if (operation) this.recorder.note(operation.id, status, { callback: true });
    }
  }
}

// The stage of this test run: the house of tests/support/house.mjs, or addresses that the environment names
// (LINLI_TEST_GATEWAY_URL, LINLI_TEST_WECHAT_URL; then without query()).
export async function openStage(options) {
  const { LINLI_TEST_GATEWAY_URL: gateway, LINLI_TEST_WECHAT_URL: wechat } = process.env;
  if (gateway && wechat) return new Stage(null, { gateway, wechat }, async () => {});
  const { house, close } = await openHouse(options);
  const stage = new Stage(house, { gateway: house.url, wechat: `http://127.0.0.1:${house.port('wechat')}` }, close);
  if (options?.own) {
    stage.close = async () => {
      try {
        await stage.noteCallbacks();
      } finally {
        await close();
      }
    };
  }
  return stage;
}

// The problem that a call fails with; an error when it succeeds.
export async function refused(call, ...codes) {
  let value;
  try {
    value = await call;
  } catch (problem) {
    if (problem.name !== 'LinliProblem' || (codes.length && !problem.is(...codes))) throw problem;
    return problem;
  }
  throw new Error(`expected ${codes.join(' or ') || 'a refusal'}, got ${JSON.stringify(value)}`);
}
