// What comes over raw sockets from people who mean no good, or whose client is broken: every case gets a clear answer, the
// process stays the same one, and no handle is left behind.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep } from '../../support/house.mjs';
import { GatewayHouse, signToken } from '../../support/gateway.mjs';
import * as wire from '../../support/wire.mjs';

let house;
let pid;
let handlesBefore;
let calls = 0;

before(async () => {
  house = await GatewayHouse.start({ settings: { LINLI_GATEWAY_BODY_MS: '1000', LINLI_GATEWAY_HEADER_MS: '1000', LINLI_GATEWAY_USER_RATES: 'read=5000/1:5000 write=5000/1:5000 login=5000/1:5000 money=5000/1:5000 callback=5000/1:5000' } });
  await house.play('linli.sample.v1.Sample.EchoThing', ({ fields, text }) => {
    calls++;
    return [[1, text(1)], [2, fields[2]?.[0] ?? 0]];
  });
  await house.play('linli.sample.v1.Sample.GetThing', ({ text }) => {
    calls++;
    return [[1, text(1)], [2, 'a thing']];
  });
  await house.play('linli.sample.v1.Sample.CreateThing', ({ text }) => [[1, 't1'], [2, text(1)]]);
  pid = house.gateway.pid;
  await house.request('GET', '/v1/things/warm');
  handlesBefore = house.handles();
});

after(() => house.stop());

// ---- what is sent

const head = (target, lines, method = 'POST') => `${method} ${target} HTTP/1.1\r\nHost: x\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
const json = (body, { target = '/v1/echo', type = 'application/json', more = [] } = {}) => {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(head(target, [`Content-Type: ${type}`, `Content-Length: ${bytes.length}`, 'Connection: close', ...more])), bytes]);
};
const get = (target, lines = []) => head(target, ['Connection: close', ...lines], 'GET');

// name, bytes or pieces, expected status, expected code, and what else must hold.
const CASES = [
  // HTTP that two servers could read in two ways.
  ['both Transfer-Encoding and Content-Length', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 4', 'Transfer-Encoding: chunked']) + '0\r\n\r\nGET /v1/things/smuggled HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'BAD_REQUEST'],
  ['Transfer-Encoding alone', head('/v1/echo', ['Content-Type: application/json', 'Transfer-Encoding: chunked']) + '2\r\n{}\r\n0\r\n\r\n', 400, 'BAD_REQUEST'],
  ['Transfer-Encoding: identity', head('/v1/echo', ['Content-Type: application/json', 'Transfer-Encoding: identity', 'Content-Length: 2']) + '{}', 400, 'BAD_REQUEST'],
  ['Transfer-Encoding: xchunked', head('/v1/echo', ['Transfer-Encoding: xchunked', 'Content-Length: 2']) + '{}', 400, 'BAD_REQUEST'],
  ['two Content-Length that differ', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 2', 'Content-Length: 40']) + '{}', 400, 'BAD_REQUEST'],
  ['two Content-Length that agree', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 2', 'content-length: 2']) + '{}', 400, 'BAD_REQUEST'],
  ['Content-Length with a sign', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: +2']) + '{}', 400, 'BAD_REQUEST'],
  ['Content-Length in hexadecimal', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 0x2']) + '{}', 400, 'BAD_REQUEST'],
  ['Content-Length as a list', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 2, 2']) + '{}', 400, 'BAD_REQUEST'],
  ['negative Content-Length', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: -1']), 400, 'BAD_REQUEST'],
  ['Content-Length beyond 64 bits', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 99999999999999999999']), 400, 'BAD_REQUEST'],
  ['blank before the colon', head('/v1/echo', ['Content-Type: application/json', 'Content-Length : 2']) + '{}', 400, 'BAD_REQUEST'],
  ['a folded line hides headers', `POST /v1/echo HTTP/1.1\r\nHost: x\r\nX-A: b\r\n folded\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}`, 400, 'BAD_REQUEST'],
  ['a line that begins with a colon hides headers', 'POST /v1/echo HTTP/1.1\r\nHost: x\r\n: y\r\nTransfer-Encoding: chunked\r\n\r\n', 400, 'BAD_REQUEST'],
  ['more headers than are read', head('/v1/things/1', [...Array(80).keys()].map((i) => `X-${i}: 1`).concat('Transfer-Encoding: chunked'), 'GET'), 400, 'BAD_REQUEST'],
  ['bare LF at line ends', 'GET /v1/things/1 HTTP/1.1\nHost: x\nConnection: close\n\n', 400, 'BAD_REQUEST'],
  ['a bare LF among CRLF', 'GET /v1/things/1 HTTP/1.1\r\nHost: x\nX-Y: z\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a bare CR in a value', 'GET /v1/things/1 HTTP/1.1\r\nHost: x\r\nX-A: a\rb\r\n\r\n', 400, 'BAD_REQUEST'],
  ['NUL in a header', 'GET /v1/things/1 HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a control byte in a header', 'GET /v1/things/1 HTTP/1.1\r\nHost: x\r\nX-A: a\x01b\r\n\r\n', 400, 'BAD_REQUEST'],
  ['an odd byte in a header name', get('/v1/things/1', ['X(A): b']), 400, 'BAD_REQUEST'],
  ['two Host', get('/v1/things/1', ['Host: y']), 400, 'BAD_REQUEST'],
  ['no Host', 'GET /v1/things/1 HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
  ['two Authorization', get('/v1/things/1', ['Authorization: Bearer a', 'authorization: Bearer b']), 400, 'BAD_REQUEST'],
  ['two Idempotency-Key', json('{}', { more: ['Idempotency-Key: a', 'Idempotency-Key: b'] }), 400, 'BAD_REQUEST'],
  ['two Content-Type', json('{}', { more: ['Content-Type: text/plain'] }), 400, 'BAD_REQUEST'],
  ['absolute-form, ours', () => `GET http://127.0.0.1:${house.port}/v1/things/1 HTTP/1.1\r\nHost: x\r\n\r\n`, 400, 'BAD_REQUEST'],
  ['absolute-form, somebody else\'s', 'GET http://example.com/v1/things/1 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'BAD_REQUEST'],
  ['authority-form', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'BAD_REQUEST'],
  ['asterisk-form', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'BAD_REQUEST'],
  ['HTTP/0.9', 'GET /v1/things/1\r\n\r\n', 400, 'BAD_REQUEST'],
  ['HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'BAD_REQUEST'],
  ['HTTP/9.9', 'GET /v1/things/1 HTTP/9.9\r\nHost: x\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a method that does not exist', 'BREW /v1/things/1 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a TLS hello', Buffer.from('160301020001000001fc0303', 'hex'), 400, 'BAD_REQUEST', { half: true }],
  ['Upgrade to a WebSocket', get('/v1/things/1', ['Upgrade: websocket', 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Version: 13']).replace('close', 'Upgrade'), 400, 'BAD_REQUEST'],
  ['Upgrade to HTTP/2', get('/v1/things/1', ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']).replace('close', 'Upgrade, HTTP2-Settings'), 400, 'BAD_REQUEST'],
  ['an expectation that nobody can meet', json('{}', { more: ['Expect: the-best'] }), 400, 'BAD_REQUEST'],
  ['headers of 40 KB', head('/v1/things/1', [`X-Long: ${'a'.repeat(40000)}`], 'GET'), 400, 'BAD_REQUEST'],
  ['a path of 3,000 bytes', get(`/v1/things/${'a'.repeat(3000)}`), 400, 'BAD_REQUEST'],
  ['a query of 6,000 bytes', get(`/v1/things?pageSize=${'1'.repeat(6000)}`), 400, 'BAD_REQUEST'],

  // Paths.
  ['dots that are encoded', get('/v1/things/%2e%2e/%2e%2e/etc/passwd'), 404, 'NOT_HERE'],
  ['dots that are not', get('/v1/things/../../etc/passwd'), 404, 'NOT_HERE'],
  ['a slash that is encoded stays in its segment', get('/v1/things/a%2F..%2Fb'), 200, null, (answer) => assert.equal(answer.thingId, 'a/../b')],
  ['a file of the server', get('/contracts.binpb'), 404, 'NOT_HERE'],
  ['an encoded NUL', get('/v1/things/a%00b'), 404, 'NOT_HERE'],
  ['a bad escape', get('/v1/things/a%zz'), 404, 'NOT_HERE'],
  ['bad UTF-8 in the path', get('/v1/things/%ff%fe'), 404, 'NOT_HERE'],
  ['an empty segment', get('/v1//things/1'), 404, 'NOT_HERE'],
  ['a backslash', get('/v1/things/..\\..\\x'), 400, 'BAD_REQUEST'],
  ['a path that is too long for its rule', get(`/v1/things/${'a'.repeat(41)}`), 400, 'FIELDS_INVALID', { fields: ['thingId'] }],
  ['another method', head('/v1/echo', ['Connection: close'], 'DELETE'), 405, 'METHOD_NOT_HERE', (_, text) => assert.match(text, /\r\nAllow: POST\r\n/)],
  ['an unknown parameter', get('/v1/things?colour=red'), 400, 'FIELDS_INVALID', { fields: ['colour'] }],
  ['a parameter of the wrong type', get('/v1/things?pageSize=many'), 400, 'FIELDS_INVALID', { fields: ['pageSize'] }],
  ['a parameter twice', get('/v1/things?pageSize=1&pageSize=2'), 400, 'FIELDS_INVALID', { fields: ['pageSize'] }],
  ['a bad escape in the query', get('/v1/things?pageSize=%z1'), 400, 'BAD_REQUEST'],
  ['bad UTF-8 in the query', get('/v1/things?pageSize=%ff'), 400, 'BAD_REQUEST'],

  // Bodies that do not come as they should.
  ['not JSON by its type', json('{}', { type: 'text/plain' }), 415, 'NOT_JSON'],
  ['a form', json('text=a', { type: 'application/x-www-form-urlencoded' }), 415, 'NOT_JSON'],
  ['a multipart form', json('--b\r\n\r\n--b--', { type: 'multipart/form-data; boundary=b' }), 415, 'NOT_JSON'],
  ['JSON in another character set', json('{}', { type: 'application/json; charset=gbk' }), 415, 'NOT_JSON'],
  ['a type that only begins like JSON', json('{}', { type: 'application/jsonp' }), 415, 'NOT_JSON'],
  ['a body above the limit', json(`{"text":"${'a'.repeat(70000)}"}`), 413, 'BODY_TOO_LARGE'],
  ['a body far above the limit, announced', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 999999999999']), 413, 'BODY_TOO_LARGE'],
  ['a body above its method\'s own limit', () => json(`{"name":"${'a'.repeat(5000)}"}`, { target: '/v1/things', more: [`Authorization: Bearer ${signToken()}`, 'Idempotency-Key: k'] }), 413, 'BODY_TOO_LARGE'],
  ['a truncated body', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 50']) + '{"text":"a', 400, 'BAD_REQUEST', { half: true }],
  ['a body that never comes', head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 50']), 400, 'BAD_REQUEST', { withinMs: 2000 }],
  ['a body a byte at a time', [head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 50']), ...Array(30).fill(['{', 200]).flat()], 400, 'BAD_REQUEST', { withinMs: 2000 }],
  ['headers a byte at a time', ['GET /v1/thi', ...Array(20).fill(['n', 200]).flat()], 0, null, { withinMs: 2500 }],

  ['a GET with a body', head('/v1/things/1', ['Content-Type: application/json', 'Content-Length: 2', 'Connection: close'], 'GET') + '{}', 400, 'BAD_REQUEST'],

  // JSON that is none.
  ['nothing where JSON is promised', json(''), 200, null],
  ['half an object', json('{"text":'), 400, 'BAD_REQUEST'],
  ['two values', json('{} {}'), 400, 'BAD_REQUEST'],
  ['a comment', json('{/* a */}'), 400, 'BAD_REQUEST'],
  ['single quotes', json("{'text':'a'}"), 400, 'BAD_REQUEST'],
  ['a trailing comma', json('{"text":"a",}'), 400, 'BAD_REQUEST'],
  ['a list at the top', json('[]'), 400, 'BAD_REQUEST'],
  ['a word', json('nonsense'), 400, 'BAD_REQUEST'],
  ['20,000 brackets, below the limit', json('['.repeat(20000)), 400, 'BAD_REQUEST'],
  ['20,000 brackets and back', json('['.repeat(20000) + ']'.repeat(20000)), 400, 'BAD_REQUEST'],
  ['20,000 objects in each other', json('{"a":'.repeat(12000)), 400, 'BAD_REQUEST'],
  ['100,000 brackets, above the limit', json('['.repeat(100000)), 413, 'BODY_TOO_LARGE'],
  ['33 levels', json(`{"x":${'['.repeat(32)}${']'.repeat(32)}}`), 400, 'BAD_REQUEST', (problem) => assert.match(problem.detail, /deep|nest/i)],
  ['32 levels of what is unknown', json(`{"x":${'['.repeat(31)}${']'.repeat(31)}}`), 400, 'FIELDS_INVALID', { fields: ['x'] }],
  ['bad UTF-8 in a text', json(Buffer.from('7b2274657874223a22ff22 7d'.replace(/ /g, ''), 'hex')), 400, 'BAD_REQUEST'],
  ['overlong UTF-8', json(Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])), 400, 'BAD_REQUEST'],
  ['half a surrogate pair', json('{"text":"\\ud800"}'), 400, null],
  ['NUL in a text, escaped', json('{"text":"a\\u0000b"}'), 400, null],
  ['NUL in a text, plain', json('{"text":"a\0b"}'), 400, 'BAD_REQUEST'],
  ['the same key twice', json('{"text":"a","text":"b"}'), 400, null],
  ['a byte order mark', json('\ufeff{}'), 400, 'BAD_REQUEST'],
  ['UTF-16', json(Buffer.from('{"text":"a"}', 'utf16le')), 400, 'BAD_REQUEST'],

  // JSON that does not fit.
  ['an unknown field', json('{"nothing":1}'), 400, 'FIELDS_INVALID', { fields: ['nothing'] }],
  ['a field of another table', json('{"__proto__":{"admin":true}}'), 400, 'FIELDS_INVALID', { fields: ['__proto__'] }],
  ['a number where a text belongs', json('{"text":1}'), 400, 'FIELDS_INVALID', { fields: ['text'] }],
  ['a text where a number belongs', json('{"number":"many"}'), 400, 'FIELDS_INVALID', { fields: ['number'] }],
  ['a number beyond 32 bits', json('{"number":2147483648}'), 400, 'FIELDS_INVALID', { fields: ['number'] }],
  ['a number beyond 64 bits', json('{"big":9223372036854775808}'), 400, 'FIELDS_INVALID', { fields: ['big'] }],
  ['a number of 5,000 digits', json(`{"big":${'9'.repeat(5000)}}`), 400, null],
  ['a huge exponent', json('{"real":1e999999}'), 400, null],
  ['a fraction where a whole number belongs', json('{"number":1.5}'), 400, 'FIELDS_INVALID', { fields: ['number'] }],
  ['below zero where it cannot be', json('{"natural":-1}'), 400, 'FIELDS_INVALID', { fields: ['natural'] }],
  ['NaN', json('{"real":NaN}'), 400, null],
  ['yes for true', json('{"flag":"yes"}'), 400, 'FIELDS_INVALID', { fields: ['flag'] }],
  ['bytes that are no base64', json('{"data":"***"}'), 400, 'FIELDS_INVALID', { fields: ['data'] }],
  ['an unknown enum value', json('{"colour":"GREEN"}'), 400, 'FIELDS_INVALID', { fields: ['colour'] }],
  ['an object where a list belongs', json('{"parts":{}}'), 400, 'FIELDS_INVALID', { fields: ['parts'] }],
  ['more items than allowed', json(`{"parts":[${Array(4).fill('{"name":"a","count":1}')}]}`), 400, 'FIELDS_INVALID', { fields: ['parts'] }],
  ['a time that is none', json('{"at":"yesterday"}'), 400, 'FIELDS_INVALID', { fields: ['at'] }],
  ['both of a oneof', json('{"left":"a","right":"b"}'), 400, 'FIELDS_INVALID', null],
  ['a text that is too long, in characters', json(`{"text":"${'邻'.repeat(21)}"}`), 400, 'FIELDS_INVALID', { fields: ['text'] }],
  ['a text of just so many characters', json(`{"text":"${'邻'.repeat(20)}"}`), 200, null],
  ['all that is wrong is named', json('{"text":1,"parts":[{"name":"","count":99}],"colour":"GREEN","nothing":0}'), 400, 'FIELDS_INVALID', { fields: ['text', 'parts[0].name', 'parts[0].count', 'colour', 'nothing'] }],

  // Tokens and keys.
  ['a token that is none', get('/v1/things/1', ['Authorization: Bearer nonsense']), 401, 'TOKEN_INVALID'],
  ['another scheme', get('/v1/things/1', ['Authorization: Basic YTpi']), 401, 'TOKEN_INVALID'],
  ['a token without a signature', get('/v1/things/1', ['Authorization: Bearer eyJhbGciOiJub25lIn0.e30.']), 401, 'TOKEN_INVALID'],
  ['a token of 5,000 bytes', get('/v1/things/1', [`Authorization: Bearer ${'a'.repeat(5000)}`]), 401, 'TOKEN_INVALID'],
  ['no key where one is required', () => json('{"name":"a","priceFen":1}', { target: '/v1/things', more: [`Authorization: Bearer ${signToken()}`] }), 400, 'IDEMPOTENCY_KEY_REQUIRED'],
  ['a key of 129 characters', () => json('{"name":"a","priceFen":1}', { target: '/v1/things', more: [`Authorization: Bearer ${signToken()}`, `Idempotency-Key: ${'k'.repeat(129)}`] }), 400, 'BAD_REQUEST'],
  ['a key with a blank in it', () => json('{"name":"a","priceFen":1}', { target: '/v1/things', more: [`Authorization: Bearer ${signToken()}`, 'Idempotency-Key: a b'] }), 400, 'BAD_REQUEST'],
  ['a quoted key of 128 characters', () => json('{"name":"a","priceFen":1}', { target: '/v1/things', more: [`Authorization: Bearer ${signToken()}`, `Idempotency-Key: "${'k'.repeat(128)}"`] }), 201, null],
];

function judge(name, answer, status, code, rest) {
  assert.equal(answer.status, status, `${name}: ${answer.text.slice(0, 400)}`);
  const body = answer.text.split('\r\n\r\n').slice(1).join('\r\n\r\n');
  const value = body && /\r\ncontent-type: application\/(problem\+)?json/i.test(answer.text) ? JSON.parse(Buffer.from(body, 'latin1').toString()) : null;
  if (status >= 400) {
    assert.equal(value.status, status);
    assert.match(value.requestId, /^[0-9a-f]{32}$/);
    assert.ok(value.title, 'a problem has a title for the user');
  }
  if (code) assert.equal(value.code, code, JSON.stringify(value));
  if (rest?.fields) assert.deepEqual(value.errors.map((error) => error.field).sort(), [...rest.fields].sort(), JSON.stringify(value));
  if (typeof rest === 'function') rest(value, answer.text);
  assert.equal(answer.answers.length, status ? 1 : 0, 'one request, one answer: nothing was smuggled');
}

for (const [name, bytes, status, code, rest] of CASES) {
  test(name, async () => {
    const answer = await house.raw(typeof bytes === 'function' ? bytes() : bytes, { half: rest?.half, withinMs: rest?.withinMs });
    judge(name, answer, status, code, rest);
    assert.ok(answer.closed, 'the connection ends');
  });
}

test('there are at least 60 cases', () => assert.ok(CASES.length >= 60, `${CASES.length}`));

test('a refused body of 30 MB is not swallowed', async () => {
  const socketBytes = Buffer.alloc(1 << 20, 'a');
  const answer = await house.raw([head('/v1/echo', ['Content-Type: application/json', `Content-Length: ${30 << 20}`]), ...Array(30).fill([socketBytes, 10]).flat()], { withinMs: 5000 });
  assert.equal(answer.status, 413);
  assert.ok(answer.closed && answer.ms < 2000, `${answer.ms} ms`);
});

test('two requests in one piece are both answered, in order', async () => {
  const answer = await house.raw(head('/v1/things/one', [], 'GET') + get('/v1/things/two'));
  assert.deepEqual(answer.answers.map((part) => JSON.parse(part.split('\r\n\r\n')[1]).thingId), ['one', 'two']);
});

test('a client that wants to be told to go on is told', async () => {
  const answer = await house.raw([head('/v1/echo', ['Content-Type: application/json', 'Content-Length: 2', 'Expect: 100-continue', 'Connection: close']), 100, '{}']);
  assert.match(answer.text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
});

test('random bytes, and requests with bytes changed at random', async () => {
  let seed = 12345;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  const whole = Buffer.from(json('{"text":"a","parts":[{"name":"b","count":1}]}'));
  for (let turn = 0; turn < 150; turn++) {
    const bytes = turn % 5 ? Buffer.from(whole) : Buffer.from(Array(200).fill(0).map(() => random(256)));
    for (let i = 0; i < 3; i++) bytes[random(bytes.length)] = random(256);
    const answer = await house.raw(bytes, { half: true, withinMs: 3000 });
    assert.ok(answer.status < 500, answer.text);
    assert.ok(answer.closed);
  }
});

test('after all that: the same process, no handle more, and it serves', async () => {
  const before = calls;
  assert.equal((await house.request('GET', '/v1/things/1')).status, 200);
  assert.equal(calls, before + 1, 'no smuggled request ever reached a service');
  assert.equal(house.exited, null);
  assert.equal(house.gateway.pid, pid);
  await sleep(2500);
  assert.ok(house.handles() <= handlesBefore, `${house.handles()} handles, ${handlesBefore} before`);
});
