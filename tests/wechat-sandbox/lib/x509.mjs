// Self-signed X.509 certificates, because Node can read them but not make them. Just enough DER (ITU-T X.690) for the
// platform certificate of WeChat Pay and for the merchant's certificate.

import { createPublicKey, createSign } from 'node:crypto';

const OID_SHA256_WITH_RSA = '2a864886f70d01010b';
const OID_COMMON_NAME = '550403';
const OID_ORGANIZATION = '55040a';

function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const short = length.subarray(length.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | short.length]), short, content]);
}

const sequence = (...parts) => der(0x30, ...parts);
const oid = (hex) => der(0x06, Buffer.from(hex, 'hex'));
const utf8 = (text) => der(0x0c, Buffer.from(text));
const algorithm = () => sequence(oid(OID_SHA256_WITH_RSA), der(0x05));

// The leading 00 keeps the number positive.
const integer = (bytes) => der(0x02, bytes[0] & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

function time(ms) {
  const text = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14) + 'Z';
  return ms < Date.UTC(2050, 0) ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

function name({ commonName, organization }) {
  const attribute = (id, value) => der(0x31, sequence(oid(id), utf8(value)));
  return sequence(attribute(OID_ORGANIZATION, organization), attribute(OID_COMMON_NAME, commonName));
}

// serial: 40 upper-case hexadecimal digits, the first below 8.
export function selfSignedCertificate({ privateKey, serial, subject, notBeforeMs, notAfterMs }) {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from(serial, 'hex')),
    algorithm(),
    name(subject),
    sequence(time(notBeforeMs), time(notAfterMs)),
    name(subject),
    publicKey,
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const certificate = sequence(body, algorithm(), der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g).join('\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
