// What strikes a house: processes killed, stopped and continued, Redis emptied.

import { once } from 'node:events';
import net from 'node:net';
import { until } from '../../support/house.mjs';
import { assertPid, signal } from '../lab/signals.mjs';

const BACK_MS_MAX = 30_000;
const REDIS_MS_MAX = 10_000;

export const OURS = ['auth', 'content', 'groupbuy', 'coupons', 'notifications', 'gateway'];
export const STORES = ['postgres', 'nats', 'redis'];

// How long callers may go without, milliseconds.
export const gapMsMax = (name) => (name === 'postgres' ? 10_000 : 5000);

export function kill(house, name) {
  const { pid, started } = house.process(name);
  assertPid(pid, name);
  if (!signal({ pid, started }, 'SIGKILL')) throw new Error(`${name} has just ended`);
  return { name, pid, at: Date.now() };
}

// Started again and ready.
export async function isBack(house, { name, pid }) {
  await until(`${name} is back`, () => house.process(name).ready && house.process(name).pid !== pid, { withinMs: BACK_MS_MAX });
}

// Commands of the one who runs the house, one after the other; throws what Redis says instead of OK, and when it says nothing.
export async function askRedis(house, ...commands) {
  const socket = net.connect(house.port('redis'), '127.0.0.1');
  const ask = async (...words) => {
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
    const [bytes] = await once(socket, 'data', { signal: AbortSignal.timeout(REDIS_MS_MAX) });
    if (!bytes.toString().startsWith('+OK')) throw new Error(`redis answered ${bytes.toString().trim()} to ${words[0]}`);
  };
  try {
    await ask('AUTH', 'linlictl', house.secret('redis.linlictl'));
    for (const words of commands) await ask(...words);
  } finally {
    socket.destroy();
  }
}

export const emptyRedis = (house) => askRedis(house, ['FLUSHALL']);
