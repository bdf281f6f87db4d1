// A store that speaks as much S3 as we need, on Node's own modules: one bucket by path, GET, PUT, DELETE, ListObjectsV2. Every
// request must be signed (AWS Signature Version 4), its body included; the check is written from the specification.

import crypto from 'node:crypto';
import http from 'node:http';

const BODY_BYTES_MAX = 64 << 20;

const sha256 = (data) => crypto.createHash('sha256').update(data).digest('hex');
const hmac = (key, data) => crypto.createHmac('sha256', key).update(data).digest();
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(search) {
  return [...new URLSearchParams(search)].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join('&');
}

// What is wrong with a request's signature; '' when nothing is.
function fault({ accessKey, secretKey, region }, request, url, body) {
  const match = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  if (!match) return 'no signature';
  const [, key, day, place, names, signature] = match;
  const time = request.headers['x-amz-date'] ?? '';
  if (key !== accessKey || place !== region || !time.startsWith(day)) return 'another key, region or day';
  const seconds = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(Date.now() - seconds) < 15 * 60_000)) return 'not of now';
  for (const name of ['host', 'x-amz-date', 'x-amz-content-sha256']) if (!names.split(';').includes(name)) return `${name} is not signed`;
  if (request.headers['x-amz-content-sha256'] !== sha256(body)) return 'another body';
  const canonical = [
    request.method, url.pathname.split('/').map((part) => encode(decodeURIComponent(part))).join('/'), canonicalQuery(url.search),
    ...names.split(';').map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}`), '', names, sha256(body),
  ].join('\n');
  const scope = `${day}/${place}/s3/aws4_request`;
  const signing = hmac(hmac(hmac(hmac(`AWS4${secretKey}`, day), place), 's3'), 'aws4_request');
  const right = hmac(signing, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex');
  return right === signature ? '' : 'a wrong signature';
}

// store.objects: key → { data, type, modified }. store.away = 503: every request is answered so.
export class S3 {
  objects = new Map();
  away = 0;
  faults = [];

  static async start(options = { accessKey: 'AKLINLI', secretKey: crypto.randomBytes(20).toString('base64'), region: 'cn-south-1' }) {
    const store = Object.assign(new S3(), { options });
    store.server = http.createServer((request, response) => store.#serve(request, response).catch((error) => response.destroy(error)));
    await new Promise((resolve) => { store.server.listen(0, '127.0.0.1', resolve); });
    store.url = `http://127.0.0.1:${store.server.address().port}/pictures`;
    return store;
  }

  // As the settings of our processes have it.
  get settings() {
    const { accessKey, secretKey, region } = this.options;
    return { LINLI_OBJECTS_URL: this.url, LINLI_OBJECTS_REGION: region, LINLI_OBJECTS_ACCESS_KEY: accessKey, LINLI_OBJECTS_SECRET_KEY: secretKey };
  }

  put(key, data, { modified = new Date(), type } = {}) {
    this.objects.set(key, { data: Buffer.from(data), modified, type });
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => { this.server.close(resolve); });
  }

  async #serve(request, response) {
    const url = new URL(request.url, 'http://s3');
    const chunks = [];
    let bytes = 0;
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) throw new Error('too large');
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const wrong = fault(this.options, request, url, body);
    if (wrong) this.faults.push(`${request.method} ${request.url}: ${wrong}`);
    const [status, data, type = 'application/xml'] = this.away ? [this.away, ''] : wrong ? [403, ''] : this.#answer(request, url, body);
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(data) });
    response.end(data);
  }

  #answer(request, url, body) {
    const key = url.pathname.replace(/^\/pictures\/?/, '');
    if (!key) return [200, this.#list(url.searchParams.get('prefix') ?? '', Number(url.searchParams.get('max-keys')))];
    if (request.method === 'PUT') {
      this.put(key, body, { type: request.headers['content-type'] });
      return [200, ''];
    }
    if (request.method === 'DELETE') return [this.objects.delete(key) ? 204 : 404, ''];
    const found = this.objects.get(key);
    return found ? [200, found.data, found.type] : [404, '<Error><Code>NoSuchKey</Code></Error>'];
  }

  #list(prefix, most) {
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix)).slice(0, most);
    const items = found.map(([key, { modified, data }]) => `<Contents><Key>${key}</Key><LastModified>${modified.toISOString()}</LastModified><Size>${data.length}</Size></Contents>`);
    return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><Name>pictures</Name>${items.join('')}</ListBucketResult>`;
  }
}
