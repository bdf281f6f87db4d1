// The house's PostgreSQL as its owner sees it: what fills tables, and databases beside the house's for floors and peers.

import { spawn } from 'node:child_process';

const OUTPUT_CHARS_MAX = 1 << 20;

export class Database {
  constructor(house) {
    this.house = house;
  }

  url(database = 'linli') {
    const url = new URL(this.house.secret('postgres.admin-url'));
    url.pathname = `/${database}`;
    return url;
  }

  // Statements, to their end; gives what they print. Does not hold up the process, however long they take.
  run(sql, database = 'linli') {
    const { hostname, port, username, password } = this.url();
    const env = { ...process.env, PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password, PGDATABASE: database };
    return new Promise((resolve, reject) => {
      const psql = spawn('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1'], { stdio: ['pipe', 'pipe', 'inherit'], env });
      let text = '';
      psql.stdout.on('data', (piece) => { text += text.length < OUTPUT_CHARS_MAX ? piece : ''; });
      psql.on('error', reject);
      psql.on('close', (code) => (code === 0 ? resolve(text.trim()) : reject(new Error(`psql ended with ${code}: ${sql.slice(0, 200)}`))));
      psql.stdin.end(sql);
    });
  }

  // A database of its own, on the same server with the same settings.
  async create(name) {
    await this.run(`create database ${name}`, 'postgres');
    return this.url(name).href;
  }
}
