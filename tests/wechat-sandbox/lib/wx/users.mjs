// WeChat's people: an openid per mini-program, a unionid across them, the session key of the newest login, the phone
// number, and the codes they hold. A code is good once, for five minutes, for one purpose.

import { randomBytes } from 'node:crypto';
import { digits, secretText } from '../random.mjs';
import { WxError } from './api.mjs';

const CODE_LIFE_MS = 300_000;
const CODES_FORGOTTEN_AFTER_MS = 3600_000;
const USERS_MAX = 500_000;

export class Users {
  #world;
  #rows;
  #codes;
  #lastSweepMs = 0;

  constructor(world) {
    this.#world = world;
    this.#rows = world.store.table('users');
    this.#codes = world.store.table('codes');
  }

  find(openid) {
    return this.#rows.get(openid);
  }

  // Finds or makes the person; what is given replaces what was known.
  meet({ openid, appId, ...facts }) {
    const app = appId ? this.#world.apps.find(appId) : this.#world.apps.first;
    if (!app) throw new Error(`no app is called ${appId}`);
    const known = this.#rows.get(openid);
    if (!known && this.#rows.size >= USERS_MAX) throw new Error(`more than ${USERS_MAX} users`);
    const user = known ?? {
      openid: openid ?? 'o' + secretText(27),
      appId: app.appId,
      unionid: 'o' + secretText(27),
      phone: `138${digits(8)}`,
      countryCode: '86',
      sessionKey: randomBytes(16).toString('base64'),
      activeAt: 0,
      riskRank: 0,
      blocked: false,
    };
    Object.assign(user, facts);
    return this.save(user);
  }

  save(user) {
    return this.#rows.put(user.openid, user);
  }

  // What wx.login (kind 'login') or the phone button (kind 'phone') hands to the mini-program. wx.login starts a new session.
  mintCode(openid, kind, lifeMs = CODE_LIFE_MS) {
    const user = this.#rows.get(openid);
    const now = this.#world.clock.now();
    if (kind === 'login') user.sessionKey = randomBytes(16).toString('base64');
    user.activeAt = now;
    this.save(user);
    this.#sweep(now);
    const code = kind === 'login' ? '0' + secretText(31) : secretText(64);
    this.#codes.put(code, { code, kind, openid, appId: user.appId, expiresAt: now + lifeMs, used: false });
    return code;
  }

  // Spends a code; throws as WeChat refuses.
  spendCode(code, kind, app) {
    const row = this.#codes.get(code);
    if (!row || row.kind !== kind) throw new WxError(40029, 'invalid code');
    if (row.appId !== app.appId) throw kind === 'phone' ? new WxError(40013, 'invalid appid') : new WxError(40029, 'invalid code');
    if (row.used) throw kind === 'login' ? new WxError(40163, 'code been used') : new WxError(40029, 'invalid code');
    if (row.expiresAt <= this.#world.clock.now()) throw new WxError(40029, 'invalid code');
    this.#codes.put(code, { ...row, used: true });
    return this.#rows.get(row.openid);
  }

  // Content checks take only people who were here within two hours.
  requireActive(user) {
    const idleMs = this.#world.clock.now() - user.activeAt;
    if (idleMs > this.#world.settings.activeWindowMs) throw new WxError(61010, 'code is expired: the user has not been active');
  }

  #sweep(now) {
    if (now - this.#lastSweepMs < CODE_LIFE_MS) return;
    this.#lastSweepMs = now;
    for (const row of [...this.#codes.values()]) {
      if (row.expiresAt < now - CODES_FORGOTTEN_AFTER_MS) this.#codes.delete(row.code);
    }
  }
}
