// What a role is needed for and changes something writes a line of the audit log.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesLike, read } from './house.mjs';

const uncommented = (text) => text.replace(/\/\/.*$/gm, '');

// Operations of the contract that need a role and write.
function guardedWrites(text) {
  return [...uncommented(text).matchAll(/^ {2}rpc (\w+)\([^]*?^ {2}\}$/gm)]
    .filter(([block]) => /access: ROLE\b/.test(block) && /\b(post|put|delete): "/.test(block) && !/tx: READ\b(?!_)/.test(block))
    .map(([, name]) => name);
}

// { CreateCampaign: 'groupbuy_create_campaign' } of the lists in the services' headers.
function handlers() {
  const found = {};
  for (const file of filesLike(/^services\/[a-z]+\/[a-z_]+\.h$/)) {
    for (const [, name, handler] of read(file).matchAll(/X\(\w+, (\w+), \w+, (\w+)\)/g)) found[name] = handler;
  }
  return found;
}

test('the rule sees what it is for', () => {
  const operation = (options) => `service S {\n  rpc DoIt(DoItRequest) returns (It) {\n    option (linli.api.rpc) = { ${options} };\n  }\n}\n`;
  assert.deepEqual(guardedWrites(operation('post: "/v1/it" access: ROLE roles: "operator" tx: READ_WRITE')), ['DoIt']);
  assert.deepEqual(guardedWrites(operation('post: "/v1/it" access: ROLE roles: "operator" tx: STEPS')), ['DoIt']);
  assert.deepEqual(guardedWrites(operation('get: "/v1/it" access: ROLE roles: "operator" tx: READ')), []);
  assert.deepEqual(guardedWrites(operation('post: "/v1/it" access: USER tx: READ_WRITE')), []);
});

test('who changes something by a role is on record', () => {
  const handlerOf = handlers();
  const files = filesLike(/^services\/[a-z]+\/rpc\/.*\.c$/);
  const found = [];
  let seen = 0;
  for (const proto of filesLike(/^proto\/linli\/[a-z]+\/v1\/[a-z_]+\.proto$/)) {
    for (const name of guardedWrites(read(proto))) {
      const file = files.find((one) => read(one).includes(`struct status ${handlerOf[name]}(`));
      seen++;
      if (!file) found.push(`${proto}: ${name} has no handler`);
      else if (!/(\b|_)audit\(\s*call/.test(read(file))) found.push(`${file}: ${name} needs a role and writes no line of the audit log`);
    }
  }
  assert.ok(seen >= 20, `${seen} operations`);
  assert.deepEqual(found, []);
});
