// openapi.json as journeys need it: which operation a request was for, and whether an answer is what the document promises.

import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/house.mjs';
import { resolve, schemaFaults } from './schema.mjs';

const METHODS = ['get', 'post', 'put', 'delete'];

function expression(template) {
  const source = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/:]+');
  return new RegExp(`^${source}$`);
}

export class Contract {
  constructor(document) {
    this.document = document;
    this.operations = Object.entries(document.paths).flatMap(([template, item]) => METHODS.filter((method) => item[method]).map((method) => ({
      id: item[method].operationId, method: method.toUpperCase(), template, expression: expression(template), responses: item[method].responses,
    })));
  }

  static load(file = path.join(ROOT, 'deploy', 'openapi.json')) {
    return new Contract(JSON.parse(fs.readFileSync(file, 'utf8')));
  }

  // The operation of a request, or undefined; a literal path goes before one with variables.
  find(method, target) {
    const place = target.split('?')[0];
    const found = this.operations.filter((operation) => operation.method === method && operation.expression.test(place));
    return found.sort((a, b) => (a.template.match(/\{/g) ?? []).length - (b.template.match(/\{/g) ?? []).length)[0];
  }

  byId(id) {
    return this.operations.find((operation) => operation.id === id || operation.id[0].toLowerCase() + operation.id.slice(1) === id);
  }

  // What is wrong with an answer { status, headers, body }; an empty list when nothing is.
  answerFaults(operation, { status, headers, body }) {
    const response = resolve(this.document, operation.responses[status] ?? operation.responses[`${Math.floor(status / 100)}XX`] ?? operation.responses.default);
    if (!response) return [`${operation.id} answered ${status}, which the document does not know`];
    const type = (headers['content-type'] ?? '').split(';')[0].trim();
    const content = response.content ?? {};
    if (Object.keys(content).length === 0) return [];
    const media = content[type] ?? content['*/*'];
    if (!media) return [`${operation.id} answered ${status} with ${type || 'no type'} instead of ${Object.keys(content).join(' or ')}`];
    if (!media.schema || !/json$/.test(type)) return [];
    return schemaFaults(this.document, media.schema, body).map((fault) => `${operation.id} ${status}: ${fault}`);
  }
}
