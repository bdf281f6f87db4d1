// Asks every second whether the rules that hold at every moment do: what is wrong for a moment only is wrong, too. What it finds
// is { name, checked, violations } like any other book.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, sleep } from '../../support/house.mjs';
import { rulesOf } from './rules.mjs';

const FOLDER = path.join(ROOT, 'tests', 'faults', 'invariants');
const EVERY_MS = 1000;
const OUTPUT_BYTES_MAX = 1 << 20;

export function rulesOfAnyMoment({ week = false } = {}) {
  const files = fs.readdirSync(FOLDER).filter((file) => week || file !== 'week.sql').sort();
  return files.flatMap((file) => rulesOf(fs.readFileSync(path.join(FOLDER, file), 'utf8'))).filter(({ when }) => when === 'any');
}

// Rows of [name, checked, violations]. Not waited for by the whole process: people go on playing meanwhile.
function ask(databaseUrl, sql) {
  return new Promise((resolve, reject) => {
    const psql = spawn('psql', ['-XqAt', '-F|', '-v', 'ON_ERROR_STOP=1', databaseUrl], { stdio: ['pipe', 'pipe', 'inherit'] });
    let out = '';
    psql.stdout.on('data', (text) => { out += out.length < OUTPUT_BYTES_MAX ? text : ''; });
    psql.on('error', reject);
    psql.on('close', (code) => (code === 0 ? resolve(out.trim().split('\n').map((line) => line.split('|'))) : reject(new Error(`psql ended with ${code}`))));
    psql.stdin.end(sql);
  });
}

export class Watch {
  constructor(databaseUrl, options) {
    this.databaseUrl = databaseUrl;
    this.rules = rulesOfAnyMoment(options);
    this.sql = this.rules.map(({ sql }) => sql).join('\n');
    this.times = 0;
    this.wrong = new Map(); // by name: how often
  }

  begin() {
    this.asking = this.#askOn();
    this.asking.catch(() => {}); // told when it is waited for
  }

  async #askOn() {
    while (!this.over) {
      for (const [name, , violations] of await ask(this.databaseUrl, this.sql)) {
        if (violations !== '0') this.wrong.set(name, (this.wrong.get(name) ?? 0) + 1);
      }
      this.times++;
      await sleep(EVERY_MS);
    }
  }

  async end() {
    this.over = true;
    await this.asking;
    return [
      { name: `${this.rules.length} rules of any moment, asked ${this.times} times`, checked: this.times, violations: 0 },
      ...[...this.wrong].map(([name, times]) => ({ name: `at any moment: ${name}`, checked: this.times, violations: times })),
    ];
  }
}
