// Coupons' schema is moved to a server of its own while all others serve: what was there is there, what waited comes through,
// and the books of both servers together are right.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { asker, invariants } from '../journeys/evening/books.mjs';
import { eventually, openStage } from '../journeys/support/stage.mjs';
import { newFolder, PrivateHouse, program, ROOT, sleep, until } from '../support/house.mjs';

const REST = { withinMs: 120_000, everyMs: 1000 };
const PACE_MS = 40;
const SCRIPT = path.join(ROOT, 'deploy/backup/move_schema.sh');
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

let stage;
let house;
let other; // whose PostgreSQL is the new server
let people;
let campaignId;
let circleId;

before(async () => {
  [stage, other] = await Promise.all([
    openStage({ own: true, words: ['--any-ports', '--seed'] }), new PrivateHouse(newFolder(), { bare: true }).start(),
  ]);
  house = stage.house;
  const operator = await stage.operator();
  const { productId } = await operator.createProduct({
    title: '蓝莓', category: '水果', sellerName: '云山优选', sellerLicence: 'JY1',
    skus: [{ title: '125 g', listPriceFen: 5980, costPriceFen: 800, stock: 1000 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  ({ campaignId } = await operator.createCampaign({
    kind: 'FLASH_SALE', title: '今晚八点', skuId, priceFen: 990, stock: 900, perUserLimit: 100, startsAt: inMinutes(-1), endsAt: inMinutes(600),
  }));
  const { communities: [{ communityId }] } = await operator.listCommunities();
  ({ circles: [{ circleId }] } = await operator.listCircles({ communityId }));
  people = await Promise.all(Array.from({ length: 8 }, newMember));
  await coupons(people[0]);
});
after(async () => {
  await other?.stop();
  other?.forget();
  await stage?.close();
});

const adminUrl = (of) => path.join(of.status().secrets, 'postgres.admin-url');
const addressFile = () => path.join(house.status().secrets, 'coupons.database-url');
// As the superuser, in the house's database.
const asAdmin = (of) => asker(of.secret('postgres.admin-url').replace(/postgres$/, 'linli'));
const couponsAt = (of, schema = 'coupons') => Number(asAdmin(of)(`select count(*) from ${schema}.coupons`)[0][0]);

async function newMember() {
  const person = await stage.newUser({ phone: true });
  await person.linli.joinCircle({ circleId });
  return person;
}

// Who joins a circle has one as a welcome.
const coupons = (person) => eventually('he has his coupon', async () => {
  const { coupons: list } = await person.linli.listCoupons({ pageSize: 10 });
  return list.length > 0 && list.map(({ couponId }) => couponId).sort();
}, { withinMs: 30_000 });

const move = (...words) => new Promise((resolve) => {
  const child = spawn(SCRIPT, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text; });
  child.on('close', (status) => resolve({ status, said }));
});

// Orders, sign-ins, posts to read: how each was answered.
async function serving(change) {
  const answers = [];
  let going = true;
  const one = async (person) => {
    for (let i = 0; going; i++) {
      const [method, target, body] = [
        ['GET', '/v1/me'], ['GET', '/v1/inbox'], ['GET', '/v1/orders'], ['POST', `/v1/campaigns/${campaignId}/orders`, { quantity: 1 }],
      ][i % 4];
      const headers = body && { 'idempotency-key': `${person.userId}-${Date.now()}`, 'idempotency-attempt': '1' };
      const { status } = await stage.raw(method, target, { user: person, body, headers });
      answers.push({ what: `${method} ${target}`, status });
      await sleep(PACE_MS);
    }
  };
  const load = Promise.all(people.slice(0, 4).map(one));
  try {
    await change();
  } finally {
    going = false;
    await load;
  }
  return answers;
}

function setUpOther() {
  const { status, stderr } = spawnSync(program('linlictl'), ['postgres-setup'], {
    cwd: ROOT, encoding: 'utf8', env: {
      ...process.env, LINLI_SECRETS_DIR: house.status().secrets, LINLI_POSTGRES_ADMIN_URL_FILE: adminUrl(other), LINLI_CLOCK: 'settable',
    },
  });
  assert.equal(status, 0, stderr);
}

test('what cannot be moved is left as it is', async () => {
  const had = await coupons(people[1]);
  const { status, said } = await move('copy', 'coupons', adminUrl(house), adminUrl(house));
  assert.equal(status, 1, said);
  assert.match(said, /not empty, and is never overwritten/);
  assert.equal((await move('retire', 'coupons', adminUrl(house))).status, 1);
  assert.equal((await move('copy', 'coupons; drop', adminUrl(house), adminUrl(other))).status, 1);
  assert.deepEqual(await coupons(people[1]), had);
});

test('coupons moves, all others serve', async (t) => {
  setUpOther();
  const had = await Promise.all(people.map(coupons));
  let newcomer;
  const began = Date.now();
  const answers = await serving(async () => {
    const moved = await move('copy', 'coupons', adminUrl(house), adminUrl(other));
    assert.equal(moved.status, 0, moved.said);
    newcomer = await newMember(); // his coupon waits in the stream
    assert.equal(house.query("select count(*) as n from pg_stat_activity where usename = 'linli_coupons'", 'postgres.admin-url')[0].n, '0');
    const address = new URL(house.secret('coupons.database-url'));
    address.port = other.port('postgres');
    fs.writeFileSync(`${addressFile()}.new`, `${address.href}\n`, { mode: 0o600 });
    fs.renameSync(`${addressFile()}.new`, addressFile());
    await coupons(people[0]);
    t.diagnostic(`${Date.now() - began} ms without coupons`);
  });
  t.diagnostic(`${answers.length} requests to others`);
  assert.deepEqual(answers.filter(({ status }) => status >= 400), []);
  assert.ok(answers.length > 50);
  assert.equal(house.process('coupons').restarts, 0, 'nothing was started again');
  assert.deepEqual(await Promise.all(people.map(coupons)), had);
  assert.equal((await coupons(newcomer)).length, 1);
});

test('it is written there, and there alone', async () => {
  const before = { old: couponsAt(house), fresh: couponsAt(other) };
  await coupons(await newMember());
  assert.deepEqual({ old: couponsAt(house), fresh: couponsAt(other) }, { old: before.old, fresh: before.fresh + 1 });
  const { status, said } = await move('retire', 'coupons', adminUrl(house));
  assert.equal(status, 0, said);
  await coupons(await newMember());
});

// The auditor asks one server, which asks the other for what has moved.
test('the books of both servers are right', async (t) => {
  const url = new URL(other.secret('postgres.admin-url'));
  const steps = [
    'create extension postgres_fdw',
    `create server moved foreign data wrapper postgres_fdw options (host '127.0.0.1', port '${url.port}', dbname 'linli')`,
    `create user mapping for linli_auditor server moved options (user 'linli_auditor', password '${house.secret('postgres.auditor')}')`,
    `create user mapping for postgres server moved options (user 'postgres', password '${url.password}')`,
    'create schema coupons', 'import foreign schema coupons from server moved into coupons',
  ];
  for (const step of steps) asAdmin(house)(step);
  let checks;
  const wrong = () => checks.filter(({ violations }) => violations !== 0);
  await until('no book is wrong', () => {
    checks = invariants(house.secret('postgres.auditor-url'));
    return wrong().length === 0;
  }, REST).catch(() => assert.deepEqual(wrong(), []));
  const ofCoupons = checks.filter(({ name, checked }) => name.startsWith('coupons:') && checked > 0).length;
  t.diagnostic(`${checks.filter(({ checked }) => checked > 0).length} of ${checks.length} rules had something to look at, ${ofCoupons} of them coupons'`);
  assert.ok(ofCoupons > 0);
});
