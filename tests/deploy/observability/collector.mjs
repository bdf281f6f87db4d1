// A collector of traces by OTLP over HTTP, as far as tests need one: it keeps what comes, and answers as it is told.

import assert from 'node:assert/strict';
import http from 'node:http';

export const KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

const valueOf = ({ stringValue, intValue }) => stringValue ?? Number(intValue);
const attributesOf = (list) => Object.fromEntries(list.map(({ key, value }) => [key, valueOf(value)]));

// { service, trace, id, parent, name, kind, startNs, endNs, attributes, failed }
function spansOf({ resourceSpans }) {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const { 'service.name': service, 'service.instance.id': instance } = attributesOf(resource.attributes);
    return scopeSpans.flatMap(({ spans }) => spans).map((span) => ({
      service, instance, trace: span.traceId, id: span.spanId, parent: span.parentSpanId, name: span.name, kind: KINDS[span.kind],
      startNs: BigInt(span.startTimeUnixNano), endNs: BigInt(span.endTimeUnixNano), attributes: attributesOf(span.attributes), failed: span.status?.code === 2,
    }));
  });
}

export class Collector {
  constructor() {
    this.spans = [];
    this.bodies = [];
    this.unanswered = []; // the service of each batch that got no answer
    this.status = 200; // 0: never answers
    this.server = http.createServer((request, response) => this.#take(request, response));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  async #take(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    if (this.status === 0) {
      this.unanswered.push(spansOf(JSON.parse(body))[0].service);
      return;
    }
    if (this.status === 200) {
      assert.deepEqual([request.method, request.url, request.headers['content-type']], ['POST', '/v1/traces', 'application/json']);
      this.bodies.push(body);
      this.spans.push(...spansOf(JSON.parse(body)));
    }
    response.writeHead(this.status, { 'content-type': 'application/json' }).end('{}');
  }

  // Of one trace.
  of(trace) {
    return this.spans.filter((span) => span.trace === trace);
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
