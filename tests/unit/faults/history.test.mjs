// Every rule of a run's history is quiet about a run that went well, and speaks up about one that did not.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { History, outcomeOf } from '../../faults/history/history.mjs';
import { judge, judgeRows, RULES } from '../../faults/history/rules.mjs';
import { again, asked, smallRun, T } from './small_run.mjs';

const fired = (checks) => checks.filter(({ violations }) => violations > 0).map(({ name }) => name);
const find = (list, what) => list.find((one) => Object.entries(what).every(([name, value]) => one[name] === value));
const ofOp = ({ history }, op) => history.records.find((record) => record.op === op);

test('a run that went well breaks no rule, and each rule has something to look at', () => {
  const { history, rows } = smallRun();
  const checks = judgeRows(history, rows);
  assert.deepEqual(checks.filter(({ violations }) => violations > 0), []);
  assert.deepEqual(checks.filter(({ checked }) => checked === 0), []);
  assert.equal(checks.length, RULES.length);
});

test('what needs time, or rest, says so', () => {
  const { history, rows } = smallRun();
  const owing = (what) => judgeRows(history, rows).filter(({ owes }) => owes === what).map(({ name }) => name);
  for (const name of ['orders: who heard no after a silence has none', 'deadlines: nothing is begun after its time']) {
    assert.ok(owing('time').includes(name), name);
  }
  assert.ok(owing('rest').includes('orders: a refund that was promised is done'));
  for (const name of ['orders: who heard yes has his order, as he heard it', 'orders: who heard no has none']) assert.ok(owing(undefined).includes(name), name);
});

// [what went wrong, how, the rules that say so]
const SPOILED = [
  ['an order is lost', ({ rows }) => rows.orders.shift(), ['orders: who heard yes has his order, as he heard it', 'orders: what WeChat took is kept by a live order, or is back']],
  ['an order costs more', ({ rows }) => { find(rows.orders, { orderId: 'o3' }).amountFen++; }, ['orders: who heard yes has his order, as he heard it']],
  ['an order is of other goods', ({ rows }) => { find(rows.orders, { orderId: 'o2' }).skus = 'peach 3'; }, ['orders: who heard yes has his order, as he heard it']],
  ['an order is of another sale', ({ rows }) => { find(rows.orders, { orderId: 'o9' }).campaignId = 'few'; }, ['orders: who heard yes has his order, as he heard it']],
  ['an order lost its coupon', ({ rows }) => { find(rows.orders, { orderId: 'o2' }).couponId = null; }, ['orders: who heard yes has his order, as he heard it']],
  ['an order is somebody else’s', ({ rows }) => { find(rows.orders, { orderId: 'o3' }).by = 'li'; }, ['orders: who heard yes has his order, as he heard it', 'orders: none that nobody asked for']],
  ['an order that nobody asked for', ({ rows }) => rows.orders.push({ ...rows.orders[0], key: null, orderId: 'o7' }), ['orders: none that nobody asked for']],
  ['an order that was refused', ({ rows, soldOut }) => rows.orders.push({ ...rows.orders[0], key: soldOut.key, orderId: 'o7' }), ['orders: who heard no has none']],
  ['an order that was refused after a silence', ({ rows, silentThenNo }) => {
    rows.orders.push({ ...rows.orders[0], key: silentThenNo.key, orderId: 'o7', createdAt: T + 1660 });
  }, ['orders: who heard no after a silence has none']],
  ['two orders of one key', ({ rows }) => rows.orders.unshift({ ...rows.orders[0], orderId: 'o7' }), ['orders: one key, one order']],
  ['what was called off goes on', ({ rows }) => { Object.assign(find(rows.orders, { orderId: 'o4' }), { status: 'READY', cancelledAt: null }); }, ['orders: what was called off is off']],
  ['money taken for an order that is off', ({ rows }) => { find(rows.orders, { orderId: 'o1' }).status = 'CANCELLED'; }, ['orders: what WeChat took is kept by a live order, or is back']],
  ['money taken, and the order is unpaid', ({ rows }) => { Object.assign(find(rows.orders, { orderId: 'o1' }), { payment: 'OPEN', paidAt: null }); }, ['orders: what WeChat took is kept by a live order, or is back']],
  ['a refund is lost', ({ rows }) => rows.refunds.pop(), ['orders: a refund that was promised is done']],
  ['a refund of less', ({ rows }) => { rows.refunds[0].amountFen--; }, ['orders: a refund that was promised is done']],
  ['a refund that never ends', ({ rows }) => { rows.refunds[0].state = 'PROCESSING'; }, ['orders: a refund that was promised is done']],
  ['an after-sale is lost', ({ rows }) => rows.afterSales.pop(), ['orders: an after-sale is there when it was taken, and only then']],
  ['an after-sale that nobody asked for', ({ rows }) => rows.afterSales.push({ afterSaleId: 's2', orderId: 'o1', by: 'li' }), ['orders: an after-sale is there when it was taken, and only then']],
  ['sold before the start', ({ rows }) => { find(rows.campaigns, { campaignId: 'open' }).startsAt = T + 2000; }, ['orders: none before its sale began or after it ended']],
  ['sold after the end', ({ rows }) => { find(rows.campaigns, { campaignId: 'open' }).endsAt = T + 1000; }, ['orders: none before its sale began or after it ended']],
  ['sold when it was stopped', ({ history, rows }) => {
    const record = asked(history, 'flash', { atMs: 4000, request: { campaignId: 'extra', quantity: 1 }, answer: { orderId: 'o8', amountFen: 100, quantity: 1 } });
    rows.orders.push({ ...rows.orders[0], key: record.key, orderId: 'o8', campaignId: 'extra', createdAt: T + 2900 });
  }, ['orders: nothing is sold once a sale was stopped']],
  ['«sold out» while there were some', ({ rows }) => { find(rows.campaigns, { campaignId: 'few' }).stock = 3; }, ['orders: who heard «sold out» heard the truth']],
  ['somebody has more than he may, until some of it is called off', ({ rows }) => {
    const [order] = rows.orders;
    for (const [orderId, quantity] of [['o6', 3], ['o7', 1]]) rows.orders.push({ ...order, orderId, quantity, status: 'CANCELLED', createdAt: order.createdAt + 5000, cancelledAt: order.createdAt + 13_000 });
  }, ['orders: nobody has more of a sale at once than he may']],
  ['a coupon is lost', ({ rows }) => rows.coupons.shift(), ['coupons: who heard yes has his coupon']],
  ['a coupon is somebody else’s', ({ rows }) => { rows.coupons[0].by = 'wang'; }, ['coupons: who heard yes has his coupon', 'coupons: none that nobody asked for, or that was refused']],
  ['a coupon that was refused', ({ history, rows }) => { rows.coupons[1].key = history.records.find(({ code }) => code === 'ALL_CLAIMED').key; rows.coupons[1].by = 'li'; }, ['coupons: who heard yes has his coupon', 'coupons: none that nobody asked for, or that was refused']],
  ['a coupon too many', ({ history, rows }) => {
    const record = asked(history, 'claim', { by: 'li', request: { templateId: 'few' }, answer: { couponId: 'c9' } });
    rows.coupons.push({ ...rows.coupons[1], key: record.key, couponId: 'c9', by: 'li' });
  }, ['coupons: no more than there are, nor than one may have']],
  ['«all claimed» while there were some', ({ history }) => { history.world.templates.few.budget = 2; }, ['coupons: who heard «all claimed» heard the truth']],
  ['points out of nowhere', ({ rows }) => { rows.accounts[0].available++; }, ['points: what is left follows from what was granted, earned and spent']],
  ['points are lost', ({ rows }) => { rows.accounts[1].available--; }, ['points: what is left follows from what was granted, earned and spent']],
  ['goods are lost', ({ rows }) => { rows.skus[1].stock--; }, ['goods: all that were there are on the shelf, sold, or in a campaign']],
  ['a campaign is lost', ({ rows }) => rows.campaigns.pop(), ['goods: a campaign is there when it was published, and only then']],
  ['a campaign that nobody published', ({ rows }) => rows.campaigns.push({ ...rows.campaigns[2], campaignId: 'odd', title: '闪购' }), ['goods: a campaign is there when it was published, and only then']],
  ['a post is lost', ({ rows }) => rows.posts.pop(), ['texts: what was written is there, once, and nothing else']],
  ['a comment stands there twice', ({ rows }) => rows.comments.push({ ...rows.comments[0], commentId: 'k2' }), ['texts: what was written is there, once, and nothing else']],
  ['a post that nobody wrote', ({ rows }) => rows.posts.push({ postId: 'p9', by: 'li', text: 'run-1-odd' }), ['texts: what was written is there, once, and nothing else']],
  ['a like is lost', ({ rows }) => { rows.likes[0].active = 'f'; }, ['texts: who liked a post likes it']],
  ['an address is lost', ({ rows }) => rows.addresses.pop(), ['addresses: what was put down is there']],
  ['another order for the same key', ({ history }) => { find(history.records, { id: 'again' }).attempts[2].answer.orderId = 'o5'; }, ['keys: the same key, the same answer']],
  ['another answer to the same key', ({ history }) => again(history, ofOp({ history }, 'roundOrder'), { kind: 'echo', atMs: 1500, answer: { ...ofOp({ history }, 'roundOrder').answer, number: 2 } }), ['keys: the same key, the same answer']],
  ['a refusal after a yes', ({ history }) => again(history, ofOp({ history }, 'basket'), { kind: 'echo', atMs: 1500, status: 400, code: 'STOCK_SHORT' }), ['keys: the same key, the same answer']],
  ['another request under a known key is taken', ({ history }) => { Object.assign(find(history.records, { id: 'again' }).attempts[3], { outcome: 'ok', status: 200 }); }, ['keys: another request under the same key is refused']],
  ['another request under a known key is judged', ({ history }) => { find(history.records, { id: 'again' }).attempts[3].status = 400; }, ['keys: another request under the same key is refused']],
  ['who has written does not find it', ({ history }) => asked(history, 'look', { key: false, atMs: 2600, request: { orderId: 'o3' }, status: 404, code: 'NOT_FOUND' }), ['reads: who has written reads it, at any gateway']],
  ['what was read is unread', ({ history }) => asked(history, 'look', { key: false, atMs: 2600, request: { orderId: 'o1' }, answer: { orderId: 'o1', version: 2 } }), ['reads: what is read of an order never goes back']],
  ['an older name is read', ({ history }) => asked(history, 'whoAmI', { key: false, atMs: 2600, answer: { nickname: 'one' } }), ['names: what is read is the last that was given']],
  ['a name from nowhere is read', ({ history }) => asked(history, 'whoAmI', { key: false, atMs: 2600, answer: { nickname: 'nobody' } }), ['names: what is read is the last that was given']],
  ['an older name is kept', ({ rows }) => { rows.names[0].nickname = 'two'; }, ['names: what is read is the last that was given']],
  ['an order after its time', ({ rows }) => { find(rows.orders, { orderId: 'o3' }).createdAt += 6000; }, ['deadlines: nothing is begun after its time']],
  ['a coupon after its time', ({ rows }) => { rows.coupons[0].issuedAt += 3000; }, ['deadlines: nothing is begun after its time']],
  ['an operation after its time', ({ rows }) => { rows.kept[0].createdAt += 6000; }, ['deadlines: nothing is begun after its time']],
  ['somebody pays for what is off', ({ rows }) => { Object.assign(find(rows.orders, { orderId: 'o1' }), { status: 'CANCELLED', backFen: 100, cancelledAt: T + 1200 }); }, ['orders: nobody can pay for what is off']],
  ['somebody has paid and is called off as unpaid', ({ rows }) => { Object.assign(find(rows.orders, { orderId: 'o1' }), { status: 'CANCELLED', backFen: 100, cancelledAt: T + 9000, unpaidOffBy: 'close_unpaid' }); }, ['orders: who has paid is not called off as unpaid']],
  ['somebody who has hardly asked is refused for it', ({ history }) => {
    const record = asked(history, 'flash', { by: 'wang', atMs: 5000, status: 429, code: 'RATE_LIMITED' });
    record.attempts[0].detail = 'more than 20 money requests in 4 s from this user';
  }, ['rates: nobody is refused for more than he asked']],
  ['somebody who has hardly asked has little left', ({ history }) => {
    const record = asked(history, 'flash', { by: 'wang', atMs: 9000, request: { campaignId: 'open', quantity: 1 }, status: 400, code: 'CLOSED' });
    record.attempts[0].budget = { rate: 'money', quota: 40, seconds: 4, left: 3 };
  }, ['rates: what one may still ask is what he has not asked']],
  ['a gateway hangs up on what it has taken', ({ history }) => Object.assign(find(history.records, { id: 'slow' }).attempts[0], { outcome: 'info', status: 0, code: 'NETWORK', answer: null }), ['ending: a gateway that is told to end answers what it has taken']],
];

for (const [what, spoil, names] of SPOILED) {
  test(`${what}: it is seen`, () => {
    const run = smallRun();
    spoil(run);
    const checks = judgeRows(run.history, run.rows);
    assert.deepEqual(names.filter((name) => !fired(checks).includes(name)), []);
    for (const { name, seen } of checks) if (names.includes(name)) assert.ok(seen.length > 0, name);
  });
}

test('every rule is fired by one of them', () => {
  const { history, rows } = smallRun();
  const known = new Set(SPOILED.flatMap(([, , names]) => names));
  assert.deepEqual(judgeRows(history, rows).map(({ name }) => name).filter((name) => !known.has(name)), []);
});

test('what WeChat told of too late goes back, and nobody has called it off as unpaid', () => {
  const { history, rows } = smallRun();
  Object.assign(find(rows.orders, { orderId: 'o1' }), { status: 'REFUNDED', backFen: 100, cancelledAt: T + 9000, unpaidOffBy: 'wechat' });
  assert.deepEqual(fired(judgeRows(history, rows)), []);
});

test('«sold out» is excused by what stood still near it, and by nothing that was over long before or came long after', () => {
  const name = 'orders: who heard «sold out» heard the truth';
  const seen = (marks, spoil = () => {}) => {
    const { history, rows, soldOut } = smallRun();
    find(rows.orders, { orderId: 'o4' }).createdAt = soldOut.attempts[0].t1 + 6000; // what was sold is seen to be sold 6 s later
    history.marks.push(...marks);
    spoil(history);
    return fired(judgeRows(history, rows)).includes(name);
  };
  const stopped = (fromMs, toMs, store = 'postgres') => ({ kind: 'stopped', store, at: T + fromMs, goneOnAt: T + toMs });
  const late = (fromMs, toMs) => ({ kind: 'late', at: T + fromMs, goneOnAt: T + toMs });
  assert.equal(seen([]), true);
  assert.equal(seen([stopped(1000, 5000)]), false);
  assert.equal(seen([late(1000, 3000), stopped(3500, 5500)]), false, 'one after the other');
  assert.equal(seen([stopped(1000, 5000, 'redis')]), true);
  assert.equal(seen([stopped(-9000, -3000), late(-9000, -3000), stopped(20_000, 28_000)]), true);
  assert.equal(seen([], ({ world }) => { world.lateMs = 8000; }), true, 'somewhere in the run, nobody knows where');
});

test('who orders again when he has called off has no more than he may', () => {
  const { history, rows } = smallRun();
  const sale = find(rows.campaigns, { campaignId: 'open' });
  const [order] = rows.orders;
  sale.limit_count = 1;
  rows.orders = [{ ...order, status: 'CANCELLED', cancelledAt: order.createdAt + 500 }, { ...order, orderId: 'o7', createdAt: order.createdAt + 400 }]; // it has waited for the first to be off
  const seen = () => fired(judgeRows(history, rows)).includes('orders: nobody has more of a sale at once than he may');
  assert.equal(seen(), false);
  rows.orders[0].cancelledAt += 8000;
  assert.equal(seen(), true);
  Object.assign(rows.orders[0], { status: 'REFUNDED', cancelledAt: null }); // when, nobody knows
  assert.equal(seen(), false);
});

test('what was not answered is held neither against the house nor for it', () => {
  const { history, rows, silent } = smallRun();
  rows.orders.push({ ...rows.orders[0], key: silent.key, by: silent.by, orderId: 'o8', createdAt: silent.t0 + 50 });
  assert.deepEqual(fired(judgeRows(history, rows)), []);
});

// Who was not answered and then heard no `atMs` after that, and has an order.
function refusedLate(atMs, { silence = {}, no = { status: 400, code: 'OVER_LIMIT' } } = {}) {
  const { history, rows } = smallRun();
  const record = asked(history, 'flash', { by: 'wang', atMs: 8000, gateway: 7, request: { campaignId: 'open', quantity: 1 } });
  Object.assign(record.attempts[0], silence);
  again(history, record, { atMs: 8030 + atMs, ...no });
  rows.orders.push({ ...rows.orders[0], key: record.key, by: 'wang', orderId: 'o8', createdAt: T + 8100 });
  return { history, rows, seen: () => fired(judgeRows(history, rows)) };
}

test('a no after a silence is final when that had its time, also on a machine that is full, or stood still', () => {
  const name = 'orders: who heard no after a silence has none';
  assert.deepEqual(refusedLate(4000).seen(), []);
  assert.deepEqual(refusedLate(4001).seen(), [name]);
  assert.deepEqual(refusedLate(4001, { silence: { status: 504 } }).seen(), [name]);
  assert.deepEqual(refusedLate(4001, { no: { status: 429, code: 'RATE_LIMITED' } }).seen(), [], 'it says nothing of the order');
  const stood = (mark) => {
    const run = refusedLate(4500);
    run.history.marks.push(mark);
    return run.seen();
  };
  assert.deepEqual(stood({ kind: 'late', at: T + 8400, goneOnAt: T + 9000 }), []);
  assert.deepEqual(stood({ kind: 'stopped', store: 'postgres', at: T + 8000, goneOnAt: T + 9000 }), []);
  assert.deepEqual(stood({ kind: 'stopped', store: 'postgres', at: T + 1000, goneOnAt: T + 7900 }), [name], 'before he asked');
  assert.deepEqual(stood({ kind: 'stopped', store: 'postgres', at: T + 12_600, goneOnAt: T + 20_000 }), [name], 'when his time was over');
  assert.deepEqual(stood({ kind: 'stopped', store: 'redis', at: T + 8000, goneOnAt: T + 9000 }), [name]);
});

test('«sold out» has to be true also for who heard nothing before', () => {
  const name = 'orders: who heard «sold out» heard the truth';
  const seen = (code, quantity) => {
    const { history, rows } = smallRun();
    const record = asked(history, 'flash', { by: 'wang', atMs: 8000, gateway: 5, request: { campaignId: 'few', quantity }, status: 504 });
    again(history, record, { atMs: 13_000, gateway: 5, status: 400, code });
    assert.equal(record.outcome, 'info');
    return fired(judgeRows(history, rows)).includes(name);
  };
  assert.deepEqual([seen('SOLD_OUT', 1), seen('STOCK_SHORT', 2), seen('STOCK_SHORT', 3), seen('OVER_LIMIT', 1)], [true, true, false, false]);
});

test('an overload is no silence: the no after it is final', () => {
  assert.deepEqual(refusedLate(500, { silence: { status: 503, code: 'OVERLOADED' } }).seen(), ['orders: who heard no after a silence has none']);
});

test('where we hung up, a no is final when the gateway was heard of since, and what it had taken had its time', () => {
  const name = 'orders: who heard no after a silence has none';
  const silence = { gaveUp: true, code: 'NETWORK' };
  assert.deepEqual(refusedLate(20_000, { silence }).seen(), [], 'it may stand still yet');
  const heard = refusedLate(20_000, { silence });
  asked(heard.history, 'whoAmI', { key: false, by: 'li', atMs: 25_000, gateway: 7, answer: { nickname: 'three' } });
  assert.deepEqual(heard.seen(), [], 'what it read then has its time yet');
  asked(heard.history, 'whoAmI', { key: false, by: 'li', atMs: 8100, gateway: 7, answer: { nickname: 'three' } });
  assert.deepEqual(heard.seen(), [name]);
});

test('a gateway that stood still gave its requests their time when it went on', () => {
  const { history, rows, silent } = smallRun();
  const row = { ...rows.orders[0], key: silent.key, by: silent.by, orderId: 'o8', createdAt: silent.t0 + 9000 };
  const name = 'deadlines: nothing is begun after its time';
  rows.orders.push(row);
  Object.assign(silent.attempts[0], { gateway: 7, status: 0 }); // nobody else is there: nothing tells when it was read
  assert.deepEqual(fired(judgeRows(history, rows)), []);
  asked(history, 'whoAmI', { key: false, by: 'wang', atMs: 1700, gateway: 7, answer: { nickname: '微信用户' }, tookMs: 8000 });
  assert.deepEqual(fired(judgeRows(history, rows)).filter((one) => one === name), []);
  asked(history, 'whoAmI', { key: false, by: 'wang', atMs: 1800, gateway: 7, answer: { nickname: '微信用户' } });
  assert.deepEqual(fired(judgeRows(history, rows)).filter((one) => one === name), [name]);
});

test('a clock that was moved is known by the answers, and times are held against it', () => {
  const hour = 3_600_000;
  const name = 'deadlines: nothing is begun after its time';
  const moved = smallRun();
  asked(moved.history, 'look', { key: false, atMs: 7000, request: { orderId: 'o1' }, answer: { orderId: 'o1', version: 3, serverTime: new Date(T + 7010).toISOString() } });
  const late = asked(moved.history, 'flash', { by: 'wang', atMs: 9000, request: { campaignId: 'open', quantity: 1 }, answer: { orderId: 'o8', amountFen: 100, quantity: 1 } });
  asked(moved.history, 'look', { key: false, atMs: 9100, request: { orderId: 'o8' }, answer: { orderId: 'o8', version: 1, serverTime: new Date(T + 9110 + hour).toISOString() } });
  moved.rows.orders.push({ ...moved.rows.orders[0], key: late.key, by: 'wang', orderId: 'o8', createdAt: T + 9010 + hour });
  find(moved.rows.campaigns, { campaignId: 'open' }).endsAt += hour;
  assert.deepEqual(fired(judgeRows(moved.history, moved.rows)), []);
  find(moved.rows.orders, { orderId: 'o8' }).createdAt += 4000;
  assert.deepEqual(fired(judgeRows(moved.history, moved.rows)), [name]);
  find(moved.rows.orders, { orderId: 'o8' }).createdAt -= 4000;
  find(moved.rows.orders, { orderId: 'o3' }).createdAt += hour; // long before it was moved
  assert.deepEqual(fired(judgeRows(moved.history, moved.rows)), [name]);
});

test('who hangs up himself was not left by a gateway that ended, nor who was told nothing after its time', () => {
  for (const what of [{ gaveUp: true }, { t1: T + 9500 }]) {
    const { history, rows } = smallRun();
    Object.assign(find(history.records, { id: 'slow' }).attempts[0], { outcome: 'info', status: 0, code: 'NETWORK', answer: null, ...what });
    assert.deepEqual(fired(judgeRows(history, rows)), []);
  }
});

test('a coupon that is asked for again is shown as it is now', () => {
  const { history, rows } = smallRun();
  const claim = ofOp({ history }, 'claim');
  again(history, claim, { kind: 'echo', atMs: 900, answer: { ...claim.answer, state: 'BOUND' } });
  assert.deepEqual(fired(judgeRows(history, rows)), []);
});

test('what an answer means', () => {
  for (const status of [400, 401, 403, 404, 410, 413, 422, 429]) assert.equal(outcomeOf({ status }), 'fail');
  for (const status of [0, 409, 500, 502, 503, 504]) assert.equal(outcomeOf({ status }), 'info', `${status}`);
  assert.equal(outcomeOf({ status: 409, code: 'ALREADY_IN_TEAM' }), 'fail');
});

test('a silence is not undone by a refusal, and is by a yes', () => {
  const history = new History();
  const record = asked(history, 'flash', { status: 504 });
  again(history, record, { atMs: 500, status: 400, code: 'SOLD_OUT' });
  assert.equal(record.outcome, 'info');
  again(history, record, { atMs: 900, answer: { orderId: 'o1' } });
  assert.equal(record.outcome, 'ok');
  again(history, record, { kind: 'echo', atMs: 1200, status: 503 });
  assert.equal(record.outcome, 'ok');
  assert.equal(history.acknowledged(), 1);
});

test('what was under way at a moment is known', () => {
  const history = new History();
  asked(history, 'flash', { atMs: 0, answer: {} });
  asked(history, 'claim', { atMs: 20, answer: {}, tookMs: 100 });
  asked(history, 'rename', { atMs: 20, answer: {}, counts: false });
  const still = history.open({ id: 'x', op: 'pay', key: 'k', by: 'li', request: {}, counts: true });
  Object.assign(history.attempt(still, { kind: 'first', gateway: 0 }), { t0: T + 110 });
  const at = (...ms) => history.underWay(...ms.map((one) => T + one)).length;
  assert.deepEqual([at(-1), at(10), at(25), at(60), at(115), at(5000), at(-5, 10_000)], [0, 1, 2, 1, 2, 1, 3]);
});

test('the file has every record, and what was asked about', (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'history-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'history.jsonl');
  const history = new History({ file });
  const record = asked(history, 'flash', { answer: { orderId: 'o1' } });
  history.close(record);
  asked(history, 'claim', { status: 503 });
  history.world = { prefix: 'run-1-' };
  history.marks.push({ kind: 'late', at: T, goneOnAt: T + 300 });
  history.end();
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ op, outcome, world }) => op ? `${op} ${outcome}` : world.prefix), ['flash ok', 'claim info', 'run-1-']);
  assert.deepEqual(lines.at(-1).marks, history.marks);
});

test('rows are asked for in the words of the rules', async () => {
  const { history } = smallRun();
  const asks = [];
  const checks = await judge(history, (sql) => {
    asks.push(sql);
    return sql.includes('from groupbuy.orders o left join') ? [['run-1-odd', 'o5', 'li', 'PLAIN', '100', '1', '', '', '', '', '0', 'READY', '0', '1763812800000', '', '', '1', '', 'f', 'peach 1', '0', '0', '']] : [];
  });
  assert.ok(asks.length >= 12 && asks.every((sql) => sql.startsWith('select ')));
  const { violations, seen } = checks.find(({ name }) => name === 'orders: none that nobody asked for');
  assert.equal(violations, 1);
  assert.deepEqual([seen[0].key, seen[0].amountFen, seen[0].paidAt, seen[0].resumed], ['run-1-odd', 100, null, 'f']);
});
