// Sign-in: a code for an openid and a session key; the session key checked and renewed; a phone number for its code.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { object, optional, text } from '../check.mjs';
import { json } from '../http.mjs';
import { WxError, requireUser, wxRoute } from './api.mjs';
import { authenticateApp } from './tokens.mjs';

// The key is the session key as it was given, base64 text and all; the message is empty.
export function sessionSignature(sessionKey) {
  return createHmac('sha256', sessionKey).update('').digest('hex');
}

function userOfSignature(world, app, query) {
  const openid = query.get('openid');
  if (!openid) throw new WxError(40097, 'openid missing');
  if (query.get('sig_method') !== 'hmac_sha256') throw new WxError(87008, 'invalid sig_method');
  const user = requireUser(world, app, openid);
  const given = Buffer.from(query.get('signature') ?? '');
  const right = Buffer.from(sessionSignature(user.sessionKey));
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new WxError(87009, 'invalid signature');
  return user;
}

function codeToSession(world, query) {
  const app = authenticateApp(world, query.get('appid'), query.get('secret'));
  if (!query.get('js_code')) throw new WxError(41008, 'missing code');
  if (query.get('grant_type') !== 'authorization_code') throw new WxError(40002, 'invalid grant_type');
  const user = world.users.spendCode(query.get('js_code'), 'login', app);
  if (user.blocked) throw new WxError(40226, 'code blocked');
  // As WeChat does: no errcode in a good answer, and text/plain around it.
  const reply = json({ session_key: user.sessionKey, openid: user.openid, ...(user.unionid && { unionid: user.unionid }) });
  reply.headers['content-type'] = 'text/plain';
  return reply;
}

function phoneNumber(world, app, body) {
  const user = world.users.spendCode(body.code, 'phone', app);
  if (body.openid && body.openid !== user.openid) throw new WxError(40029, 'invalid code');
  const foreign = user.countryCode !== '86';
  return {
    phone_info: {
      phoneNumber: foreign ? `+${user.countryCode}${user.phone}` : user.phone,
      purePhoneNumber: user.phone,
      countryCode: user.countryCode,
      watermark: { timestamp: world.clock.seconds(), appid: app.appId },
    },
  };
}

export function loginRoutes(world) {
  const phoneBody = object({ code: text({ max: 128 }), openid: optional(text({ max: 64 })) });
  return [
    wxRoute(world, { method: 'GET', path: '/sns/jscode2session', token: false }, ({ query }) => codeToSession(world, query)),
    wxRoute(world, { method: 'GET', path: '/wxa/checksession' }, ({ app, query }) => {
      userOfSignature(world, app, query);
    }),
    wxRoute(world, { method: 'GET', path: '/wxa/resetusersessionkey' }, ({ app, query }) => {
      const user = userOfSignature(world, app, query);
      world.users.save({ ...user, sessionKey: randomBytes(16).toString('base64') });
      return { openid: user.openid, session_key: world.users.find(user.openid).sessionKey };
    }),
    wxRoute(world, { path: '/wxa/business/getuserphonenumber', body: phoneBody, limit: 'phone' }, ({ app, body }) =>
      phoneNumber(world, app, body)),
  ];
}
