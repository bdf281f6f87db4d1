// The cryptography of WeChat Pay v3: RSA-SHA256 over lines, AES-256-GCM around notices and certificates, RSA-OAEP around
// names and account numbers.

import { constants, createCipheriv, createDecipheriv, createSign, createVerify, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import { secretText } from '../random.mjs';

const TAG_BYTES = 16;

// Every part on a line of its own, the last one too.
export function lines(...parts) {
  return Buffer.concat(parts.flatMap((part) => [Buffer.from(part), Buffer.from('\n')]));
}

export function sign(privateKey, message) {
  return createSign('sha256').update(message).sign(privateKey, 'base64');
}

export function verify(publicKey, message, signature) {
  return createVerify('sha256').update(message).verify(publicKey, signature, 'base64');
}

// The three fields of an encrypted resource.
export function seal(apiV3Key, plain, associatedData, nonce = secretText(12)) {
  const cipher = createCipheriv(gcm(apiV3Key), apiV3Key, nonce);
  cipher.setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64');
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data: associatedData, nonce };
}

// Throws when the text or what it is bound to was changed.
export function unseal(apiV3Key, { ciphertext, associated_data: associatedData = '', nonce }) {
  const bytes = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv(gcm(apiV3Key), apiV3Key, nonce);
  decipher.setAAD(Buffer.from(associatedData));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
}

// The key is 32 bytes; the published test vector of 16 bytes makes AES-128.
function gcm(key) {
  return `aes-${Buffer.byteLength(key) * 8}-gcm`;
}

export function encryptField(publicKey, text) {
  return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, Buffer.from(text)).toString('base64');
}

export function decryptField(privateKey, text) {
  return privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, Buffer.from(text, 'base64')).toString('utf8');
}

export function newNonce() {
  return randomBytes(16).toString('hex').toUpperCase();
}
