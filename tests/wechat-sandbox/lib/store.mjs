// What the stand-in remembers: named tables of JSON values, kept in memory and in a journal of JSON lines, one line a
// change, written before the change is answered. It survives kill -9 of the process; on start the journal is read again
// and, when most of it is history, rewritten.
//
// A value handed out is the live one: change it, then put() it again. A torn last line (killed in the middle of a write)
// is dropped; a line in the middle that is no JSON is an error, because then something else is wrong.

import fs from 'node:fs';
import path from 'node:path';

const HISTORY_LINES_MIN = 5000;

export class Store {
  #file;
  #descriptor;
  #tables = new Map();

  constructor(directory) {
    this.#file = path.join(directory, 'journal.jsonl');
    const lines = this.#replay();
    if (lines > HISTORY_LINES_MIN && lines > 2 * this.#liveRows()) this.#compact();
    this.#descriptor = fs.openSync(this.#file, 'a', 0o600);
  }

  table(name) {
    const rows = this.#rows(name);
    return {
      get: (key) => rows.get(key),
      has: (key) => rows.has(key),
      values: () => rows.values(),
      get size() {
        return rows.size;
      },
      put: (key, value) => {
        rows.set(key, value);
        this.#write({ t: name, k: key, v: value });
        return value;
      },
      delete: (key) => {
        if (rows.delete(key)) this.#write({ t: name, k: key });
      },
    };
  }

  close() {
    fs.closeSync(this.#descriptor);
  }

  #rows(name) {
    if (!this.#tables.has(name)) this.#tables.set(name, new Map());
    return this.#tables.get(name);
  }

  #liveRows() {
    return [...this.#tables.values()].reduce((sum, rows) => sum + rows.size, 0);
  }

  #write(change) {
    fs.writeSync(this.#descriptor, JSON.stringify(change) + '\n');
  }

  #replay() {
    if (!fs.existsSync(this.#file)) return 0;
    const text = fs.readFileSync(this.#file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) fs.truncateSync(this.#file, Buffer.byteLength(whole));
    const lines = whole.split('\n').filter((line) => line !== '');
    for (const line of lines) {
      const change = JSON.parse(line);
      if ('v' in change) this.#rows(change.t).set(change.k, change.v);
      else this.#rows(change.t).delete(change.k);
    }
    return lines.length;
  }

  #compact() {
    const lines = [];
    for (const [table, rows] of this.#tables) {
      for (const [key, value] of rows) lines.push(JSON.stringify({ t: table, k: key, v: value }));
    }
    fs.writeFileSync(this.#file + '.new', lines.join('\n') + '\n', { mode: 0o600 });
    fs.renameSync(this.#file + '.new', this.#file);
  }
}
