// The harness of the journeys: a checker that lets nothing wrong pass, and a count that forgets nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Contract } from '../../journeys/support/contract.mjs';
import { readExchanges, Recorder, uncovered } from '../../journeys/support/recorder.mjs';
import { schemaFaults } from '../../journeys/support/schema.mjs';

const faults = (schema, value, document = {}) => schemaFaults(document, schema, value);
const FINE = [];

test('each keyword refuses what it should', () => {
  const cases = [
    [{ type: 'string' }, 'a', 1], [{ type: 'integer' }, 1, 1.5], [{ type: 'integer' }, 0, 2 ** 53], [{ type: ['string', 'null'] }, null, 0],
    [{ type: 'boolean' }, false, 0], [{ type: 'array' }, [], {}], [{ type: 'object' }, {}, []], [{ type: 'number' }, 0.5, 'x'],
    [{ enum: ['A', 'B'] }, 'A', 'C'], [{ const: 200 }, 200, 201], [{ minimum: 1 }, 1, 0], [{ maximum: 5 }, 5, 6],
    [{ minLength: 2 }, '邻里', '邻'], [{ maxLength: 1 }, '😀', 'ab'], [{ pattern: '^[0-9a-f]{2}$' }, 'a0', 'A0'],
    [{ minItems: 1 }, [1], []], [{ maxItems: 1 }, [1], [1, 2]], [{ uniqueItems: true }, [1, 2], [1, 1]],
    [{ required: ['a'] }, { a: 0 }, { b: 0 }], [{ items: { type: 'string' } }, ['a'], ['a', 1]],
    [{ properties: { a: { type: 'string' } } }, { a: 'x' }, { a: 1 }],
    [{ properties: { a: {} }, additionalProperties: false }, { a: 1 }, { a: 1, b: 2 }],
    [{ additionalProperties: { type: 'integer' } }, { a: 1 }, { a: 'x' }], [{ maxProperties: 1 }, { a: 1 }, { a: 1, b: 1 }],
    [{ allOf: [{ type: 'string' }, { minLength: 2 }] }, 'ab', 'a'], [{ anyOf: [{ type: 'null' }, { type: 'string' }] }, null, 1],
    [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1 }, { a: 1, b: 1 }],
    [{ format: 'date-time' }, '2026-11-21T12:00:00Z', '2026-11-21 12:00'], [{ format: 'byte' }, 'aGk=', 'a-b'],
  ];
  for (const [schema, good, bad] of cases) {
    assert.deepEqual(faults(schema, good), FINE, JSON.stringify([schema, good]));
    assert.equal(faults(schema, bad).length > 0, true, JSON.stringify([schema, bad]));
  }
});

test('faults are named by their place, all of them', () => {
  const document = { components: { schemas: { Team: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, seats: { type: 'integer' } } } } } };
  const schema = { type: 'object', properties: { teams: { type: 'array', items: { $ref: '#/components/schemas/Team' } } } };
  assert.deepEqual(faults(schema, { teams: [{ id: 'a' }, { seats: 'x' }] }, document), [
    '$.teams[1]: lacks id', '$.teams[1].seats: is no integer: "x"',
  ]);
});

test('what the checker does not know is not passed over', () => {
  assert.throws(() => faults({ if: {} }, 1), /uses if, which the checker does not know/);
  assert.throws(() => faults({ $ref: '#/nowhere' }, 1), /leads nowhere/);
});

const document = {
  components: { schemas: { Problem: { type: 'object', required: ['code'], properties: { code: { type: 'string' } } } },
    responses: { Problem: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } } },
  paths: {
    '/v1/teams/{team_id}': { get: { operationId: 'GetTeam', responses: {
      200: { content: { 'application/json': { schema: { type: 'object', required: ['teamId'] } } } }, 404: { $ref: '#/components/responses/Problem' } } } },
    '/v1/teams/{team_id}:join': { post: { operationId: 'JoinTeam', responses: { default: { $ref: '#/components/responses/Problem' } } } },
    '/v1/teams/mine': { get: { operationId: 'GetMyTeam', responses: { 204: {} } } },
  },
};
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

test('a request is found by its path', () => {
  const contract = new Contract(document);
  assert.equal(contract.find('GET', '/v1/teams/abc?x=1').id, 'GetTeam');
  assert.equal(contract.find('GET', '/v1/teams/mine').id, 'GetMyTeam');
  assert.equal(contract.find('POST', '/v1/teams/abc:join').id, 'JoinTeam');
  assert.equal(contract.find('POST', '/v1/teams/abc'), undefined);
  assert.equal(contract.byId('getTeam').id, 'GetTeam');
});

test('an answer is held against the document', () => {
  const contract = new Contract(document);
  const team = contract.byId('GetTeam');
  const check = (status, headers, body) => contract.answerFaults(team, { status, headers, body });
  assert.deepEqual(check(200, JSON_TYPE, { teamId: 'a' }), FINE);
  assert.deepEqual(check(200, JSON_TYPE, {}), ['GetTeam 200: $: lacks teamId']);
  assert.deepEqual(check(404, { 'content-type': 'application/problem+json' }, { code: 'NOT_HERE' }), FINE);
  assert.match(check(404, JSON_TYPE, { code: 'NOT_HERE' })[0], /with application\/json instead of application\/problem\+json/);
  assert.match(check(418, JSON_TYPE, {})[0], /answered 418, which the document does not know/);
});

test('exchanges are counted, and what is missing is listed', (t) => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'journeys-'));
  t.after(() => fs.rmSync(directory, { recursive: true }));
  const file = path.join(directory, 'exchanges.jsonl');
  const contract = new Contract(document);
  const recorder = new Recorder(contract, file);
  recorder.seen('GET', '/v1/teams/a', { status: 200, headers: JSON_TYPE, body: { teamId: 'a' } });
  recorder.seen('GET', '/v1/teams/b', { status: 404, headers: { 'content-type': 'application/problem+json' }, body: { code: 'X' } });
  recorder.seen('GET', '/nothing/of/ours', { status: 404, headers: {}, body: '' });
  recorder.note('JoinTeam', 503);
  assert.throws(() => recorder.seen('GET', '/v1/teams/a', { status: 200, headers: JSON_TYPE, body: {} }), /lacks teamId/);
  assert.deepEqual(uncovered(contract.operations, readExchanges(file)), [
    'JoinTeam: no success', 'JoinTeam: no refusal', 'GetMyTeam: no success', 'GetMyTeam: no refusal',
  ]);
  assert.deepEqual(readExchanges(path.join(directory, 'none')), {});
});
