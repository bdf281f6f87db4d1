// Containers of a test's own: podman as deploy/images/engine.sh has it, and what there is to see of a container from outside.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/house.mjs';

export const UID = 10001;
export const MEMORY_BYTES = 128 << 20;
export const PIDS_MAX = 200;
export const STOP_MS_MAX = 15_000;
export const VERSION = /project\(linli VERSION ([0-9.]+)/.exec(fs.readFileSync(path.join(ROOT, 'CMakeLists.txt'), 'utf8'))[1];
export const HARDENED = ['--read-only', '--tmpfs', '/tmp:size=64m,mode=1777', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges',
  '--cpus', '0.5', '--memory', String(MEMORY_BYTES), '--pids-limit', String(PIDS_MAX)];
export const image = (name) => `localhost/linli-${name}:${VERSION}`;

// Where cgroups are of version 1 podman wants what deploy/images/containers.conf says.
export function engineSettings() {
  const version1 = spawnSync('stat', ['-f', '-c', '%T', '/sys/fs/cgroup'], { encoding: 'utf8' }).stdout.trim() !== 'cgroup2fs';
  return version1 && !process.env.CONTAINERS_CONF ? { CONTAINERS_CONF: path.join(ROOT, 'deploy/images/containers.conf') } : {};
}

export function podman(words, { fails = false } = {}) {
  const { status, stdout, stderr, error } = spawnSync('podman', words, { encoding: 'utf8', env: { ...process.env, ...engineSettings() }, maxBuffer: 64 << 20 });
  if (error) throw new Error(`podman is missing (deploy/local/install.sh images): ${error.message}`);
  if (!fails) assert.equal(status, 0, `podman ${words.join(' ')}: ${stderr}`);
  return { status, stdout: stdout.trim(), stderr };
}

export const inspect = (what) => JSON.parse(podman(['inspect', what]).stdout)[0];
export const logs = (container) => { const { stdout, stderr } = podman(['logs', '--tail', '20', container]); return `${stdout}\n${stderr}`; };

// Of a process, as the kernel tells.
function facts(pid) {
  const text = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const value = (name) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(text)[1];
  return { uid: value('Uid'), gid: value('Gid'), capabilities: value('CapEff'), bounding: value('CapBnd'), noNewPrivileges: value('NoNewPrivs'), seccomp: value('Seccomp') };
}

// A plain user without capabilities or a way to any, who writes nothing but what he was given.
export function assertHardened(container) {
  const { State, HostConfig } = inspect(container);
  assert.deepEqual(facts(State.Pid), { uid: String(UID), gid: String(UID), capabilities: '0'.repeat(16), bounding: '0'.repeat(16), noNewPrivileges: '1', seccomp: '2' }, container);
  assert.equal(HostConfig.ReadonlyRootfs, true);
  const root = fs.readFileSync(`/proc/${State.Pid}/mountinfo`, 'utf8').split('\n').map((line) => line.split(' ')).find(([, , , , place]) => place === '/');
  assert.match(root[5], /^ro\b/, 'the root file system is read-only');
}

export function assertLimited(container) {
  const { HostConfig } = inspect(container);
  assert.deepEqual([HostConfig.NanoCpus, HostConfig.Memory, HostConfig.PidsLimit], [500_000_000, MEMORY_BYTES, PIDS_MAX]);
}

// By the signal that its image names, in time and not by force.
export function assertEndsWell(container) {
  const began = Date.now();
  podman(['stop', '--time', String(STOP_MS_MAX / 1000), container]);
  assert.ok(Date.now() - began < STOP_MS_MAX, `${container} had to be killed`);
  assert.equal(inspect(container).State.ExitCode, 0, logs(container));
}
