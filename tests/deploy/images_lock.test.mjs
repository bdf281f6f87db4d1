// What deploy/images/packages.lock is for: a version that it names is taken though the mirror has a newer one, and one that it does not name is
// refused with LOCKED=1. Tried on an image of NATS of a checkout of its own. Wanted with LINLI_IMAGES_DEEP=all, after `make images`. Needs podman, as root.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { newFolder, ROOT } from '../support/house.mjs';
import { engineSettings, podman } from './support/podman.mjs';

const skip = process.env.LINLI_IMAGES_DEEP ? false : 'wanted with LINLI_IMAGES_DEEP=all, after make images';
const BASE = process.env.BASE ?? 'localhost/linli-base:bookworm';
const TAG = `lock-${process.pid}`;
const LOCK = 'deploy/images/packages.lock';
const folder = skip ? undefined : newFolder(os.tmpdir(), 'linli-lock-');

after(() => {
  if (skip) return;
  podman(['image', 'rm', '--ignore', '--force', `localhost/linli-nats:${TAG}`, `localhost/linli-pinned:${TAG}`]);
  fs.rmSync(folder, { recursive: true, force: true });
});

function run(command, words, settings = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...engineSettings(), ...settings } });
  if (error) throw error;
  return { status, said: stdout + stderr };
}

// Versions of it that the mirror has, newest first.
function versionsOf(name) {
  const asked = podman(['run', '--rm', '--network', 'host', BASE, 'sh', '-c', `apt-get update -qq && apt-cache madison ${name}`]).stdout;
  return [...new Set(asked.split('\n').map((line) => line.split('|')[1]?.trim()).filter(Boolean))];
}

function copyCheckout() {
  for (const what of ['CMakeLists.txt', 'deploy']) fs.cpSync(path.join(ROOT, what), path.join(folder, what), { recursive: true });
  for (const words of [['init', '-q'], ['add', 'CMakeLists.txt'], ['-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-qm', 'test']]) assert.equal(run('git', words).status, 0);
}

const lockAs = (name, version) => {
  const lock = fs.readFileSync(path.join(ROOT, LOCK), 'utf8');
  assert.match(lock, new RegExp(`^${name}=`, 'm'), `${name} is locked`);
  fs.writeFileSync(path.join(folder, LOCK), lock.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${version}`));
};
const build = (settings = {}) => run('deploy/images/build', ['nats'], { TAG, BASE, OUT: path.join(folder, 'out'), ...settings });

test('a locked version is taken, one that is not locked is refused', { skip }, () => {
  const [newest, older] = versionsOf('openssl');
  assert.ok(older, 'the mirror has two versions of openssl, of the release and of its security updates');
  copyCheckout();

  lockAs('openssl', older);
  const locked = build();
  assert.equal(locked.status, 0, locked.said);
  const taken = podman(['run', '--rm', '--network', 'none', '--entrypoint', 'dpkg-query', `localhost/linli-nats:${TAG}`, '-W', '-f', '${Version}', 'openssl']).stdout;
  assert.equal(taken, older, `not ${newest}`);

  lockAs('nats-server', '0.0.1');
  const refused = build({ LOCKED: '1' });
  assert.equal(refused.status, 1, refused.said);
  assert.match(refused.said, /not in packages\.lock: nats-server=\d/);
  const warned = build();
  assert.equal(warned.status, 0, warned.said);
  assert.match(warned.said, /not in packages\.lock: nats-server=\d/);
});
