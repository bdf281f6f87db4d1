// deploy/openapi.json as its readers rely on it. That it is valid OpenAPI is checked by a validator that is not ours
// (tests/contract/validate.mjs, in CI).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { resolve, schemaFaults } from '../../journeys/support/schema.mjs';

const document = JSON.parse(fs.readFileSync(new URL('../../../deploy/openapi.json', import.meta.url), 'utf8'));
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, name: `${method.toUpperCase()} ${path}`, ...operation })));
const callbacks = operations.filter((operation) => operation['x-linli-raw']);
const others = operations.filter((operation) => !operation['x-linli-raw']);

const isReference = (node) => typeof node.$ref === 'string';
function walk(node, visit) {
  if (node === null || typeof node !== 'object') return;
  visit(node);
  for (const [key, child] of Object.entries(node)) if (key !== 'example' && key !== 'examples') walk(child, visit);
}

test('references lead somewhere', () => {
  let references = 0;
  walk(document, (node) => {
    if (!isReference(node)) return;
    references++;
    resolve(document, node);
  });
  assert.ok(references > 100);
});

test('names are unique and in lower camel case', () => {
  const names = operations.map(({ operationId }) => operationId);
  assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), []);
  for (const name of names) assert.match(name, /^[a-z][A-Za-z0-9]*$/);
});

test('every operation says what it does, who may call it and how it can fail', () => {
  const tags = new Set(document.tags.map(({ name }) => name));
  for (const operation of others) {
    assert.ok(operation.summary, operation.name);
    assert.ok(tags.has(operation.tags[0]), operation.name);
    assert.match(operation['x-linli-method'], /^linli\.[a-z]+\.v1\.[A-Za-z]+\.[A-Za-z]+$/);
    assert.ok(['public', 'user', 'role'].includes(operation['x-linli-access']), operation.name);
    assert.equal(operation['x-linli-access'] === 'role', Array.isArray(operation['x-linli-roles']), operation.name);
    assert.equal(operation['x-linli-access'] === 'public', operation.security.some((way) => !way.bearer), operation.name);
    for (const status of ['400', '401', '500', '503']) assert.ok(operation.responses[status], `${operation.name} ${status}`);
  }
});

test('each reason of an operation is among the codes of one of its answers', () => {
  const known = Object.assign({}, ...Object.values(document['x-linli-reasons-text']));
  for (const operation of others) {
    for (const reason of operation['x-linli-reasons'] ?? []) {
      const response = resolve(document, operation.responses[known[reason].status]);
      const codes = response.content['application/problem+json'].schema.allOf[1].properties.code.enum;
      assert.ok(codes.includes(reason), `${operation.name} ${reason}`);
    }
  }
});

test('every code of a problem has its texts', () => {
  const known = Object.assign({}, ...Object.values(document['x-linli-reasons-text']));
  const codes = document.components.schemas.Problem.properties.code.enum;
  assert.deepEqual([...codes].sort(), Object.keys(known).sort());
  for (const { zh, en, status } of Object.values(known)) {
    assert.match(zh, /\p{Script=Han}/u);
    assert.match(en, /[a-z]/);
    assert.ok(status >= 400 && status < 600);
  }
});

test('keys are asked for where they are required', () => {
  for (const operation of others) {
    const keyed = (operation.parameters ?? []).some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey');
    assert.equal(keyed, operation['x-linli-idempotency'] === 'required', operation.name);
  }
});

test('path variables are the parameters of the path', () => {
  for (const operation of others) {
    const variables = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name).sort();
    assert.deepEqual(parameters, variables, operation.name);
  }
});

test('examples are what their schemas want', () => {
  let examples = 0;
  const check = (name, content) => {
    if (!content?.example) return;
    examples++;
    assert.deepEqual(schemaFaults(document, content.schema, content.example), [], name);
  };
  for (const operation of others) {
    check(`${operation.name} body`, operation.requestBody?.content['application/json']);
    for (const [status, response] of Object.entries(operation.responses)) {
      check(`${operation.name} ${status}`, resolve(document, response).content?.['application/json']);
    }
  }
  assert.ok(examples > 50);
});

test('an answer holds every field, and a request refuses what it does not know', () => {
  for (const operation of others) {
    const [, success] = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
    const answer = resolve(document, success.content['application/json'].schema);
    assert.deepEqual(answer.required ?? [], Object.keys(answer.properties), operation.name);
    const json = operation.requestBody?.content['application/json']; // not of one that takes a file
    const body = json && resolve(document, json.schema);
    if (body) assert.equal(body.additionalProperties, false, operation.name);
  }
});

test('callbacks are told apart, and take and answer what they like', () => {
  assert.ok(callbacks.length > 0);
  for (const operation of callbacks) {
    assert.deepEqual(operation.tags, ['callbacks']);
    assert.ok(operation.responses['200'].content['*/*'], operation.name);
  }
});
