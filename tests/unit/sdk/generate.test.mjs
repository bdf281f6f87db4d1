// What is derived from the contract.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { generate } from '../../../clients/sdk/generate.mjs';
import { FILES } from './support.mjs';

const SDK = fileURLToPath(new URL('../../../clients/sdk/', import.meta.url));
const FIXTURE = fileURLToPath(new URL('fixture/openapi.json', import.meta.url));
const types = FILES['linli.d.ts'];

test('types say what the schemas say', () => {
  assert.match(types, /export type Kind = "KIND_UNSPECIFIED" \| "FLASH_SALE" \| "TEAM_BUY";/);
  assert.match(types, /\/\*\* People who buy together\. \*\/\nexport interface Team \{/);
  assert.match(types, /\/\*\* 32 hexadecimal digits\. \*\/\n {2}teamId: string;/);
  assert.match(types, / {2}members: Array<Member>;/);
  assert.match(types, / {2}endsAt: string \| null;/);
  assert.match(types, / {2}counts: Record<string, number>;/);
  assert.match(types, / {2}open\?: boolean;/);
  assert.match(types, /^export type Nothing = Record<string, never>;/m);
});

test('operations are methods, with their words', () => {
  assert.match(types, /export type JoinTeamParams = \{\n {2}teamId: string;\n\} & \{\n {2}\/\*\* Empty: none\. \*\/\n {2}couponId\?: string;\n\};/);
  assert.match(types, /Joins a team\.[^]*The last paid one completes the team\.[^]*Refused with TEAM_FULL, SOLD_OUT\.[^]*joinTeam\(params: JoinTeamParams, options\?: CallOptions\): Promise<Team>;/);
  assert.match(types, /export type LeaveTeamParams = \{\n {2}teamId: string;\n\};/);
  assert.match(types, /listTeams\(params\?: ListTeamsParams/);
  assert.match(types, /"SOLD_OUT"[^]*'NETWORK'/);
  assert.doesNotMatch(types, /takePaymentNotice/i, 'a callback is nobody\'s to call');
});

test('what the runtime does itself is no operation beside it', () => {
  assert.doesNotMatch(types, /BatchParams/);
  assert.match(types, /^ {2}batch<Reads extends/m);
});

test('two services may have a type of the same name', () => {
  const schema = (name) => ({ type: 'object', properties: { [name]: { type: 'string' } } });
  const document = { openapi: '3.1.0', info: { version: '1' }, paths: {}, components: { schemas: {
    'linli.auth.v1.Member': schema('a'), 'linli.groupbuy.v1.Member': schema('b'), 'linli.auth.v1.User': schema('c') } } };
  const text = generate(document)['linli.d.ts'];
  for (const name of ['AuthMember', 'GroupbuyMember', 'User']) assert.match(text, new RegExp(`export interface ${name} `));
});

test('a message cannot take the name of what the types are made of', () => {
  const document = { openapi: '3.1.0', info: { version: '1' }, paths: {}, components: { schemas: { 'linli.groupbuy.v1.Promise': { type: 'object', properties: {} } } } };
  assert.throws(() => generate(document), /may not be called Promise/);
});

test('an operation cannot be there twice', () => {
  const operation = { operationId: 'GetX', responses: { 200: {} } };
  assert.throws(() => generate({ info: { version: '1' }, paths: { '/a': { get: operation }, '/b': { get: operation } } }), /two operations are called getX/);
});

test('what has a key says how long it may take effect', () => {
  assert.match(FILES['linli.js'], /^ {2}joinTeam: \{ method: 'POST', path: '\/v1\/teams\/\{teamId\}:join', keyed: true, deadlineMs: 2000 \},$/m);
  assert.doesNotMatch(FILES['linli.js'], /renameTeam: [^\n]*deadlineMs/);
  const operation = { operationId: 'AddX', 'x-linli-idempotency': 'required', responses: { 200: {} } };
  assert.throws(() => generate({ info: { version: '1' }, paths: { '/a': { post: operation } } }), /AddX has a key and no x-linli-timeout-ms/);
});

// What came into the language, or into its library, after ES2018; and what a mini-program does not have.
const TOO_NEW = [
  /\?\./, /\?\?/, /catch \{/, /\bglobalThis\b/, /\d_\d/, /\b\d+n\b/, /\.(flat|flatMap|matchAll|replaceAll|at|trimEnd|trimStart)\(/,
  /Object\.(fromEntries|hasOwn)\b/, /Promise\.(allSettled|any)\b/, /\bstatic \{/, /^\s+#\w/m, /import\(/, /async \*/,
  /new (URL|URLSearchParams|TextEncoder|TextDecoder|Headers|Request)\b/, /\b(window|document|process|Buffer|crypto)\./, /structuredClone/,
];

test('the script is ES2018 and stands alone', () => {
  for (const name of ['linli.js', 'linli.mjs']) for (const pattern of TOO_NEW) assert.doesNotMatch(FILES[name], pattern);
  assert.doesNotMatch(FILES['linli.js'], /^(import|export) |require\(/m);
});

test('both forms export the same', async (t) => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-sdk-'));
  t.after(() => fs.rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(FILES)) fs.writeFileSync(path.join(directory, name), text);
  const print = 'console.log(Object.keys(linli).filter((name) => name !== "default" && name !== "module.exports").sort().join())';
  const run = (file, text) => {
    fs.writeFileSync(path.join(directory, file), `${text}; ${print}`);
    return execFileSync(process.execPath, [path.join(directory, file)]).toString().trim();
  };
  const wanted = 'LinliProblem,createLinli,fetchTransport,newIdempotencyKey,requestTransport';
  assert.equal(run('a.cjs', 'const linli = require("./linli.js")'), wanted);
  assert.equal(run('b.mjs', 'import * as linli from "./linli.mjs"'), wanted);
  assert.equal(run('c.mjs', 'import * as linli from "./linli.js"'), wanted, 'named exports of the script are seen by import');
});

test('--check fails when a file is not what the contract says', (t) => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'linli-sdk-'));
  t.after(() => fs.rmSync(directory, { recursive: true }));
  const run = (...words) => spawnSync(process.execPath, [path.join(SDK, 'generate.mjs'), '--from', FIXTURE, '--to', directory, ...words]);
  assert.equal(run('--check').status, 1);
  assert.equal(run().status, 0);
  assert.equal(run('--check').status, 0);
  fs.appendFileSync(path.join(directory, 'linli.d.ts'), '\n');
  const { status, stderr } = run('--check');
  assert.equal(status, 1);
  assert.match(stderr.toString(), /linli\.d\.ts is not what the contract says/);
});

test('what is committed is what the contract says', () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(SDK, 'generate.mjs'), '--check']);
  assert.equal(stderr.toString(), '');
  assert.equal(status, 0);
});
