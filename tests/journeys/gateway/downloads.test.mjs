// Answers that are files, of a service that the gateway has never heard of: to who asks for the file by Accept as the file, to
// everybody else as JSON.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { GatewayHouse, Refusal, signToken } from '../../support/gateway.mjs';

const ALBUMS = 'linli.albums.v1.Albums';
const HOSTILE = '<script>alert(1)</script>';
let house, file, refusal;

const csv = { text: '\uFEFF邻,"a"\r\n', type: 'text/csv; charset=utf-8', name: '邻 里.csv', next: '' };
const page = { ...csv, text: `<!doctype html>${HOSTILE}`, type: 'text/html', name: 'a.html' };

before(async () => {
  house = await GatewayHouse.start({ services: ['sample', 'albums'], settings: { LINLI_GATEWAY_CORS_ORIGINS: 'https://console.example' } });
  for (const name of ['ListAlbum', 'TakeAlbum', 'GetAlbum']) {
    await house.play(`${ALBUMS}.${name}`, () => {
      if (refusal) throw refusal;
      return [file.text, file.type, file.name, file.next].map((text, i) => [i + 1, text]);
    });
  }
});
beforeEach(() => {
  file = csv;
  refusal = undefined;
});
after(() => house.stop());

const list = (accept, { method = 'GET', headers = {} } = {}) => house.request(method, '/v1/albums/a1/list', { headers: { ...(accept ? { accept } : {}), ...headers } });
const problem = ({ status, headers, json }) => [status, headers['content-type'], json.code];

test('who asks for CSV gets the file: its bytes, its type, its name, to be saved', async () => {
  const answer = await list('text/csv');
  assert.deepEqual([answer.status, answer.text], [200, csv.text]);
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8');
  assert.equal(answer.headers['content-disposition'], "attachment; filename=\"___.csv\"; filename*=UTF-8''%E9%82%BB%20%E9%87%8C.csv");
  assert.equal(Number(answer.headers['content-length']), Buffer.byteLength(csv.text));
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.headers.vary, 'Origin, Accept');
  assert.equal(answer.headers.etag, undefined);
  assert.equal(answer.headers['x-next-part'], undefined);
});

test('a page is shown in a sandbox that runs nothing and fetches nothing', async () => {
  file = page;
  const answer = await list('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8');
  assert.equal(answer.text, page.text);
  assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
  assert.match(answer.headers['content-disposition'], /^inline; /);
  const rules = answer.headers['content-security-policy'].split('; ');
  assert.ok(rules.includes('sandbox') && rules.includes("default-src 'none'") && !rules.some((rule) => /script|allow/.test(rule)), rules.join());
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['x-frame-options'], 'DENY');
});

test('JSON stays what everybody gets who does not prefer the file', async () => {
  for (const accept of [undefined, '', '*/*', 'application/json', 'application/json, text/csv', 'text/csv;q=0.9, */*', 'text/csv;q=0', 'image/png', 'text/html', 'text/csvx']) {
    const answer = await list(accept);
    assert.deepEqual([answer.status, answer.headers['content-type'], answer.headers.vary], [200, 'application/json', 'Origin, Accept'], accept);
    assert.deepEqual(answer.json, csv, accept);
    assert.equal(answer.headers['content-disposition'], undefined);
  }
  const without = await house.request('GET', '/v1/albums/a1', { headers: { accept: 'text/csv' } });
  assert.deepEqual([without.json, without.headers.vary], [csv, 'Origin'], 'an operation without a file');
});

test('who prefers what it is not gets JSON, and the better of two what it is', async () => {
  assert.equal((await list('text/html, text/csv;q=0.5')).headers['content-type'], 'text/csv; charset=utf-8');
  assert.equal((await list('text/*')).headers['content-type'], 'text/csv; charset=utf-8');
  file = page;
  assert.equal((await list('text/csv')).headers['content-type'], 'application/json');
});

test('HEAD says how long the file is', async () => {
  const answer = await list('text/csv', { method: 'HEAD' });
  assert.deepEqual([answer.status, answer.text, Number(answer.headers['content-length'])], [200, '', Buffer.byteLength(csv.text)]);
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8');
});

test('where the next part begins is told, and no name or part breaks out of its header', async () => {
  file = { ...csv, name: '../a"\r\nSet-Cookie: x=1\r\n\r\n<b>', next: 'abc.DEF_-' };
  const answer = await list('text/csv', { headers: { origin: 'https://console.example' } });
  assert.equal(answer.text, csv.text);
  assert.equal(answer.headers['set-cookie'], undefined);
  assert.equal(answer.headers['x-next-part'], 'abc.DEF_-');
  assert.match(answer.headers['content-disposition'], /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%-]+$/);
  assert.match(answer.headers['access-control-expose-headers'], /Content-Disposition.*X-Next-Part/);
  file = { ...csv, next: 'x'.repeat(1025) };
  assert.deepEqual(problem(await list('text/csv')), [500, 'application/problem+json', 'INTERNAL']);
  file = { ...csv, next: 'a\r\nb' };
  assert.deepEqual(problem(await list('text/csv')), [500, 'application/problem+json', 'INTERNAL']);
  assert.equal((await list()).json.next, 'a\r\nb');
});

test('a type that the contract does not declare is not handed out', async () => {
  file = { ...csv, type: 'text/javascript' };
  assert.deepEqual(problem(await list('text/csv')), [500, 'application/problem+json', 'INTERNAL']);
  assert.equal((await list()).json.type, 'text/javascript');
});

test('what fails is a problem, whatever was asked for', async () => {
  refusal = new Refusal('NOT_FOUND', 'NOT_HERE', 'no album');
  assert.deepEqual(problem(await list('text/csv')), [404, 'application/problem+json', 'NOT_HERE']);
  assert.deepEqual(problem(await house.request('POST', '/v1/albums/a1:take', { body: {}, headers: { accept: 'text/csv' } })), [401, 'application/problem+json', 'TOKEN_MISSING']);
});

test('a POST gives the file, too', async () => {
  const answer = await house.request('POST', '/v1/albums/a1:take', { token: signToken(), body: {}, headers: { accept: 'text/csv', 'idempotency-key': 'k1' } });
  assert.deepEqual([answer.status, answer.text, answer.headers['content-type']], [200, csv.text, 'text/csv; charset=utf-8']);
});

test('in a batch it is JSON, as all in there', async () => {
  const { json } = await house.request('POST', '/v1:batch', { body: { requests: [{ method: 'GET', path: '/v1/albums/a1/list' }] }, headers: { accept: 'text/csv' } });
  assert.deepEqual(json.responses[0], { status: 200, body: csv });
});

test('the OpenAPI document shows both', async () => {
  const { json } = await house.request('GET', '/openapi.json');
  const { content } = json.paths['/v1/albums/{albumId}/list'].get.responses['200'];
  assert.deepEqual(Object.keys(content), ['application/json', 'text/csv', 'text/html']);
});
