// Content checks. The verdict is made by words, so that a test decides it: 违规 and 加微信 are risky, 疑似 is for review.

import { randomBytes } from 'node:crypto';
import { boolean, integer, object, oneOf, optional, text } from '../check.mjs';
import { WxError, requireUser, wxRoute } from './api.mjs';

const MEDIA_BYTES_MAX = 10 * 1024 * 1024;
const LABEL = { 违规: 20006, 加微信: 10001, 疑似: 21000 };

function verdict(content) {
  for (const word of ['违规', '加微信']) {
    if (content.includes(word)) return { suggest: 'risky', label: LABEL[word], keyword: word };
  }
  if (content.includes('疑似')) return { suggest: 'review', label: LABEL.疑似, keyword: '疑似' };
  return { suggest: 'pass', label: 100 };
}

const traceId = () => `${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`;

function checkText(world, app, body) {
  const user = requireUser(world, app, body.openid);
  world.users.requireActive(user);
  const { suggest, label, keyword } = verdict([body.title, body.nickname, body.signature, body.content].join('\n'));
  const model = { strategy: 'content_model', errcode: 0, suggest, label, prob: suggest === 'pass' ? 10 : 95 };
  const detail = keyword ? [model, { strategy: 'keyword', errcode: 0, suggest, label, keyword, level: 90 }] : [model];
  return { result: { suggest, label }, detail, trace_id: traceId() };
}

// Of a picture by its words or, since those do not outlive being made anew, by its width: 444 pixels are risky, 445 for review.
function pictureVerdict(bytes) {
  for (let at = 2; bytes[0] === 0xff && bytes[1] === 0xd8 && at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const width = bytes.readUInt16BE(at) === 0xffc0 ? bytes.readUInt16BE(at + 7) : 0;
    if (width === 444) return verdict('违规');
    if (width === 445) return verdict('疑似');
    if (width) break;
  }
  return verdict(bytes.toString('utf8'));
}

async function pushMediaVerdict(world, app, openid, mediaUrl, id) {
  const { status, body } = await world.outgoing.get(mediaUrl, { bytesMax: MEDIA_BYTES_MAX });
  const bytes = status === 200 ? body : null;
  const { suggest, label } = pictureVerdict(bytes ?? Buffer.alloc(0));
  const outcome = bytes
    ? { errcode: 0, errmsg: 'ok', result: { suggest, label }, detail: [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }] }
    : { errcode: -1008, errmsg: 'media download failed' };
  world.push.event(openid, { Event: 'wxa_media_check', appid: app.appId, trace_id: id, version: 2, ...outcome });
}

function checkMedia(world, app, body) {
  world.users.requireActive(requireUser(world, app, body.openid));
  if (!/^http:\/\//.test(body.media_url)) throw new WxError(40004, 'invalid media url: the stand-in fetches http only');
  const id = traceId();
  world.clock.after(world.settings.mediaCheckDelayMs, () => pushMediaVerdict(world, app, body.openid, body.media_url, id));
  return { trace_id: id };
}

export function securityRoutes(world) {
  const scene = integer({ min: 1, max: 4 });
  const openid = text({ max: 64 });
  const textBody = object({
    content: text({ max: 2500 }), version: oneOf(2), scene, openid,
    title: optional(text({ min: 0, max: 2500 })),
    nickname: optional(text({ min: 0, max: 2500 })),
    signature: optional(text({ min: 0, max: 2500 })),
  });
  const mediaBody = object({ media_url: text({ max: 1024 }), media_type: oneOf(1, 2), version: oneOf(2), scene, openid });
  const riskBody = object({
    appid: text({ max: 64 }), openid, scene: integer({ min: 0, max: 2 }), client_ip: text({ max: 45 }),
    mobile_no: optional(text({ max: 20 })), email_address: optional(text({ max: 254 })),
    extended_info: optional(text({ max: 1024 })), is_test: optional(boolean()),
  });
  return [
    wxRoute(world, { path: '/wxa/msg_sec_check', body: textBody, limit: 'msg_sec_check' }, ({ app, body }) => checkText(world, app, body)),
    wxRoute(world, { path: '/wxa/media_check_async', body: mediaBody, limit: 'media_check' }, ({ app, body }) => checkMedia(world, app, body)),
    wxRoute(world, { path: '/wxa/getuserriskrank', body: riskBody }, ({ app, body }) => {
      if (body.appid !== app.appId) throw new WxError(40013, 'invalid appid');
      const user = requireUser(world, app, body.openid);
      world.users.requireActive(user);
      return { risk_rank: user.riskRank, unoin_id: user.unionid };
    }),
  ];
}
