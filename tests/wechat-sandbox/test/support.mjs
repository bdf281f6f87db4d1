// A stand-in in a fresh folder, a merchant who signs (written apart from the stand-in's own cryptography), and a server
// that takes what WeChat sends.

import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { loadKeys } from '../lib/keys.mjs';
import { startSandbox } from '../lib/sandbox.mjs';

const newFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'wechat-sandbox-'));

// Making RSA keys is slow: one set a test file, copied.
let keys;
function keyedFolder() {
  if (!keys) {
    keys = newFolder();
    loadKeys(keys);
    process.once('exit', () => fs.rmSync(keys, { recursive: true }));
  }
  const state = newFolder();
  fs.cpSync(keys, state, { recursive: true });
  return state;
}

export async function newSandbox(t, options = {}) {
  const state = options.state ?? keyedFolder();
  const sandbox = await startSandbox({ ...options, state });
  const read = (...parts) => fs.readFileSync(path.join(state, ...parts), 'utf8');
  const helper = { ...sandbox, state, read, ctl: controlClient(sandbox.url), wx: wxClient(sandbox.url, read), merchant: merchantClient(sandbox.url, read) };
  // One more merchant, as a client of his own.
  helper.newMerchant = async (mchId) => {
    const { mch_id: mchid, folder } = await helper.ctl('POST', '/merchant', { mch_id: mchId });
    return merchantClient(sandbox.url, read, { mchid, folder });
  };
  t.after(async () => {
    await sandbox.close();
    if (!options.state) fs.rmSync(state, { recursive: true });
  });
  return helper;
}

function controlClient(url) {
  return async (method, call, body) => {
    const response = await fetch(`${url}/_ctl${call}`, { method, body: body && JSON.stringify(body) });
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(answer.message), { status: response.status, code: answer.code });
    return answer;
  };
}

function wxClient(url, read) {
  let token;
  const client = {
    async get(call, query = {}) {
      return fetch(`${url}/wx${call}?${new URLSearchParams(query)}`);
    },
    async post(call, body, query = {}) {
      return fetch(`${url}/wx${call}?${new URLSearchParams(query)}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
    },
    async token(extra = {}) {
      const body = { grant_type: 'client_credential', appid: read('app_id'), secret: read('app_secret'), ...extra };
      return (await client.post('/cgi-bin/stable_token', body)).json();
    },
    // A call with the token, as JSON.
    async call(call, body) {
      token ??= (await client.token()).access_token;
      return (await client.post(call, body, { access_token: token })).json();
    },
    login: async (code, extra = {}) =>
      (await client.get('/sns/jscode2session', {
        appid: read('app_id'), secret: read('app_secret'), js_code: code, grant_type: 'authorization_code', ...extra,
      })).json(),
  };
  return client;
}

// `other`: of another merchant than the first, his number and folder.
export function merchantClient(url, read, other) {
  const mchid = other?.mchid ?? read('mch_id');
  const own = (name) => (other ? fs.readFileSync(path.join(other.folder, name), 'utf8') : read('merchant', name));
  const publicKey = (name) => (other ? own(name) : read(name));
  const privateKey = own('apiclient_key.pem');
  const sign = (text) => crypto.sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64');

  function authorization(method, target, body, { timestamp = String(Math.floor(Date.now() / 1000)), nonce = crypto.randomBytes(16).toString('hex'),
    serial = own('serial'), signature, id = mchid } = {}) {
    signature ??= sign(`${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`);
    return `WECHATPAY2-SHA256-RSA2048 mchid="${id}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${serial}",signature="${signature}"`;
  }

  // One signed call; `flaw` replaces parts of the proof, `headers` parts of the headers. Bytes as they came.
  async function exchange(method, target, value, { flaw, headers = {} } = {}) {
    const body = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    const sent = {
      accept: 'application/json', 'user-agent': 'test', 'wechatpay-serial': publicKey('wxp_pub_id'),
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      authorization: authorization(method, target, body, flaw), ...headers,
    };
    return new Promise((resolve, reject) => {
      const request = http.request(`${url}/pay${target}`, { method, headers: Object.fromEntries(Object.entries(sent).filter(([, v]) => v !== null)) });
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk)).on('error', reject).on('end', () => {
          const bytes = Buffer.concat(chunks);
          const isJson = /json/.test(response.headers['content-type'] ?? '');
          resolve({ status: response.statusCode, headers: response.headers, bytes, json: isJson && bytes.length ? JSON.parse(bytes) : undefined });
        });
      });
      request.end(body);
    });
  }

  function proven({ headers, bytes }, key = publicKey('wxp_pub.pem')) {
    const text = Buffer.concat([Buffer.from(`${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n`), bytes, Buffer.from('\n')]);
    return crypto.verify('RSA-SHA256', text, key, Buffer.from(headers['wechatpay-signature'] ?? '', 'base64'));
  }

  // AES-256-GCM the long way round, with the key from the merchant's folder.
  function open({ nonce, ciphertext, associated_data: aad }) {
    const bytes = Buffer.from(ciphertext, 'base64');
    const decipher = crypto.createDecipheriv('aes-256-gcm', own('apiv3_key'), nonce);
    decipher.setAuthTag(bytes.subarray(bytes.length - 16));
    decipher.setAAD(Buffer.from(aad));
    return decipher.update(bytes.subarray(0, bytes.length - 16), undefined, 'utf8') + decipher.final('utf8');
  }

  return { mchid, appid: read('app_id'), sign, exchange, proven, open };
}

// Takes posts; `reply(request, number)` gives the status. Collects { path, query, headers, bytes }.
export async function newReceiver(t, reply = () => 204) {
  const received = [];
  const waiting = [];
  const server = http.createServer((message, response) => {
    const chunks = [];
    message.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const url = new URL(message.url, 'http://receiver');
      const request = { method: message.method, path: url.pathname, query: url.searchParams, headers: message.headers, bytes: Buffer.concat(chunks) };
      received.push(request);
      const answer = reply(request, received.length);
      response.writeHead(typeof answer === 'number' ? answer : 200);
      response.end(typeof answer === 'number' ? undefined : answer);
      waiting.forEach((check) => check());
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    received,
    // Resolves once `count` requests have come; fails after five seconds.
    async wait(count) {
      await new Promise((resolve, reject) => {
        const limit = setTimeout(() => reject(new Error(`${received.length} of ${count} requests came`)), 5000);
        const check = () => received.length >= count && (clearTimeout(limit), resolve());
        waiting.push(check);
        check();
      });
      return received;
    },
  };
}

export const until = async (condition) => {
  for (const end = Date.now() + 5000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 10))) {
    const value = await condition();
    if (value) return value;
  }
  throw new Error('it did not come true within five seconds');
};

let orders = 0;

// A prepay body that WeChat takes.
export function prepayBody(sandbox, openid, changes = {}) {
  return {
    appid: sandbox.merchant.appid, mchid: sandbox.merchant.mchid, description: '山姆瑞士卷 3 人团',
    out_trade_no: `T${Date.now()}${String(++orders).padStart(4, '0')}`, notify_url: 'http://127.0.0.1:9/v1/callbacks/pay',
    amount: { total: 1990, currency: 'CNY' }, payer: { openid }, ...changes,
  };
}

export async function paidOrder(sandbox, changes = {}) {
  const { openid } = await sandbox.ctl('POST', '/user', {});
  const body = prepayBody(sandbox, openid, changes);
  const { status } = await sandbox.merchant.exchange('POST', '/v3/pay/transactions/jsapi', body);
  if (status !== 200) throw new Error(`prepay answered ${status}`);
  const paid = await sandbox.ctl('POST', '/pay', { out_trade_no: body.out_trade_no });
  return { body, openid, outTradeNo: body.out_trade_no, transactionId: paid.transaction_id };
}
