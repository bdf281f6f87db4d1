// The cryptography against published vectors, and against openssl.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { decryptField, encryptField, lines, seal, sign, unseal, verify } from '../lib/pay/crypto.mjs';
import { selfSignedCertificate } from '../lib/x509.mjs';
import { sessionSignature } from '../lib/wx/login.mjs';
import { pushDecrypt, pushEncrypt, pushSignature } from '../lib/wx/push.mjs';
import { decryptUserData, encryptUserData, rawDataSignature } from '../lib/wx/userdata.mjs';

const AES_KEY = 'A'.repeat(43);
const APP_ID = 'wxba5fad812f8e6fb9';
const SESSION_KEY = 'tiihtNczf5v6AKRyjwEUhQ==';

test('the signature of the push address check', () => {
  assert.equal(pushSignature('AAAAA', '1714036504', '1514711492'), 'f464b24fc39322e44b38aa78f5edd27bd1441696');
});

const PUSHED = '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';

test('a pushed message is signed and decrypted', () => {
  assert.equal(pushSignature('AAAAA', '1714112445', '415670741', PUSHED), '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3');
  const { message, appId } = pushDecrypt(PUSHED, AES_KEY);
  assert.equal(appId, APP_ID);
  assert.equal(message, '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}');
});

test('a push is encrypted byte for byte as WeChat does', () => {
  const encrypted = pushEncrypt('{"demo_resp":"good luck"}', AES_KEY, APP_ID, Buffer.from('707722b803182950'));
  assert.equal(encrypted, 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==');
  assert.equal(pushSignature('AAAAA', '1713424427', '415670741', encrypted), '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1');
});

test('pushes of every length come back whole', () => {
  const key = crypto.randomBytes(32).toString('base64').slice(0, 42) + 'A';
  for (let length = 0; length < 70; length++) {
    const text = '邻'.repeat(length);
    assert.deepEqual(pushDecrypt(pushEncrypt(text, key, APP_ID), key), { message: text, appId: APP_ID });
  }
});

test('raw user data is signed', () => {
  const raw = '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}';
  assert.equal(rawDataSignature(raw, 'HyVFkGl5F5OQWJZZaNzBBg=='), '75e81ceda165f4ffa64f4068af58c64b8f54b88c');
});

const USER_DATA = 'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==';

test('encrypted user data, WeChat\'s and ours', () => {
  const user = decryptUserData(USER_DATA, 'r7BXXKkLb8qrSNn05n0qiA==', SESSION_KEY);
  assert.equal(user.openId, 'oGZUI0egBJY1zhBYw2KhdUfwVJJE');
  assert.equal(user.unionId, 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA');
  assert.deepEqual(user.watermark, { timestamp: 1477314187, appid: 'wx4f4bc4dec97d474b' });
  const ours = encryptUserData({ steps: 9000 }, { sessionKey: SESSION_KEY, appId: APP_ID, timestamp: 1 });
  assert.deepEqual(decryptUserData(ours.encryptedData, ours.iv, SESSION_KEY), { steps: 9000, watermark: { timestamp: 1, appid: APP_ID } });
});

test('the signature of a session', () => {
  assert.equal(sessionSignature(SESSION_KEY), '7154f9f8b4b76b92f541cbf0e37d48840fa06e5e42da92a6f80168a1516a4735');
});

test('sealed resources, both published keys', () => {
  const short = { nonce: 'wCq51qZv4Yfg', associated_data: 'Dl56FrqWQJF1t9LtC3vEUsniZKvbqdR8', ciphertext: 'FsdXzxryWfKwvLJKf8LG/ToRPTRh8RN9wROC' };
  assert.equal(unseal('testAPIv3Key0000', short), 'Hello World');
  const key = '0123456789abcdef0123456789abcdef';
  const long = {
    nonce: 'fdasflkja484', associated_data: 'transaction',
    ciphertext: 'DUcegK33A8MEOgdCtMPWwAdqzVjy3c3PSUd0ZmYkqr+HZBhZ2IINK5rQPYOdjrgLWra3ukkk2BG/sMCWIPKIWpBmGYUw1wpAFGALLx8cS+1wHBSxhgZbik4tz5CVI+M=',
  };
  const plain = '{"mchid":"1900000001","out_trade_no":"T20261121000001","trade_state":"SUCCESS"}';
  assert.equal(unseal(key, long), plain);
  assert.deepEqual(seal(key, plain, 'transaction', 'fdasflkja484'), { algorithm: 'AEAD_AES_256_GCM', ...long });
});

test('a changed seal does not open', () => {
  const key = '0123456789abcdef0123456789abcdef';
  const sealed = seal(key, 'hello', 'transaction');
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  bytes[0] ^= 1;
  assert.throws(() => unseal(key, { ...sealed, ciphertext: bytes.toString('base64') }));
  assert.throws(() => unseal(key, { ...sealed, associated_data: 'refund' }));
  assert.throws(() => unseal('f'.repeat(32), sealed));
});

test('signatures and certificates agree with openssl', (t) => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'openssl-'));
  t.after(() => fs.rmSync(directory, { recursive: true }));
  const file = (name, content) => (fs.writeFileSync(path.join(directory, name), content), path.join(directory, name));
  const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const message = lines('1714112445', 'nonce', '{"a":"邻里"}');
  const signature = sign(privateKey, message);
  assert.ok(verify(publicKey, message, signature));
  assert.ok(!verify(publicKey, lines('1714112446', 'nonce', '{"a":"邻里"}'), signature));

  const pem = file('pub.pem', publicKey.export({ type: 'spki', format: 'pem' }));
  const sigFile = file('sig', Buffer.from(signature, 'base64'));
  const output = execFileSync('openssl', ['dgst', '-sha256', '-verify', pem, '-signature', sigFile, file('message', message)]);
  assert.match(output.toString(), /Verified OK/);

  const serial = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
  const certificate = selfSignedCertificate({
    privateKey, serial, subject: { commonName: 'Tenpay.com Root CA', organization: 'Tenpay.com' },
    notBeforeMs: Date.now() - 1000, notAfterMs: Date.UTC(2051, 0),
  });
  const read = new crypto.X509Certificate(certificate);
  assert.equal(read.serialNumber, serial);
  assert.ok(read.verify(publicKey));
  assert.match(execFileSync('openssl', ['x509', '-noout', '-serial', '-enddate'], { input: certificate }).toString(), new RegExp(`${serial}[^]*2051`));
});

test('a field for WeChat only', () => {
  const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  assert.equal(decryptField(privateKey, encryptField(publicKey, '张三')), '张三');
});
