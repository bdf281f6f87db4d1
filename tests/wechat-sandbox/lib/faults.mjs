// Faults that a test orders: what should go wrong, for which requests, how often.
//
//   { match: 'POST /pay/v3/pay/transactions/jsapi', kind: 'reset', when: 'after', count: 2 }
//   { match: '* /wx/wxa/*', kind: 'delay', delayMs: 800, probability: 0.1 }
//
// `match` is a method and a path; a star stands for anything. `when: 'after'` means that the effect has happened and only
// the answer is lost. A fault without `count` stays until it is removed. Chance comes from the seed.

import { anyObject, integer, object, oneOf, optional, text, Mismatch } from './check.mjs';

export const FAULT_KINDS = [
  'delay', 'reset', 'truncate', 'http', 'error', 'bad_signature', 'no_signature', 'wrong_serial', 'stale_timestamp',
];

const FAULTS_MAX = 100;

const rule = object({
  match: text({ max: 200, pattern: /^[A-Z*]+ \S+$/ }),
  kind: oneOf(...FAULT_KINDS),
  when: optional(oneOf('before', 'after')),
  count: optional(integer({ min: 1 })),
  probability: optional((value, place) => {
    if (typeof value !== 'number' || !(value > 0 && value <= 1)) throw new Mismatch(place, value, 'must be above 0, at most 1');
  }),
  delayMs: optional(integer({ min: 1, max: 120_000 })),
  status: optional(integer({ min: 200, max: 599 })),
  body: optional(anyObject()),
});

function matcher(pattern) {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\*/g, '.*');
  return new RegExp(`^${escaped}$`);
}

export class Faults {
  #faults = [];
  #random;
  #nextId = 1;

  constructor(random) {
    this.#random = random;
  }

  add(fault) {
    rule(fault, '');
    if (fault.kind === 'delay' && !fault.delayMs) throw new Mismatch('/delayMs', undefined, 'a delay needs delayMs');
    if (fault.kind === 'error' && !fault.body) throw new Mismatch('/body', undefined, 'an error needs its body');
    if (this.#faults.length >= FAULTS_MAX) throw new Mismatch('', this.#faults.length, `at most ${FAULTS_MAX} faults`);
    const added = { id: `f${this.#nextId++}`, when: 'before', ...fault, hits: 0, matches: matcher(fault.match) };
    this.#faults.push(added);
    return this.#view(added);
  }

  remove(id) {
    this.#faults = id ? this.#faults.filter((fault) => fault.id !== id) : [];
  }

  list() {
    return this.#faults.map((fault) => this.#view(fault));
  }

  // The fault that strikes this request, or null. The first that was ordered wins.
  strike(method, path) {
    const target = `${method} ${path}`;
    for (const fault of this.#faults) {
      const spent = fault.count !== undefined && fault.hits >= fault.count;
      if (spent || !fault.matches.test(target) || this.#random() >= (fault.probability ?? 1)) continue;
      fault.hits++;
      return fault;
    }
    return null;
  }

  #view({ matches, ...fault }) {
    return fault;
  }
}
