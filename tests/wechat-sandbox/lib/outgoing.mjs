// Calls that WeChat makes: one request, one answer, a time limit for the whole. Never throws: what went wrong is in
// `error` and the status is 0. Owns the calls that are under way until close().

import http from 'node:http';

const ANSWER_BYTES_MAX = 64 * 1024;
const TIMEOUT_MS = 5000;
const NOTHING = Buffer.alloc(0);

export class Outgoing {
  // A connection a call: an idle one that the other side has just closed would look like a failure of the merchant.
  #agent = new http.Agent({ keepAlive: false, maxSockets: 256 });
  #underWay = new Map();

  get(url, options = {}) {
    return this.#call('GET', url, {}, undefined, options);
  }

  post(url, headers, body, options = {}) {
    return this.#call('POST', url, { ...headers, 'content-length': Buffer.byteLength(body) }, body, options);
  }

  // Breaks off what is under way and waits until its callers have been told.
  async close() {
    const calls = [...this.#underWay.entries()];
    for (const [request] of calls) request.destroy(new Error('the stand-in stops'));
    await Promise.all(calls.map(([, answer]) => answer));
    await new Promise((resolve) => setImmediate(resolve));
    this.#agent.destroy();
  }

  #call(method, url, headers, body, { timeoutMs = TIMEOUT_MS, bytesMax = ANSWER_BYTES_MAX }) {
    let request;
    try {
      request = http.request(url, { method, headers, agent: this.#agent });
    } catch (error) {
      return Promise.resolve({ status: 0, error: error.message, body: NOTHING });
    }
    const limit = setTimeout(() => request.destroy(new Error('time-out')), timeoutMs);
    const answer = outcome(request, bytesMax).finally(() => {
      clearTimeout(limit);
      this.#underWay.delete(request);
    });
    this.#underWay.set(request, answer);
    request.end(body);
    return answer;
  }
}

function outcome(request, bytesMax) {
  return new Promise((resolve) => {
    const fail = (error) => resolve({ status: 0, error: error.message, body: NOTHING });
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks = [];
      let bytes = 0;
      response.on('error', fail);
      response.on('data', (chunk) => {
        chunks.push(chunk);
        if ((bytes += chunk.length) > bytesMax) request.destroy(new Error('answer too large'));
      });
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
    });
  });
}
