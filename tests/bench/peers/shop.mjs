// The shop around an order: who asks, one item, a page of the feed; as many processes as cores. How an order is placed is what
// the peers differ in.
//
//     node pg.mjs --database URL --keys FILE [--pool 16] [--redis SOCKET --item ID]
//
// Prints {"port":N} when all processes serve; ends at SIGTERM.

import cluster from 'node:cluster';
import fs from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import Fastify from 'fastify';
import pg from 'pg';
import { Tokens } from './token.mjs';

const PROCESSES = os.availableParallelism();
export const EACH_MAX = 1_000_000; // units a buyer

const ITEM = { name: 'item', text: 'select id, title, description, price_fen, stock from items where id = $1' };
const FEED = {
  name: 'feed',
  text: `select p.id, p.title, p.body, p.like_count, p.created_at, a.id as author_id, a.nickname from posts p join people a on a.id = p.author_id
    where p.community_id = $1 order by p.created_at desc, p.id desc limit $2`,
};

const itemOf = (row) => ({ productId: row.id, title: row.title, description: row.description, priceFen: Number(row.price_fen), stock: Number(row.stock) });
const postOf = (row) => ({
  postId: row.id, title: row.title, body: row.body, likeCount: Number(row.like_count), createdAt: row.created_at, author: { userId: row.author_id, nickname: row.nickname },
});

function readOptions() {
  const { values } = parseArgs({ options: { database: { type: 'string' }, keys: { type: 'string' }, pool: { type: 'string', default: '16' }, redis: { type: 'string' }, item: { type: 'string' } } });
  return values;
}

// place(order) gives { code, order }: 201, 200 for the same key again, 409 when there is nothing left for this buyer.
async function serve(options, placer) {
  const pool = new pg.Pool({ connectionString: options.database, max: Math.max(1, Math.round(Number(options.pool) / PROCESSES)), options: '-c search_path=peer' });
  const tokens = new Tokens(JSON.parse(fs.readFileSync(options.keys, 'utf8')));
  const app = Fastify({ logger: false });
  const place = await placer(pool, options);

  app.decorateRequest('userId', '');
  const signedIn = async (request, reply) => {
    const claims = tokens.check((request.headers.authorization ?? '').slice('Bearer '.length));
    if (!claims) return reply.code(401).send({ code: 'UNAUTHENTICATED' });
    request.userId = claims.sub;
  };
  const body = { type: 'object', required: ['quantity'], properties: { quantity: { type: 'integer', minimum: 1, maximum: 100 } } };

  app.post('/v1/campaigns/:itemId/orders', { preHandler: signedIn, schema: { body } }, async (request, reply) => {
    const { code, order } = await place({ itemId: request.params.itemId, userId: request.userId, quantity: request.body.quantity, key: request.headers['idempotency-key'] ?? '' });
    return reply.code(code).send(order);
  });
  app.get('/v1/products/:itemId', { preHandler: signedIn }, async (request, reply) => {
    const { rows } = await pool.query({ ...ITEM, values: [request.params.itemId] });
    return rows.length ? itemOf(rows[0]) : reply.code(404).send({ code: 'NOT_FOUND' });
  });
  app.get('/v1/communities/:communityId/feed', { preHandler: signedIn }, async (request) => {
    const { rows } = await pool.query({ ...FEED, values: [request.params.communityId, Math.min(Number(request.query.pageSize ?? 20), 100)] });
    return { posts: rows.map(postOf) };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
}

function fork() {
  let ready = 0;
  cluster.on('listening', (worker, { port }) => {
    if (++ready === PROCESSES) process.stdout.write(`${JSON.stringify({ port })}\n`);
  });
  cluster.on('exit', (worker, code, signal) => {
    if (process.exitCode !== undefined) return;
    process.stderr.write(`a process of the peer ended with ${code ?? signal}\n`);
    process.exit(1);
  });
  process.on('SIGTERM', () => {
    process.exitCode = 0;
    for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGKILL');
  });
  for (let i = 0; i < PROCESSES; i++) cluster.fork();
}

export async function start(placer) {
  if (cluster.isPrimary) {
    fork();
    return;
  }
  process.on('disconnect', () => process.exit(0));
  await serve(readOptions(), placer);
}
