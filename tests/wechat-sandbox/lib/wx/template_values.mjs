// What may stand in a field of a subscribe message, by the kind its key is named after (`thing1` is a `thing`).
// Lengths count characters (code points). No value may hold a line break or another control character.

const LENGTH_MAX = {
  thing: 20, number: 32, letter: 32, symbol: 5, character_string: 32, amount: 14, phone_number: 17, car_number: 8, phrase: 5,
};

const CLOCK = /([01]?\d|2[0-3]):[0-5]\d/.source;
const DAY = /\d{4}(年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|\/\d{1,2}\/\d{1,2}|\.\d{1,2}\.\d{1,2})/.source;

const PATTERN = {
  number: /^-?\d+(\.\d+)?$/,
  letter: /^[A-Za-z]+$/,
  symbol: /^[^\p{L}\p{N}\s]+$/u,
  character_string: /^[\x21-\x7e ]+$/,
  amount: /^[¥￥$€£]?\d{1,10}(\.\d+)?元?$/u,
  phone_number: /^[\d+\-() ]+$/,
  car_number: /^[\p{Script=Han}]?[A-Z0-9]+[\p{Script=Han}]?$/u,
  phrase: /^\p{Script=Han}+$/u,
  time: new RegExp(`^(${DAY} ?)?${CLOCK}(~(${DAY} ?)?${CLOCK})?$`),
  date: new RegExp(`^${DAY}( ${CLOCK})?(~${DAY}( ${CLOCK})?)?$`),
  enum: /^/,
  thing: /^/,
};

// A name is ten Chinese characters, or twenty letters.
function nameFits(value) {
  const most = /^[\x20-\x7e]+$/.test(value) ? 20 : 10;
  return [...value].length <= most && /^[\p{L}\p{M} .·*]+$/u.test(value);
}

// True when `value` may stand under `key`. `choices` are the allowed values of an enum.
export function templateValueFits(key, value, choices = []) {
  if (typeof value !== 'string' || value === '' || /[\u0000-\u001f\u007f]/.test(value)) return false;
  const kind = key.replace(/\d+$/, '').replace('enum_string', 'enum');
  if (kind === 'name') return nameFits(value);
  if (kind === 'enum') return choices.includes(value);
  if (!Object.hasOwn(PATTERN, kind)) return false;
  return [...value].length <= (LENGTH_MAX[kind] ?? 64) && PATTERN[kind].test(value);
}

// The keys of `会议时间:{{date2.DATA}}\n…`.
export function templateKeys(content) {
  return Array.from(content.matchAll(/\{\{(\w+)\.DATA\}\}/g), (match) => match[1]);
}
