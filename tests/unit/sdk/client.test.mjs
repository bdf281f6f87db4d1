// What the client does with a server's answers.

import assert from 'node:assert/strict';
import test from 'node:test';
import { loadSdk, newServer, ok, problem } from './support.mjs';

const { createLinli, LinliProblem, newIdempotencyKey } = loadSdk();
const FAST = { firstWaitMs: 1, waitMsMax: 2 };
const team = { teamId: 't1', seats: 3 };

const client = (server, options = {}) => createLinli({ baseUrl: server.baseUrl, retry: FAST, ...options });

test('a call is a request', async (t) => {
  const server = await newServer(t, () => ok(team));
  const linli = client(server, { language: 'en', tokens: { accessToken: 'a1', refreshToken: 'r1' }, headers: { 'X-App': 'wx1' } });
  assert.deepEqual(await linli.getTeam({ teamId: 'a/b 邻' }), team);
  await linli.listTeams({ pageSize: 5, kinds: ['FLASH_SALE', 'TEAM_BUY'], pageToken: undefined });
  await linli.listTeams();
  await linli.renameTeam({ teamId: 't1', name: '瑞士卷' });
  const [get, list, all, rename] = server.requests;
  assert.equal(get.url, '/v1/teams/a%2Fb%20%E9%82%BB');
  assert.equal(get.headers.authorization, 'Bearer a1');
  assert.equal(get.headers['accept-language'], 'en');
  assert.equal(get.headers['x-app'], 'wx1');
  assert.equal(get.headers['content-type'], undefined);
  assert.equal(list.url, '/v1/teams?pageSize=5&kinds=FLASH_SALE&kinds=TEAM_BUY');
  assert.equal(all.url, '/v1/teams');
  assert.deepEqual(rename.body, { name: '瑞士卷' });
  assert.equal(rename.headers['idempotency-key'], undefined);
  await assert.rejects(linli.getTeam({ teamId: '' }), /needs teamId/);
});

test('a file is sent as a form, whatever else is said stands in the address', async (t) => {
  const server = await newServer(t, () => ok(team, 201));
  const linli = client(server, { tokens: { accessToken: 'a1', refreshToken: 'r1' } });
  assert.deepEqual(await linli.addPicture({ albumId: 'b', caption: 'c d', file: new Blob(['the bytes'], { type: 'image/png' }) }), team);
  const [{ url, headers, body }] = server.requests;
  assert.equal(url, '/v1/albums/b/pictures?caption=c%20d');
  assert.match(headers['content-type'], /^multipart\/form-data; boundary=/);
  assert.equal(headers.authorization, 'Bearer a1');
  assert.match(body, /^--[^\r]+\r\nContent-Disposition: form-data; name="file"; filename="[^"]*"\r\nContent-Type: image\/png\r\n\r\nthe bytes\r\n--[^\r]+--\r\n$/);
  await assert.rejects(linli.addPicture({ albumId: 'b' }), /addPicture needs file/);
});

test('a refusal is a problem', async (t) => {
  const server = await newServer(t, () => problem(400, 'FIELDS_INVALID', { 'retry-after': '3' }, { detail: 'd', errors: [{ field: 'name', reason: 'too long' }] }));
  const error = await client(server).renameTeam({ teamId: 't1', name: 'x' }).catch((caught) => caught);
  assert.ok(error instanceof LinliProblem && error instanceof Error);
  const { status, code, title, detail, requestId, errors, operation, retryAfterMs } = error;
  assert.deepEqual({ status, code, title, detail, requestId, errors, operation, retryAfterMs }, {
    status: 400, code: 'FIELDS_INVALID', title: 'FIELDS_INVALID', detail: 'd', requestId: 'r1', operation: 'renameTeam',
    errors: [{ field: 'name', reason: 'too long' }], retryAfterMs: 3000,
  });
  assert.ok(error.is('X', 'FIELDS_INVALID') && !error.is('X'));
});

test('an answer that is not ours is a problem too', async (t) => {
  const server = await newServer(t, () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' }));
  await assert.rejects(client(server).getTeam({ teamId: 't1' }), { code: 'HTTP_502', status: 502 });
  assert.equal(server.requests.length, 12);
});

test('a keyed call carries one key and counts its attempts', async (t) => {
  const server = await newServer(t, (_, n) => [null, problem(503, 'OVERLOADED'), problem(409, 'IN_PROGRESS'), ok(team, 201)][n - 1]);
  assert.deepEqual(await client(server).joinTeam({ teamId: 't1', couponId: 'c1' }), team);
  assert.equal(server.requests.length, 4);
  assert.equal(new Set(server.requests.map((request) => request.headers['idempotency-key'])).size, 1);
  assert.deepEqual(server.requests.map((request) => request.headers['idempotency-attempt']), ['1', '2', '3', '4']);
  assert.match(server.requests[0].headers['idempotency-key'], /^[0-9a-f]{32}$/);
  assert.deepEqual(server.requests.map((request) => request.body), Array(4).fill({ couponId: 'c1' }));
});

test('the caller may bring the key, and gets it back with a failure', async (t) => {
  const server = await newServer(t, () => null);
  await assert.rejects(client(server).joinTeam({ teamId: 't1' }, { idempotencyKey: 'mine' }), { code: 'NETWORK', status: 0, idempotencyKey: 'mine' });
  assert.equal(server.requests.length, 12);
  assert.ok(server.requests.every((request) => request.headers['idempotency-key'] === 'mine'));
  assert.ok(server.requests.every((request) => request.headers['idempotency-attempt'] === undefined), 'it may have been tried before');
});

test('what sets a state is repeated without a key', async (t) => {
  const server = await newServer(t, (_, n) => [null, problem(503, 'UNAVAILABLE'), ok(team)][n - 1]);
  assert.deepEqual(await client(server).renameTeam({ teamId: 't1', name: 'x' }), team);
  assert.deepEqual(server.requests.map((request) => request.body), Array(3).fill({ name: 'x' }));
});

test('a code that works once is not sent twice: signing in again takes a new one', async (t) => {
  const session = { accessToken: 'a1', refreshToken: 'r1', user: {} };
  const server = await newServer(t, (_, n) => (n < 3 ? null : ok(session)));
  await assert.rejects(client(server).signIn({ code: 'c1' }), { code: 'NETWORK' });
  assert.equal(server.requests.length, 1);
  await client(server).signIn({ code: 'c2' }, { renew: async () => ({ code: 'c3' }) });
  assert.deepEqual(server.requests.map((request) => request.body.code), ['c1', 'c2', 'c3']);
});

test('what does not pass by itself is not repeated', async (t) => {
  let answer;
  const server = await newServer(t, () => answer);
  for (answer of [problem(400, 'SOLD_OUT'), problem(409, 'ALREADY_IN_TEAM'), problem(422, 'IDEMPOTENCY_KEY_REUSED'), problem(429, 'RATE_LIMITED'), problem(500, 'INTERNAL'), problem(404, 'NOT_HERE')]) {
    const before = server.requests.length;
    await assert.rejects(client(server).joinTeam({ teamId: 't1' }), { code: answer.body.code });
    assert.equal(server.requests.length, before + 1, answer.body.code);
  }
});

test('waiting: doubling, by chance, no less than the server asks, bounded', async (t) => {
  const server = await newServer(t, (_, n) => (n === 1 ? problem(503, 'OVERLOADED', { 'retry-after': '1' }) : ok(team)));
  const before = Date.now();
  await client(server).getTeam({ teamId: 't1' });
  assert.ok(Date.now() - before >= 1000);
  const far = await newServer(t, () => problem(503, 'OVERLOADED', { 'retry-after': '60' }));
  await assert.rejects(client(far).getTeam({ teamId: 't1' }), { code: 'OVERLOADED' });
  assert.equal(far.requests.length, 1, 'a minute is longer than anybody waits');
  const once = await newServer(t, () => null);
  await assert.rejects(client(once).getTeam({ teamId: 't1' }, { retry: { attemptsMax: 2 } }));
  assert.equal(once.requests.length, 2);
});

test('a time-out is no answer', async (t) => {
  const server = await newServer(t, async (_, n) => {
    if (n === 1) await new Promise((resolve) => setTimeout(resolve, 300));
    return ok(team);
  });
  assert.deepEqual(await client(server).getTeam({ teamId: 't1' }, { timeoutMs: 50 }), team);
  assert.equal(server.requests.length, 2);
});

// A server whose access tokens are good or not, and whose refresh tokens rotate.
async function tokenServer(t, change = {}) {
  const state = { access: 'a1', refresh: 'r1', refreshed: 0, ...change };
  const server = await newServer(t, async ({ url, headers, body }) => {
    if (url === '/v1/auth/sign-in') return ok({ accessToken: state.access, refreshToken: state.refresh, userId: 'u1' });
    if (url === '/v1/auth/refresh') {
      state.refreshed++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (body.refreshToken !== state.refresh) return problem(401, 'TOKEN_INVALID');
      state.access += '+';
      state.refresh += '+';
      return ok({ accessToken: state.access, refreshToken: state.refresh, userId: 'u1' });
    }
    return headers.authorization === `Bearer ${state.access}` ? ok(team) : problem(401, state.code || 'TOKEN_EXPIRED');
  });
  return Object.assign(server, { state });
}

test('signing in keeps the tokens', async (t) => {
  const server = await tokenServer(t);
  const told = [];
  const linli = client(server, { onTokens: (tokens) => told.push(tokens) });
  assert.equal((await linli.signIn({ code: 'c' })).userId, 'u1');
  assert.deepEqual(told, [{ accessToken: 'a1', refreshToken: 'r1' }]);
  assert.deepEqual(await linli.getTeam({ teamId: 't1' }), team);
  await linli.signIn({ code: 'd' });
  assert.equal(server.requests.at(-1).headers.authorization, undefined, 'the old token has no say in it');
  linli.setTokens(null);
  assert.equal(linli.tokens, null);
});

for (const code of ['TOKEN_EXPIRED', 'TOKEN_STALE']) {
  test(`${code}: renewed once for all, and every call goes through`, async (t) => {
    const server = await tokenServer(t, { code });
    const told = [];
    const linli = client(server, { tokens: { accessToken: 'old', refreshToken: 'r1' }, onTokens: (tokens) => told.push(tokens) });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? linli.getTeam({ teamId: 't1' }) : linli.joinTeam({ teamId: 't1' }))));
    assert.deepEqual(answers, Array(20).fill(team));
    assert.equal(server.state.refreshed, 1);
    assert.deepEqual(told, [{ accessToken: 'a1+', refreshToken: 'r1+' }]);
    const joins = server.requests.filter(({ url }) => url.endsWith(':join'));
    assert.equal(new Set(joins.map(({ headers }) => headers['idempotency-key'])).size, 10, 'the key stays the same');
    const refresh = server.requests.find(({ url }) => url === '/v1/auth/refresh');
    assert.equal(refresh.headers.authorization, undefined);
  });
}

test('a bad token is not renewed for ever', async (t) => {
  const server = await newServer(t, ({ url }) => (url === '/v1/auth/refresh' ? ok({ accessToken: 'x', refreshToken: 'y' }) : problem(401, 'TOKEN_EXPIRED')));
  await assert.rejects(client(server, { tokens: { accessToken: 'a', refreshToken: 'b' } }).getTeam({ teamId: 't1' }), { code: 'TOKEN_EXPIRED' });
  assert.equal(server.requests.length, 3);
  const invalid = await newServer(t, () => problem(401, 'TOKEN_INVALID'));
  await assert.rejects(client(invalid, { tokens: { accessToken: 'a', refreshToken: 'b' } }).getTeam({ teamId: 't1' }), { code: 'TOKEN_INVALID' });
  assert.equal(invalid.requests.length, 1);
});

test('a refresh token that is no good: sign in again, or be signed out', async (t) => {
  const server = await tokenServer(t);
  const told = [];
  const options = { tokens: { accessToken: 'old', refreshToken: 'stolen' }, onTokens: (tokens) => told.push(tokens) };
  await assert.rejects(client(server, options).getTeam({ teamId: 't1' }), { code: 'TOKEN_EXPIRED' });
  assert.deepEqual(told, [null]);
  const signIn = async () => ({ accessToken: 'a1', refreshToken: 'r1' });
  assert.deepEqual(await client(server, { ...options, signIn }).getTeam({ teamId: 't1' }), team);
});

test('a renewal whose answer was lost is asked again', async (t) => {
  let refreshed = 0;
  const server = await newServer(t, ({ url, headers }) => {
    if (url === '/v1/auth/refresh') return ++refreshed === 1 ? null : ok({ accessToken: 'new', refreshToken: 'r2' });
    return headers.authorization === 'Bearer new' ? ok(team) : problem(401, 'TOKEN_EXPIRED');
  });
  const linli = client(server, { tokens: { accessToken: 'a', refreshToken: 'r1' } });
  assert.deepEqual(await linli.renameTeam({ teamId: 't1', name: 'x' }), team);
  assert.deepEqual(linli.tokens, { accessToken: 'new', refreshToken: 'r2' });
});

test('a refresh that cannot be asked leaves the tokens alone', async (t) => {
  const server = await newServer(t, ({ url }) => (url === '/v1/auth/refresh' ? null : problem(401, 'TOKEN_EXPIRED')));
  const told = [];
  const linli = client(server, { tokens: { accessToken: 'a', refreshToken: 'b' }, onTokens: (tokens) => told.push(tokens) });
  await assert.rejects(linli.renameTeam({ teamId: 't1', name: 'x' }), { code: 'NETWORK' });
  assert.deepEqual(told, []);
  assert.deepEqual(linli.tokens, { accessToken: 'a', refreshToken: 'b' });
});

test('a batch of reads', async (t) => {
  const server = await newServer(t, () => ok({ responses: [{ status: 200, body: team }, { status: 404, body: { code: 'NOT_HERE', title: '没有' } }] }));
  const linli = client(server);
  const [first, second] = await linli.batch([['getTeam', { teamId: 't1' }], ['listTeams', { pageSize: 2 }]]);
  assert.deepEqual(first, { ok: true, value: team });
  assert.equal(second.problem.code, 'NOT_HERE');
  assert.deepEqual(server.requests[0].body, { requests: [{ method: 'GET', path: '/v1/teams/t1' }, { method: 'GET', path: '/v1/teams?pageSize=2' }] });
  await assert.rejects(linli.batch([['joinTeam', { teamId: 't1' }]]), TypeError);
  await assert.rejects(linli.batch(Array(11).fill(['listTeams', {}])), TypeError);
});

test('a list, page after page', async (t) => {
  const pages = { '': [[1, 2], 'p2'], p2: [[], 'p3'], p3: [[3], ''] };
  const server = await newServer(t, ({ url }) => {
    const [teams, nextPageToken] = pages[new URL(url, 'http://x').searchParams.get('pageToken') ?? ''];
    return ok({ teams, nextPageToken });
  });
  const linli = client(server);
  const seen = [];
  for await (const item of linli.pages('listTeams', { pageSize: 2 })) seen.push(item);
  assert.deepEqual(seen, [1, 2, 3]);
  const byHand = linli.pages('listTeams', {});
  assert.deepEqual([await byHand.nextPage(), await byHand.nextPage(), await byHand.nextPage(), await byHand.nextPage()], [[1, 2], [], [3], null]);
});

test('the live loop goes on from where it was, through failures, until it is stopped', async (t) => {
  const answers = [
    ok({ after: 'c1', resync: false, hints: [{ type: 'order', id: 'o1', version: 1 }] }), null,
    ok({ after: 'c2', resync: true, hints: [] }),
  ];
  const server = await newServer(t, (_, n) => (n <= answers.length ? answers[n - 1] : new Promise(() => {})));
  const seen = [];
  const linli = client(server);
  await new Promise((resolve) => {
    const watching = linli.live({
      watch: ['campaign:c9'], onHint: (hint) => seen.push(hint.id), onProblem: (error) => seen.push(error.code),
      onResync: () => {
        seen.push('resync');
        setTimeout(() => (watching.stop(), resolve()), 50);
      },
    });
  });
  assert.deepEqual(seen, ['o1', 'NETWORK', 'resync']);
  const urls = server.requests.map(({ url }) => url);
  assert.deepEqual(urls.slice(0, 3), ['/v1/live?watch=campaign%3Ac9&waitMs=25000', ...Array(2).fill('/v1/live?watch=campaign%3Ac9&after=c1&waitMs=25000')]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(server.requests.length <= 4, 'nothing after stop()');
});

test('every exchange can be seen', async (t) => {
  const server = await newServer(t, (_, n) => (n === 1 ? problem(503, 'OVERLOADED') : ok(team)));
  const seen = [];
  await client(server, { onExchange: ({ operation, answer, attempt }) => seen.push([operation, answer.status, attempt]) }).getTeam({ teamId: 't1' });
  assert.deepEqual(seen, [['getTeam', 503, 1], ['getTeam', 200, 2]]);
  const failing = client(server, { onExchange: ({ method, path }) => {
    throw new Error(`${method} ${path}`);
  } });
  await assert.rejects(failing.getTeam({ teamId: 't1' }), { message: 'GET /v1/teams/t1' });
});

test('keys differ', () => {
  const keys = new Set(Array.from({ length: 10000 }, newIdempotencyKey));
  assert.equal(keys.size, 10000);
});

test('an unknown operation is an error of the program', async () => {
  await assert.rejects(createLinli({ baseUrl: 'http://x' }).call('nothing', {}), TypeError);
});
