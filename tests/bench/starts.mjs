// How long a process of ours takes from its start until it says that it is ready, with its stores up: each is started once more
// beside itself, with the settings it runs with, on ports of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import { isOurs } from '../journeys/evening/memory.mjs';
import { sleep } from '../support/house.mjs';
import { freePort } from './programs.mjs';

const READY_MS_MAX = 20_000;
const LOOK_EVERY_MS = 2;

function isReady(port) {
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/readyz' }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('error', () => resolve(false));
  });
}

function settingsOf(pid) {
  const words = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  return Object.fromEntries(words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
}

async function besideItself(pid) {
  const env = settingsOf(pid);
  const ops = await freePort();
  for (const name of Object.keys(env)) if (/^LINLI_(\w+_)?OPS_ADDRESS$/.test(name)) env[name] = `127.0.0.1:${ops}`;
  if (env.LINLI_GATEWAY_ADDRESS) env.LINLI_GATEWAY_ADDRESS = `127.0.0.1:${await freePort()}`;
  return { env, ops };
}

// Seconds.
async function startOnce({ name, pid }) {
  const { env, ops } = await besideItself(pid);
  const program = fs.readlinkSync(`/proc/${pid}/exe`);
  const cwd = fs.readlinkSync(`/proc/${pid}/cwd`);
  const began = performance.now();
  const child = spawn(program, [], { env, cwd, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    while (!(await isReady(ops))) {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
      if (performance.now() - began > READY_MS_MAX) throw new Error(`${name} is not ready after ${READY_MS_MAX} ms`);
      await sleep(LOOK_EVERY_MS);
    }
    return (performance.now() - began) / 1000;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

// [name, seconds] of each, one after the other.
export async function starts(house) {
  const ours = house.status().processes.filter(({ pid, opsPort }) => pid && opsPort && isOurs(pid));
  const all = [];
  for (const one of ours) all.push([one.name, await startOnce(one)]);
  return all;
}
