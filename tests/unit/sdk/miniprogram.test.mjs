// The client where it lives: a place with wx.request and nothing else. The context has the language and timers, but no
// fetch, URL, crypto, AbortController, TextEncoder, process or Buffer.

import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';
import vm from 'node:vm';
import { FILES, newServer, ok, problem } from './support.mjs';

// wx.request as a phone has it: callbacks, no promise, `success` for every status, a task that can be aborted.
function fakeHost() {
  const host = { underWay: 0, most: 0, seen: [] };
  host.request = (options) => {
    host.seen.push(options);
    host.most = Math.max(host.most, ++host.underWay);
    const finish = (name, value) => {
      host.underWay--;
      options[name](value);
      options.complete(value);
    };
    const request = http.request(options.url, { method: options.method, headers: options.header }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        finish('success', { statusCode: response.statusCode, header: response.headers, data: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', () => finish('fail', { errMsg: 'request:fail ' }));
    request.end(options.data);
    return { abort: () => request.destroy() };
  };
  return host;
}

function loadIn(globals) {
  const context = vm.createContext({ setTimeout, clearTimeout, exports: {}, ...globals });
  for (const name of ['fetch', 'URL', 'crypto', 'AbortController', 'TextEncoder', 'process', 'Buffer']) {
    assert.equal(vm.runInContext(`typeof ${name}`, context), 'undefined');
  }
  vm.runInContext(FILES['linli.js'], context);
  return context.exports;
}

for (const name of ['wx', 'uni']) {
  test(`through ${name}.request alone`, async (t) => {
    let calls = 0;
    const server = await newServer(t, ({ url, headers }) => {
      if (url === '/v1/auth/refresh') return ok({ accessToken: 'new', refreshToken: 'r2' });
      if (headers.authorization !== 'Bearer new') return problem(401, 'TOKEN_EXPIRED');
      return ++calls === 1 ? null : ok({ teamId: 't1', name: '邻里' }, 201);
    });
    const host = fakeHost();
    const { createLinli } = loadIn({ [name]: host });
    const linli = createLinli({ baseUrl: server.baseUrl, tokens: { accessToken: 'old', refreshToken: 'r1' }, retry: { firstWaitMs: 1 } });
    assert.equal((await linli.joinTeam({ teamId: 't1' })).name, '邻里');
    assert.ok(host.seen.every((options) => options.dataType === 'text' && ['GET', 'POST', 'PUT', 'DELETE'].includes(options.method)));
    const joins = server.requests.filter(({ url }) => url.endsWith(':join'));
    assert.equal(new Set(joins.map(({ headers }) => headers['idempotency-key'])).size, 1);
    const refused = await linli.call('getTeam', { teamId: '' }).catch((error) => error.message);
    assert.match(refused, /needs teamId/);
  });
}

test('a file goes by uploadFile, with the token and the other fields in the address', async () => {
  const host = fakeHost();
  host.uploadFile = (options) => {
    host.seen.push(options);
    setTimeout(() => {
      options.success({ statusCode: 201, data: '{"teamId":"t1"}' });
      options.complete();
    });
    return { abort() {} };
  };
  const linli = loadIn({ wx: host }).createLinli({ baseUrl: 'https://api.example.com', tokens: { accessToken: 'a', refreshToken: 'r' } });
  assert.equal((await linli.addPicture({ albumId: 'a/1', caption: '春 天', file: 'wxfile://tmp_1.jpg' })).teamId, 't1');
  const [{ url, filePath, name, header }] = host.seen;
  assert.equal(url, 'https://api.example.com/v1/albums/a%2F1/pictures?caption=%E6%98%A5%20%E5%A4%A9');
  assert.deepEqual([filePath, name, header.Authorization, header['Content-Type']], ['wxfile://tmp_1.jpg', 'file', 'Bearer a', undefined]);
  assert.match(await linli.addPicture({ albumId: 'a1' }).catch((error) => error.message), /addPicture needs file/);
});

test('never more than eight at once: WeChat allows ten', async (t) => {
  const server = await newServer(t, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return ok({ teamId: 't1' });
  });
  const host = fakeHost();
  const linli = loadIn({ wx: host }).createLinli({ baseUrl: server.baseUrl });
  await Promise.all(Array.from({ length: 40 }, () => linli.getTeam({ teamId: 't1' })));
  assert.equal(host.seen.length, 40);
  assert.equal(host.most, 8);
});

test('a watch that is stopped gives its place back', async (t) => {
  const server = await newServer(t, ({ url }) => (url.startsWith('/v1/live') ? new Promise(() => {}) : ok({ teamId: 't1' })));
  const host = fakeHost();
  const linli = loadIn({ wx: host }).createLinli({ baseUrl: server.baseUrl });
  const watches = Array.from({ length: 9 }, () => linli.live({ onHint() {} }));
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(host.underWay, 8);
  watches.forEach((watch) => watch.stop());
  assert.equal((await linli.getTeam({ teamId: 't1' })).teamId, 't1');
  assert.equal(host.seen.length, 9, 'the ninth watch never began');
});

test('without any way out it says so', () => {
  assert.throws(() => loadIn({}).createLinli({ baseUrl: 'https://x' }), /pass a transport/);
});
