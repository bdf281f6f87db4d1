// What holds between one call and the next: the same key gives the same answer (I7), who has written reads it (I36), what was
// read is not unread again (I29), a name is the last that was given to it, and nothing happens after its time (I33).

import { byOf, check } from './check.mjs';
import { clockOf } from './clock.mjs';
import { ORDERING, orderHeard } from './orders.mjs';
import { readBy } from './silence.mjs';

// ---- the same key ----

const CLOCKS = new Set(['serverTime']); // of an answer, not of what it is about
const textOf = (answer) => JSON.stringify(answer, (name, value) => (CLOCKS.has(name) ? undefined : value));

// What gathers into batches keeps no answer: a repeat is shown what it was given, as that is now. This never changes of it.
const LASTING = {
  flash: ({ orderId, amountFen, campaignId, createdAt, payBy, lines }) => ({ orderId, amountFen, campaignId, createdAt, payBy, lines: lines?.map(({ skuId, quantity, payableFen }) => ({ skuId, quantity, payableFen })) }),
  claim: ({ couponId, issuedAt, expiresAt, template }) => ({ couponId, issuedAt, expiresAt, templateId: template?.templateId }),
};

const sameAnswer = (op, a, b) => textOf(LASTING[op]?.(a) ?? a) === textOf(LASTING[op]?.(b) ?? b);

// All that were answered, of one operation: one answer. And who heard «yes» hears no «no» afterwards, but that he comes too often.
export function sameKeySameAnswer({ records }) {
  const repeated = records.filter(({ key, attempts }) => key && attempts.filter(({ kind, outcome }) => kind !== 'reuse' && outcome === 'ok').length > 0 && attempts.filter(({ kind }) => kind !== 'reuse').length > 1);
  return check('keys: the same key, the same answer', repeated, ({ op, attempts }) => {
    const same = attempts.filter(({ kind }) => kind !== 'reuse');
    const first = same.findIndex(({ outcome }) => outcome === 'ok');
    const after = same.slice(first + 1);
    if (after.some(({ outcome, answer }) => outcome === 'ok' && !sameAnswer(op, answer, same[first].answer))) return 'another answer';
    return after.some(({ outcome, status }) => outcome === 'fail' && status !== 429 && status !== 401) && 'a refusal after a yes';
  });
}

export function otherBodyRefused({ records }) {
  const reused = records.flatMap(({ id, op, key, attempts }) => attempts.filter(({ kind }) => kind === 'reuse').map((attempt) => ({ id, op, key, ...attempt })));
  return check('keys: another request under the same key is refused', reused, ({ outcome, status }) => outcome === 'ok' || (outcome === 'fail' && ![422, 429, 401].includes(status)));
}

// ---- reading what was written ----

// A record of op `look` reads back what record `of` was told of.
export function readYourWrites({ records }) {
  return check('reads: who has written reads it, at any gateway', records.filter(({ op, outcome }) => op === 'look' && outcome !== 'info'), ({ status }) => status === 404);
}

// Versions of one thing in reads that followed each other: never back. What a repeated key gives is old on purpose.
export function versionsNeverBack({ records }) {
  const reads = records.flatMap((record) => {
    const order = record.op === 'look' ? record.answer : orderHeard(record);
    const [first] = record.attempts;
    return order?.version && order.orderId && record.outcome === 'ok' && record.attempts.length === 1 ? [{ id: record.id, orderId: order.orderId, version: Number(order.version), t0: first.t0, t1: first.t1 }] : [];
  });
  const ofOrder = new Map();
  for (const read of reads.sort((a, b) => a.t1 - b.t1)) ofOrder.set(read.orderId, [...(ofOrder.get(read.orderId) ?? []), read]);
  const several = reads.filter(({ orderId }) => ofOrder.get(orderId).length > 1);
  return check('reads: what is read of an order never goes back', several, (read) => ofOrder.get(read.orderId).some((before) => before.t1 < read.t0 && before.version > read.version));
}

// ---- one value, one owner ----

const EFFECT_SLACK_MS = 2000; // past its time-out nothing happens any more; by so much callers' clocks and ours may be apart
const lateOf = ({ world }) => world?.lateMs ?? 0; // on a full machine everybody's turn comes later

// When a write is over for certain: answered, or past all of its times.
const overAt = ({ outcome, t0, t1, attempts }, timeoutMs) => (outcome === 'info' ? Math.max(t1, ...attempts.map((one) => one.t0), t0) + timeoutMs + EFFECT_SLACK_MS : t1);

// A read of a name gives the one of a write that no other has certainly come after. `start`: the name before all writes.
function isStale(read, value, writes, timeoutMs) {
  const mine = writes.find(({ request }) => request.nickname === value);
  const laterThan = (end) => writes.some((write) => write.outcome === 'ok' && write.t0 > end && write.t1 < read.t0);
  if (!mine) return laterThan(-1) && 'none of the names that were given';
  if (mine.outcome === 'fail') return 'a name that was refused';
  if (mine.t0 > read.t1) return 'a name that is given later';
  return laterThan(overAt(mine, timeoutMs)) && 'an older name';
}

export function namesAreTheLast(history, { names }) {
  const timeoutMs = history.world.timeoutMs.rename + lateOf(history);
  const writes = (by) => history.records.filter((record) => record.op === 'rename' && record.by === by);
  const reads = history.records.filter(({ op, outcome }) => op === 'whoAmI' && outcome === 'ok').map((record) => ({ ...record, value: record.answer.nickname }));
  const last = names.filter(({ by }) => writes(by).length).map(({ by, nickname }) => ({ id: 'the database', by, value: nickname, t0: Infinity, t1: Infinity }));
  return check('names: what is read is the last that was given', [...reads, ...last], (read) => isStale(read, read.value, writes(read.by), timeoutMs));
}

// ---- deadlines ----

const LATE_MS = 50; // I33
const SCHEDULING_MS = 500; // a thread of a gateway that has read a request may wait so long for its turn on a busy machine

// Rows that show that an operation was begun, and when. What a job has finished later was begun in time: `resumed`, and attempts.
function begunOf(known, { orders, kept, coupons }) {
  const opOf = (key) => known.get(key)?.op;
  return [
    ...orders.filter(({ key, resumed }) => ORDERING.has(opOf(key)) && resumed !== 't').map(({ key, createdAt }) => ({ key, at: createdAt })),
    ...coupons.filter(({ key }) => opOf(key) === 'claim').map(({ key, issuedAt }) => ({ key, at: issuedAt })),
    ...kept.filter(({ key, attempts }) => known.has(key) && attempts === 0).map(({ key, createdAt }) => ({ key, at: createdAt })),
  ];
}

export function nothingAfterItsTime({ world, records, marks }, rows) {
  const known = byOf(records.filter(({ key }) => key), 'key');
  const attempts = records.flatMap((record) => record.attempts);
  const clock = clockOf({ records, marks });
  return check('deadlines: nothing is begun after its time', begunOf(known, rows), ({ key, at }) => {
    const { op, attempts: mine } = known.get(key);
    const latest = Math.max(...mine.map((attempt) => readBy(attempts, attempt))) + world.timeoutMs[op] + LATE_MS + SCHEDULING_MS + lateOf({ world });
    const late = at - latest - clock.most(latest);
    return late > 0 && `${Math.round(late)} ms after`;
  });
}

// ---- ending

const TAKEN_MS = 500; // what was sent so long before, a gateway has taken, and does not only lie at its door
const DRAIN_MS = 1500; // LINLI_GATEWAY_DRAIN_MS of deploy/local/stack.conf: for so long it finishes what it has

// A gateway that is asked to end answers what it has taken (I32): nobody's connection breaks while it has time to. Marks:
// { kind: 'ended', gateway, at }; null: none was asked.
export function endedPolitely({ records, marks, world }) {
  const ended = marks.filter(({ kind }) => kind === 'ended');
  if (ended.length === 0) return null;
  const isTaken = ({ gateway, t0, t1 }) => ended.some(({ gateway: one, at }) => one === gateway && t0 < at - TAKEN_MS - lateOf({ world }) && t1 > at && t1 < at + DRAIN_MS);
  const taken = records.flatMap(({ id, op, attempts }) => attempts.filter(isTaken).map((attempt) => ({ id, op, ...attempt })));
  return check('ending: a gateway that is told to end answers what it has taken', taken, ({ status, code, gaveUp }) => status === 0 && code === 'NETWORK' && !gaveUp);
}
