// Customer service: what a user writes is pushed; answers are allowed five times within two days of it.

import { object, optional, text, oneOf } from '../check.mjs';
import { digits } from '../random.mjs';
import { WxError, requireUser, wxRoute } from './api.mjs';

const ANSWER_WINDOW_MS = 48 * 3600_000;
const ANSWERS_MAX = 5;

export class Chat {
  #world;
  #rows;

  constructor(world) {
    this.#world = world;
    this.#rows = world.store.table('chats');
  }

  userWrites(openid, content) {
    this.#rows.put(openid, { at: this.#world.clock.now(), answers: 0 });
    this.#world.push.message(openid, { MsgType: 'text', Content: content, MsgId: Number(digits(15)) });
  }

  answer(user, body) {
    const chat = this.#rows.get(user.openid);
    if (!chat || this.#world.clock.now() - chat.at > ANSWER_WINDOW_MS) throw new WxError(45015, 'response out of time limit');
    if (chat.answers >= ANSWERS_MAX) throw new WxError(45047, 'out of response count limit');
    this.#rows.put(user.openid, { ...chat, answers: chat.answers + 1 });
    this.#world.messages.record('chat', user.openid, { msgtype: body.msgtype, content: body.text ?? body.image ?? body.miniprogrampage });
  }
}

export function chatRoutes(world) {
  const sendBody = object({
    touser: text({ max: 64 }),
    msgtype: oneOf('text', 'image', 'miniprogrampage'),
    text: optional(object({ content: text({ max: 2048 }) })),
    image: optional(object({ media_id: text({ max: 128 }) })),
    miniprogrampage: optional(object({ title: text({ max: 64 }), pagepath: text({ max: 1024 }), thumb_media_id: text({ max: 128 }) })),
  });
  return [
    wxRoute(world, { path: '/cgi-bin/message/custom/send', body: sendBody }, ({ app, body }) => {
      if (!body[body.msgtype]) throw new WxError(47001, `${body.msgtype} missing`);
      world.chat.answer(requireUser(world, app, body.touser), body);
    }),
  ];
}
