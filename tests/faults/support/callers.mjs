// Callers who ask every service of a house for something, by the clock, whatever happens to it: how long each waited for what he heard.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { WeChat } from '../../journeys/support/wechat.mjs';

const PEOPLE = 40;
const ASKS_PER_S = 40;
const CALLING_MS_MAX = 5 * 60_000;

// One of each service; the first is a write.
const ASKS = [
  { name: 'coupons write', method: 'POST', path: '/v1/sign-ins', body: '{}' },
  { name: 'auth', path: '/v1/me' }, { name: 'groupbuy', path: '/v1/orders' }, { name: 'coupons', path: '/v1/coupons' },
  { name: 'notifications', path: '/v1/inbox' }, { name: 'content', path: '/v1/reviews' },
];

async function signIn(url, wechat, address) {
  const { code } = await wechat.person();
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': address, 'idempotency-key': randomUUID() };
  const response = await fetch(`${url}/v1/auth/sign-in`, { method: 'POST', headers, body: JSON.stringify({ code, device: 'callers' }) });
  const answer = await response.json();
  assert.ok(response.ok, JSON.stringify(answer));
  return { token: answer.accessToken, expiresAt: new Date(answer.accessExpiresAt).getTime() };
}

async function signInAll(status) {
  const wechat = new WeChat(`http://127.0.0.1:${status.ports.wechat}`);
  const signedIn = [];
  for (let i = 0; i < PEOPLE; i++) signedIn.push(await signIn(status.urls.gateway, wechat, `10.1.0.${i + 1}`));
  return signedIn;
}

// Their tokens, which last for a quarter of an hour; a measurement may take longer.
export class Tokens {
  #signedIn = [];

  // signInAll: gives [{ token, expiresAt }].
  constructor(status, { signIn: asked = signInAll, now = Date.now } = {}) {
    Object.assign(this, { status, asked, now });
  }

  // Good for one calling at least. All sign in anew when the first of them would not be: the house has to be well, then.
  async fresh() {
    const until = this.now() + CALLING_MS_MAX;
    if (!this.#signedIn.length || this.#signedIn.some(({ expiresAt }) => !(expiresAt >= until))) this.#signedIn = await this.asked(this.status);
    return this.#signedIn.map(({ token }) => token);
  }
}

// What each heard: { name, at, ms, status, why }, at: milliseconds since they began; status 0: the connection broke.
export class Callers {
  heard = [];
  #asked = 0;
  #running = [];

  // ask: fetch, or what behaves like it.
  constructor(url, tokens, ask = fetch) {
    Object.assign(this, { url, tokens, ask });
  }

  begin() {
    this.from = performance.now();
    this.timer = setInterval(() => this.#running.push(this.#ask(this.#asked++)), 1000 / ASKS_PER_S);
    return this;
  }

  now() {
    return performance.now() - this.from;
  }

  async #ask(number) {
    const { name, method = 'GET', path, body } = ASKS[number % ASKS.length];
    const began = this.now();
    const headers = { authorization: `Bearer ${this.tokens[number % PEOPLE]}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    let status = 0, why;
    try {
      const response = await this.ask(`${this.url}${path}`, { method, headers, body });
      status = response.status;
      why = (await response.json()).code;
    } catch (error) { // broken: 0
      why = error.cause?.code;
    }
    this.heard.push({ name, at: began, ms: this.now() - began, status, why });
  }

  async end() {
    clearInterval(this.timer);
    await Promise.all(this.#running);
    this.heard.sort((a, b) => a.at - b.at);
  }
}

// Served: whoever is refused, for whatever reason, was not, as all that is asked here is allowed.
export const isWell = ({ status }) => status >= 200 && status < 300;
export const most = (numbers) => Math.round(Math.max(0, ...numbers));

// How long the slowest of them waited, milliseconds; NaN, which is within no limit, when there is none.
export const longest = (heard) => (heard.length ? most(heard.map(({ ms }) => ms)) : NaN);

export function counts(list, of) {
  const found = {};
  for (const one of list) found[of(one)] = (found[of(one)] ?? 0) + 1;
  return Object.entries(found).map(([key, count]) => `${key} ${count}`).join(', ');
}

export const complaints = (list) => counts(list, ({ name, status, why }) => `${name} ${status} ${why}:`);
