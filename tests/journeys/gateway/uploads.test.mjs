// Files for a service that the gateway has never heard of: into the store, whole or not at all; what stays of a failure.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { newFolder, until } from '../../support/house.mjs';
import { GatewayHouse, Refusal, signToken } from '../../support/gateway.mjs';
import * as wire from '../../support/wire.mjs';

const UPLOAD_MS = 1500;
const METHOD = 'linli.albums.v1.Albums.AddFile';

let house;
let store;
let refusal;
const incoming = () => (fs.existsSync(path.join(store, 'incoming')) ? fs.readdirSync(path.join(store, 'incoming')) : []);

before(async () => {
  store = path.join(newFolder(), 'objects');
  house = await GatewayHouse.start({
    services: ['sample', 'albums'],
    settings: {
      LINLI_OBJECTS_URL: store, LINLI_OBJECTS_LINK_SECRET: 'secret', LINLI_GATEWAY_UPLOADS_MAX: '2', LINLI_GATEWAY_UPLOAD_MS: String(UPLOAD_MS),
      LINLI_GATEWAY_USER_RATES: 'read=1000/1:1000 write=1000/1:1000 login=1/1:1 money=1/1:1 message=1/1:1 callback=1/1:1',
    },
  });
});

after(async () => {
  await house.stop();
  fs.rmSync(path.dirname(store), { recursive: true });
});

const form = (file) => Buffer.concat([Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd"\r\n\r\n'), file, Buffer.from('\r\n--b--\r\n')]);
const send = (file, { query = '', body = form(file), token = signToken() } = {}) => house.request('POST', `/v1/albums/a1/files${query}`, {
  token, body, headers: { 'content-type': 'multipart/form-data; boundary=b' },
});

async function playAlbums() {
  await house.play(METHOD, ({ fields }) => {
    if (refusal) throw refusal;
    const file = wire.read(fields[3][0]);
    const text = (number) => wire.text(file, number);
    return [[1, text(1)], [2, Number(file[2][0])], [3, text(3)], [4, text(4)], [5, fields[2] ? fields[2][0].toString() : '']];
  });
}

test('nobody there: what came stays, for it may have been taken, until it is swept', async () => {
  assert.equal((await send(Buffer.from('x'))).status, 503);
  assert.equal(incoming().length, 1);
  fs.rmSync(path.join(store, 'incoming'), { recursive: true });
  await playAlbums();
});

test('the service hears where it is, how long, and what it is; its bytes are in the store', async () => {
  const file = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), crypto.randomBytes(250_000)]);
  const { status, json } = await send(file, { query: `?title=${encodeURIComponent('春 天')}` });
  assert.equal(status, 201);
  assert.match(json.key, /^incoming\/[0-9a-f]{32}$/);
  assert.deepEqual([json.bytes, json.type, json.title], [file.length, 'image/png', '春 天']);
  assert.equal(json.sha256, crypto.createHash('sha256').update(file).digest('hex'));
  assert.ok(fs.readFileSync(path.join(store, json.key)).equals(file));
  assert.equal(fs.statSync(path.join(store, json.key)).mode & 0o77, 0, 'for nobody else on the machine');
});

test('what the service refuses is gone', async () => {
  const before = incoming().length;
  refusal = new Refusal('FAILED_PRECONDITION', 'CONFLICT', 'the album is full');
  assert.equal((await send(Buffer.from('x'))).status, 400);
  refusal = undefined;
  assert.equal(incoming().length, before);
});

test('too long, of no name, or claimed by query: refused before or after, and nothing stays', async () => {
  const before = incoming().length;
  const calls = house.calls[METHOD];
  assert.equal((await send(Buffer.alloc(300_001))).status, 413);
  assert.equal((await send(Buffer.alloc(900_000))).status, 413);
  assert.equal((await send(Buffer.from('x'), { token: null })).status, 401);
  assert.equal((await send(Buffer.from('x'), { query: '?title=12345678901' })).status, 400);
  for (const query of ['?file.key=incoming/x', '?file.bytes=7', '?file=x', '?file.key=a&file.type=b']) assert.equal((await send(Buffer.from('x'), { query })).status, 400, query);
  assert.equal((await send(Buffer.alloc(300_000))).status, 201);
  assert.equal(house.calls[METHOD], calls + 1);
  assert.equal(incoming().length, before + 1);
});

const head = (bytes) => `POST /v1/albums/a1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${signToken()}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${bytes}\r\n\r\n`;
const beginning = form(Buffer.alloc(0)).subarray(0, -12);

test('a file that does not come, or breaks off, leaves nothing; and only so many come at a time', async () => {
  const before = incoming().length;
  const slow = [1, 2].map(() => house.raw([head(200_000), beginning, Buffer.alloc(1000)], { withinMs: 6000 }));
  await until('the places are taken', async () => (await house.metric('linli_gateway_uploads')) === 2);
  assert.equal((await send(Buffer.from('x'))).status, 503);
  for (const { status, ms } of await Promise.all(slow)) {
    assert.equal(status, 400);
    assert.ok(ms < UPLOAD_MS + 1500, `${ms} ms`);
  }
  assert.equal((await send(Buffer.from('x'))).status, 201, 'the places are free again');
  const broken = await house.raw([head(beginning.length + 100), beginning, Buffer.alloc(50)], { withinMs: 300 });
  assert.equal(broken.status, 0);
  await until('nothing is under way', async () => (await house.metric('linli_gateway_connections')) === 0);
  assert.equal(incoming().length, before + 1);
});

test('a disk that is full costs one upload, not the gateway', async () => {
  const { pid } = house.gateway;
  const before = incoming().length;
  const handles = house.handles();
  execFileSync('prlimit', ['--pid', String(pid), '--fsize=100000:']);
  const { status, json } = await send(Buffer.alloc(200_000));
  assert.deepEqual([status, json.code], [503, 'NOT_AVAILABLE']);
  execFileSync('prlimit', ['--pid', String(pid), '--fsize=unlimited:']);
  assert.equal((await send(Buffer.alloc(200_000))).status, 201);
  assert.equal(house.gateway.pid, pid);
  assert.equal(incoming().length, before + 1);
  await until('no handle is left open', () => house.handles() <= handles);
});

test('links are followed only when they are ours', async () => {
  const sign = (key, expires) => `/files/${key}?e=${expires}&s=${crypto.createHmac('sha256', 'secret').update(`${expires}\n${key}`).digest('base64url')}`;
  const soon = Math.floor(Date.now() / 1000) + 60;
  fs.mkdirSync(path.join(store, 'media'), { recursive: true });
  fs.writeFileSync(path.join(store, 'media/a.jpg'), 'the picture');
  const found = await house.request('GET', sign('media/a.jpg', soon));
  assert.deepEqual([found.status, found.text, found.headers['content-type'], found.headers['x-content-type-options']], [200, 'the picture', 'image/jpeg', 'nosniff']);
  assert.match(found.headers['content-security-policy'], /sandbox/);
  assert.equal((await house.request('HEAD', sign('media/a.jpg', soon))).status, 200);
  assert.equal((await house.request('GET', sign('media/a.jpg', soon - 120))).status, 404, 'it has run out');
  assert.equal((await house.request('GET', sign('media/b.jpg', soon))).status, 404);
  for (const key of ['../contracts.binpb', 'media/../media/a.jpg', 'media', '']) assert.equal((await house.request('GET', sign(key, soon))).status, 404, key);
  assert.equal((await house.request('GET', '/files/media/a.jpg')).status, 404);
  assert.equal((await house.request('PUT', sign('media/a.jpg', soon), { body: {} })).status, 405);
});
