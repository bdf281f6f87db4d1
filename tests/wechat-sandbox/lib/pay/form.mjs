// multipart/form-data, as far as WeChat Pay's uploads need it: parts by name, each with its bytes.

import { PayError } from './error.mjs';

const PARTS_MAX = 8;

// { name: { bytes, filename } }; throws PARAM_ERROR for what is no such form.
export function parseForm(contentType, body) {
  const boundary = /^multipart\/form-data;.*\bboundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (!boundary) throw new PayError(400, 'PARAM_ERROR', 'Http头Content-Type错误，应为multipart/form-data');
  const mark = Buffer.from(`\r\n--${boundary}`);
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts = {};
  for (let at = whole.indexOf(mark), count = 0; ; count++) {
    const from = at + mark.length;
    if (at < 0 || count > PARTS_MAX) throw new PayError(400, 'PARAM_ERROR', '请求体不是合法的multipart');
    if (whole.subarray(from, from + 2).toString() === '--') return parts;
    const next = whole.indexOf(mark, from);
    const head = whole.indexOf('\r\n\r\n', from);
    if (next < 0 || head < 0 || head > next) throw new PayError(400, 'PARAM_ERROR', '请求体不是合法的multipart');
    const disposition = /content-disposition: *form-data;([^\r\n]*)/i.exec(whole.subarray(from, head).toString('utf8'))?.[1] ?? '';
    const name = /\bname="([^"]*)"/.exec(disposition)?.[1];
    if (!name) throw new PayError(400, 'PARAM_ERROR', '表单项缺少name');
    parts[name] = { bytes: whole.subarray(head + 4, next), filename: /\bfilename="([^"]*)"/.exec(disposition)?.[1] };
    at = next;
  }
}
