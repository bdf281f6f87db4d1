// Programs of the bench: run one to its end and read the JSON it prints, or start one that serves until it is told to stop.

import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import { ROOT, until } from '../support/house.mjs';

const PROGRAM_MS_MAX = 600_000;

export const benchProgram = (build, name) => path.resolve(ROOT, build, 'bench', `bench-${name}`);

// What it prints, as JSON. Throws when it fails.
export function runJson(command, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words.map(String), { stdio: ['ignore', 'pipe', 'inherit'], timeout: PROGRAM_MS_MAX });
    let text = '';
    child.stdout.on('data', (piece) => { text += piece; });
    child.on('error', reject);
    child.on('close', (code, signal) => (code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`${path.basename(command)} ended with ${code ?? signal}`))));
  });
}

function stopper(child) {
  const ended = new Promise((resolve) => { child.on('exit', resolve); });
  return async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
}

// A program that prints {"port":N} when it serves: { port, pid, stop }.
export async function startServer(command, words) {
  const child = spawn(command, words.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = stopper(child);
  for await (const line of readline.createInterface({ input: child.stdout })) return { port: JSON.parse(line).port, pid: child.pid, stop };
  throw new Error(`${path.basename(command)} did not start`);
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function answers(where) {
  return new Promise((resolve) => {
    const socket = net.connect(where, () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  });
}

// nats-server without rights and JetStream: { url, stop }.
export async function startNats() {
  const port = await freePort();
  const child = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const stop = stopper(child);
  await until('nats-server listens', () => answers({ host: '127.0.0.1', port }));
  return { url: `nats://127.0.0.1:${port}`, stop };
}

// redis-server that keeps nothing: { socket, stop }.
export async function startRedis(folder) {
  const socket = path.join(folder, 'redis.sock');
  const child = spawn('redis-server', ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no'], { cwd: folder, stdio: 'ignore' });
  const stop = stopper(child);
  await until('redis-server listens', () => answers({ path: socket }));
  return { socket, stop };
}
