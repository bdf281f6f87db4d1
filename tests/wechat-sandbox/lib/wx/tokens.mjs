// The stable access token: one for everybody until five minutes before its end, then a new one while the old one lives on.

import { secretText } from '../random.mjs';
import { boolean, object, optional, text } from '../check.mjs';
import { json } from '../http.mjs';
import { WxError, takeQuota, wxRoute } from './api.mjs';

const TOKEN_LIFE_MS = 7200_000;
const RENEW_BEFORE_MS = 300_000;
const FORCE_GAP_MS = 30_000;

export class Tokens {
  #world;
  #rows;
  #current;

  constructor(world) {
    this.#world = world;
    this.#rows = world.store.table('access_tokens');
    this.#current = world.store.table('current_token');
  }

  // The app a token was given to; throws as WeChat refuses.
  check(token) {
    if (!token) throw new WxError(41001, 'access_token missing');
    const row = this.#rows.get(token);
    if (!row || row.revoked) throw new WxError(40001, 'invalid credential, access_token is invalid or not latest');
    if (row.expiresAt <= this.#world.clock.now()) throw new WxError(42001, 'access_token expired');
    return this.#world.apps.find(row.appId);
  }

  current(app) {
    const row = this.#rows.get(this.#current.get(app.appId));
    const fresh = row && !row.revoked && row.expiresAt - this.#world.clock.now() > RENEW_BEFORE_MS;
    return fresh ? row : this.#issue(app);
  }

  // A forced refresh ends the token before at once.
  force(app) {
    const before = this.#rows.get(this.#current.get(app.appId));
    const now = this.#world.clock.now();
    if (before?.forced && now - before.issuedAt < FORCE_GAP_MS) throw new WxError(45011, 'force_refresh too often, wait 30 seconds');
    takeQuota(this.#world, 'stable_token_forced', app.appId);
    if (before) this.revoke(before.token);
    return this.#issue(app, true);
  }

  expire(token) {
    const row = this.#rows.get(token);
    if (row) this.#rows.put(token, { ...row, expiresAt: this.#world.clock.now() });
  }

  revoke(token) {
    const row = this.#rows.get(token);
    if (row) this.#rows.put(token, { ...row, revoked: true });
  }

  currentText(app) {
    return this.#current.get(app.appId);
  }

  #issue(app, forced = false) {
    const now = this.#world.clock.now();
    const token = `88_${secretText(133)}`;
    this.#forgetOld(now);
    this.#rows.put(token, { token, appId: app.appId, issuedAt: now, expiresAt: now + TOKEN_LIFE_MS, forced });
    this.#current.put(app.appId, token);
    return this.#rows.get(token);
  }

  #forgetOld(now) {
    for (const row of [...this.#rows.values()]) {
      if (row.expiresAt < now - TOKEN_LIFE_MS) this.#rows.delete(row.token);
    }
  }
}

// The app named by appid and secret, as every call without a token checks them.
export function authenticateApp(world, appid, secret) {
  if (!appid) throw new WxError(41002, 'appid missing');
  if (!secret) throw new WxError(41004, 'appsecret missing');
  const app = world.apps.find(appid);
  if (!app) throw new WxError(40013, 'invalid appid');
  if (app.secret !== secret) throw new WxError(40125, 'invalid appsecret, view more at http://t.cn/RAEkdVq');
  return app;
}

export function tokenRoutes(world) {
  const body = object({
    grant_type: text({ max: 64 }),
    appid: optional(text({ min: 0, max: 64 })),
    secret: optional(text({ min: 0, max: 128 })),
    force_refresh: optional(boolean()),
  });
  return [
    wxRoute(world, { path: '/cgi-bin/stable_token', token: false, body }, ({ body }) => {
      if (body.grant_type !== 'client_credential') throw new WxError(40002, 'invalid grant_type');
      const app = authenticateApp(world, body.appid, body.secret);
      takeQuota(world, 'stable_token', app.appId);
      const row = body.force_refresh ? world.tokens.force(app) : world.tokens.current(app);
      // A token is answered without an errcode.
      return json({ access_token: row.token, expires_in: Math.floor((row.expiresAt - world.clock.now()) / 1000) });
    }),
  ];
}
