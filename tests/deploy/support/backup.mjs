// deploy/backup/backup.sh as whoever owns PostgreSQL's data runs it: root may not.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, until } from '../../support/house.mjs';

const TOOLS = ['backup.sh', 'connect.sh', 'after_restore.sql'];

// Until what the house's server has written by now has arrived at who receives it; it goes on writing meanwhile.
export async function walArrived(house) {
  const [{ now }] = house.query('select pg_current_wal_flush_lsn() as now', 'postgres.admin-url');
  const has = `select restart_lsn >= '${now}' as has from pg_replication_slots`;
  await until(`WAL has arrived up to ${now}`, () => house.query(has, 'postgres.admin-url')[0].has === 't', { withinMs: 30_000 });
}

export class Backup {
  // Of this house, in `name` beside its data.
  constructor(house, name = 'backup') {
    this.house = house;
    this.data = fs.realpathSync(path.join(house.folder, 'run', 'postgres')) + '/data';
    const { uid, gid } = fs.statSync(this.data);
    this.who = process.getuid() === 0 ? { uid, gid } : {};
    this.tools = this.#folder('tools');
    for (const tool of TOOLS) this.#give(path.join(ROOT, 'deploy/backup', tool), path.join(this.tools, tool));
    this.folder = this.#folder(name);
    this.#give(path.join(house.folder, 'run/secrets/postgres.backup-url'), path.join(this.tools, 'url'));
  }

  #folder(name) {
    const folder = path.join(this.house.folder, name);
    fs.mkdirSync(folder, { recursive: true });
    if (this.who.uid !== undefined) fs.chownSync(folder, this.who.uid, this.who.gid);
    return folder;
  }

  #give(from, to) {
    fs.copyFileSync(from, to);
    if (this.who.uid !== undefined) fs.chownSync(to, this.who.uid, this.who.gid);
  }

  #how(settings = {}) {
    const env = { ...process.env, LINLI_BACKUP_DIR: this.folder, LINLI_BACKUP_URL_FILE: path.join(this.tools, 'url'), ...settings };
    return { ...this.who, env, cwd: this.tools, encoding: 'utf8' };
  }

  // { status, said }
  run(words, settings) {
    const { status, stdout, stderr } = spawnSync(path.join(this.tools, 'backup.sh'), words, this.#how(settings));
    return { status, said: stdout + stderr };
  }

  // Of objects, which belong to whoever runs the house.
  runOnObjects(words, settings) {
    const env = { ...process.env, LINLI_BACKUP_DIR: path.join(this.house.folder, 'backup-objects'), ...settings };
    const { status, stdout, stderr } = spawnSync(path.join(ROOT, 'deploy/backup/backup.sh'), words, { env, encoding: 'utf8' });
    return { status, said: stdout + stderr };
  }

  // The same, not waited for by the whole process: whoever asks the house meanwhile goes on asking.
  async runMeanwhile(words) {
    const child = spawn(path.join(this.tools, 'backup.sh'), words, { ...this.#how(), stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text; });
    return new Promise((resolve) => child.on('close', (status) => resolve({ status, said })));
  }

  async receive() {
    this.receiver = spawn(path.join(this.tools, 'backup.sh'), ['receive'], { ...this.#how(), stdio: ['ignore', 'ignore', 'pipe'] });
    this.receiver.stderr.on('data', (text) => { this.receiverSaid = (this.receiverSaid ?? '') + text; });
    await until('WAL is received', () => this.slot()?.active === 't', { withinMs: 20_000 });
  }

  async stopReceiving(signal = 'SIGTERM') {
    if (!this.receiver || this.receiver.exitCode !== null || this.receiver.signalCode !== null) return;
    const gone = new Promise((resolve) => this.receiver.on('exit', resolve));
    this.receiver.kill(signal);
    await gone;
  }

  slot() {
    return this.house.query('select active, restart_lsn from pg_replication_slots', 'postgres.admin-url')[0];
  }

  arrived() {
    return walArrived(this.house);
  }

  wal() {
    return fs.readdirSync(path.join(this.folder, 'wal')).sort();
  }

  bases() {
    return this.run(['list']).said.split('\n').filter(Boolean);
  }
}

// What a server needs whose WAL is to be kept; the house starts it anew.
export async function keepWal(house) {
  for (const [name, value] of [['wal_level', 'replica'], ['max_wal_senders', '5'], ['max_replication_slots', '5'], ['max_slot_wal_keep_size', '4GB']]) {
    house.query(`alter system set ${name} = '${value}'`, 'postgres.admin-url');
  }
  const { pid } = house.process('postgres');
  process.kill(pid, 'SIGINT');
  await until('PostgreSQL keeps WAL', () => {
    const { ready, pid: now } = house.process('postgres');
    return ready && now !== pid;
  }, { withinMs: 20_000 });
  await until('the house is ready', () => house.status().processes.every(({ ready }) => ready), { withinMs: 20_000 });
}
