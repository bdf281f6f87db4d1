// The reasons that C fails with are those of the protos: same name, same code.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesLike, read } from './house.mjs';

// C has shorter or safer names for a few codes of linli.api.Code.
const C_CODES = { INTERNAL_ERROR: 'INTERNAL' };

// { SOLD_OUT: 'FAILED_PRECONDITION' } of the enum Reason in a proto.
function reasonsOfProto(text) {
  const reasons = {};
  for (const [, name, code] of text.matchAll(/^\s*([A-Z][A-Z0-9_]*) = \d+ \[\((?:linli\.api\.)?reason\) = \{\s*code: ([A-Z_]+)/gm)) {
    reasons[name] = C_CODES[code] ?? code;
  }
  return reasons;
}

// The pairs: #define SOLD_OUT CODE_FAILED_PRECONDITION, "SOLD_OUT"
function pairsOfC(text) {
  return [...text.matchAll(/^#define\s+\w+\s+CODE_([A-Z_]+),\s*"([A-Z0-9_]+)"/gm)].map(([, code, name]) => ({ name, code }));
}

function compare(where, pairs, reasons) {
  const found = [];
  for (const { name, code } of pairs) {
    if (!reasons[name]) found.push(`${where}: ${name} is no reason of the proto`);
    else if (reasons[name] !== code) found.push(`${where}: ${name} is ${code} in C and ${reasons[name]} in the proto`);
  }
  for (const name of Object.keys(reasons)) {
    if (!pairs.some((pair) => pair.name === name)) found.push(`${where}: nothing in C can fail with ${name}`);
  }
  return found;
}

test('the pairs of shared/base/status.h are the common reasons', () => {
  assert.deepEqual(compare('shared/base/status.h', pairsOfC(read('shared/base/status.h')), reasonsOfProto(read('proto/linli/api/error.proto'))), []);
});

// A service may declare reasons in several protos, one an area, and their pairs in several headers.
test('the pairs of a service are the reasons of its protos', () => {
  const found = [];
  const protos = filesLike(/^proto\/linli\/(?!api\/)[a-z]+\/v1\/[a-z_]+\.proto$/);
  for (const service of new Set(protos.map((proto) => proto.split('/')[2]))) {
    const own = protos.filter((proto) => proto.split('/')[2] === service).map((proto) => reasonsOfProto(read(proto)));
    const reasons = Object.assign({}, ...own);
    if (Object.keys(reasons).length === 0) continue;
    const headers = filesLike(new RegExp(`^services/${service}/(?:domain/)?(?:[a-z_]+/)?[a-z_]+\\.h$`));
    found.push(...compare(`services/${service}`, headers.flatMap((file) => pairsOfC(read(file))), reasons));
  }
  assert.deepEqual(found, []);
});

test('a reason that is declared is one that some method can fail with', () => {
  const found = [];
  for (const proto of filesLike(/^proto\/linli\/(?!api\/)[a-z]+\/v1\/[a-z_]+\.proto$/)) {
    const folder = proto.replace(/[^/]+$/, '');
    const all = filesLike(new RegExp(`^${folder}[a-z_]+\\.proto$`)).map(read).join('\n');
    for (const name of Object.keys(reasonsOfProto(read(proto)))) {
      if (!all.includes(`reasons: "${name}"`)) found.push(`${proto}: no method has reasons: "${name}"`);
    }
  }
  assert.deepEqual(found, []);
});

// Who asks whether the caller leads or serves there fails with this, too.
const ASKS_A_LEADER = /\b(leading|leading_place|leading_campaign|serving|owning|round_own|receiving_own|receiving_see|booking_provides|booking_provides_slot)\(call\b/;

// { groupbuy_join_team: 'JoinTeam' } of the lists in a service's headers, and { JoinTeam: [reasons] } of its protos.
function operationsOf(service) {
  const names = {}, declared = {};
  for (const file of filesLike(new RegExp(`^services/${service}/.*\\.h$`))) {
    for (const [, name, handler] of read(file).matchAll(/X\(\w+, (\w+), \w+, (\w+)\)/g)) names[handler] = name;
  }
  for (const file of filesLike(new RegExp(`^proto/linli/${service}/v1/[a-z_]+\\.proto$`))) {
    for (const [block, name] of read(file).matchAll(/^ {2}rpc (\w+)\([^]*?^ {2}\}$/gm)) declared[name] = [...block.matchAll(/reasons: "(\w+)"/g)].map(([, reason]) => reason);
  }
  return { names, declared };
}

test('what a handler itself fails with is declared by its method: else its caller gets a 500', () => {
  const found = [];
  let seen = 0;
  for (const service of ['auth', 'content', 'coupons', 'groupbuy', 'notifications']) {
    const { names, declared } = operationsOf(service);
    const reasons = filesLike(new RegExp(`^proto/linli/${service}/v1/[a-z_]+\\.proto$`)).flatMap((file) => Object.keys(reasonsOfProto(read(file))));
    for (const file of filesLike(new RegExp(`^services/${service}/rpc/.*\\.c$`))) {
      const text = read(file);
      const method = names[text.match(/^struct status (\w+)\(struct call \*call, const/m)?.[1]];
      if (!declared[method]) continue;
      seen++;
      const fails = [...text.matchAll(/\bfail\(([A-Z][A-Z0-9_]*),/g)].map(([, name]) => name).filter((name) => reasons.includes(name));
      if (ASKS_A_LEADER.test(text)) fails.push('LEADER_DISABLED');
      for (const name of new Set(fails)) if (!declared[method].includes(name)) found.push(`${file}: ${method} does not declare ${name}`);
    }
  }
  assert.ok(seen >= 250, `${seen} handlers`);
  assert.deepEqual(found, []);
});
