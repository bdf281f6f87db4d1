// A house to test against: a private one, started on free ports with its data in a folder of its own, or the one whose
// status file LINLI_STATUS_FILE names (tests/run.mjs starts that one for all suites).

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Debian puts servers where plain users do not look: nats-server lies in /usr/sbin.
process.env.PATH += ':/usr/local/sbin:/usr/sbin:/sbin';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const program = (name) => path.resolve(ROOT, process.env.LINLI_BUILD ?? 'build', 'bin', name);

const READY_MS_MAX = 120_000;
const STOP_MS_MAX = 30_000;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Asks until `ask` gives something true, which is returned.
export async function until(what, ask, { withinMs = 10_000, everyMs = 50 } = {}) {
  const giveUp = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > giveUp) throw new Error(`${what}: not within ${withinMs} ms`);
    await sleep(everyMs);
  }
}

// One house, as its status file tells.
export class House {
  constructor(statusFile) {
    this.statusFile = statusFile;
  }

  status() {
    return JSON.parse(fs.readFileSync(this.statusFile, 'utf8'));
  }

  get url() {
    return this.status().urls.gateway;
  }

  port(name) {
    return this.status().ports[name];
  }

  secret(name) {
    return fs.readFileSync(path.join(this.status().secrets, name), 'utf8').trim();
  }

  process(name) {
    return this.status().processes.find((one) => one.name === name);
  }

  // Of a psql that asks as the auditor, or whom another file of secrets names.
  psqlEnvironment(urlFile = 'postgres.auditor-url') {
    const url = new URL(this.secret(urlFile));
    return { ...process.env, PGHOST: url.hostname, PGPORT: url.port, PGUSER: url.username, PGPASSWORD: url.password, PGDATABASE: url.pathname.slice(1) };
  }

  // Rows of a query, as objects of texts, asked as the auditor (who reads everything) unless another role's file of secrets is
  // named. Throws what PostgreSQL says.
  query(sql, urlFile = 'postgres.auditor-url') {
    const out = execFileSync('psql', ['--no-psqlrc', '--csv', '--quiet', '-v', 'ON_ERROR_STOP=1', '-c', sql], {
      encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20, env: this.psqlEnvironment(urlFile),
    });
    const [head, ...lines] = parseCsv(out);
    return lines.map((line) => Object.fromEntries(line.map((cell, i) => [head[i], cell])));
  }
}

function parseCsv(text) {
  const lines = [];
  let line = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n|$)/g)) {
    if (end === '' && line.length === 0 && !quoted && !bare) break;
    line.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end !== ',') {
      lines.push(line);
      line = [];
    }
  }
  return lines;
}

// A folder that PostgreSQL's own user can walk through, when we are root.
export function newFolder(parent = os.tmpdir(), name = 'linli-') {
  const folder = fs.mkdtempSync(path.join(parent, name));
  fs.chmodSync(folder, 0o711);
  return folder;
}

export class PrivateHouse extends House {
  // bare: the stores and the stand-in alone, for what has nothing to do with services.
  constructor(folder, { bare = false } = {}) {
    super(path.join(folder, 'run', 'status.json'));
    this.folder = folder;
    this.output = '';
    this.linlictl = bare ? this.#bare() : program('linlictl');
  }

  // Beside a linlictl without neighbours there are no services to start.
  #bare() {
    const bin = path.join(this.folder, 'bin');
    fs.mkdirSync(bin);
    fs.copyFileSync(program('linlictl'), path.join(bin, 'linlictl'));
    fs.copyFileSync(program('../contracts.binpb'), path.join(this.folder, 'contracts.binpb'));
    return path.join(bin, 'linlictl');
  }

  // Resolves when it is ready; throws what it said when it ends before.
  async start({ words = ['--any-ports'], settings = {} } = {}) {
    this.how = { words, settings };
    this.output = '';
    this.exit = null;
    this.child = spawn(this.linlictl, ['up', ...words], {
      cwd: ROOT, env: { ...process.env, LINLI_STATE_DIR: path.join(this.folder, 'run'), ...settings }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (text) => { this.output += text; });
    this.child.on('exit', (code, signal) => { this.exit = { code, signal }; });
    await until('the house is up', () => this.exit || this.output.includes('The house is up'), { withinMs: READY_MS_MAX });
    if (this.exit) throw new Error(`linlictl up ended with ${JSON.stringify(this.exit)}:\n${this.output}\n${this.logs()}`);
    return this;
  }

  // As it was started before, on the data that is there: what was seeded is.
  startAgain() {
    return this.start({ ...this.how, words: this.how.words.filter((word) => word !== '--seed') });
  }

  // Ends of the logs, for the report of a failure.
  logs(lines = 15) {
    const folder = path.join(this.folder, 'run', 'log');
    if (!fs.existsSync(folder)) return '';
    return fs.readdirSync(folder).map((name) => {
      const text = fs.readFileSync(path.join(folder, name), 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
      return `== ${name}\n${text}`;
    }).join('\n');
  }

  async stop(signal = 'SIGTERM') {
    if (!this.child || this.exit) return this.exit;
    this.child.kill(signal);
    await until('the house is down', () => this.exit, { withinMs: STOP_MS_MAX });
    return this.exit;
  }

  forget() {
    const data = path.join(this.folder, 'run', 'postgres');
    if (fs.existsSync(data)) fs.rmSync(fs.realpathSync(data), { recursive: true, force: true });
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

// The house of this test run: the one that the runner started, or a private one for this file alone (`own`: in any case,
// for tests that break things; `words`, `settings`: how). `close` ends what was started here.
export async function openHouse({ own = false, words, settings } = {}) {
  if (process.env.LINLI_STATUS_FILE && !own) return { house: new House(process.env.LINLI_STATUS_FILE), close: async () => {} };
  const house = new PrivateHouse(newFolder());
  try {
    await house.start({ words, settings });
  } catch (error) {
    house.forget();
    throw error;
  }
  return {
    house,
    close: async () => {
      await house.stop();
      house.forget();
    },
  };
}
