// Faults, the clock, what survives a restart, and the process itself.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { Clock } from '../lib/clock.mjs';
import { seededRandom } from '../lib/random.mjs';
import { Store } from '../lib/store.mjs';
import { newReceiver, newSandbox, paidOrder, prepayBody, until } from './support.mjs';

const PREPAY = '/v3/pay/transactions/jsapi';
const SERVER = fileURLToPath(new URL('../server.mjs', import.meta.url));

function folder(t) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'wechat-sandbox-'));
  t.after(() => fs.rmSync(directory, { recursive: true }));
  return directory;
}

test('faults strike where and as often as ordered', async (t) => {
  const sandbox = await newSandbox(t);
  const { merchant, wx, ctl } = sandbox;
  const { openid } = await ctl('POST', '/user', {});
  const order = (fault) => ctl('POST', '/faults', fault);
  const target = `POST /pay${PREPAY}`;
  const ask = (body = prepayBody(sandbox, openid)) => merchant.exchange('POST', PREPAY, body);

  await order({ match: target, kind: 'error', status: 500, body: { code: 'SYSTEM_ERROR', message: '系统异常' }, count: 2 });
  for (const expected of [500, 500, 200]) assert.equal((await ask()).status, expected);

  await order({ match: target, kind: 'reset', count: 1 });
  const never = prepayBody(sandbox, openid);
  await assert.rejects(ask(never), { code: 'ECONNRESET' });
  assert.equal((await merchant.exchange('GET', `/v3/pay/transactions/out-trade-no/${never.out_trade_no}?mchid=${merchant.mchid}`)).status, 404);

  await order({ match: target, kind: 'reset', when: 'after', count: 1 });
  const done = prepayBody(sandbox, openid);
  await assert.rejects(ask(done), { code: 'ECONNRESET' });
  const query = await merchant.exchange('GET', `/v3/pay/transactions/out-trade-no/${done.out_trade_no}?mchid=${merchant.mchid}`);
  assert.equal(query.json.trade_state, 'NOTPAY', 'only the answer was lost');

  await order({ match: target, kind: 'truncate', count: 1 });
  await assert.rejects(ask());
  await order({ match: target, kind: 'http', status: 502, count: 1 });
  assert.equal((await ask()).status, 502);

  for (const kind of ['bad_signature', 'no_signature']) {
    await order({ match: target, kind, count: 1 });
    assert.ok(!merchant.proven(await ask()), kind);
  }
  await order({ match: target, kind: 'wrong_serial', count: 1 });
  assert.notEqual((await ask()).headers['wechatpay-serial'], sandbox.read('wxp_pub_id'));
  await order({ match: target, kind: 'stale_timestamp', count: 1 });
  assert.ok(Date.now() / 1000 - (await ask()).headers['wechatpay-timestamp'] > 300);

  await order({ match: '* /wx/*', kind: 'error', body: { errcode: -1, errmsg: 'system error' }, count: 1 });
  assert.equal((await wx.token()).errcode, -1);
  const slow = await order({ match: '* /wx/*', kind: 'delay', delayMs: 120 });
  const before = Date.now();
  await wx.token();
  assert.ok(Date.now() - before >= 115);
  await ctl('DELETE', `/faults/${slow.id}`);

  await order({ match: '* /wx/*', kind: 'error', body: { errcode: -1 }, probability: 0.5 });
  const codes = [];
  for (let i = 0; i < 40; i++) codes.push((await wx.token()).errcode ?? 0);
  const struck = codes.filter((code) => code === -1).length;
  assert.ok(struck > 8 && struck < 32, `${struck} of 40`);
  await ctl('DELETE', '/faults');
  assert.equal((await wx.token()).errcode, undefined);

  await assert.rejects(order({ match: 'everything', kind: 'reset' }), { status: 400 });
  await assert.rejects(order({ match: target, kind: 'explode' }), { status: 400 });
  await assert.rejects(order({ match: target, kind: 'delay' }), { status: 400 });
});

test('chance is repeatable', () => {
  const draw = (seed) => Array.from({ length: 5 }, seededRandom(seed));
  assert.deepEqual(draw('a'), draw('a'));
  assert.notDeepEqual(draw('a'), draw('b'));
  assert.ok(draw(3).every((value) => value >= 0 && value < 1));
});

test('the clock runs, stands and jumps, and what is due happens', async (t) => {
  const clock = new Clock();
  t.after(() => clock.close());
  const happened = [];
  clock.after(3600_000, () => happened.push('hour'));
  clock.after(60_000, () => happened.push('minute'));
  const cancel = clock.after(1000, () => happened.push('never'));
  cancel();
  clock.advance(3_599_000);
  assert.deepEqual(happened, ['minute']);
  clock.advance(2000);
  assert.deepEqual(happened, ['minute', 'hour']);
  clock.set(Date.UTC(2026, 10, 21, 12));
  clock.freeze();
  const then = clock.now();
  await new Promise((resolve) => setTimeout(resolve, 15));
  assert.equal(clock.now(), then);
  clock.resume();
  await new Promise((resolve) => setTimeout(resolve, 15));
  assert.ok(clock.now() > then && clock.now() < then + 5000);
});

test('the journal survives, torn lines and all', (t) => {
  const directory = folder(t);
  const store = new Store(directory);
  const rows = store.table('things');
  for (let i = 0; i < 20; i++) rows.put('a', { i });
  rows.put('b', { text: '邻里' });
  rows.put('c', 1);
  rows.delete('c');
  store.close();
  const file = path.join(directory, 'journal.jsonl');
  fs.appendFileSync(file, '{"t":"things","k":"d","v":{"half');
  const again = new Store(directory);
  assert.deepEqual([...again.table('things').values()], [{ i: 19 }, { text: '邻里' }]);
  again.table('things').put('e', 5);
  again.close();
  const third = new Store(directory);
  assert.equal(third.table('things').get('e'), 5);
  third.close();
  fs.appendFileSync(file, 'nonsense\n{"t":"things","k":"f","v":1}\n');
  assert.throws(() => new Store(directory), SyntaxError);
});

test('a long history is rewritten', (t) => {
  const directory = folder(t);
  const store = new Store(directory);
  for (let i = 0; i < 6000; i++) store.table('things').put('a', { i });
  store.close();
  const before = fs.statSync(path.join(directory, 'journal.jsonl')).size;
  const again = new Store(directory);
  again.close();
  assert.ok(fs.statSync(path.join(directory, 'journal.jsonl')).size < before / 1000);
  const third = new Store(directory);
  assert.deepEqual(third.table('things').get('a'), { i: 5999 });
  third.close();
});

test('a restart forgets nothing: keys, money, people, notices under way', async (t) => {
  const state = folder(t);
  let refuse = true;
  const receiver = await newReceiver(t, () => (refuse ? 500 : 204));
  let order;
  let publicKey;
  let quota;
  await t.test('before', async (t2) => {
    const sandbox = await newSandbox(t2, { state, settings: { retryScale: 10 } });
    publicKey = sandbox.read('wxp_pub.pem');
    order = await paidOrder(sandbox, { notify_url: receiver.url });
    await receiver.wait(1);
    const template = sandbox.read('templates', 'team_failed');
    quota = await sandbox.ctl('POST', '/subscribe', { openid: order.openid, template_id: template, count: 2 });
    assert.equal(fs.statSync(path.join(state, 'merchant', 'apiclient_key.pem')).mode & 0o777, 0o600);
  });
  refuse = false;
  await t.test('after', async (t2) => {
    const sandbox = await newSandbox(t2, { state });
    assert.equal(sandbox.read('wxp_pub.pem'), publicKey);
    await receiver.wait(2);
    const paid = await sandbox.merchant.exchange('GET', `/v3/pay/transactions/id/${order.transactionId}?mchid=${sandbox.merchant.mchid}`);
    assert.equal(paid.json.trade_state, 'SUCCESS');
    const template = sandbox.read('templates', 'team_failed');
    const more = await sandbox.ctl('POST', '/subscribe', { openid: order.openid, template_id: template });
    assert.equal(more.quota, quota.quota + 1);
  });
});

test('three hundred people at once', async (t) => {
  const receiver = await newReceiver(t);
  const sandbox = await newSandbox(t);
  const one = async () => {
    const { code } = await sandbox.ctl('POST', '/user', {});
    assert.ok((await sandbox.wx.login(code)).openid);
    return paidOrder(sandbox, { notify_url: receiver.url });
  };
  const orders = await Promise.all(Array.from({ length: 300 }, one));
  assert.equal(new Set(orders.map((order) => order.transactionId)).size, 300);
  await until(() => receiver.received.length === 300);
  const { count } = await sandbox.ctl('GET', '/requests?path=/pay/v3/pay/transactions/jsapi');
  assert.equal(count, 300);
});

test('the process says when it is ready and ends when told', async (t) => {
  const child = spawn(process.execPath, [SERVER, '--state', folder(t), '--seed', '5', '--refund-delay-ms', '7', '--clock', '2026-11-21T20:00:00+08:00']);
  const line = await new Promise((resolve) => child.stdout.once('data', resolve));
  const ready = JSON.parse(line);
  assert.equal(ready.wx, `http://127.0.0.1:${ready.port}/wx`);
  assert.equal((await (await fetch(`${ready.control}/settings`)).json()).refundDelayMs, 7);
  assert.match((await (await fetch(`${ready.control}/clock`)).json()).iso, /^2026-11-21T12:0/);
  child.kill('SIGTERM');
  assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 0);

  const wrong = spawn(process.execPath, [SERVER, '--nonsense', '1']);
  assert.equal(await new Promise((resolve) => wrong.once('exit', resolve)), 2);
});

test('the control side says what is wrong', async (t) => {
  const { ctl } = await newSandbox(t);
  await assert.rejects(ctl('POST', '/settings', { refundDelay: 1 }), { status: 400, message: /no setting is called refundDelay/ });
  await assert.rejects(ctl('POST', '/settings', { refundDelayMs: '1' }), { status: 400 });
  await assert.rejects(ctl('POST', '/code', { openid: 'oNobody' }), { status: 400 });
  await assert.rejects(ctl('POST', '/clock', { now: 'tomorrow' }), { status: 400 });
  await assert.rejects(ctl('POST', '/nothing', {}), { status: 404 });
  await assert.rejects(ctl('POST', '/notice', { id: 'none' }), { status: 400 });
});

test('nothing is shared with the product, and the product does not know', () => {
  const here = fileURLToPath(new URL('..', import.meta.url));
  const root = path.join(here, '..', '..');
  const filesOf = (directory, kinds) => fs.readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    if (entry.name === 'node_modules') return [];
    return entry.isDirectory() ? filesOf(file, kinds) : kinds.test(entry.name) ? [file] : [];
  });
  for (const file of filesOf(here, /\.mjs$/)) {
    for (const [, from] of fs.readFileSync(file, 'utf8').matchAll(/^import .*?from '([^']+)'/gm)) {
      const inside = from.startsWith('.') && path.resolve(path.dirname(file), from).startsWith(path.resolve(here));
      assert.ok(from.startsWith('node:') || inside, `${file} imports ${from}`);
    }
  }
  const product = ['shared', 'services', 'proto', 'clients'].flatMap((directory) => filesOf(path.join(root, directory), /\.(c|h|proto|sql|m?js|ts)$/));
  assert.ok(product.length > 100);
  for (const file of product) assert.doesNotMatch(fs.readFileSync(file, 'utf8'), /wechat-sandbox|\/_ctl\b/, file);
});
