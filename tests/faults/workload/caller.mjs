// One entry of the schedule, asked: the first time, again when nothing was heard, and what a careful or a careless client does
// besides. Each time it is sent is an attempt of its record.

import { lookOf, OPERATIONS, otherBody } from './operations.mjs';

const AGAIN_MAX = 2;
const AGAIN_MS = 500;
const FINGER_MS_MAX = 8000; // the page of WeChat
const NOTICES = 2; // more of the same, when WeChat repeats itself

// Hearing: { answer } or { status, code, detail }. A mistake of ours is none of that.
async function hear(asked) {
  try {
    return { answer: await asked };
  } catch (error) {
    if (error.name !== 'LinliProblem') throw error;
    return { status: error.status, code: error.code, detail: error.detail };
  }
}

const within = (ms, asked) => {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(Object.assign(new Error('no answer'), { code: 'NETWORK' })), ms); });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
};

export class Caller {
  #records = new Map(); // by the schedule's id

  constructor(stage, history, pauses, prefix) {
    Object.assign(this, { stage, history, pauses, prefix });
  }

  async play(entry) {
    const operation = OPERATIONS[entry.op];
    const who = operation.byOperator ? this.stage.operatorPerson : this.stage.people[entry.actor];
    const key = `${this.prefix}${entry.id}`;
    if (operation.alone && who.busy.has(entry.op)) return this.history.add(this.history.passedOver, entry.op);
    const request = await this.#requestOf(operation, { ...entry, key }, who);
    if (!request) return this.history.add(this.history.passedOver, entry.op);

    who.busy.add(entry.op);
    const record = this.history.open({ id: entry.id, op: entry.op, key: operation.keyed ? key : null, by: who.userId, request, of: entry.of, counts: operation.counts });
    this.#records.set(entry.id, record);
    await this.#insist(record, operation, entry, who);
    who.busy.delete(entry.op);
    await this.#afterwards(record, operation, entry, who);
    this.history.close(record);
    return undefined;
  }

  // WeChat's stand-in may be away: then there is no code to sign in with, and nothing is asked.
  async #requestOf(operation, entry, who) {
    try {
      return await operation.request(this.stage, entry, this.#records.get(entry.of), who);
    } catch (error) {
      if (operation.asGuest) return null;
      throw error;
    }
  }

  async #send(record, operation, who, { kind, gateway, request = record.request }) {
    const attempt = this.history.attempt(record, { kind, gateway });
    const client = (operation.asGuest ? who.guestAt : who.at)[gateway];
    const options = record.key ? { idempotencyKey: record.key, headers: { 'Idempotency-Attempt': String(record.attempts.length) } } : {};
    this.history.heard(record, attempt, await hear(client[operation.call](request, options)));
  }

  async #insist(record, operation, { gateway, again }, who) {
    const { length } = this.stage.gateways;
    await this.#send(record, operation, who, { kind: 'first', gateway });
    for (let i = 1; i <= AGAIN_MAX && again && !operation.once && record.outcome === 'info'; i++) {
      if (!(await this.pauses.wait(AGAIN_MS * i))) return;
      await this.#send(record, operation, who, { kind: 'again', gateway: (gateway + i) % length });
    }
  }

  async #afterwards(record, operation, entry, who) {
    if (record.outcome !== 'ok') return;
    const other = (entry.gateway + 1) % this.stage.gateways.length;
    if (record.op === 'claim' || record.op === 'exchange') who.coupons.push(record.answer.couponId);
    if (entry.look) await this.#look(record, who, other);
    if (record.key && entry.echo) await this.#send(record, operation, who, { kind: 'echo', gateway: other });
    const changed = record.key && entry.reuse ? otherBody(operation, record.request) : null;
    if (changed) await this.#send(record, operation, who, { kind: 'reuse', gateway: other, request: changed });
    if (record.op === 'pay' && !record.answer.paid) await this.#confirm(record, entry, who);
  }

  // What was made is read by who made it.
  async #look(record, who, gateway) {
    const look = lookOf(record);
    if (!look) return;
    const seen = this.history.open({ id: `${record.id}-look`, op: 'look', key: null, by: record.by, request: look.request, of: record.id });
    await this.#send(seen, { call: look.call }, who, { kind: 'first', gateway });
    this.history.close(seen);
  }

  // The finger on «pay», at WeChat; WeChat tells the house, once or again and again.
  async #confirm(record, { words }, who) {
    if (words.confirmAfterMs && !(await this.pauses.wait(words.confirmAfterMs))) return;
    const paid = this.history.open({ id: `${record.id}-confirm`, op: 'confirm', key: null, by: record.by, request: { orderId: record.request.orderId }, of: record.id });
    const attempt = this.history.attempt(paid, { kind: 'first', gateway: null });
    const heard = await within(FINGER_MS_MAX, this.stage.wechat.pay(who.openid, record.answer.wechat)).then((answer) => ({ answer }), ({ status, code, message }) => ({ status, code: code ?? 'NETWORK', detail: message }));
    this.history.heard(paid, attempt, heard);
    this.history.close(paid);
    if (heard.answer && words.twice) for (let i = 0; i < NOTICES; i++) await within(FINGER_MS_MAX, this.stage.wechat.notice(record.request.orderId)).catch(() => {}); // heard by the house or not: it is WeChat's to repeat
  }
}
