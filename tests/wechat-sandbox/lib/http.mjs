// The HTTP side: takes a request whole, finds its route, lets the ordered fault strike, answers.
//
// A route is { method, pattern, handle }; `/a/:name` matches one segment. A handler gets
//   { method, path, target, query, headers, body, params, fault }
// (`target` is path and query as sent, without the prefix; `body` the exact bytes) and returns { status, headers, body }.

import http from 'node:http';

export const BODY_BYTES_MAX = 11 * 1024 * 1024;
const REQUESTS_REMEMBERED_MAX = 5000;

export function json(value, status = 200) {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: Buffer.from(JSON.stringify(value)) };
}

function compile(route) {
  const names = [];
  const source = route.pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:([a-z_]+)/g, (_, name) => {
    names.push(name);
    return '([^/]+)';
  });
  return { ...route, names, expression: new RegExp(`^${source}$`) };
}

function find(routes, method, path) {
  let elsewhere = false;
  for (const route of routes) {
    const match = route.expression.exec(path);
    if (!match) continue;
    elsewhere = true;
    if (route.method !== method) continue;
    const params = {};
    route.names.forEach((name, i) => (params[name] = decodeURIComponent(match[i + 1])));
    return { route, params };
  }
  return { wrongMethod: elsewhere };
}

function readBody(message) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let bytes = 0;
    message.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) reject(new Error('body too large'));
      else chunks.push(chunk);
    });
    message.on('end', () => resolve(Buffer.concat(chunks)));
    message.on('error', reject);
  });
}

function send(response, reply) {
  const body = reply.body ?? Buffer.alloc(0);
  const headers = { ...reply.headers };
  if (reply.status !== 204) headers['content-length'] = body.length;
  response.writeHead(reply.status, headers);
  response.end(reply.status === 204 ? undefined : body);
}

// Half of the body that the headers promised, then nothing.
function sendTruncated(response, reply) {
  const body = reply.body ?? Buffer.alloc(0);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length + 1 });
  response.write(body.subarray(0, Math.floor(body.length / 2)));
  setTimeout(() => response.socket?.destroy(), 10);
}

async function serve(context, message, response) {
  const url = new URL(message.url, 'http://sandbox');
  const path = url.pathname;
  const fault = path.startsWith('/_ctl') ? null : context.faults.strike(message.method, path);
  const body = await readBody(message);
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  const early = fault?.when === 'before';
  if (early && fault.kind === 'reset') return message.socket.resetAndDestroy();

  const request = {
    method: message.method, path, query: url.searchParams, headers: message.headers, body, fault,
    target: message.url.replace(/^\/(wx|pay|qy)(?=\/)/, ''), host: message.headers.host,
  };
  const reply = early && fault.kind === 'http' ? { status: fault.status ?? 503 } : await answer(context, request);
  context.remember(request, reply, fault);

  if (fault?.kind === 'reset') return message.socket.resetAndDestroy();
  if (fault?.kind === 'truncate') return sendTruncated(response, reply);
  if (fault?.kind === 'http' && !early) return send(response, { status: fault.status ?? 503 });
  return send(response, reply);
}

async function answer(context, request) {
  const { route, params, wrongMethod } = find(context.routes, request.method, request.path);
  if (!route) return context.notFound(request, wrongMethod);
  return route.handle({ ...request, params });
}

// Listens on `host`:`port` (0: any free one). `routes` is a list; `notFound(request, wrongMethod)` answers the rest.
export async function listen({ host, port, routes, notFound, faults, clock }) {
  const requests = [];
  const context = {
    routes: routes.map(compile),
    notFound,
    faults,
    remember({ method, path, target }, reply, fault) {
      if (path.startsWith('/_ctl')) return;
      requests.push({ at: clock.now(), method, path, target, status: reply.status, fault: fault?.kind });
      if (requests.length > REQUESTS_REMEMBERED_MAX) requests.shift();
    },
  };
  const server = http.createServer({ keepAliveTimeout: 30_000 }, (message, response) => {
    serve(context, message, response).catch((error) => {
      process.stderr.write(`${message.method} ${message.url}: ${error.stack}\n`);
      if (response.headersSent) response.destroy();
      else send(response, json({ error: String(error.message) }, 500));
    });
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen({ host, port, backlog: 1024 }, resolve));
  return {
    port: server.address().port,
    requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
