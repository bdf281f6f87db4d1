// Subscribe messages: templates, what users have agreed to, and sending. One agreement is one message.

import { object, oneOf, optional, text, anyObject } from '../check.mjs';
import { digits, secretText } from '../random.mjs';
import { WxError, requireUser, wxRoute } from './api.mjs';
import { templateKeys, templateValueFits } from './template_values.mjs';

const OUTBOX_MAX = 100_000;

// Templates a shop of this kind picks from WeChat's library; their ids lie in templates/ of the state folder.
const FIRST_TEMPLATES = {
  team_completed: ['拼团成功通知', '商品名称:{{thing1.DATA}}\n成团人数:{{number2.DATA}}\n成团时间:{{time3.DATA}}\n温馨提示:{{thing4.DATA}}'],
  team_failed: ['拼团失败通知', '商品名称:{{thing1.DATA}}\n失败原因:{{thing2.DATA}}\n退款金额:{{amount3.DATA}}'],
  order_paid: ['订单支付成功通知', '订单编号:{{character_string1.DATA}}\n商品名称:{{thing2.DATA}}\n支付金额:{{amount3.DATA}}\n支付时间:{{time4.DATA}}'],
  ready_for_pickup: ['取货通知', '商品名称:{{thing1.DATA}}\n取货地址:{{thing2.DATA}}\n取货码:{{character_string3.DATA}}\n营业时间:{{thing4.DATA}}'],
  refund_done: ['退款成功通知', '订单编号:{{character_string1.DATA}}\n退款金额:{{amount2.DATA}}\n退款原因:{{thing3.DATA}}\n退款时间:{{time4.DATA}}'],
  refund_arrived: ['退款到账通知', '商品名称:{{thing1.DATA}}\n退款金额:{{amount2.DATA}}\n温馨提示:{{thing3.DATA}}'],
  order_shipped: ['订单发货通知', '商品名称:{{thing1.DATA}}\n快递公司:{{thing2.DATA}}\n快递单号:{{character_string3.DATA}}\n自动收货时间:{{time4.DATA}}'],
  round_closed: ['团购截单通知', '团购名称:{{thing1.DATA}}\n订单数:{{number2.DATA}}\n实付金额:{{amount3.DATA}}'],
  notice: ['业务进度通知', '业务名称:{{thing1.DATA}}\n进度说明:{{thing2.DATA}}'],
};

export class Messages {
  #world;
  #templates;
  #quotas;
  #outbox;
  #onTheWay = new Set();
  #nextNumber;

  constructor(world) {
    this.#world = world;
    this.#templates = world.store.table('templates');
    this.#quotas = world.store.table('subscriptions');
    this.#outbox = world.store.table('outbox');
    this.#nextNumber = [...this.#outbox.values()].reduce((most, row) => Math.max(most, row.number), 0) + 1;
    const there = new Set(this.templates().map(({ name }) => name));
    for (const [name, [title, content]] of Object.entries(FIRST_TEMPLATES)) {
      if (!there.has(name)) this.addTemplate({ name, title, content });
    }
  }

  addTemplate({ templateId = secretText(43), name, title, content, choices = {}, type = 2 }) {
    const row = { templateId, name: name ?? templateId, appId: this.#world.apps.first.appId, title, content, choices, type, banned: false };
    return this.#templates.put(templateId, row);
  }

  banTemplate(templateId, banned = true) {
    this.#templates.put(templateId, { ...this.#templates.get(templateId), banned });
  }

  templates() {
    return [...this.#templates.values()];
  }

  quota(openid, templateId) {
    return this.#quotas.get(`${openid} ${templateId}`) ?? 0;
  }

  // The user taps a button that calls wx.requestSubscribeMessage. Returns what the client is told.
  choose(openid, templateId, choice) {
    const template = this.#templates.get(templateId);
    if (!template) throw new Error(`no template ${templateId}`);
    if (template.banned) return 'ban';
    if (choice === 'accept') this.#quotas.put(`${openid} ${templateId}`, this.quota(openid, templateId) + 1);
    this.#event(openid, 'subscribe_msg_popup_event', { TemplateId: templateId, SubscribeStatusString: choice, PopupScene: '0' });
    return choice;
  }

  // The user switches a template off in the settings: everything agreed to is gone.
  refuseInSettings(openid, templateId) {
    this.#quotas.put(`${openid} ${templateId}`, 0);
    this.#event(openid, 'subscribe_msg_change_event', { TemplateId: templateId, SubscribeStatusString: 'reject' });
  }

  outbox({ openid, channel } = {}) {
    return [...this.#outbox.values()].filter((row) => (!openid || row.openid === openid) && (!channel || row.channel === channel));
  }

  // Keeps what was delivered, for tests to read; the oldest are forgotten.
  record(channel, openid, message) {
    const number = this.#nextNumber++;
    this.#outbox.delete(String(number - OUTBOX_MAX));
    return this.#outbox.put(String(number), { number, at: this.#world.clock.now(), channel, openid, ...message });
  }

  async send(app, body) {
    const user = requireUser(this.#world, app, body.touser);
    const template = this.#templates.get(body.template_id);
    if (!template || template.appId !== app.appId) throw new WxError(40037, 'invalid template_id');
    if (template.banned) throw new WxError(43107, 'the capability of the template is banned');
    checkData(template, body.data);
    if (this.#onTheWay.has(user.openid)) throw new WxError(43108, 'send message to the same user concurrently');
    this.#onTheWay.add(user.openid);
    try {
      await new Promise((resolve) => setTimeout(resolve, this.#world.settings.sendDelayMs));
      return this.#deliver(user, template, body);
    } finally {
      this.#onTheWay.delete(user.openid);
    }
  }

  #deliver(user, template, body) {
    const left = this.quota(user.openid, template.templateId);
    if (left === 0) throw new WxError(43101, 'user refuse to accept the msg');
    this.#quotas.put(`${user.openid} ${template.templateId}`, left - 1);
    const data = Object.fromEntries(Object.entries(body.data).map(([key, { value }]) => [key, value]));
    const msgid = digits(18);
    this.record('subscribe', user.openid, { msgid, templateId: template.templateId, template: template.name, page: body.page, data });
    this.#event(user.openid, 'subscribe_msg_sent_event', {
      TemplateId: template.templateId, MsgID: msgid, ErrorCode: '0', ErrorStatus: 'success',
    });
    return { msgid };
  }

  // One item in `List` is an object, not an array of one: as WeChat writes it.
  #event(openid, event, item) {
    this.#world.push.event(openid, { Event: event, List: item });
  }
}

function checkData(template, data) {
  const keys = templateKeys(template.content);
  for (const key of Object.keys(data)) {
    if (!keys.includes(key)) throw new WxError(47003, `argument invalid! data.${key} is not in the template`);
  }
  for (const key of keys) {
    const value = data[key]?.value;
    const fits = templateValueFits(key, value, template.choices[key]);
    if (!fits) throw new WxError(47003, `argument invalid! data.${key}.value ${value === undefined ? 'is empty' : 'invalid'}`);
  }
}

export function messageRoutes(world) {
  const sendBody = object({
    touser: text({ max: 64 }),
    template_id: text({ max: 64 }),
    page: optional(text({ min: 0, max: 1024 })),
    data: anyObject(),
    miniprogram_state: optional(oneOf('developer', 'trial', 'formal')),
    lang: optional(oneOf('zh_CN', 'en_US', 'zh_HK', 'zh_TW')),
  });
  return [
    wxRoute(world, { path: '/cgi-bin/message/subscribe/send', body: sendBody, limit: 'subscribe_message' }, ({ app, body }) => {
      if (body.page?.startsWith('/')) throw new WxError(41030, 'invalid page');
      return world.messages.send(app, body);
    }),
    wxRoute(world, { method: 'GET', path: '/wxaapi/newtmpl/gettemplate' }, ({ app }) => ({
      data: world.messages.templates().filter((row) => row.appId === app.appId).map((row) => ({
        priTmplId: row.templateId,
        title: row.title,
        content: row.content,
        example: row.content.replace(/\{\{\w+\.DATA\}\}/g, '…'),
        type: row.type,
        keywordEnumValueList: Object.entries(row.choices).map(([key, values]) => ({ keywordCode: `${key}.DATA`, enumValueList: values })),
      })),
    })),
  ];
}
