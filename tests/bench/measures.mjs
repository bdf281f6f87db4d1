// What is measured: floors, peers and the product, each a function that asks for some seconds and gives { rate, … }. A measure
// stands beside what it is compared with: the machine's speed changes by the second.

import { check } from './load.mjs';
import { Peers } from './peers.mjs';
import { benchProgram, runJson, startNats, startRedis, startServer } from './programs.mjs';
import { orderOf } from './shop.mjs';

const FLOOR_DATABASE = 'linli_floor';
const RELAY_DATABASE = 'linli_relay'; // races make the tables of theirs anew
const PEER_CONNECTIONS_MAX = 128;

// Latencies of these are measured at half of their rate, too.
export const OPENED = ['order', 'sold-out', 'http', 'feed', 'relay', 'read-own', 'read-post', 'campaign', 'product', 'discover', 'peer-pg-order', 'peer-redis-order', 'peer-item', 'peer-feed'];
// A floor is asked as often as what stands on it: what it is late by is the machine's and the library's.
export const OPENED_LIKE = { http: 'sold-out', relay: 'feed' };

const THREADS_SPARE = 8;

async function startFloors(options, shop, stops) {
  const kept = async (server) => {
    stops.push(server.stop);
    return server;
  };
  const threads = options.connections + THREADS_SPARE;
  const nats = await kept(await startNats());
  const redis = await kept(await startRedis(shop.folder));
  const serve = async (name, words) => kept(await startServer(benchProgram(options.build, name), ['--threads', threads, ...words]));
  return {
    nats, redis, postgres: await shop.database.create(FLOOR_DATABASE),
    http: await serve('http', []), relay: await serve('relay', ['--nats', nats.url]), relay4: await serve('relay', ['--nats', nats.url, '--buses', 4]),
    relayCommit: await serve('relay-commit', ['--nats', nats.url, '--postgres', await shop.database.create(RELAY_DATABASE)]),
  };
}

// Each answer that said «ordered» is a row, and no row is without its answer; who broke off does not know.
async function countedOrders(name, place, count) {
  const before = await count();
  const result = await place();
  const placed = (await count()) - before;
  if (placed < result.successes || placed > result.successes + result.broken) throw new Error(`${name}: ${result.successes} orders were answered, ${placed} are there (${result.broken} broke off)`);
  return { ...result, placed };
}

export class Measures {
  constructor(options, shop, stops) {
    Object.assign(this, { options, shop, stops });
  }

  async open({ withPeers }) {
    this.floors = await startFloors(this.options, this.shop, this.stops);
    if (withPeers) {
      this.peers = new Peers(this.shop, this.floors.redis, this.stops);
      await this.peers.open({ connections: Math.min(this.options.connections, PEER_CONNECTIONS_MAX), seconds: this.options.sweepSeconds, posts: this.options.posts });
    }
    await this.shop.prime();
    this.all = this.#list();
    return this;
  }

  // Tokens grow old; who remembers them has to be told of the new ones outside of what is measured.
  async renew() {
    if (!(await this.shop.renewTokens())) return;
    await this.shop.prime();
    await this.peers?.prime();
  }

  #ask(name, port, request, { count, settle } = {}) {
    const { options, shop } = this;
    return async (how = {}) => {
      const place = async () => check(name, await shop.load.run(port, request, { connections: options.connections, seconds: options.seconds, warmUp: 1, ...how }), request.status, { brokenToo: !how.rate });
      const result = count ? await countedOrders(name, place, count) : await place();
      await settle?.();
      return result;
    };
  }

  #race(name, words) {
    return () => runJson(benchProgram(this.options.build, name), [...words, '--seconds', this.options.seconds]);
  }

  #list() {
    const { shop, peers, floors } = this;
    const product = (name, request, more) => this.#ask(name, shop.port, shop.requests[request], more);
    const plain = { people: shop.people, template: orderOf('0193a0b0c0d07000800000000000000a'), status: 200 };
    const peer = (name, which, request, more) => (peers ? { [name]: this.#ask(name, peers[which].port, peers.requests[request], more) } : {});
    const ours = { count: async () => shop.countOrders(), settle: () => shop.settled() };
    const theirs = { count: () => peers.countOrders() };
    return {
      http: this.#ask('http', floors.http.port, plain),
      'sold-out': product('sold-out', 'soldOut'),
      'read-own': product('read-own', 'readOwn'),
      'read-post': product('read-post', 'readPost'),
      relay: this.#ask('relay', floors.relay.port, plain),
      feed: product('feed', 'feed'),
      order: product('order', 'order', ours),
      'relay-commit': this.#ask('relay-commit', floors.relayCommit.port, plain),
      'pg-row': this.#race('pg-row', ['--postgres', floors.postgres]),
      ...peer('peer-pg-order', 'pg', 'order', theirs),
      ...peer('peer-redis-order', 'redisShop', 'order', theirs),
      ...peer('peer-item', 'pg', 'item'),
      campaign: product('campaign', 'campaign'),
      product: product('product', 'product'),
      discover: product('discover', 'discover'),
      ...peer('peer-feed', 'pg', 'feed'),
      'relay-4': this.#ask('relay-4', floors.relay4.port, plain),
      bus: this.#race('bus', ['--nats', floors.nats.url]),
      'pg-batch': this.#race('pg-batch', ['--postgres', floors.postgres]),
      'pg-batch-rules': this.#race('pg-batch-rules', ['--postgres', floors.postgres]),
      redis: this.#race('redis', ['--redis', floors.redis.socket]),
    };
  }
}
