// Field rules that several parts of WeChat Pay share.

import { Mismatch, integer, object, oneOf, text } from '../check.mjs';

const AMOUNT_FEN_MAX = 10_000_000_000;

export const outTradeNo = text({ min: 6, max: 32, pattern: /^[0-9A-Za-z_\-|*]+$/ });
export const outRefundNo = text({ max: 64, pattern: /^[0-9A-Za-z_\-|*@]+$/ });
export const fen = integer({ min: 1, max: AMOUNT_FEN_MAX });

// RFC 3339 with an offset, as WeChat wants it; the day must exist.
export function rfc3339(value, place) {
  text({ max: 64, pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/ })(value, place);
  if (Number.isNaN(Date.parse(value))) throw new Mismatch(place, value, 'no such time');
}

// Hosts to which notices go by http, beside this machine: of a private network that the whole house is in.
let nearHosts = ['127.0.0.1', 'localhost', '[::1]'];
export function addNearHosts(hosts) {
  nearHosts = [...new Set([...nearHosts, ...hosts])];
}

// WeChat wants https and a public name. The one thing that is different here: http is taken for what is near.
export function notifyUrl(value, place) {
  text({ max: 255 })(value, place);
  let url;
  try {
    url = new URL(value);
  } catch {
    throw new Mismatch(place, value, 'no address');
  }
  const local = nearHosts.includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) throw new Mismatch(place, value, 'must be https');
  if (url.search || url.hash) throw new Mismatch(place, value, 'must have no query');
}

export const currency = oneOf('CNY');
export const mchIdBody = object({ mchid: text({ max: 32 }) });
