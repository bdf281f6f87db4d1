// Speaks to linli-fault-proxy (tests/faults/README.md has its words). A route may be a pattern; a way is 'up' (from us to
// the store), 'down' or 'both'. What the proxy refuses is thrown with its own words.

import net from 'node:net';
import readline from 'node:readline';

const ANSWER_MS_MAX = 30_000;

class Proxy {
  #socket;
  #asked = []; // in the order of their answers

  constructor(socket) {
    this.#socket = socket.setNoDelay();
    readline.createInterface({ input: socket }).on('line', (line) => this.#asked.shift()?.resolve(line));
    socket.on('error', () => {}).on('close', () => this.#gone());
  }

  #gone() {
    this.closed = true;
    for (const { reject } of this.#asked.splice(0)) reject(new Error('the proxy has hung up'));
  }

  async #ask(...words) {
    const line = words.join(' ');
    if (this.closed) throw new Error(`${line}: the proxy has hung up`);
    let timer;
    const answer = await new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      timer = setTimeout(() => reject(new Error(`${line}: no answer within ${ANSWER_MS_MAX} ms`)), ANSWER_MS_MAX);
      this.#socket.write(`${line}\n`);
    }).finally(() => clearTimeout(timer));
    if (!/^ok\b/.test(answer)) throw new Error(`${line}: ${answer}`);
    return answer.split(' ').slice(1).map(Number);
  }

  latency(route, way, ms, jitterMs = 0) { return this.#ask('latency', route, way, ms, jitterMs); }
  drip(route, way, bytesPerS) { return this.#ask('drip', route, way, bytesPerS); }
  cut(route, way, bytes) { return this.#ask('cut', route, way, bytes); }
  hold(route, way = 'both') { return this.#ask('hold', route, way); }
  refuse(route) { return this.#ask('refuse', route); }
  reset(route) { return this.#ask('reset', route); }
  strand(route) { return this.#ask('strand', route); }
  heal(route = '*') { return this.#ask('heal', route); }
  seed(number) { return this.#ask('seed', number); }

  // Connections that are open now and those ever opened; bytes that were passed on, ever.
  async stat(route = '*') {
    const [open, opened, bytesUp, bytesDown] = await this.#ask('stat', route);
    return { open, opened, bytesUp, bytesDown };
  }

  close() {
    this.#socket.destroy();
  }
}

// `status`: that of a house that came up with --through.
export function connectProxy(status) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(status.ports.proxy, '127.0.0.1', () => resolve(new Proxy(socket.off('error', reject))));
    socket.once('error', reject);
  });
}
