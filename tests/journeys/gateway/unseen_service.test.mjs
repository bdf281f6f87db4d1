// A service that nobody had heard of when the gateway was built works when contracts.binpb is replaced, the binary as it was.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { program, ROOT } from '../../support/house.mjs';
import { compileContract, GatewayHouse, signToken } from '../../support/gateway.mjs';

let house;
const sum = () => crypto.createHash('sha256').update(fs.readFileSync(program('linli-gateway'))).digest('hex');
let binary;

before(async () => {
  binary = sum();
  house = await GatewayHouse.start();
});

after(() => house.stop());

const borrow = (options) => house.request('POST', '/v1/bicycles/b1:borrow', options);

test('before: nothing of it is known', async () => {
  assert.equal((await borrow({ body: { hours: 2 } })).status, 404);
  assert.equal((await house.request('GET', '/v1/bicycles')).status, 404);
});

test('after the contract was replaced it is served, checked and documented', async () => {
  compileContract(house.contract, ['sample', 'unseen']);
  await house.stopGateway();
  await house.startGateway();
  assert.equal(sum(), binary);

  assert.equal((await house.request('GET', '/v1/bicycles')).status, 503, 'nobody serves it yet');
  assert.equal((await borrow({ body: { hours: 2 } })).status, 401, 'who?');
  const wrong = await borrow({ token: signToken(), body: { hours: 99, colour: 'red' } });
  assert.equal(wrong.status, 400);
  assert.deepEqual(wrong.json.errors.map((error) => error.field).sort(), ['colour', 'hours']);
  assert.equal((await borrow({ token: signToken(), body: { hours: 2 } })).status, 503);

  const { json } = await house.request('GET', '/openapi.json');
  assert.ok(json.paths['/v1/bicycles/{bicycle_id}:borrow']?.post ?? json.paths['/v1/bicycles/{bicycleId}:borrow']?.post);

  await house.play('linli.unseen.v1.Unseen.BorrowBicycle', ({ text, fields }) => [[1, `loan of ${text(1)}`], [2, fields[2][0]]]);
  const borrowed = await borrow({ token: signToken(), body: { hours: 2 } });
  assert.deepEqual([borrowed.status, borrowed.json], [201, { loanId: 'loan of b1', hours: 2 }]);
});

test('a contract that makes no sense is refused with a sentence, and the process does not start', async () => {
  const broken = path.join(house.folder, 'broken.binpb');
  fs.writeFileSync(broken, Buffer.from('this is no descriptor set'));
  const run = (file) => {
    try {
      execFileSync(program('linli-gateway'), [], { env: { ...process.env, LINLI_CONTRACT_FILE: file, LINLI_GATEWAY_ADDRESS: '127.0.0.1:1' }, stdio: ['ignore', 'ignore', 'pipe'], timeout: 10000 });
      return 'it started';
    } catch (error) {
      return error.stderr.toString();
    }
  };
  assert.match(run(broken), /"level":"error".*descriptor/);
  assert.match(run('/nowhere/contracts.binpb'), /"level":"error".*\/nowhere\/contracts\.binpb/);
});

test('no file of the gateway names a service', () => {
  const names = fs.readFileSync(path.join(ROOT, 'deploy/services.conf'), 'utf8').split('\n').map((line) => /^([a-z]+) /.exec(line)?.[1]).filter(Boolean);
  assert.ok(names.length >= 5);
  // Words that are also everyday words here (auth in Authorization, content in Content-Type) are looked for as packages.
  const pattern = new RegExp(`groupbuy|coupons?|notifications?|linli\\.(${names.join('|')})\\.v\\d`, 'i');
  const folder = path.join(ROOT, 'services/gateway');
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.path ?? folder, entry.name)).filter((file) => pattern.test(fs.readFileSync(file, 'utf8')));
  assert.deepEqual(found, []);
});
