// A counter in Redis stands in front: it knows the key, the buyer's limit and the stock, and PostgreSQL is asked for the insert
// alone. What the insert refuses is given back.

import { createClient } from 'redis';
import { EACH_MAX, start } from './shop.mjs';

const PRICE_FEN = 990;
const STOCK = 1_000_000_000;
const KEY_S = 86_400;

// 1: taken. 0: this key was seen before. -1: the buyer's limit. -2: sold out.
const GATE = `
  if redis.call('exists', KEYS[3]) == 1 then return 0 end
  if tonumber(redis.call('get', KEYS[1]) or '0') < tonumber(ARGV[2]) then return -2 end
  if tonumber(redis.call('hget', KEYS[2], ARGV[1]) or '0') + ARGV[2] > tonumber(ARGV[3]) then return -1 end
  redis.call('decrby', KEYS[1], ARGV[2])
  redis.call('hincrby', KEYS[2], ARGV[1], ARGV[2])
  redis.call('set', KEYS[3], '1', 'EX', ARGV[4])
  return 1`;
const GIVE_BACK = `
  redis.call('incrby', KEYS[1], ARGV[2])
  redis.call('hincrby', KEYS[2], ARGV[1], -ARGV[2])
  redis.call('del', KEYS[3])
  return 1`;

const INSERT = {
  name: 'insert',
  text: `insert into orders (item_id, user_id, idempotency_key, quantity, amount_fen) values ($1, $2, $3, $4, $5)
    returning id, status, amount_fen, created_at`,
};
const AGAIN = { name: 'again', text: 'select id, status, amount_fen, created_at from orders where user_id = $1 and idempotency_key = $2' };

const orderOf = (row) => ({ orderId: row.id, status: row.status, amountFen: Number(row.amount_fen), createdAt: row.created_at });
const REFUSALS = { '-1': 'LIMIT_REACHED', '-2': 'SOLD_OUT' };

await start(async (pool, options) => {
  const redis = createClient({ socket: { path: options.redis } });
  redis.on('error', (error) => process.stderr.write(`redis: ${error.message}\n`));
  await redis.connect();
  const gate = await redis.scriptLoad(GATE);
  await redis.set(`stock:${options.item}`, String(STOCK), { NX: true });
  const giveBack = await redis.scriptLoad(GIVE_BACK);

  return async ({ itemId, userId, quantity, key }) => {
    const keys = [`stock:${itemId}`, `held:${itemId}`, `key:${userId}:${key}`];
    const taken = await redis.evalSha(gate, { keys, arguments: [userId, String(quantity), String(EACH_MAX), String(KEY_S)] });
    if (taken < 0) return { code: 409, order: { code: REFUSALS[taken] } };
    if (taken === 0) {
      const { rows } = await pool.query({ ...AGAIN, values: [userId, key] });
      return rows.length ? { code: 200, order: orderOf(rows[0]) } : { code: 409, order: { code: 'UNDER_WAY' } };
    }
    try {
      const { rows } = await pool.query({ ...INSERT, values: [itemId, userId, key, quantity, PRICE_FEN * quantity] });
      return { code: 201, order: orderOf(rows[0]) };
    } catch (error) {
      await redis.evalSha(giveBack, { keys, arguments: [userId, String(quantity)] });
      throw error;
    }
  };
});
