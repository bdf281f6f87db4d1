// What strikes a house: processes killed, stopped and continued, Redis emptied.

import { once } from 'node:events';
import net from 'node:net';
import { until } from '../../support/house.mjs';

const BACK_MS_MAX = 30_000;

export const OURS = ['auth', 'content', 'groupbuy', 'coupons', 'notifications', 'gateway'];
export const STORES = ['postgres', 'nats', 'redis'];

// How long callers may go without, milliseconds.
export const gapMsMax = (name) => (name === 'postgres' ? 10_000 : 5000);

export function kill(house, name) {
  const { pid } = house.process(name);
  process.kill(pid, 'SIGKILL');
  return { name, pid, at: Date.now() };
}

// Started again and ready.
export async function isBack(house, { name, pid }) {
  await until(`${name} is back`, () => house.process(name).ready && house.process(name).pid !== pid, { withinMs: BACK_MS_MAX });
}

export async function emptyRedis(house) {
  const socket = net.connect(house.port('redis'), '127.0.0.1');
  const ask = async (...words) => {
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
    const [bytes] = await once(socket, 'data');
    if (!bytes.toString().startsWith('+OK')) throw new Error(`redis answered ${bytes.toString().trim()} to ${words[0]}`);
  };
  try {
    await ask('AUTH', 'linlictl', house.secret('redis.linlictl'));
    await ask('FLUSHALL');
  } finally {
    socket.destroy();
  }
}
