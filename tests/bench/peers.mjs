// What a shop would pick instead, brought up beside the product: the same PostgreSQL server with the same settings, the same
// people and tokens, the pool of connections that serves it best.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/house.mjs';
import { fillPeer } from './fill.mjs';
import { check } from './load.mjs';
import { startServer } from './programs.mjs';
import { feedOf, orderOf, productOf } from './shop.mjs';

const FOLDER = path.join(ROOT, 'tests/bench/peers');
const DATABASE = 'linli_peer';
const POOLS = [4, 8, 16, 32, 64];
const ID = '0193a0b0c0d07000800000000000000a'; // of its item and of its community

// From the network, once; after that nothing is asked of it.
export function installPeers() {
  if (fs.existsSync(path.join(FOLDER, 'node_modules', '.package-lock.json'))) return;
  execFileSync('npm', ['ci', '--prefix', FOLDER, '--no-audit', '--no-fund', '--ignore-scripts'], { stdio: ['ignore', 'inherit', 'inherit'] });
}

export class Peers {
  constructor(shop, redis, stops) {
    Object.assign(this, { shop, redis, stops });
    const { people } = shop;
    this.requests = {
      order: { people, template: orderOf(ID), status: 201 },
      item: { people, template: productOf(ID), status: 200 },
      feed: { people, template: feedOf(ID), status: 200 },
    };
    this.pools = [];
  }

  // `seconds`: of each pool that is tried.
  async open({ connections, seconds, posts }) {
    installPeers();
    this.url = await this.shop.database.create(DATABASE);
    await this.shop.database.run(fs.readFileSync(path.join(FOLDER, 'tables.sql'), 'utf8'), DATABASE);
    await fillPeer(this.shop.database, DATABASE, posts);
    const response = await fetch(`${this.shop.house.url}/.well-known/jwks.json`);
    this.keys = this.shop.file('jwks.json', JSON.stringify(await response.json()));
    this.pg = await this.#best('pg', { connections, seconds });
    this.redisShop = await this.#best('redis', { connections, seconds });
    await this.prime();
  }

  async prime() {
    for (const { port } of [this.pg, this.redisShop]) await this.shop.load.prime(port, this.requests.item, this.shop.peopleCount);
  }

  async countOrders() {
    return Number(await this.shop.database.run('select count(*) from peer.orders', DATABASE));
  }

  #start(name, pool) {
    return startServer(process.execPath, [path.join(FOLDER, `${name}.mjs`), '--database', this.url, '--keys', this.keys, '--pool', pool, '--redis', this.redis.socket, '--item', ID]);
  }

  // Each size of pool takes orders for a while; the one that takes most stays.
  async #best(name, { connections, seconds }) {
    let best = { rate: -1 };
    for (const pool of POOLS) {
      const peer = await this.#start(name, pool);
      try {
        await this.shop.load.prime(peer.port, this.requests.item, this.shop.peopleCount / 4);
        const { rate } = check(`${name}, pool of ${pool}`, await this.shop.load.run(peer.port, this.requests.order, { connections, seconds, warmUp: 0.5 }), 201);
        this.pools.push({ name, pool, rate });
        if (rate > best.rate) best = { pool, rate };
      } finally {
        await peer.stop();
      }
    }
    const peer = await this.#start(name, best.pool);
    this.stops.push(peer.stop);
    return { ...peer, pool: best.pool };
  }
}
