// The proxy by itself, between a client and a store that says back what it hears: each word does what it says.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { after, afterEach, before, test } from 'node:test';
import { connectProxy } from '../../faults/lab/proxy.mjs';
import { medianOf } from '../../faults/support/times.mjs';
import { program, sleep, until } from '../../support/house.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-'));
const QUIET_MS = 150; // what has not come by then is held

// A reset that comes together with bytes, Node shows as an end.
const broken = ({ error, ended }) => error === 'ECONNRESET' || ended;

// ---- a store

// Keeps what it heard; echoes it unless told to be still.
class Store {
  connections = [];
  echo = true;

  async open() {
    this.server = net.createServer({ allowHalfOpen: true }, (socket) => this.#one(socket));
    this.server.listen(this.port ?? 0, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
    return this;
  }

  #one(socket) {
    const one = { socket, heard: [], bytes: 0, ended: false, at: null };
    this.connections.push(one);
    socket.on('data', (data) => {
      one.at ??= performance.now();
      one.heard.push(data);
      one.bytes += data.length;
      if (this.echo) socket.write(data);
    });
    socket.on('end', () => { one.ended = true; socket.end(); });
    socket.on('error', (error) => { one.error = error.code; });
  }

  async close() {
    for (const { socket } of this.connections) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}

// ---- who comes

class Client {
  heard = [];
  bytes = 0;

  static async connect(port) {
    const client = new Client();
    client.socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true }).setNoDelay();
    client.socket.on('data', (data) => { client.heard.push(data); client.bytes += data.length; });
    client.socket.on('end', () => { client.ended = true; });
    client.socket.on('error', (error) => { client.error = error.code; });
    client.socket.on('close', () => { client.closed = true; });
    await until('connected or refused', () => client.error || client.socket.readyState === 'open', { everyMs: 1 });
    return client;
  }

  get text() { return Buffer.concat(this.heard).toString(); }
  write(data) { this.socket.write(data); return this; }
  hears(bytes) { return until(`${bytes} bytes heard`, () => this.bytes >= bytes, { everyMs: 2 }); }
  isReset() { return until('reset', () => this.error === 'ECONNRESET'); }
  isBroken() { return until('broken', () => broken(this)); }
}

// ---- the proxy

async function startProxy(routes) {
  const file = path.join(folder, `routes-${crypto.randomUUID()}`);
  fs.writeFileSync(file, Object.entries(routes).map(([name, to]) => `${name} 0 ${to}\n`).join(''));
  const child = spawn(program('../tests/linli-fault-proxy'), [file, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child, 'spawn'); // or says why not
  const ended = once(child, 'exit').then(([code]) => { throw new Error(`the proxy ended with ${code} before it was ready`); });
  ended.catch(() => {}); // later it may end as it likes
  const [line] = await Promise.race([once(readline.createInterface({ input: child.stdout }), 'line'), ended]);
  const said = JSON.parse(line);
  const control = await connectProxy({ ports: { proxy: said.control } });
  return { control, ports: said.routes, said, child, close: () => { control.close(); child.kill(); return once(child, 'exit'); } };
}

let store, proxy;
before(async () => {
  store = await new Store().open();
  proxy = await startProxy({ 'shop.postgres': store.port, 'shop-2.postgres': store.port, 'shop.nats': store.port });
});
after(async () => {
  await proxy?.close(); // there is none where it was not built
  await store.close();
  fs.rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await proxy.control.heal();
  await proxy.control.reset('*');
  await until('all connections are gone', async () => (await proxy.control.stat()).open === 0);
  store.connections.length = 0;
  store.echo = true;
});

const connect = (route = 'shop.postgres') => Client.connect(proxy.ports[route]);
const lastHeard = async () => (await until('the store hears of it', () => store.connections.at(-1), { everyMs: 2 }));

test('without a fault everything passes, half-closes too, and is counted', async () => {
  const bytes = crypto.randomBytes(3 << 20);
  const was = await proxy.control.stat('shop.postgres');
  const client = await connect();
  client.write(bytes);
  client.socket.end();
  await until('the end comes back', () => client.ended);
  assert.ok(Buffer.concat(client.heard).equals(bytes));
  const is = await proxy.control.stat('shop.postgres');
  assert.deepEqual([is.opened - was.opened, is.bytesUp - was.bytesUp, is.bytesDown - was.bytesDown], [1, bytes.length, bytes.length]);
  await until('it is over', async () => (await proxy.control.stat('shop.postgres')).open === 0);
});

test('the store ends first: who came hears all of it, and may still speak', async () => {
  store.echo = false;
  const client = await connect();
  const one = await lastHeard();
  one.socket.end('goodbye');
  await until('its end', () => client.ended);
  assert.equal(client.text, 'goodbye');
  client.write('and thanks');
  await until('thanks', () => one.bytes === 10);
});

test('latency comes on top, each way by itself', async () => {
  const client = await connect();
  await proxy.control.latency('shop.postgres', 'up', 120);
  await proxy.control.latency('shop.postgres', 'down', 80);
  const began = performance.now();
  await client.write('ping').hears(4);
  assert.ok(performance.now() - began >= 199, `${performance.now() - began} ms`);
});

test('jitter does not change the order', async () => {
  const client = await connect();
  await proxy.control.latency('shop.postgres', 'both', 20, 20);
  const words = Array.from({ length: 60 }, (_, i) => `${i};`);
  for (const word of words) {
    client.write(word);
    await sleep(1);
  }
  await client.hears(words.join('').length);
  assert.equal(client.text, words.join(''));
});

// How long the first chunk of twelve connections took up, with a seed.
async function delays(seed) {
  const own = await startProxy({ 'a.b': store.port });
  await own.control.seed(seed);
  await own.control.latency('a.b', 'up', 400, 400);
  const took = [];
  for (let i = 0; i < 12; i++) {
    const client = await Client.connect(own.ports['a.b']);
    const one = await until('the store hears of it', () => store.connections[i], { everyMs: 1 });
    const began = performance.now();
    client.write('x');
    took.push(until('it comes', () => one.at, { everyMs: 2 }).then(() => one.at - began));
  }
  const all = await Promise.all(took);
  await own.close();
  store.connections.length = 0;
  return all;
}

const between = (one, other) => medianOf(one.map((ms, i) => Math.abs(ms - other[i])));

test('the same seed gives the same jitter, another one another', async () => {
  const [first, again, other] = [await delays(7), await delays(7), await delays(8)];
  assert.ok(between(first, again) * 2 < between(first, other), `${first}; ${again}; ${other}`);
});

test('drip: so many bytes a second', async () => {
  const client = await connect();
  await proxy.control.drip('shop.postgres', 'down', 4000);
  const began = performance.now();
  await client.write(Buffer.alloc(2000, 'x')).hears(2000);
  assert.ok(performance.now() - began >= 440, `${performance.now() - began} ms`); // the first drip, 50 ms of it, is at once
});

test('cut: exactly so many bytes, then a reset, once', async () => {
  const [client, other] = [await connect(), await connect()];
  await proxy.control.cut('shop.postgres', 'down', 1000);
  client.write(Buffer.alloc(3000, 'x'));
  await client.isBroken();
  assert.equal(client.bytes, 1000);
  await other.write(Buffer.alloc(3000, 'x')).hears(3000);
  assert.equal(other.error, undefined);
});

test('cut on the way up: the store has half of it', async () => {
  const client = await connect();
  await proxy.control.cut('shop.postgres', 'up', 5);
  client.write('0123456789');
  await client.isBroken();
  await until('the store is reset', () => broken(store.connections[0]));
  assert.equal(store.connections[0].bytes, 5);
});

test('hold: nothing passes, nothing is closed, and then all of it comes', async () => {
  const client = await connect();
  await client.write('before').hears(6);
  await proxy.control.hold('shop.postgres');
  client.write('during');
  await sleep(QUIET_MS);
  assert.deepEqual([client.text, client.closed, store.connections[0].bytes], ['before', undefined, 6]);
  await proxy.control.heal('shop.postgres');
  await client.hears(12);
  assert.equal(client.text, 'beforeduring');
});

test('hold one way: up the store hears nothing, down the client hears nothing', async () => {
  const client = await connect();
  const one = await lastHeard();
  await proxy.control.hold('shop.postgres', 'down');
  client.write('up');
  await until('it comes up', () => one.bytes === 2);
  await sleep(QUIET_MS);
  assert.equal(client.bytes, 0);
  await proxy.control.heal('shop.postgres');
  await client.hears(2);

  await proxy.control.hold('shop.postgres', 'up');
  client.write('more');
  one.socket.write('down');
  await client.hears(6);
  await sleep(QUIET_MS);
  assert.equal(one.bytes, 2);
});

test('while it holds, the end and the reset of either side stay unknown to the other', async () => {
  const [client, rude] = [await connect(), await connect()];
  await Promise.all([client.write('x').hears(1), rude.write('x').hears(1)]);
  await proxy.control.hold('shop.postgres');
  client.socket.end();
  rude.socket.resetAndDestroy();
  await sleep(QUIET_MS);
  assert.ok(store.connections.every((one) => !one.ended && !one.error));
  await proxy.control.heal('shop.postgres');
  await until('both are told', () => store.connections.every((one) => one.ended || one.error));
});

test('the store hears only of those who still wait when nothing is held any more', async () => {
  await proxy.control.hold('shop.postgres', 'up');
  const [patient, hasty] = [await connect(), await connect()];
  patient.write('here');
  hasty.write('gone');
  await sleep(QUIET_MS);
  hasty.socket.destroy();
  await until('it is known', async () => (await proxy.control.stat('shop.postgres')).open === 1);
  assert.equal(store.connections.length, 0);
  await proxy.control.heal('shop.postgres');
  await patient.hears(4);
  assert.deepEqual([patient.text, store.connections.length], ['here', 1]);
});

test('what waits is bounded: the sender has to wait', async () => {
  store.echo = false;
  const bytes = crypto.randomBytes(24 << 20);
  const client = await connect();
  await proxy.control.latency('shop.postgres', 'up', 600_000);
  client.write(bytes);
  await sleep(QUIET_MS);
  assert.ok(client.socket.writableLength > 0, 'all of it was taken');
  assert.equal(store.connections[0].bytes, 0);
  const [, kb] = /VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${proxy.child.pid}/status`, 'utf8'));
  assert.ok(Number(kb) < 12 << 10, `${kb} KB`);
  await proxy.control.heal('shop.postgres');
  await until('all of it', () => store.connections[0].bytes === bytes.length);
  assert.ok(Buffer.concat(store.connections[0].heard).equals(bytes));
});

test('refuse: nobody is let in, who is in is reset; healed on the same port', async () => {
  const client = await connect();
  await client.write('x').hears(1);
  await proxy.control.refuse('shop.postgres');
  await client.isReset();
  assert.equal((await connect()).error, 'ECONNREFUSED');
  assert.equal((await connect('shop.nats')).error, undefined);
  await proxy.control.heal('shop.postgres');
  await (await connect()).write('back').hears(4);
});

test('reset: who is in, once', async () => {
  const client = await connect();
  await client.write('x').hears(1);
  await proxy.control.reset('shop.postgres');
  await client.isReset();
  await until('the store too', () => store.connections[0].error === 'ECONNRESET');
  await (await connect()).write('back').hears(4);
});

test('strand: who is in is cut off without a word, who comes passes; healed, he is reset', async () => {
  const client = await connect();
  await client.write('x').hears(1);
  const one = store.connections[0];
  await proxy.control.strand('shop.postgres');
  client.write('nobody hears this');
  await (await connect()).write('new').hears(3);
  await sleep(QUIET_MS);
  assert.deepEqual([one.bytes, one.error, client.bytes, client.closed], [1, undefined, 1, undefined]);
  client.socket.destroy();
  await sleep(QUIET_MS);
  assert.deepEqual([one.ended, one.error], [false, undefined]); // the store does not know yet
  await proxy.control.heal('shop.postgres');
  await until('the store knows', () => one.error === 'ECONNRESET');
});

test('a pattern means all routes it fits, and no other', async () => {
  await proxy.control.refuse('shop*.postgres');
  const errors = [];
  for (const route of ['shop.postgres', 'shop-2.postgres', 'shop.nats']) errors.push((await connect(route)).error);
  assert.deepEqual(errors, ['ECONNREFUSED', 'ECONNREFUSED', undefined]);
});

test('a store that is down resets who comes, and serves again when it is up', async () => {
  await store.close();
  await (await connect()).isReset();
  await store.open();
  await (await connect()).write('up').hears(2);
});

test('what is not understood is said', async () => {
  const { control } = proxy;
  await assert.rejects(control.hold('nobody.*'), /no route is called nobody/);
  await assert.rejects(control.hold('*', 'sideways'), /no hold is not understood so/);
  await assert.rejects(control.latency('*', 'up', -1), /not understood/);
  await assert.rejects(control.cut('*', 'both', 1), /not understood/);
  await assert.rejects(control.drip('*', 'up', '1e3'), /not understood/);
  await assert.rejects(control.seed('x'), /no seed N is wanted/);
  assert.equal((await control.stat('shop.nats')).open, 0);
});

test('a control line has its limit', async () => {
  const loud = await Client.connect(proxy.said.control);
  loud.write('x'.repeat(300));
  await until('it is hung up on', () => loud.ended || loud.error);
  assert.equal((await proxy.control.stat('shop.nats')).open, 0);
});
