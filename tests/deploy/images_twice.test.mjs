// Made a second time, from nothing, of the same commit and the same state of apt's mirror, each image has the same digest as the first time, if that
// was from nothing, too: a layer kept from an earlier commit has that one's date. Wanted with LINLI_IMAGES_DEEP="nats gateway" (or all), after `make images` of that commit; as long as that takes cold. Needs podman, as root.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { newFolder, ROOT } from '../support/house.mjs';
import { engineSettings, image, VERSION } from './support/podman.mjs';

const ALL = ['auth', 'content', 'groupbuy', 'coupons', 'notifications', 'gateway', 'tool', 'postgres', 'nats', 'redis', 'wechat'];
const wanted = process.env.LINLI_IMAGES_DEEP ?? '';
const skip = wanted ? false : 'a second build is wanted with LINLI_IMAGES_DEEP=all, after make images';
const NAMES = wanted === 'all' ? ALL : wanted.split(' ').filter(Boolean);
const BASE = 'localhost/linli-base:bookworm';
let folder;
let second;

const list = (out, name) => fs.readFileSync(path.join(out, `linli-${name}-${VERSION}.spdx.json`), 'utf8');
const facts = (names, settings) => Object.fromEntries(names.map((name) => {
  const { status, stdout, stderr } = spawnSync('podman', ['image', 'inspect', '--format', '{{.Id}} {{.RootFS.Layers}}', name], { encoding: 'utf8', env: { ...process.env, ...settings } });
  assert.equal(status, 0, stderr);
  return [name, stdout.trim()];
}));

before(() => {
  if (skip) return;
  folder = newFolder(os.tmpdir(), 'linli-twice-');
  const storage = path.join(folder, 'storage.conf');
  fs.writeFileSync(storage, `[storage]\ndriver = "overlay"\nrunroot = "${folder}/run"\ngraphroot = "${folder}/graph"\n`);
  fs.mkdirSync(path.join(folder, 'tmp'));
  // The compiler's cache lies in TMPDIR, too.
  second = { ...engineSettings(), CONTAINERS_STORAGE_CONF: storage, TMPDIR: path.join(folder, 'tmp'), OUT: path.join(folder, 'out') };
  const { status, stdout, stderr } = spawnSync(path.join(ROOT, 'deploy/images/build'), NAMES, { encoding: 'utf8', cwd: ROOT, env: { ...process.env, ...second }, maxBuffer: 64 << 20 });
  assert.equal(status, 0, stdout + stderr);
});

after(() => {
  if (skip) return;
  spawnSync('podman', ['image', 'rm', '--all', '--force'], { env: { ...process.env, ...second } });
  fs.rmSync(folder, { recursive: true, force: true });
});

test('what is installed is the same', { skip }, () => {
  for (const name of NAMES) assert.equal(list(second.OUT, name), list(path.join(ROOT, 'build/images'), name), name);
});

for (const name of [BASE, ...NAMES.map(image)]) {
  test(`${name} has the digest of the first time`, { skip }, () => {
    assert.deepEqual(facts([name], second), facts([name], engineSettings()));
  });
}
