// What all of api.mch.weixin.qq.com has in common: the merchant's signature on every request, WeChat's on every answer.

import { json } from '../http.mjs';
import { Mismatch } from '../check.mjs';
import { digits } from '../random.mjs';
import { decryptField, lines, newNonce, sign, verify } from './crypto.mjs';
import { PayError } from './error.mjs';
import { parseForm } from './form.mjs';

const SKEW_S_MAX = 300;
const SCHEME = 'WECHATPAY2-SHA256-RSA2048';
const PARAMETERS = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'];

export { PayError };

// ---- requests: is it the merchant, is it now, is it for the first time ------------------------------------------------

function parseAuthorization(header = '') {
  const [scheme, rest = ''] = header.split(/ (.*)/s);
  if (scheme !== SCHEME) throw new PayError(401, 'SIGN_ERROR', 'Authorization认证类型不正确');
  const values = {};
  for (const part of rest.split(',')) {
    const match = /^\s*([a-z_]+)="([^"]*)"\s*$/.exec(part);
    if (match) values[match[1]] = match[2];
  }
  for (const name of PARAMETERS) {
    if (!values[name]) throw new PayError(401, 'SIGN_ERROR', `Authorization不合法，缺少${name}`);
  }
  return values;
}

// Nonces that were used, for as long as their timestamp could still be good.
export class Nonces {
  #clock;
  #used = new Map();

  constructor(clock) {
    this.#clock = clock;
  }

  use(nonce) {
    const now = this.#clock.seconds();
    for (const [old, at] of this.#used) {
      if (at > now - 2 * SKEW_S_MAX) break;
      this.#used.delete(old);
    }
    if (this.#used.has(nonce)) return false;
    this.#used.set(nonce, now);
    return true;
  }
}

const hasBody = (method) => method === 'POST' || method === 'PUT';

function requireHeaders({ method, headers, form }) {
  if (!headers['user-agent'] || !headers.accept) throw new PayError(400, 'PARAM_ERROR', 'Http头缺少Accept或User-Agent');
  if (hasBody(method) && !form && !/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    throw new PayError(400, 'PARAM_ERROR', 'Http头Content-Type错误，应为application/json');
  }
}

// Whose request it says it is.
function accountOf(world, given) {
  const account = world.merchants.find(given.mchid);
  if (!account) throw new PayError(401, 'SIGN_ERROR', '商户号mchid不存在');
  return account;
}

function authenticate(world, given, request) {
  const { merchant } = world.keys;
  if (given.serial_no !== merchant.serial) throw new PayError(401, 'SIGN_ERROR', '商户证书序列号有误');
  if (!/^[0-9A-Za-z]{1,32}$/.test(given.nonce_str)) throw new PayError(401, 'SIGN_ERROR', 'nonce_str不合法');
  if (!/^\d{10}$/.test(given.timestamp) || Math.abs(world.clock.seconds() - Number(given.timestamp)) > SKEW_S_MAX) {
    throw new PayError(401, 'SIGN_ERROR', 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟');
  }
  const message = lines(request.method, request.target, given.timestamp, given.nonce_str, request.body);
  if (!verify(merchant.publicKey, message, given.signature)) {
    throw new PayError(401, 'SIGN_ERROR', '签名错误，请检查后再试', {
      field: 'signature',
      issue: 'sign not match',
      location: 'authorization',
      value: given.signature,
      sign_information: {
        method: request.method,
        url: request.target,
        truncated_sign_message: message.subarray(0, 200).toString('utf8'),
        sign_message_length: message.length,
      },
    });
  }
  if (!world.nonces.use(given.nonce_str)) throw new PayError(401, 'SIGN_ERROR', 'nonce_str重复，请更换后再试');
}

function requireKnownSerial(world, serial) {
  const known = [undefined, world.keys.pay.id, world.keys.platform.id];
  if (!known.includes(serial)) throw new PayError(400, 'PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误');
}

// A text of the body that is sealed to one of WeChat's keys, opened: with the key that the request's Wechatpay-Serial names.
// `place` is a JSON pointer; undefined when nothing is there.
export function openField(world, { headers, body }, place) {
  const value = place.slice(1).split('/').reduce((part, name) => part?.[name], body);
  if (value === undefined) return undefined;
  const key = [world.keys.pay, world.keys.platform].find(({ id }) => id === headers['wechatpay-serial']);
  if (!key) throw new PayError(400, 'PARAM_ERROR', '加密了敏感信息，Http头缺少Wechatpay-Serial');
  try {
    return decryptField(key.privateKey, value);
  } catch {
    throw new PayError(400, 'PARAM_ERROR', `${place.slice(1)}解密失败`, { location: 'body', field: place });
  }
}

function parseBody(request) {
  if (!hasBody(request.method)) return undefined;
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new PayError(400, 'PARAM_ERROR', '请求体不是合法的JSON');
  }
}

// ---- answers: signed by the key the merchant asked for ------------------------------------------------------------------

// The key of this message. A merchant who is changing over gets either, by chance.
export function signingKey(world, wanted) {
  const { pay, platform } = world.keys;
  if (world.settings.paySigning === 'both') return world.random() < 0.5 ? pay : platform;
  if (wanted === platform.id || world.settings.paySigning === 'certificate') return platform;
  return pay;
}

// The headers that prove that `body` is WeChat's. `flaw` names what is to be wrong with them.
export function signatureHeaders(world, key, body, flaw) {
  const timestamp = String(world.clock.seconds() - (flaw === 'stale_timestamp' ? SKEW_S_MAX + 60 : 0));
  const nonce = newNonce();
  let signature = sign(key.privateKey, lines(timestamp, nonce, body));
  if (flaw === 'no_signature') return {};
  if (flaw === 'bad_signature') signature = sign(key.privateKey, lines(timestamp, nonce, 'something else'));
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-signature': signature,
    'wechatpay-serial': flaw === 'wrong_serial' ? 'PUB_KEY_ID_0999999999999999999999999999' : key.id,
    'wechatpay-signature-type': SCHEME,
  };
}

function failure(error) {
  const detail = error.detail && { detail: error.detail };
  return json({ code: error.code, message: error.message, ...detail }, error.status);
}

function ofMismatch({ place, value, issue }) {
  return new PayError(400, 'PARAM_ERROR', `输入源“${place}”不符合要求：${issue}`, { location: 'body', field: place, value, issue });
}

function finish(world, request, reply) {
  const key = signingKey(world, request.headers['wechatpay-serial']);
  const body = reply.body ?? Buffer.alloc(0);
  const proof = reply.unsigned ? {} : signatureHeaders(world, key, body, request.fault?.kind);
  return { ...reply, headers: { ...reply.headers, ...proof, 'request-id': `08${digits(24)}-268578704` } };
}

// A route of api.mch.weixin.qq.com. handle({ body, params, query, host }) returns the JSON of the answer, null for 204, or
// a whole reply with `status` and `headers`. `account` is the world of the merchant who asks. Of a form it is the part `meta` that is signed, and the body; `file` are the
// bytes of the other part.
export function payRoute(world, { method, path, body: rule, form = false }, handle) {
  async function answer(sent, seen) {
    requireHeaders({ ...sent, form });
    const parts = form ? parseForm(sent.headers['content-type'], sent.body) : null;
    if (parts && !(parts.meta && parts.file)) throw new PayError(400, 'PARAM_ERROR', '缺少meta或file');
    const request = parts ? { ...sent, body: parts.meta.bytes, file: parts.file.bytes } : sent;
    const given = parseAuthorization(request.headers.authorization);
    const account = accountOf(world, given);
    seen.account = account;
    authenticate(account, given, request);
    requireKnownSerial(account, request.headers['wechatpay-serial']);
    if (request.fault?.kind === 'error') return json(request.fault.body, request.fault.status ?? 500);
    const body = parseBody(request);
    rule?.(body, '');
    const result = await handle({ ...request, body, account });
    if (result === null) return { status: 204, headers: {} };
    return result.headers ? result : json(result);
  }

  async function answerSigned(request) {
    const seen = { account: world };
    try {
      const reply = await answer(request, seen);
      return finish(seen.account, request, reply);
    } catch (error) {
      if (error instanceof PayError) return finish(seen.account, request, failure(error));
      if (error instanceof Mismatch) return finish(seen.account, request, failure(ofMismatch(error)));
      throw error;
    }
  }
  return { method, pattern: `/pay${path}`, handle: answerSigned };
}

export function requireMchId(world, mchid) {
  if (!mchid) throw new PayError(400, 'PARAM_ERROR', '缺少mchid', { location: 'query', field: 'mchid' });
  if (mchid !== world.keys.merchant.mchId) throw new PayError(400, 'MCH_NOT_EXISTS', '商户号不存在');
}

export function requireApp(world, appid) {
  if (!world.apps.find(appid)) throw new PayError(400, 'APPID_MCHID_NOT_MATCH', 'appid和mchid不匹配');
}
