// Just enough of a NATS client to try what a user may do: it says what it wants to publish or hear, and whether the server
// refused.

import net from 'node:net';

export class NatsUser {
  static async connect(port, user, pass) {
    const self = new NatsUser();
    self.socket = net.connect(port, '127.0.0.1');
    self.socket.setNoDelay(true);
    self.errors = [];
    self.messages = [];
    self.rest = Buffer.alloc(0);
    self.pongs = [];
    self.sid = 0;
    self.closed = new Promise((resolve) => self.socket.on('close', resolve));
    self.socket.on('data', (bytes) => self.#read(bytes));
    self.socket.on('error', (error) => self.errors.push(error.message));
    self.socket.write(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, headers: true, no_responders: true, protocol: 1, lang: 'test', version: '1', user, pass })}\r\n`);
    await self.flush();
    return self;
  }

  #read(bytes) {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (;;) {
      const end = this.rest.indexOf('\r\n');
      if (end < 0) return;
      const line = this.rest.subarray(0, end).toString();
      const message = /^(?:MSG|HMSG) (\S+) (\d+) (?:(\S+) )??(?:\d+ )?(\d+)$/.exec(line);
      if (message && this.rest.length < end + 2 + Number(message[4]) + 2) return;
      this.rest = this.rest.subarray(end + 2 + (message ? Number(message[4]) + 2 : 0));
      if (message) this.messages.push({ subject: message[1], reply: message[3] });
      else if (line === 'PING') this.socket.write('PONG\r\n');
      else if (line === 'PONG') this.pongs.shift()?.();
      else if (line.startsWith('-ERR')) this.errors.push(line.slice(6, -1));
    }
  }

  // Everything sent before has been judged when this is over.
  async flush() {
    const pong = new Promise((resolve) => this.pongs.push(resolve));
    this.socket.write('PING\r\n');
    await Promise.race([pong, this.closed]);
    if (this.socket.destroyed) throw new Error(`the server hung up: ${this.errors.join('; ')}`);
  }

  async #refused(command) {
    const before = this.errors.length;
    this.socket.write(command);
    await this.flush();
    return this.errors.length > before;
  }

  // The requests ask nothing: an empty message that no service can read.
  async mayPublish(subject, reply = '') {
    return !(await this.#refused(`PUB ${subject}${reply && ` ${reply}`} 0\r\n\r\n`));
  }

  async mayHear(subject, queue = '') {
    const sid = ++this.sid;
    const refused = await this.#refused(`SUB ${subject}${queue && ` ${queue}`} ${sid}\r\n`);
    this.socket.write(`UNSUB ${sid}\r\n`);
    return !refused;
  }

  hear(subject) {
    this.socket.write(`SUB ${subject} ${++this.sid}\r\n`);
    return this.flush();
  }

  async close() {
    this.socket.end();
    await this.closed;
  }
}
