// The group robot of WeCom: a webhook whose key is the secret, twenty messages a minute.

import { Mismatch, anyObject, list, object, oneOf, optional, text } from './check.mjs';
import { WxError, wxFailure } from './wx/api.mjs';
import { json } from './http.mjs';

const TEXT_BYTES_MAX = 2048;
const MARKDOWN_BYTES_MAX = 4096;

const message = object({
  msgtype: oneOf('text', 'markdown', 'news', 'template_card'),
  text: optional(object({
    content: text({ max: TEXT_BYTES_MAX }), mentioned_list: optional(list(text({ max: 64 }), { max: 1000 })),
    mentioned_mobile_list: optional(list(text({ max: 20 }), { max: 1000 })),
  })),
  markdown: optional(object({ content: text({ max: MARKDOWN_BYTES_MAX }) })),
  news: optional(object({ articles: list(anyObject(), { max: 8 }) })),
  template_card: optional(anyObject()),
});

function checkMessage(body) {
  message(body, '');
  if (!body[body.msgtype]) throw new WxError(40058, `${body.msgtype} missing`);
  const bytes = Buffer.byteLength(body[body.msgtype].content ?? '');
  if (bytes > (body.msgtype === 'text' ? TEXT_BYTES_MAX : MARKDOWN_BYTES_MAX)) throw new WxError(40058, 'content exceed max length');
}

export function robotRoutes(world) {
  const robots = world.store.table('robots');
  function send({ query, body, fault }) {
    if (fault?.kind === 'error') return json(fault.body, fault.status ?? 200);
    try {
      const key = query.get('key');
      if (!robots.has(key)) throw new WxError(93000, 'invalid webhook url');
      const parsed = JSON.parse(body.toString('utf8'));
      checkMessage(parsed);
      if (world.limits.take('robot', key)) throw new WxError(45009, 'api freq out of limit');
      world.messages.record('robot', key, { message: parsed });
      return json({ errcode: 0, errmsg: 'ok' });
    } catch (error) {
      if (error instanceof WxError) return wxFailure(world, error.errcode, error.message);
      if (error instanceof Mismatch || error instanceof SyntaxError) return wxFailure(world, 40058, error.message);
      throw error;
    }
  }
  return [{ method: 'POST', pattern: '/qy/cgi-bin/webhook/send', handle: send }];
}
