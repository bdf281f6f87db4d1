// Strict checks of a JSON body: every field known, of its type, within its limits.
//
// A rule is a function (value, place) that throws a Mismatch for the first thing that is wrong. `place` is a JSON pointer
// such as /amount/total. Lengths are counted in characters, as WeChat counts them.

export class Mismatch extends Error {
  constructor(place, value, issue) {
    super(`${place}: ${issue}`);
    this.place = place;
    this.value = value;
    this.issue = issue;
  }
}

export const optional = (rule) => Object.assign((value, place) => rule(value, place), { optional: true });

export function object(fields) {
  return (value, place) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Mismatch(place, value, 'not an object');
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name)) throw new Mismatch(`${place}/${name}`, value[name], 'unknown field');
    }
    for (const [name, rule] of Object.entries(fields)) {
      if (value[name] !== undefined) rule(value[name], `${place}/${name}`);
      else if (!rule.optional) throw new Mismatch(`${place}/${name}`, undefined, 'required field is missing');
    }
  };
}

export function list(item, { min = 1, max }) {
  return (value, place) => {
    if (!Array.isArray(value)) throw new Mismatch(place, value, 'not an array');
    if (value.length < min || value.length > max) throw new Mismatch(place, value.length, `needs ${min} to ${max} items`);
    value.forEach((entry, i) => item(entry, `${place}/${i}`));
  };
}

export function text({ min = 1, max, pattern }) {
  return (value, place) => {
    if (typeof value !== 'string') throw new Mismatch(place, value, 'not a string');
    const length = [...value].length;
    if (length < min || length > max) throw new Mismatch(place, value, `length must be ${min} to ${max}`);
    if (pattern && !pattern.test(value)) throw new Mismatch(place, value, `does not match ${pattern.source}`);
  };
}

export function integer({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}) {
  return (value, place) => {
    if (!Number.isSafeInteger(value)) throw new Mismatch(place, value, 'not an integer');
    if (value < min || value > max) throw new Mismatch(place, value, `must be ${min} to ${max}`);
  };
}

export function boolean() {
  return (value, place) => {
    if (typeof value !== 'boolean') throw new Mismatch(place, value, 'not a boolean');
  };
}

export function oneOf(...choices) {
  return (value, place) => {
    if (!choices.includes(value)) throw new Mismatch(place, value, `must be one of ${choices.join(', ')}`);
  };
}

// Any object, for parts that have their own rules elsewhere.
export function anyObject() {
  return (value, place) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Mismatch(place, value, 'not an object');
  };
}

// The same JSON whatever the order of its fields: two requests with the same parameters compare equal.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}
