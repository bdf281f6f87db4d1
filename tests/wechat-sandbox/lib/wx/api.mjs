// What all of api.weixin.qq.com has in common: the access token in the query, JSON in the body, HTTP 200 with an errcode.
//
// Stricter than WeChat in one point: a field it does not know is refused (47001) where WeChat would ignore it, so that a
// misspelled optional field cannot pass.

import { randomBytes } from 'node:crypto';
import { Mismatch } from '../check.mjs';
import { json } from '../http.mjs';

export class WxError extends Error {
  constructor(errcode, errmsg) {
    super(errmsg);
    this.errcode = errcode;
  }
}

function rid(world) {
  const part = () => randomBytes(4).toString('hex');
  return `rid: ${world.clock.seconds().toString(16)}-${part()}-${part()}`;
}

export function wxFailure(world, errcode, errmsg) {
  return json({ errcode, errmsg: `${errmsg} ${rid(world)}` });
}

function parseBody(request) {
  if (request.body.length === 0) throw new WxError(44002, 'empty post data');
  const text = request.body.toString('utf8');
  if (!Buffer.from(text).equals(request.body)) throw new WxError(47001, 'data format error: not UTF-8');
  if (/\\u[0-9a-fA-F]{4}/.test(text)) throw new WxError(40033, 'invalid charset. please check your request, if include \\uxxxx will create fail!');
  try {
    return JSON.parse(text);
  } catch {
    throw new WxError(47001, 'data format error');
  }
}

// Counts a call against its quota.
export function takeQuota(world, name, key) {
  const full = world.limits.take(name, key);
  if (full === 'second') throw new WxError(44990, 'api freq out of limit per second');
  if (full === 'minute') throw new WxError(45011, 'api minute-quota reach limit, must slower, retry next minute');
  if (full === 'day') throw new WxError(45009, 'reach max api daily quota limit');
}

export function requireUser(world, app, openid) {
  const user = world.users.find(openid);
  if (!user || user.appId !== app.appId) throw new WxError(40003, 'invalid openid');
  return user;
}

// A route of api.weixin.qq.com.
//   token: false for the two calls that need none; body: a rule from check.mjs (POST only); limit: name of a quota
//   handle({ app, body, query }) returns the fields of the answer, or a whole reply with a status
export function wxRoute(world, { method = 'POST', path, token = true, body: rule, limit, mismatch = 47001 }, handle) {
  async function answer(request) {
    if (request.fault?.kind === 'error') return json(request.fault.body, request.fault.status ?? 200);
    const app = token ? world.tokens.check(request.query.get('access_token')) : null;
    const body = method === 'POST' ? parseBody(request) : undefined;
    rule?.(body, '');
    if (limit) takeQuota(world, limit, app?.appId);
    const result = await handle({ app, body, query: request.query });
    return result?.status ? result : json({ errcode: 0, errmsg: 'ok', ...result });
  }

  async function handleSafely(request) {
    try {
      return await answer(request);
    } catch (error) {
      if (error instanceof WxError) return wxFailure(world, error.errcode, error.message);
      if (error instanceof Mismatch) return wxFailure(world, mismatch, `${error.place.slice(1)} ${error.issue}`);
      throw error;
    }
  }
  return { method, pattern: `/wx${path}`, handle: handleSafely };
}
