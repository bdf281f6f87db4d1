// A small NATS client that serves: subscribes with a function, answers, publishes. Node's own modules only.

import net from 'node:net';

function parseHeaders(block) {
  const headers = {};
  for (const line of block.toString().split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon)] = line.slice(colon + 1).trim();
  }
  return headers;
}

export class Bus {
  static async connect(port) {
    const bus = new Bus();
    bus.handlers = new Map();
    bus.rest = Buffer.alloc(0);
    bus.pongs = [];
    bus.sid = 0;
    bus.socket = net.connect(port, '127.0.0.1');
    bus.socket.setNoDelay(true);
    bus.socket.on('data', (bytes) => bus.#take(bytes));
    bus.socket.on('error', () => {});
    bus.closed = new Promise((resolve) => bus.socket.on('close', resolve));
    bus.socket.write(`CONNECT ${JSON.stringify({ verbose: false, headers: true, no_responders: true, protocol: 1, lang: 'test', version: '1' })}\r\n`);
    await bus.flush();
    return bus;
  }

  #take(bytes) {
    this.rest = this.rest.length ? Buffer.concat([this.rest, bytes]) : bytes;
    for (;;) {
      const end = this.rest.indexOf('\r\n');
      if (end < 0) return;
      const line = this.rest.subarray(0, end).toString();
      const words = line.split(' ');
      const size = words[0] === 'MSG' || words[0] === 'HMSG' ? Number(words.at(-1)) : -1;
      if (size >= 0 && this.rest.length < end + 2 + size + 2) return;
      const payload = size >= 0 ? this.rest.subarray(end + 2, end + 2 + size) : null;
      this.rest = this.rest.subarray(end + 2 + (size >= 0 ? size + 2 : 0));
      if (words[0] === 'PING') this.socket.write('PONG\r\n');
      else if (words[0] === 'PONG') this.pongs.shift()?.();
      else if (payload) this.#deliver(words, payload);
    }
  }

  #deliver(words, payload) {
    const withHeaders = words[0] === 'HMSG';
    const headerBytes = withHeaders ? Number(words.at(-2)) : 0;
    const names = words.slice(1, withHeaders ? -2 : -1);
    this.handlers.get(names[1])?.({
      subject: names[0], reply: names[2], headers: parseHeaders(payload.subarray(0, headerBytes)), data: payload.subarray(headerBytes),
    });
  }

  async flush() {
    const pong = new Promise((resolve) => this.pongs.push(resolve));
    this.socket.write('PING\r\n');
    await Promise.race([pong, this.closed]);
  }

  async subscribe(subject, queue, handler) {
    const sid = String(++this.sid);
    this.handlers.set(sid, handler);
    this.socket.write(`SUB ${subject} ${queue ? `${queue} ` : ''}${sid}\r\n`);
    await this.flush();
    return () => {
      this.handlers.delete(sid);
      this.socket.write(`UNSUB ${sid}\r\n`);
      return this.flush();
    };
  }

  publish(subject, data, headers = {}) {
    const names = Object.keys(headers);
    const block = names.length ? Buffer.from(`NATS/1.0\r\n${names.map((name) => `${name}: ${headers[name]}\r\n`).join('')}\r\n`) : Buffer.alloc(0);
    const sizes = names.length ? `${block.length} ${block.length + data.length}` : String(data.length);
    this.socket.write(Buffer.concat([Buffer.from(`${names.length ? 'HPUB' : 'PUB'} ${subject} ${sizes}\r\n`), block, data, Buffer.from('\r\n')]));
  }

  async close() {
    this.socket.end();
    await this.closed;
  }
}
