// The message push: events and messages on their way to the product, signed, in safe mode encrypted. Tried a few times,
// twice when a test wants it.

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { digits } from '../random.mjs';

const BLOCK_BYTES = 32;
const PUSHES_REMEMBERED_MAX = 5000;

// SHA-1 over the sorted parts: token, timestamp, nonce, and in safe mode the encrypted text.
export function pushSignature(...parts) {
  return createHash('sha1').update([...parts].sort().join('')).digest('hex');
}

// random(16) | length | message | app id, padded to 32 bytes, AES-256-CBC; the first half of the key is also the IV.
export function pushEncrypt(message, aesKey, appId, random = randomBytes(16)) {
  const key = Buffer.from(aesKey + '=', 'base64');
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([random, length, text, Buffer.from(appId)]);
  const pad = BLOCK_BYTES - (plain.length % BLOCK_BYTES);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString('base64');
}

export function pushDecrypt(encrypted, aesKey) {
  const key = Buffer.from(aesKey + '=', 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const plain = padded.subarray(0, padded.length - padded[padded.length - 1]);
  const end = 20 + plain.readUInt32BE(16);
  return { message: plain.subarray(20, end).toString('utf8'), appId: plain.subarray(end).toString('utf8') };
}

function tampered(base64) {
  return (base64[0] === 'A' ? 'B' : 'A') + base64.slice(1);
}

export class Push {
  #world;
  #pushes = [];

  constructor(world) {
    this.#world = world;
  }

  event(openid, fields) {
    this.message(openid, { MsgType: 'event', ...fields });
  }

  message(openid, fields) {
    const { apps, users, clock, settings } = this.#world;
    if (!settings.pushUrl) return;
    const app = apps.find(users.find(openid)?.appId) ?? apps.first;
    const body = { ToUserName: app.originalId, FromUserName: openid, CreateTime: clock.seconds(), ...fields };
    for (let copy = 0; copy <= settings.pushDuplicates; copy++) this.#deliver(app, openid, body, 1);
  }

  // What the console does when the address is entered: GET with an echostr that must come back.
  async verifyUrl() {
    const { timestamp, nonce, signature } = this.#stamp();
    const echostr = digits(19);
    const query = new URLSearchParams({ signature, timestamp, nonce, echostr });
    const { outgoing, settings } = this.#world;
    const reply = await outgoing.get(`${settings.pushUrl}?${query}`, { timeoutMs: settings.pushTimeoutMs });
    this.#remember({ method: 'GET', status: reply.status, error: reply.error });
    return { status: reply.status, ok: reply.status === 200 && reply.body.toString() === echostr };
  }

  // A push with something wrong in it, which the product has to refuse. Returns the product's answer.
  async forge(openid, fields, flaw) {
    const app = this.#world.apps.first;
    const body = { ToUserName: app.originalId, FromUserName: openid, CreateTime: this.#world.clock.seconds(), ...fields };
    const reply = await this.#post(app, openid, body, flaw);
    this.#remember({ openid, message: body, flaw, status: reply.status, error: reply.error });
    return { status: reply.status, body: reply.body.toString() };
  }

  pushes() {
    return this.#pushes;
  }

  async #deliver(app, openid, body, attempt) {
    const reply = await this.#post(app, openid, body);
    const text = reply.body?.toString() ?? '';
    const taken = reply.status === 200 && (text === '' || text === 'success' || text.startsWith('{'));
    this.#remember({ openid, message: body, attempt, status: reply.status, taken, error: reply.error });
    if (!taken && attempt < this.#world.settings.pushTries) {
      this.#world.clock.after(5000 * this.#world.settings.retryScale, () => this.#deliver(app, openid, body, attempt + 1));
    }
  }

  #remember(push) {
    this.#pushes.push({ at: this.#world.clock.now(), method: 'POST', url: this.#world.settings.pushUrl, ...push });
    if (this.#pushes.length > PUSHES_REMEMBERED_MAX) this.#pushes.shift();
  }

  #stamp() {
    const timestamp = String(this.#world.clock.seconds());
    const nonce = digits(10);
    return { timestamp, nonce, signature: pushSignature(this.#world.keys.push.token, timestamp, nonce) };
  }

  #post(app, openid, body, flaw) {
    const { keys, settings, outgoing } = this.#world;
    const { timestamp, nonce, signature } = this.#stamp();
    const query = new URLSearchParams({ signature, timestamp, nonce, openid });
    let text = JSON.stringify(body);
    if (settings.pushMode === 'safe') {
      const Encrypt = pushEncrypt(text, keys.push.aesKey, flaw === 'other_app' ? 'wx0000000000000000' : app.appId);
      query.set('encrypt_type', 'aes');
      query.set('msg_signature', pushSignature(keys.push.token, timestamp, nonce, Encrypt));
      text = JSON.stringify({ ToUserName: body.ToUserName, Encrypt: flaw === 'tampered' ? tampered(Encrypt) : Encrypt });
    }
    if (flaw === 'bad_signature') {
      query.set('signature', '0'.repeat(40));
      query.set('msg_signature', '0'.repeat(40));
    }
    return outgoing.post(`${settings.pushUrl}?${query}`, { 'content-type': 'application/json' }, text, { timeoutMs: settings.pushTimeoutMs });
  }
}
