// A gateway of its own for a test: a NATS server, the true binary with a contract of the test's choice, and services played
// by functions. Everything on free ports and in a folder of its own, so that tests run beside others.

import { execFileSync, spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { Bus } from './bus.mjs';
import { newFolder, program, ROOT, until } from './house.mjs';
import * as wire from './wire.mjs';

const PROTOS = path.join(ROOT, 'tests/journeys/gateway/protos');

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

// The descriptor set of the platform's own protos and of test services: ['sample', 'unseen'].
export function compileContract(file, services) {
  const platform = ['error', 'raw', 'rpc', 'rule', 'session'].map((name) => `linli/api/${name}.proto`);
  execFileSync('protoc', [
    `-I${PROTOS}`, `-I${path.join(ROOT, 'proto')}`, '-I/usr/include', '--include_imports', '--include_source_info', `--descriptor_set_out=${file}`,
    ...platform, 'linli/gateway/v1/gateway.proto', ...services.map((name) => `linli/${name}/v1/${name}.proto`),
  ], { cwd: PROTOS });
}

const CODES = { INVALID_ARGUMENT: 1, FAILED_PRECONDITION: 2, UNAUTHENTICATED: 3, PERMISSION_DENIED: 4, NOT_FOUND: 5, ABORTED: 6, RESOURCE_EXHAUSTED: 10, INTERNAL: 11, UNAVAILABLE: 12 };

// What a service's function throws to refuse.
export class Refusal extends Error {
  constructor(code, reason, detail = reason) {
    super(detail);
    this.code = CODES[code];
    this.reason = reason;
  }

  toWire() {
    return [[1, this.code], [2, this.reason], [3, this.message]];
  }
}

// ---- tokens

const { privateKey, publicKey } = crypto.generateKeyPairSync('ed25519');
const base64url = (value) => Buffer.from(value).toString('base64url');

export function signToken(claims = {}, { header = {}, key = privateKey } = {}) {
  const now = Date.now();
  const head = base64url(JSON.stringify({ alg: 'EdDSA', typ: 'JWT', kid: 'k1', ...header }));
  const body = base64url(JSON.stringify({
    iss: 'linli', aud: 'linli', sub: 'u'.repeat(32), sid: 's'.repeat(32), iat: Math.floor(now / 1000), exp: Math.floor(now / 1000) + 900, ims: now, roles: [], app: 'wx1', ...claims,
  }));
  return `${head}.${body}.${crypto.sign(null, Buffer.from(`${head}.${body}`), key).toString('base64url')}`;
}

const KEY_SET = wire.message([[1, [[1, 'k1'], [2, 'OKP'], [3, 'Ed25519'], [4, publicKey.export({ format: 'jwk' }).x], [5, 'EdDSA'], [6, 'sig']]]]);

// ---- the place

export class GatewayHouse {
  packRoom = 300_000; // bytes of one answer in a pack; a larger one is asked for alone

  // services: which test protos are in the contract; settings: of the gateway.
  static async start({ services = ['sample'], settings = {}, ready = true } = {}) {
    const house = new GatewayHouse();
    house.folder = newFolder();
    house.contract = path.join(house.folder, 'contracts.binpb');
    house.settings = settings;
    house.revoked = [];
    compileContract(house.contract, services);
    await house.startNats();
    await house.playPlatform();
    await house.startGateway(ready);
    return house;
  }

  // What the gateway itself asks for.
  async playPlatform() {
    await this.play('linli.sample.v1.Sample.GetKeys', () => KEY_SET);
    await this.play('linli.sample.v1.Internal.ListRevocations', () => wire.message(this.revoked.map((one) => [1, one])));
  }

  // A second gateway on the same bus and contract; end it with stopGateway().
  async twin() {
    const twin = new GatewayHouse();
    Object.assign(twin, { folder: this.folder, contract: this.contract, settings: this.settings, natsPort: this.natsPort, name: 'twin' });
    await twin.startGateway();
    return twin;
  }

  async startNats() {
    this.natsPort ??= await freePort();
    this.nats = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(this.natsPort)], { stdio: 'ignore' });
    await until('NATS listens', () => new Promise((resolve) => {
      const socket = net.connect(this.natsPort, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    }));
    this.bus = await Bus.connect(this.natsPort);
  }

  async startGateway(ready = true) {
    this.port = await freePort();
    this.opsPort = await freePort();
    this.log = path.join(this.folder, `${this.name ?? 'gateway'}.log`);
    const log = fs.openSync(this.log, 'a');
    this.gateway = spawn(program('linli-gateway'), [], {
      env: {
        PATH: process.env.PATH, LINLI_GATEWAY_ADDRESS: `127.0.0.1:${this.port}`, LINLI_OPS_ADDRESS: `127.0.0.1:${this.opsPort}`,
        LINLI_CONTRACT_FILE: this.contract, LINLI_NATS_URL: `nats://127.0.0.1:${this.natsPort}`, LINLI_REDIS_ADDRESS: '127.0.0.1:1',
        LINLI_GATEWAY_TRUSTED_PROXIES: '127.0.0.1', LINLI_GATEWAY_CONNECTIONS_MAX: '64', LINLI_GATEWAY_DRAIN_MS: '1000',
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(ASAN|UBSAN|LSAN|TSAN)_OPTIONS$/.test(name))), ...this.settings,
      },
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    this.exited = null;
    this.gateway.on('exit', (code, signal) => { this.exited = { code, signal }; });
    await until('the gateway is up', async () => {
      if (this.exited) throw new Error(`the gateway ended: ${JSON.stringify(this.exited)}\n${fs.readFileSync(this.log, 'utf8')}`);
      return ready ? (await this.ops('/readyz').catch(() => null))?.status === 200 : (await this.ops('/healthz').catch(() => null))?.status === 200;
    });
  }

  async stopGateway(signal = 'SIGTERM') {
    if (this.exited) return this.exited;
    this.gateway.kill(signal);
    await until('the gateway is down', () => this.exited);
    return this.exited;
  }

  async stopNats() {
    await this.bus.close();
    this.nats.kill('SIGKILL');
    await until('NATS is gone', () => this.nats.exitCode !== null || this.nats.signalCode !== null);
  }

  // Ends everything. A gateway that did not end well is a failure, with what it said.
  async stop() {
    const ended = await this.stopGateway();
    await this.bus?.close();
    this.nats.kill('SIGKILL');
    const log = fs.readFileSync(this.log, 'utf8');
    fs.rmSync(this.folder, { recursive: true, force: true });
    if (ended.code !== 0) throw new Error(`the gateway ended with ${JSON.stringify(ended)}\n${log.slice(-4000)}`);
  }

  // Serves a method: handler({ data, fields, headers, caller, text(n) }) gives wire fields or bytes, or throws a Refusal.
  async play(method, handler) {
    const service = method.split('.').at(-3);
    this.calls ??= {};
    this.calls[method] = 0;
    return this.bus.subscribe(`rpc.${method}`, service, async ({ reply, headers, data }) => {
      this.calls[method]++;
      const now = { 'Linli-Now': String(Date.now()) };
      try {
        const answer = await (headers['Linli-Packed'] ? this.#pack(handler, headers, data) : handler(this.#call(headers, data, headers['Linli-Caller'] && Buffer.from(headers['Linli-Caller'], 'base64'))));
        this.bus.publish(reply, Buffer.isBuffer(answer) ? answer : wire.message(answer), now);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.bus.publish(reply, wire.message(error.toWire()), { ...now, 'Nats-Service-Error-Code': '400', 'Nats-Service-Error': error.reason });
      }
    });
  }

  #call(headers, data, callerBytes, key) {
    const fields = wire.read(data);
    const caller = callerBytes ? wire.read(callerBytes) : {};
    return {
      headers, data, fields, text: (number) => wire.text(fields, number), key: key ?? headers['Idempotency-Key'] ?? '',
      caller: {
        userId: wire.text(caller, 1), sessionId: wire.text(caller, 2), address: wire.text(caller, 4), language: wire.text(caller, 5),
        grants: (caller[3] ?? []).map((grant) => wire.text(wire.read(grant), 1)),
      },
    };
  }

  async #pack(handler, headers, data) {
    const items = wire.read(data)[1].map((item) => wire.read(item));
    this.packs = [...(this.packs ?? []), items.length];
    const outcomes = await Promise.all(items.map(async (item) => {
      try {
        const answer = await handler(this.#call(headers, item[1]?.[0] ?? Buffer.alloc(0), item[2]?.[0], wire.text(item, 3)));
        const bytes = Buffer.isBuffer(answer) ? answer : wire.message(answer);
        return [1, bytes.length > this.packRoom ? [[3, 1]] : [[1, bytes]]];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return [1, [[2, error.toWire()]]];
      }
    }));
    return outcomes;
  }

  // ---- asking

  // One request on a connection of its own (or of `agent`); body: an object is sent as JSON.
  request(method, target, { headers = {}, body, token, agent, port = this.port } = {}) {
    const bytes = body === undefined ? null : Buffer.isBuffer(body) || typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1', port, method, path: target, agent: agent ?? false,
        headers: { ...(bytes ? { 'content-type': 'application/json', 'content-length': bytes.length } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
      }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode, headers: response.headers, text, json: /json/.test(response.headers['content-type'] ?? '') && text ? JSON.parse(text) : undefined });
        });
      });
      request.on('error', reject);
      request.end(bytes ?? undefined);
    });
  }

  ops(target) {
    return this.request('GET', target, { port: this.opsPort });
  }

  async metric(name) {
    const { text } = await this.ops('/metrics');
    return Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  }

  handles() {
    return fs.readdirSync(`/proc/${this.gateway.pid}/fd`).length;
  }

  // Sends pieces as they are, with pauses between (a number: milliseconds), and reads until the other end closes or
  // `withinMs` are over: { text, status, closed, ms }.
  raw(pieces, { withinMs = 8000, half = false } = {}) {
    return new Promise((resolve) => {
      const began = Date.now();
      const socket = net.connect({ port: this.port, host: '127.0.0.1', allowHalfOpen: true });
      const chunks = [];
      const end = (closed) => {
        clearTimeout(timer);
        socket.destroy();
        const text = Buffer.concat(chunks).toString('latin1');
        resolve({ text, status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), closed, ms: Date.now() - began, answers: text.split(/(?=HTTP\/1\.1 )/).filter((part) => part.startsWith('HTTP/1.1 ')) });
      };
      const timer = setTimeout(() => end(false), withinMs);
      socket.on('data', (bytes) => chunks.push(bytes));
      socket.on('end', () => end(true));
      socket.on('error', () => end(true));
      socket.on('connect', async () => {
        for (const piece of [pieces].flat()) {
          if (socket.destroyed) return;
          if (typeof piece === 'number') await new Promise((go) => setTimeout(go, piece));
          else socket.write(piece);
        }
        if (half) socket.end();
      });
    });
  }
}
