// The lab's API server, kubelet and pods, asked as its administrator.

import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';

export const NODE = '10.99.0.1';
const API = `https://${NODE}:26443`;
const KUBELET = `https://${NODE}:10250`;
const ANSWER_MS_MAX = 5000;

export const keyOf = ({ metadata: { namespace, name } }) => `${namespace}/${name}`;

export class Api {
  #agent = new https.Agent({ keepAlive: true });

  constructor(state) {
    this.state = state;
    this.token = fs.readFileSync(path.join(state, 'token'), 'utf8').trim();
  }

  api(place, how) {
    return this.#json(API + place, how);
  }

  kubelet(place) {
    return this.#json(KUBELET + place);
  }

  // What a pod answers to anybody.
  podText(url) {
    return this.#text(http, url, {});
  }

  async #json(url, { method = 'GET', body } = {}) {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    // The kubelet signs its own certificate; all of it is inside one network namespace.
    return JSON.parse(await this.#text(https, url, { method, headers, agent: this.#agent, rejectUnauthorized: false }, body && JSON.stringify(body)));
  }

  #text(protocol, url, options, body) {
    return new Promise((resolve, reject) => {
      const request = protocol.request(url, { ...options, timeout: ANSWER_MS_MAX }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode >= 300) reject(new Error(`${options.method ?? 'GET'} ${url}: ${response.statusCode} ${text}`));
          else resolve(text);
        });
      });
      request.on('timeout', () => request.destroy(new Error(`${url}: no answer within ${ANSWER_MS_MAX} ms`)));
      request.on('error', reject);
      request.end(body);
    });
  }
}
