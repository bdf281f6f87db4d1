// The disks of a house's stores: a file system of its own for PostgreSQL and one for NATS, mounted where their data goes before the
// house starts for the first time. Redis keeps nothing. They can be filled, and their power can be cut. For root alone.
//
// A cut is the file system's own shutdown (EXT4_IOC_SHUTDOWN, without flushing the log): from one moment to the next nothing more
// reaches the image, not even what waits in the kernel's memory. Then everybody is killed, the images are mounted again, which
// replays their journals, and the house starts on what they kept. What the kernel had written out counts as kept: a disk's own
// cache is not played. Marks tell each time that it was a cut: what was synced is there, what was not is gone.
//
// An image is named after the process that made it. Whoever comes next takes away what was left by one that is gone.

import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { newFolder, until } from '../../support/house.mjs';
import { CANDIDATES, freeBytes, nameOfMine, ownerIsGone, roomyFolder } from './folders.mjs';
import { endHousehold, householdOf } from './household.mjs';
import { endAll, holdersOf } from './processes.mjs';
import { processOf } from './signals.mjs';

const MB = 2 ** 20;
const DISKS_MB = { postgres: 2048, nats: 1024 }; // sparse: what is not written costs nothing
const LEFT_MS_MAX = 30_000;
const CHUNK = Buffer.alloc(64 << 10, 'x');

const run = (command, ...words) => execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

// All at one moment, as near as two calls of the kernel lie together.
const SHUT_DOWN = `
  my @open = map { open(my $f, '<', $_) or die "$_: $!"; $f } @ARGV;
  for my $f (@open) { my $without_the_log = pack('L', 2); ioctl($f, 0x8004587d, $without_the_log) or die "EXT4_IOC_SHUTDOWN: $!" }`;

// Of all of them at once; whoever has files open there is not killed by it.
export function cutPower(disks) {
  disks.forEach((disk) => disk.touchMarks());
  run('perl', '-e', SHUT_DOWN, ...disks.map(({ folder }) => folder));
}

function write(file, how, text, { synced = false } = {}) {
  const descriptor = fs.openSync(file, how);
  fs.writeSync(descriptor, text);
  if (synced) fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}

const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

// One of them, mounted at once.
export class Disk {
  constructor(name, folder, mb) {
    this.name = name;
    this.folder = folder;
    this.ballast = path.join(folder, 'ballast');
    this.mark = (one) => path.join(folder, `mark.${one}`);
    this.image = path.join(roomyFolder(), `${nameOfMine('disk')}${crypto.randomBytes(4).toString('hex')}-${name}.img`);
    fs.closeSync(fs.openSync(this.image, 'w'));
    fs.truncateSync(this.image, mb * MB);
    run('mkfs.ext4', '-q', '-F', '-m', '0', '-E', 'nodiscard', this.image);
    fs.mkdirSync(folder, { recursive: true });
    this.mount();
    this.setMarks();
  }

  mount() {
    run('mount', '-o', 'loop', this.image, this.folder);
  }

  setMarks() {
    for (const one of ['kept', 'overwritten']) write(this.mark(one), 'w', 'before', { synced: true });
    fs.rmSync(this.mark('new'), { force: true });
  }

  // What a cut must take away again. Nothing is synced here: that would write out the others' as well.
  touchMarks() {
    write(this.mark('overwritten'), 'r+', 'after!');
    write(this.mark('new'), 'w', 'after!');
  }

  assertCut() {
    const marks = ['kept', 'overwritten', 'new'].map((one) => read(this.mark(one))).join();
    if (marks !== 'before,before,') throw new Error(`no cut: the marks on ${this.name}'s disk say ${marks}`);
  }

  unmount(...how) {
    run('umount', ...how, this.folder);
  }

  // After a cut. Whoever is still in there was begun by somebody who has been killed, and goes by himself.
  async mountAgain() {
    await until(`nobody holds ${this.folder}`, () => holdersOf(this.folder).length === 0, { withinMs: LEFT_MS_MAX });
    this.unmount();
    this.mount();
    this.assertCut();
    this.empty(); // that it was emptied just before, had not reached it
    this.setMarks();
  }

  // To the last byte.
  fill() {
    const most = freeBytes(this.folder) - MB;
    if (most > 0) run('fallocate', '-l', String(most), this.ballast);
    const descriptor = fs.openSync(this.ballast, 'a');
    try {
      while (fs.writeSync(descriptor, CHUNK) > 0);
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    } finally {
      fs.closeSync(descriptor);
    }
  }

  empty() {
    fs.rmSync(this.ballast, { force: true });
  }

  remove() {
    this.unmount('-l'); // also under whoever did not end
    fs.rmSync(this.image);
  }
}

// ---- what an earlier process left

// Loop devices with an image of ours, { device, image }.
function loops() {
  return fs.readdirSync('/sys/block').filter((name) => name.startsWith('loop')).flatMap((name) => {
    const image = read(`/sys/block/${name}/loop/backing_file`).trim().replace(/ \(deleted\)$/, '');
    return path.basename(image).startsWith('linli-disk-') ? [{ device: `/dev/${name}`, image }] : [];
  });
}

function sweep() {
  const mounts = fs.readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' '));
  for (const { device, image } of loops().filter((one) => ownerIsGone(one.image))) {
    for (const [, folder] of mounts.filter(([from]) => from === device)) run('umount', '-l', folder);
  }
  for (const folder of new Set(CANDIDATES)) {
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
      if (/^linli-disk-\d+-\d+-\d+-\w+-\w+\.img$/.test(name) && ownerIsGone(name)) fs.rmSync(path.join(folder, name), { force: true });
    }
  }
}

// ---- a house's

// Why there can be none here, found out by trying; null: there can.
let answer;
export function whyNoDisks() {
  if (answer === undefined) answer = tryOne();
  return answer;
}

function tryOne() {
  if (process.getuid() !== 0) return 'only root may mount file systems';
  const folder = newFolder();
  let disk;
  try {
    disk = new Disk('try', path.join(folder, 'try'), 16);
    cutPower([disk]);
    disk.unmount();
    disk.mount();
    disk.assertCut();
    return null;
  } catch (error) {
    return `no file systems of our own here: ${String(error.stderr || error.message).trim()}`;
  } finally {
    disk?.remove();
    fs.rmSync(folder, { recursive: true });
  }
}

export class Disks {
  // For a house that has never been started.
  constructor(house) {
    sweep();
    this.house = house;
    this.list = [];
    this.cuts = 0;
    process.once('exit', this.onExit = () => this.close());
    for (const [name, mb] of Object.entries(DISKS_MB)) this.list.push(new Disk(name, path.join(house.folder, 'run', name), mb));
    fs.chmodSync(path.join(house.folder, 'run'), 0o755);
  }

  of(name) {
    return this.list.find((disk) => disk.name === name);
  }

  // As the kernel does by itself every half a minute: what a cut takes is what came after.
  writeOut() {
    for (const { folder } of this.list) run('sync', '-f', folder);
  }

  // PostgreSQL's user must be able to walk to them: else the house has put its data elsewhere, and nothing is tried.
  assertInUse() {
    for (const { name, folder } of this.list) {
      const data = path.join(this.house.folder, 'run', name, name === 'postgres' ? 'data' : 'jetstream');
      if (fs.statSync(data).dev !== fs.statSync(folder).dev) throw new Error(`${name} keeps its data elsewhere: can its user walk to ${folder}?`);
    }
  }

  // Cuts the power under the house and starts it again as it was started. `meanwhile`: before it starts, what is on the disks is
  // what they kept. Gives when the power went and when the house was up again.
  async cut(meanwhile = async () => {}) {
    this.assertInUse();
    const everybody = [processOf(this.house.child.pid), ...householdOf(this.house.folder)];
    cutPower(this.list);
    const cutAt = Date.now();
    await endAll(everybody);
    await until('the house has ended', () => this.house.exit);
    await endHousehold(this.house.folder, everybody);
    for (const disk of this.list) await disk.mountAgain();
    this.cuts++;
    await meanwhile();
    await this.house.startAgain();
    return { cutAt, upAt: Date.now() };
  }

  // When the house has been stopped, and before it is forgotten.
  close() {
    process.removeListener('exit', this.onExit);
    for (const disk of this.list.splice(0)) disk.remove();
  }
}
