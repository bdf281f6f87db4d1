// One transaction an order: the order with its key, the buyer's limit, and last the unit, whose row everybody wants.

import { EACH_MAX, start } from './shop.mjs';

const PRICE_FEN = 990;

const INSERT = {
  name: 'insert',
  text: `insert into orders (item_id, user_id, idempotency_key, quantity, amount_fen) values ($1, $2, $3, $4, $5)
    on conflict (user_id, idempotency_key) do nothing returning id, status, amount_fen, created_at`,
};
const AGAIN = { name: 'again', text: 'select id, status, amount_fen, created_at from orders where user_id = $1 and idempotency_key = $2' };
const HOLD = {
  name: 'hold',
  text: `insert into buyers as b (item_id, user_id, held) values ($1, $2, $3)
    on conflict (item_id, user_id) do update set held = b.held + $3 where b.held + $3 <= $4 returning held`,
};
const TAKE = { name: 'take', text: 'update items set stock = stock - $2 where id = $1 and stock >= $2' };

const orderOf = (row) => ({ orderId: row.id, status: row.status, amountFen: Number(row.amount_fen), createdAt: row.created_at });

async function place(client, { itemId, userId, quantity, key }) {
  const inserted = await client.query({ ...INSERT, values: [itemId, userId, key, quantity, PRICE_FEN * quantity] });
  if (inserted.rowCount === 0) {
    const { rows } = await client.query({ ...AGAIN, values: [userId, key] });
    return { code: 200, order: orderOf(rows[0]) };
  }
  const held = await client.query({ ...HOLD, values: [itemId, userId, quantity, EACH_MAX] });
  if (held.rowCount === 0) return { code: 409, order: { code: 'LIMIT_REACHED' } };
  const taken = await client.query({ ...TAKE, values: [itemId, quantity] });
  if (taken.rowCount === 0) return { code: 409, order: { code: 'SOLD_OUT' } };
  return { code: 201, order: orderOf(inserted.rows[0]) };
}

await start((pool) => async (order) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const answer = await place(client, order);
    await client.query(answer.code === 409 ? 'rollback' : 'commit');
    client.release();
    return answer;
  } catch (error) {
    client.release(error); // what it was in the middle of is over with its connection
    throw error;
  }
});
