// What a mini-program gets from wx.getUserInfo and its like: raw data with a signature, and the same data encrypted with
// the session key (AES-128-CBC, PKCS#7). The watermark says for which app and when.

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export function rawDataSignature(rawData, sessionKey) {
  return createHash('sha1').update(rawData + sessionKey).digest('hex');
}

export function decryptUserData(encryptedData, iv, sessionKey) {
  const decipher = createDecipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(iv, 'base64'));
  return JSON.parse(Buffer.concat([decipher.update(encryptedData, 'base64'), decipher.final()]).toString('utf8'));
}

export function encryptUserData(data, { sessionKey, appId, timestamp }) {
  const rawData = JSON.stringify(data);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv);
  const plain = JSON.stringify({ ...data, watermark: { timestamp, appid: appId } });
  return {
    rawData,
    signature: rawDataSignature(rawData, sessionKey),
    encryptedData: Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64'),
    iv: iv.toString('base64'),
  };
}
