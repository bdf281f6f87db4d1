// Houses of a test's own for what is tried on the local supervisor, and what there is to see of them from outside.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { newFolder, PrivateHouse } from '../../support/house.mjs';

const houses = [];

export function newHouse(options, folder = newFolder()) {
  const house = new PrivateHouse(folder, options);
  houses.push(house);
  return house;
}

export async function forgetHouses() {
  for (const house of houses) {
    await house.stop('SIGKILL');
    for (const { pid } of fs.existsSync(house.statusFile) ? house.status().processes : []) if (pid && alive(pid)) process.kill(pid, 'SIGKILL');
    house.forget();
  }
}

export function alive(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1][0] !== 'Z';
  } catch {
    return false;
  }
}

// Processes whose command line or environment speaks of the folder.
export function processesOf(folder) {
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).filter((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder) || fs.readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });
}

const listens = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

// Sockets with a place in the file system, wherever they lie, that the house or its stores could have made.
function socketFiles(folder) {
  const bound = fs.readFileSync('/proc/net/unix', 'utf8').split('\n').slice(1).map((line) => line.split(/\s+/)[7]).filter(Boolean);
  const left = spawnSync('find', ['-L', folder, '-type', 's'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
  return [...left, ...bound.filter((name) => name.includes(folder))];
}

export async function assertNothingLeft(house, status) {
  assert.deepEqual(processesOf(house.folder), []);
  for (const [name, port] of Object.entries(status.ports)) assert.equal(await listens(port), false, `somebody listens on ${name}'s port`);
  assert.deepEqual(socketFiles(house.folder), []);
  assert.deepEqual(fs.readdirSync(path.join(house.folder, 'run/pids')), []);
}
