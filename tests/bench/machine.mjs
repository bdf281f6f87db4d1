// Where it was measured, with what, and what was measured.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../support/house.mjs';

const POSTGRES = '/usr/lib/postgresql/15/bin/postgres';

function said(command, ...words) {
  try {
    return execFileSync(command, words, { encoding: 'utf8', cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n')[0];
  } catch (error) {
    if (error.code === 'ENOENT' || error.status) return 'unknown';
    throw error;
  }
}

function versionsOfPeers() {
  const file = path.join(ROOT, 'tests/bench/peers/package-lock.json');
  const { packages } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return Object.fromEntries(['fastify', 'pg', 'redis'].map((name) => [`npm ${name}`, packages[`node_modules/${name}`]?.version ?? 'unknown']));
}

export function describeMachine() {
  const [cpu] = os.cpus();
  return {
    cpu: cpu?.model ?? 'unknown', cores: os.availableParallelism?.() ?? os.cpus().length, memoryMb: Math.round(os.totalmem() / 1e6),
    kernel: os.release(), load: os.loadavg().map((one) => Number(one.toFixed(1))),
  };
}

export function describeVersions() {
  return {
    postgres: said(POSTGRES, '--version'), nats: said('nats-server', '--version'), redis: said('redis-server', '--version').split(' ').slice(0, 3).join(' '),
    node: process.version, ...versionsOfPeers(),
  };
}

export function describeCommit() {
  return { commit: said('git', 'rev-parse', '--short', 'HEAD'), changed: said('git', 'status', '--porcelain', '--untracked-files=no') !== '' };
}
