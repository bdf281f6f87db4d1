// One entry of the schedule, asked: the first time, again when nothing was heard, and what a careful or a careless client does
// besides. Each time it is sent is an attempt of its record.

import { openUntil } from '../history/silence.mjs';
import { heardBy } from './budget.mjs';
import { lookOf, OPERATIONS, otherBody } from './operations.mjs';

const AGAIN_MAX = 2;
const AGAIN_MS = 500;
const LATER_MS = 1500; // than a no would be final: the bench may be late
const FINGER_MS_MAX = 8000; // the page of WeChat
const NOTICES = 2; // more of the same, when WeChat repeats itself
const FOLLOW_MS_MAX = 4000; // who follows waits so long, after his own time, for an answer to what he follows

// Hearing: { answer } or { status, code, detail, gaveUp }, the last when we hung up ourselves. A mistake of ours is none of that.
async function hear(asked) {
  try {
    return { answer: await asked };
  } catch (error) {
    if (error.name !== 'LinliProblem') throw error;
    return { status: error.status, code: error.code, detail: error.detail, gaveUp: /aborted/.test(error.detail) };
  }
}

const within = (ms, asked) => {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(Object.assign(new Error('no answer'), { code: 'NETWORK' })), ms); });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
};

// After how long who is not sure asks again; null: not any more. Who hears no after nothing asks once more when what was not answered had its
// time: that no is final.
export function againMs({ key, attempts }, { timeoutMs }, i) {
  const last = attempts[attempts.length - 1];
  if (!key || last.outcome !== 'fail') return i <= AGAIN_MAX ? AGAIN_MS * i : null;
  const finalAt = openUntil(attempts, timeoutMs) + LATER_MS;
  return last.t0 > finalAt ? null : finalAt + 1 - last.t1;
}

export class Caller {
  #heard = new Map(); // by the schedule's id: a promise of the record once it was answered, or of nothing

  constructor(stage, history, pauses, prefix) {
    Object.assign(this, { stage, history, pauses, prefix });
  }

  // Resolves when nothing more comes of it. What follows it may begin when it was answered, and what follows a payment when the
  // buyer has paid.
  play(entry) {
    let tell;
    this.#heard.set(entry.id, new Promise((resolve) => { tell = resolve; }));
    return this.#play(entry, tell).finally(tell);
  }

  async #play(entry, tell) {
    const operation = OPERATIONS[entry.op];
    const who = operation.byOperator ? this.stage.operatorPerson : this.stage.people[entry.actor];
    const about = await this.#followed(entry);
    const record = await this.#open(operation, { ...entry, key: `${this.prefix}${entry.id}` }, about, who);
    if (!record) return this.history.add(this.history.passedOver, entry.op);

    who.busy.add(entry.op);
    await this.#insist(record, operation, entry, who);
    who.busy.delete(entry.op);
    if (entry.op === 'pay') await this.#confirm(record, entry, who);
    tell(record);
    await this.#afterwards(record, operation, entry, who);
    return this.history.close(record);
  }

  // What the entry is about, once it was answered.
  #followed({ of }) {
    return of === null ? undefined : Promise.race([this.#heard.get(of), this.pauses.wait(FOLLOW_MS_MAX).then(() => undefined)]);
  }

  // Null when there is nothing to ask.
  async #open(operation, entry, about, who) {
    if (this.pauses.over || (operation.alone && who.busy.has(entry.op))) return null;
    const request = await this.#requestOf(operation, entry, about, who);
    return request ? this.history.open({ id: entry.id, op: entry.op, key: operation.keyed ? entry.key : null, by: who.userId, request, of: entry.of, counts: operation.counts }) : null;
  }

  // WeChat's stand-in may be away: what begins there is not asked, then.
  async #requestOf(operation, entry, about, who) {
    try {
      return await operation.request(this.stage, entry, about, who);
    } catch (error) {
      if (operation.asksWeChat) return null;
      throw error;
    }
  }

  async #send(record, operation, who, { kind, gateway, request = record.request }) {
    const attempt = this.history.attempt(record, { kind, gateway });
    const client = (operation.asGuest ? who.guestAt : who.at)[gateway];
    const options = record.key ? { idempotencyKey: record.key, headers: { 'Idempotency-Attempt': String(record.attempts.length) } } : {};
    this.history.heard(record, attempt, await heardBy(attempt, () => hear(client[operation.call](request, options))));
  }

  async #insist(record, operation, { gateway, again }, who) {
    const { length } = this.stage.gateways;
    await this.#send(record, operation, who, { kind: 'first', gateway });
    for (let i = 1; again && !operation.once && record.outcome === 'info'; i++) {
      const waitMs = againMs(record, operation, i);
      if (waitMs === null || !(await this.pauses.wait(waitMs))) return;
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
  }

  // What was made is read by who made it.
  async #look(record, who, gateway) {
    const look = lookOf(record);
    if (!look) return;
    const seen = this.history.open({ id: `${record.id}-look`, op: 'look', key: null, by: record.by, request: look.request, of: record.id });
    await this.#send(seen, { call: look.call }, who, { kind: 'first', gateway });
    this.history.close(seen);
  }

  // So long after (or before) the deadline of the team that was joined, by the database's clock. False when all is over before.
  #untilOver({ answer: { order, team }, t1 }, lateByMs) {
    const leftMs = new Date(team.deadline).getTime() - new Date(order.serverTime).getTime();
    return this.pauses.wait(t1 + leftMs + lateByMs - Date.now());
  }

  // The finger on «pay», at WeChat; WeChat tells the house, once or again and again.
  async #confirm(record, entry, who) {
    const { words } = entry;
    if (record.outcome !== 'ok' || record.answer.paid) return;
    if (words.confirmAfterMs && !(await this.pauses.wait(words.confirmAfterMs))) return;
    if (words.lateByMs && !(await this.#untilOver(await this.#heard.get(entry.of), words.lateByMs))) return;
    const paid = this.history.open({ id: `${record.id}-confirm`, op: 'confirm', key: null, by: record.by, request: { orderId: record.request.orderId }, of: record.id });
    const attempt = this.history.attempt(paid, { kind: 'first', gateway: null });
    const heard = await within(FINGER_MS_MAX, this.stage.wechat.pay(who.openid, record.answer.wechat)).then((answer) => ({ answer }), ({ status, code, message }) => ({ status, code: code ?? 'NETWORK', detail: message }));
    this.history.heard(paid, attempt, heard);
    this.history.close(paid);
    if (heard.answer && words.twice) for (let i = 0; i < NOTICES; i++) await within(FINGER_MS_MAX, this.stage.wechat.notice(record.request.orderId)).catch(() => {}); // heard by the house or not: it is WeChat's to repeat
  }
}
