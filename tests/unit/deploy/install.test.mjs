// deploy/local/install.sh, with an apt that only writes down what it is asked for.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { newFolder, ROOT } from '../../support/house.mjs';

// A machine that lacks these packages, with a registry that does not have those. Gives { status, stderr, asked }: the
// packages of each installation.
function install(t, groups, { lacks, unknown = [], fonts = '' }) {
  const folder = newFolder();
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const write = (name, text) => fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const among = (packages) => (packages.length ? packages.join('|') : '-');
  write('id', 'echo 0');
  write('fc-list', fonts && `echo ${fonts}`);
  write('dpkg-query', `shift 3; for one in "$@"; do case $one in ${among(lacks)}) ;; *) printf '%s=ii  ' "$one" ;; esac; done`);
  write('apt-get', `[ "$1" = update ] && exit 0; shift 4; echo "$*" >>${folder}/asked; for one in "$@"; do case $one in ${among(unknown)}) exit 100 ;; esac; done`);
  const { status, stderr } = spawnSync('sh', [path.join(ROOT, 'deploy/local/install.sh'), ...groups], { encoding: 'utf8', env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });
  const asked = fs.existsSync(path.join(folder, 'asked')) ? fs.readFileSync(path.join(folder, 'asked'), 'utf8').trim().split('\n') : [];
  return { status, stderr, asked };
}

test('what is missing is installed, once, and nothing when all is there', (t) => {
  assert.deepEqual(install(t, [], { lacks: [] }), { status: 0, stderr: '', asked: [] });
  assert.deepEqual(install(t, [], { lacks: ['redis-server', 'ccache', 'chromium'] }).asked, ['ccache redis-server']);
});

test('what all need and cannot be had ends it', (t) => {
  assert.notEqual(install(t, ['test'], { lacks: ['nats-server'], unknown: ['nats-server'] }).status, 0);
});

test('tests have what one of them looks at paper with; without it the others are run', (t) => {
  const all = install(t, ['test'], { lacks: ['ccache', 'chromium', 'fonts-noto-cjk'] });
  assert.deepEqual([all.status, all.stderr, all.asked], [0, '', ['ccache', 'chromium', 'fonts-noto-cjk']]);
  const some = install(t, ['test'], { lacks: ['chromium', 'fonts-noto-cjk'], unknown: ['fonts-noto-cjk'] });
  assert.deepEqual([some.status, some.asked], [0, ['chromium', 'fonts-noto-cjk']]);
  assert.match(some.stderr, /no fonts-noto-cjk/);
  const other = install(t, ['test'], { lacks: ['fonts-noto-cjk'], fonts: 'WenQuanYi' });
  assert.deepEqual([other.status, other.asked], [0, []], 'any font that has Chinese will do');
});
