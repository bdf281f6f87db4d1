// Chance that can be repeated: the same seed gives the same faults, the same duplicates, the same order of callbacks.
// (Keys, tokens and nonces come from node:crypto; nothing secret comes from here.)

import { createHash, randomBytes } from 'node:crypto';

// Mulberry32 over a hash of the seed: small, and good enough to decide who is unlucky.
export function seededRandom(seed) {
  let state = createHash('sha256').update(String(seed)).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled(items, random) {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function secretText(length, letters = LETTERS) {
  return Array.from(randomBytes(length * 2), (byte) => letters[byte % letters.length]).slice(0, length).join('');
}

export function digits(length) {
  return secretText(length, '0123456789');
}
