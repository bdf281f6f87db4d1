// Secrets are rotated while people go on: no request fails, what was signed or sealed before is good as long as it lives, and
// the secret of before is worth nothing in the end. What is one of two parties' (WeChat's stand-in, PostgreSQL, Redis, NATS) is
// changed on both sides, in the order of deploy/rotation.md.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { photo } from '../journeys/support/pictures.mjs';
import { eventually, openStage } from '../journeys/support/stage.mjs';
import { readServices } from '../support/contract_words.mjs';
import { program, ROOT, sleep, until } from '../support/house.mjs';
import { failed, LOADERS, Load } from './support/load.mjs';

const REREAD_MS = 1600; // a process looks once a second
const newSecret = () => randomBytes(24).toString('hex');
const keyId = (secret) => createHash('sha256').update(secret).digest('hex').slice(0, 8);

let stage;
let house;
let load;
let people;

before(async () => {
  stage = await openStage({ own: true, words: ['--any-ports', '--seed'] });
  house = stage.house;
  load = await Load.open(stage);
  people = load.people;
});
after(() => stage?.close());

// ---- light load

const underLoad = (change) => load.during(change);

async function noneFails(t, change) {
  const answers = await underLoad(change);
  t.diagnostic(`${answers.length} requests, ${failed(answers).length} failed`);
  assert.deepEqual(failed(answers), []);
  assert.ok(answers.length > 30, `${answers.length} requests`);
}

// ---- secrets as files

const secretFile = (name) => path.join(house.status().secrets, name);
const wechatFile = (name) => path.join(house.status().run, 'wechat', name);
const readText = (file) => fs.readFileSync(file, 'utf8').trim();

// Another file takes its name, as in a volume of secrets: nobody ever reads half of one.
function put(file, text) {
  fs.writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

async function putAndWait(file, text) {
  put(file, text);
  await sleep(REREAD_MS);
}

// [new, old] of a list: known everywhere first, then in force.
async function rotateList(file) {
  const old = readText(file);
  const fresh = newSecret();
  await putAndWait(file, `${old},${fresh}`);
  await putAndWait(file, `${fresh},${old}`);
  return { old, fresh };
}

const admin = (sql) => house.query(sql, 'postgres.admin-url');

async function restarted(name, signal = 'SIGKILL') {
  const { pid } = house.process(name);
  process.kill(pid, signal);
  await until(`${name} is back`, () => house.process(name).ready && house.process(name).pid !== pid, { withinMs: 20_000 });
}

// ---- each

test('the load itself fails nowhere', (t) => noneFails(t, () => sleep(2000)));

test('the database passwords of all services', async (t) => {
  const roles = readServices().map(({ name }) => {
    const file = secretFile(`${name}.database-url`);
    const [old, fresh] = [new URL(readText(file)), new URL(readText(file))];
    fresh.password = newSecret();
    return { name, file, old, fresh };
  });
  await noneFails(t, async () => {
    for (const { file, fresh } of roles) put(file, fresh.href); // first ours: until the server takes it the old one is tried
    await sleep(REREAD_MS);
    for (const { name, fresh } of roles) admin(`alter role linli_${name} password '${fresh.password}'`);
    await sleep(300);
  });
  for (const { name, old, fresh } of roles) {
    put(secretFile(`postgres.${name}`), fresh.password);
    assert.throws(() => execFileSync('psql', ['-c', 'select 1', old.href], { stdio: 'pipe' }), /authentication failed/);
  }
  // Those that are open stay open: who was let in by the old one goes, and comes by the new one.
  admin("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename like 'linli%' and usename <> 'linli_auditor'");
  for (const { name } of roles) {
    await until(`${name} is there again`, () => Number(admin(`select count(*) as n from pg_stat_activity where usename = 'linli_${name}'`)[0].n) > 0);
  }
  await until('all serve', async () => !failed(await underLoad(() => sleep(400))).length);
});

test('a file that is no address changes nothing', async (t) => {
  const file = secretFile('content.database-url');
  const good = readText(file);
  try {
    await noneFails(t, async () => {
      await putAndWait(file, 'postgresql://linli_content:guess@127.0.0.1:1/linli');
      await putAndWait(file, '');
    });
  } finally {
    put(file, good);
  }
  await noneFails(t, () => sleep(REREAD_MS));
});

test('what addresses are sealed with', async (t) => {
  const [li] = people;
  const save = (street) => li.linli.addAddress({
    name: '李梅', phone: '13812348888', regionCode: '530102', regionName: '云南省昆明市五华区', street, isDefault: true,
  });
  const keys = () => house.query('select phone_key from groupbuy.addresses order by id').map(({ phone_key: key }) => key);
  await save('青年路 1 号');
  let secrets;
  await noneFails(t, async () => { secrets = await rotateList(secretFile('groupbuy.data')); });
  await save('青年路 2 号');
  assert.deepEqual(keys(), [keyId(secrets.old), keyId(secrets.fresh)]);
});

test('what phones and signing keys are sealed with', async (t) => {
  const sealedBy = (secret) => Number(house.query(`select count(*) as n from auth.users where phone_key = '${keyId(secret)}'`)[0].n);
  let secrets;
  await noneFails(t, async () => { secrets = await rotateList(secretFile('auth.data')); });
  assert.equal(sealedBy(secrets.fresh), 0);
  await stage.newUser({ phone: true });
  assert.equal(sealedBy(secrets.fresh), 1);
  // The key that signs is still sealed by the one of before: a process that begins now opens it.
  await restarted('auth');
  await until('auth serves', async () => !failed(await underLoad(() => sleep(400))).length);
  await stage.newUser({ phone: true });
});

test('what links to pictures are signed with', async (t) => {
  const [li] = people;
  const { picture: { mediaId } } = await li.linli.uploadMedia({ file: new Blob([photo], { type: 'image/jpeg' }) });
  const link = async () => (await li.linli.getMedia({ mediaId })).picture.largeUrl;
  const status = async (url) => (await fetch(url)).status;
  const before = await link();
  let secrets;
  await noneFails(t, async () => {
    const looking = setInterval(() => link().then(status).then((code) => assert.equal(code, 200)), 200);
    try {
      secrets = await rotateList(secretFile('objects.link'));
    } finally {
      clearInterval(looking);
    }
  });
  const after = await link();
  assert.notEqual(after, before);
  assert.deepEqual(await Promise.all([before, after].map(status)), [200, 200]);
  await putAndWait(secretFile('objects.link'), secrets.fresh);
  assert.deepEqual(await Promise.all([before, after].map(status)), [404, 200]);
});

// How the next push to us was answered.
async function pushed(person) {
  const pushes = async () => (await stage.wechat.call('GET', '/pushes')).pushes;
  const before = (await pushes()).length;
  await stage.wechat.call('POST', '/push', { openid: person.openid, fields: { MsgType: 'event', Event: 'subscribe_msg_popup_event' } });
  return (await until('it was pushed', async () => (await pushes())[before])).status;
}

test('the token and the key of the push', async (t) => {
  const files = ['push_token', 'push_aes_key'].map(wechatFile);
  const old = files.map(readText);
  const fresh = [randomBytes(12).toString('hex'), `${randomBytes(32).toString('base64').replace(/[+/=]/g, 'x').slice(0, 42)}A`];
  await noneFails(t, async () => {
    files.forEach((file, i) => put(file, `${fresh[i]},${old[i]}`));
    await sleep(REREAD_MS);
    assert.equal(await pushed(people[0]), 200, 'WeChat goes on with those of before');
    files.forEach((file, i) => put(file, fresh[i]));
    await sleep(REREAD_MS);
    await restarted('wechat');
    assert.equal(await pushed(people[0]), 200);
  });
});

test('the secret of the mini-program', async (t) => {
  const file = wechatFile('app_secret');
  const fresh = newSecret().slice(0, 32);
  await noneFails(t, async () => {
    put(file, fresh);
    await restarted('wechat');
    await sleep(REREAD_MS);
    await stage.newUser({ phone: true });
  });
});

test('the password of Redis', async (t) => {
  const old = house.secret('redis.gateway');
  const fresh = newSecret();
  const acl = secretFile('redis.acl');
  const connected = async () => /^linli_gateway_redis_connected 1$/m.test(await (await fetch(`http://127.0.0.1:${house.port('ops.gateway')}/metrics`)).text());
  assert.ok(await connected());
  await noneFails(t, async () => {
    put(secretFile('redis.gateway'), fresh);
    put(acl, readText(acl).replace(old, fresh));
    await restarted('redis');
    await sleep(REREAD_MS);
    await until('the gateway is let in by the new one', connected);
  });
});

// The server lets go of everybody whose password has changed: that process ends, and is started again with the new one. All
// others stay connected; of their requests the server may forget those that are under way in the moment of the reload.
test('a password of NATS, by a reload', async (t) => {
  const { pid, restarts } = house.process('coupons');
  const conf = secretFile('nats.conf');
  const text = fs.readFileSync(conf, 'utf8');
  put(secretFile('nats.coupons'), newSecret());
  const { status, stdout, stderr } = spawnSync(program('linlictl'), ['nats-config'], {
    cwd: ROOT, encoding: 'utf8', env: {
      ...process.env, LINLI_STATE_DIR: house.status().run, LINLI_NATS_STORE_DIR: /store_dir: "([^"]+)"/.exec(text)[1],
      LINLI_NATS_PORT: String(house.port('nats')), LINLI_NATS_MONITOR_PORT: String(house.port('nats.monitor')),
    },
  });
  assert.equal(status, 0, stderr);
  assert.notEqual(stdout, text);
  put(conf, stdout.trimEnd());
  const began = Date.now();
  let backMs;
  const answers = await underLoad(async () => {
    process.kill(house.process('nats').pid, 'SIGHUP');
    await until('coupons is back', () => house.process('coupons').pid !== pid && house.process('coupons').ready, { withinMs: 20_000 });
    backMs = Date.now() - began;
    await sleep(1000);
  });
  const lost = failed(answers);
  t.diagnostic(`${backMs} ms until coupons was back; ${answers.length} requests, ${lost.length} failed: ${[...new Set(lost)].join('; ')}`);
  assert.equal(house.process('coupons').restarts, restarts + 1);
  const ofOthers = lost.filter((line) => !line.includes('/v1/coupons'));
  assert.ok(ofOthers.length <= LOADERS, ofOthers.join('\n'));
  for (const name of ['auth', 'content', 'groupbuy', 'notifications', 'gateway']) assert.equal(house.process(name).ready, true, name);
  await noneFails(t, () => sleep(1000));
});

// As the hourly job does every thirty days: a new key is announced, ten minutes later it signs, and what the one before signed
// is good until it runs out.
test('the keys that sign tokens', async (t) => {
  const settings = { ...process.env, LINLI_STATE_DIR: house.status().run };
  const clock = (...words) => spawnSync(program('linlictl'), ['clock', ...words], { cwd: ROOT, encoding: 'utf8', env: settings });
  const kid = (person) => JSON.parse(Buffer.from(person.linli.tokens.accessToken.split('.')[0], 'base64url')).kid;
  const asAuth = (sql) => house.query(sql, 'auth.database-url');
  const [first] = await Promise.all([stage.newUser()]);
  asAuth("update signing_keys set signs_from = signs_from - interval '30 days'");
  asAuth("update jobs set run_at = now() where kind = 'rotate_keys'");
  await until('a key is announced', () => house.query('select 1 from auth.signing_keys').length === 2, { withinMs: 20_000 });
  await noneFails(t, () => sleep(1000));
  assert.equal(clock('forward', '11 minutes').status, 0);
  await underLoad(() => sleep(2500)); // what was asked by the time of before is late: a rehearsal's trouble alone
  await noneFails(t, async () => {
    const later = await eventually('the new key signs', async () => {
      const one = await stage.newUser();
      return kid(one) !== kid(first) && one;
    }, { withinMs: 45_000, everyMs: 1000 });
    await later.linli.getMe();
    await first.linli.getMe();
  });
});
