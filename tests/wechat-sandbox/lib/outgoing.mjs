// Calls that WeChat makes to the merchant: one request, one answer, a time limit for the whole. Never throws: what went
// wrong is in `error`.

import http from 'node:http';

const ANSWER_BYTES_MAX = 64 * 1024;
// A connection a call: an idle one that the other side has just closed would look like a failure of the merchant.
const agent = new http.Agent({ keepAlive: false, maxSockets: 256 });

function exchange(method, url, headers, body, timeoutMs) {
  return new Promise((resolve) => {
    let request;
    try {
      request = http.request(url, { method, headers, agent });
    } catch (error) {
      return resolve({ status: 0, error: error.message, body: Buffer.alloc(0) });
    }
    const limit = setTimeout(() => request.destroy(new Error('time-out')), timeoutMs);
    const done = (result) => {
      clearTimeout(limit);
      resolve(result);
    };
    request.on('error', (error) => done({ status: 0, error: error.message, body: Buffer.alloc(0) }));
    request.on('response', (response) => {
      const chunks = [];
      let bytes = 0;
      response.on('data', (chunk) => {
        if ((bytes += chunk.length) > ANSWER_BYTES_MAX) request.destroy(new Error('answer too large'));
        chunks.push(chunk);
      });
      response.on('error', (error) => done({ status: 0, error: error.message, body: Buffer.alloc(0) }));
      response.on('end', () => done({ status: response.statusCode, body: Buffer.concat(chunks) }));
    });
    return request.end(body);
  });
}

export function get(url, timeoutMs) {
  return exchange('GET', url, {}, undefined, timeoutMs);
}

export function post(url, headers, body, timeoutMs) {
  return exchange('POST', url, { ...headers, 'content-length': Buffer.byteLength(body) }, body, timeoutMs);
}
