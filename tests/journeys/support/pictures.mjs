// Pictures as phones and programs make them, small, and what people send in their place.

import { deflateSync } from 'node:zlib';

const bytes = (base64) => Buffer.from(base64, 'base64');

// 64 × 32, the left half red, the right half blue.
export const photo = bytes('/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2'
  + 'NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAgAEADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QA'
  + 'FgEBAQEAAAAAAAAAAAAAAAAAAAYF/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AlAM5WgAJgC/RIACmAgFsAAmAL9EgAP/Z');

// 40 × 20, green.
export const webp = bytes('UklGRhwAAABXRUJQVlA4TA8AAAAvJ8AEAAdQ5Ij+ByKi/wEA');

// The photo as a phone writes it: held upright (turn it by a quarter to see it), and with the place where it was taken.
export function photoWithPlace() {
  const entry = (tag, type, count, value) => {
    const one = Buffer.alloc(12);
    one.writeUInt16BE(tag, 0);
    one.writeUInt16BE(type, 2);
    one.writeUInt32BE(count, 4);
    if (type === 3) one.writeUInt16BE(value, 8);
    else one.writeUInt32BE(value, 8);
    return one;
  };
  const folder = (...entries) => Buffer.concat([Buffer.from([0, entries.length]), ...entries, Buffer.alloc(4)]);
  const gpsAt = 8 + 2 + 2 * 12 + 4;
  const tiff = Buffer.concat([
    Buffer.from('MM\0*\0\0\0\x08', 'latin1'),
    folder(entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, gpsAt)),
    folder(entry(1, 2, 2, 0x4e000000)), Buffer.from('GPS 22.5431N 114.0579E'),
  ]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([photo.subarray(0, 2), segment, exif, photo.subarray(2)]);
}

function crc32(data) {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

// A grey PNG of that size.
export function png(width, height) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width + 1), 0x80);
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0;
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

// The size that a JPEG says it has.
export function jpegSize(data) {
  for (let at = 2; at + 9 < data.length; at += 2 + data.readUInt16BE(at + 2)) {
    const marker = data.readUInt16BE(at);
    if (marker >= 0xffc0 && marker <= 0xffc2) return [data.readUInt16BE(at + 7), data.readUInt16BE(at + 5)];
  }
  throw new Error('no JPEG');
}
