// Every operation of the contract, tried by who may not and by who does it wrong: no token, a bad one, another's role, no key, a
// field that is not there, a body that is no JSON. Read from openapi.json, so that no operation is forgotten.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openStage } from './support/stage.mjs';

const AT_ONCE = 8;

let stage;
let operations;
before(async () => {
  stage = await openStage();
  operations = stage.contract.operations.map(readOperation).filter(({ raw }) => !raw);
});
after(() => stage.close());

function readOperation({ id, method, template }) {
  const operation = stage.contract.document.paths[template][method.toLowerCase()];
  const schema = Object.fromEntries((operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => [one.name, one.schema]));
  return {
    id, method, raw: operation['x-linli-raw'], access: operation['x-linli-access'], roles: operation['x-linli-roles'] ?? [], keyed: operation['x-linli-idempotency'] === 'required',
    body: operation.requestBody?.content['application/json']?.example,
    file: Boolean(operation.requestBody?.content['multipart/form-data']),
    target: template.replace(/\{(\w+)\}/g, (_, name) => (schema[name].pattern?.includes('{32}') ? '0'.repeat(32) : 'abc')),
  };
}

// Every request comes from an address of its own: this is about who one is, not about how often one asks.
let addresses = 0;
const options = (more) => ({ ...more, headers: { 'X-Forwarded-For': `10.250.${++addresses >> 8}.${addresses & 255}`, ...more.headers } });
const key = { 'Idempotency-Key': 'strangers' };

// Tries all of `some` and gives what was not as it should be, as lines.
async function tryAll(some, request, expected) {
  const wrong = [];
  const left = [...some];
  const work = async () => {
    for (let operation = left.pop(); operation; operation = left.pop()) {
      const { target = operation.target, ...rest } = await request(operation);
      const { status, body } = await stage.raw(operation.method, target, options(rest));
      const fine = expected(operation, status, body);
      if (!fine) wrong.push(`${operation.id}: ${status} ${body?.code ?? ''} ${body?.detail ?? ''}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  assert.deepEqual(wrong, []);
  assert.ok(some.length > 0);
}

const closed = () => operations.filter(({ access }) => access !== 'public');

test('without a token: 401', async () => {
  await tryAll(closed(), ({ body }) => ({ body, headers: key }), (_, status, body) => status === 401 && body.code === 'TOKEN_MISSING');
});

test('with a token that is none: 401, also where none is needed', async () => {
  const bad = { ...key, Authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' };
  await tryAll(operations, ({ body }) => ({ body, headers: bad }), (_, status, body) => status === 401 && body.code === 'TOKEN_INVALID');
});

test('without the role: 403', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => stage.newUser()));
  let turn = 0;
  const roles = operations.filter(({ access }) => access === 'role');
  await tryAll(roles, ({ body }) => ({ body, headers: key, user: people[turn++ % people.length] }), (_, status, body) => status === 403 && body.code === 'FORBIDDEN');
});

// People who hold a role, made once, asked in turn: nobody meets his limits.
const HOLDERS = 6;
const holders = new Map();
let asked = 0;
async function makeHolder(role) {
  const user = await stage.newUser();
  await (await stage.operator()).grantRole({ userId: user.userId, role, why: '试' });
  await user.linli.signIn({ code: await stage.wechat.code(user.openid) });
  return user;
}

async function holderOf(role) {
  if (!holders.has(role)) holders.set(role, Promise.all(Array.from({ length: HOLDERS }, () => makeHolder(role))));
  return (await holders.get(role))[asked++ % HOLDERS];
}

// Somebody who may do it: who holds the first of its roles, else somebody new.
async function allowed({ access, roles }) {
  if (access === 'public') return {};
  return { user: access === 'role' ? await holderOf(roles[0]) : await stage.newUser() };
}

test('without its key: 400', async () => {
  await tryAll(operations.filter(({ keyed }) => keyed), async (operation) => ({ body: operation.body, ...(await allowed(operation)) }),
    (_, status, body) => status === 400 && body.code === 'IDEMPOTENCY_KEY_REQUIRED');
});

test('with a field that is not there: 400, and it is named', async () => {
  await tryAll(operations.filter(({ file }) => !file), async (operation) => {
    const who = await allowed(operation);
    if (operation.body) return { ...who, body: { ...operation.body, colour: 'red' }, headers: key };
    return { ...who, target: `${operation.target}?colour=red`, headers: key };
  }, (_, status, body) => status === 400 && body.errors?.some(({ field }) => field === 'colour'));
});

test('with a body that is no JSON: 400 or 415', async () => {
  const bodies = operations.filter(({ body }) => body);
  await tryAll(bodies, async (operation) => ({ ...(await allowed(operation)), body: '{"a":', headers: key }), (_, status) => status === 400);
  await tryAll(bodies, async (operation) => ({ ...(await allowed(operation)), body: 'a=1', headers: { ...key, 'content-type': 'application/x-www-form-urlencoded' } }),
    (_, status, body) => status === 415 && body.code === 'NOT_JSON');
});
