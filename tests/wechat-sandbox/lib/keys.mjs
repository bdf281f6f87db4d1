// Keys and secrets of both sides, made on the first start and kept as files of mode 0600 in the state folder.
//
// What a merchant would have downloaded or set in WeChat's console lies in the folder itself and in merchant/: the
// product's settings point there; of each further merchant in merchants/<its number>/. What only WeChat knows lies in wechat/
// and is nobody else's business.

import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { digits, secretText } from './random.mjs';
import { selfSignedCertificate } from './x509.mjs';

const FIVE_YEARS_MS = 5 * 365 * 86400_000;

function writeSecret(file, text) {
  fs.writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
}

function newRsaKey() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

function newSerial() {
  const bytes = randomBytes(20);
  bytes[0] = (bytes[0] & 0x3f) | 0x40;
  return bytes.toString('hex').toUpperCase();
}

function makeCertified(directory, prefix, subject) {
  const privateKey = newRsaKey();
  const serial = newSerial();
  const nowMs = Date.now();
  const certificate = selfSignedCertificate({
    privateKey, serial, subject, notBeforeMs: nowMs - 86400_000, notAfterMs: nowMs + FIVE_YEARS_MS,
  });
  writeSecret(path.join(directory, `${prefix}key.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeSecret(path.join(directory, `${prefix}cert.pem`), certificate);
  writeSecret(path.join(directory, 'serial'), serial);
}

function makeAll(directory) {
  const merchant = path.join(directory, 'merchant');
  const wechat = path.join(directory, 'wechat');
  fs.mkdirSync(merchant, { mode: 0o700 });
  fs.mkdirSync(wechat, { mode: 0o700 });

  writeSecret(path.join(directory, 'app_id'), 'wx' + randomBytes(8).toString('hex'));
  writeSecret(path.join(directory, 'app_secret'), randomBytes(16).toString('hex'));
  writeSecret(path.join(directory, 'original_id'), 'gh_' + randomBytes(6).toString('hex'));
  writeSecret(path.join(directory, 'mch_id'), '19' + digits(8));
  writeSecret(path.join(directory, 'push_token'), secretText(24));
  // The 43rd letter holds four bits of the key and two that must be zero.
  writeSecret(path.join(directory, 'push_aes_key'), randomBytes(32).toString('base64').replace(/[+/]/g, 'x').slice(0, 42) + 'A');

  makeCertified(merchant, 'apiclient_', { commonName: '商户', organization: '微信商户系统' });
  writeSecret(path.join(merchant, 'apiv3_key'), secretText(32));

  const payKey = newRsaKey();
  writeSecret(path.join(wechat, 'pay_key.pem'), payKey.export({ type: 'pkcs8', format: 'pem' }));
  makeCertified(wechat, 'platform_', { commonName: 'Tenpay.com Root CA', organization: 'Tenpay.com' });
  fs.copyFileSync(path.join(wechat, 'platform_cert.pem'), path.join(directory, 'wxp_cert.pem'));
  fs.copyFileSync(path.join(wechat, 'serial'), path.join(directory, 'wxp_cert_serial'));
  writeSecret(path.join(directory, 'wxp_pub_id'), 'PUB_KEY_ID_0' + digits(27));
  // Written last: its presence says that everything is there.
  writeSecret(path.join(directory, 'wxp_pub.pem'), createPublicKey(payKey).export({ type: 'spki', format: 'pem' }));
}

// The keys of one more merchant, and those by which WeChat speaks to it. The folder appears whole or not at all.
export function makeMerchant(directory, mchId) {
  const folder = path.join(directory, 'merchants', mchId);
  const unfinished = path.join(directory, 'merchants', `.${mchId}`);
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  makeCertified(unfinished, 'apiclient_', { commonName: '商户', organization: '微信商户系统' });
  writeSecret(path.join(unfinished, 'apiv3_key'), secretText(32));
  const payKey = newRsaKey();
  fs.writeFileSync(path.join(directory, 'wechat', `pay_key_${mchId}.pem`), payKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeSecret(path.join(unfinished, 'wxp_pub_id'), 'PUB_KEY_ID_0' + digits(27));
  writeSecret(path.join(unfinished, 'wxp_pub.pem'), createPublicKey(payKey).export({ type: 'spki', format: 'pem' }));
  fs.renameSync(unfinished, folder);
}

const reader = (directory) => (...parts) => fs.readFileSync(path.join(directory, ...parts), 'utf8').trim();

export function loadMerchant(directory, mchId) {
  const read = reader(directory);
  const own = (name) => read('merchants', mchId, name);
  return {
    merchant: { mchId, serial: own('serial'), publicKey: createPublicKey(own('apiclient_cert.pem')), apiV3Key: own('apiv3_key') },
    pay: { id: own('wxp_pub_id'), privateKey: createPrivateKey(read('wechat', `pay_key_${mchId}.pem`)) },
  };
}

// Loads the keys of `directory`, making them when it is new. Throws when the folder holds half a set.
export function loadKeys(directory) {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!fs.existsSync(path.join(directory, 'wxp_pub.pem'))) makeAll(directory);
  const read = reader(directory);

  return {
    app: { appId: read('app_id'), secret: read('app_secret'), originalId: read('original_id') },
    push: { token: read('push_token'), aesKey: read('push_aes_key') },
    merchant: {
      mchId: read('mch_id'),
      serial: read('merchant', 'serial'),
      publicKey: createPublicKey(read('merchant', 'apiclient_cert.pem')),
      apiV3Key: read('merchant', 'apiv3_key'),
    },
    pay: { id: read('wxp_pub_id'), privateKey: createPrivateKey(read('wechat', 'pay_key.pem')) },
    platform: {
      id: read('wechat', 'serial'),
      privateKey: createPrivateKey(read('wechat', 'platform_key.pem')),
      certificate: read('wechat', 'platform_cert.pem') + '\n',
    },
  };
}
