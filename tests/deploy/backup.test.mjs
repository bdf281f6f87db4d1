// A base backup and WAL of a house that goes on; a moment in it; then the database is gone, and the house stands again as of
// that moment: all that was answered before is there, nothing of what came after, and what JetStream and Redis know more is
// forgotten.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { asker, invariants } from '../journeys/evening/books.mjs';
import { photo } from '../journeys/support/pictures.mjs';
import { eventually, openStage, refused } from '../journeys/support/stage.mjs';
import { sleep, until } from '../support/house.mjs';
import { Backup, keepWal } from './support/backup.mjs';

const BUYERS = 10;
const PACE_MS = 250; // a buyer's budget is five a second
const REST = { withinMs: 120_000, everyMs: 1000 };
const inMinutes = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

let stage;
let house;
let backup;
let shop;

async function openShop() {
  const operator = await stage.operator();
  const { productId } = await operator.createProduct({
    title: '蓝莓', category: '水果', sellerName: '云山优选', sellerLicence: 'JY1',
    skus: [{ title: '125 g', listPriceFen: 5980, costPriceFen: 800, stock: 100_000 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  const { campaignId } = await operator.createCampaign({
    kind: 'FLASH_SALE', title: '今晚八点', skuId, priceFen: 990, stock: 50_000, perUserLimit: 100, startsAt: inMinutes(-1), endsAt: inMinutes(600),
  });
  const [circle] = (await operator.listCircles({ communityId: (await operator.listCommunities()).communities[0].communityId })).circles;
  return { campaignId, circle, buyers: await Promise.all(Array.from({ length: BUYERS }, () => stage.newUser({ phone: true }))) };
}

const order = (buyer) => buyer.linli.placeFlashOrder({ campaignId: shop.campaignId, quantity: 1 });

// Buyers who place one order after the other until they are told to stop; the ids of those that were answered. Each third is paid.
function selling() {
  const answered = [];
  let going = true;
  const buy = async (buyer) => {
    while (going) {
      const { orderId } = await order(buyer);
      answered.push(orderId);
      if (answered.length % 3 === 0) await stage.pay(buyer, { orderId });
      await sleep(PACE_MS);
    }
  };
  const done = Promise.all(shop.buyers.map(buy));
  return {
    answered,
    stop: async () => {
      going = false;
      await done;
      return answered;
    },
  };
}

const ordersKnown = () => house.query('select id from groupbuy.orders').map(({ id }) => id.replaceAll('-', ''));
// PostgreSQL's own, not the rehearsal's.
const NOW = "select to_char(pg_catalog.clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as now";
const serverTime = () => house.query(NOW, 'postgres.admin-url')[0].now;
const auditor = () => house.secret('postgres.auditor-url');
const done = ({ status, said }) => assert.equal(status, 0, said);
const refuses = ({ status, said }, why) => {
  assert.equal(status, 1, said);
  assert.match(said, why);
};

before(async () => {
  stage = await openStage({ own: true, words: ['--any-ports', '--seed'] });
  house = stage.house;
  await keepWal(house);
  backup = new Backup(house);
  shop = await openShop();
});
after(async () => {
  await backup?.stopReceiving();
  await stage?.close();
});

test('without somebody who receives WAL no base is taken', () => {
  refuses(backup.run(['take']), /nobody receives WAL/);
  assert.deepEqual(backup.bases(), []);
});

test('the role of backups reads no table', () => {
  assert.throws(() => house.query('select * from auth.users limit 1', 'postgres.backup-url'), /permission denied/);
  assert.throws(() => house.query('select * from groupbuy.orders limit 1', 'postgres.backup-url'), /permission denied/);
});

test('WAL is told to have arrived when it is on disk, and none is missing after its receiver was killed', async () => {
  await backup.receive();
  await order(shop.buyers[0]);
  await backup.stopReceiving('SIGKILL');
  const { restart_lsn: kept } = backup.slot();
  const sales = selling();
  house.query('select pg_switch_wal()', 'postgres.admin-url');
  await sleep(300);
  house.query('select pg_switch_wal()', 'postgres.admin-url');
  await sales.stop();
  assert.equal(backup.slot().restart_lsn, kept, 'the server keeps what nobody has');
  await backup.receive();
  await backup.arrived();
});

test('a base is taken while orders go on, is whole, and spoilt bytes are seen', async () => {
  const sales = selling();
  done(await backup.runMeanwhile(['take']));
  assert.ok((await sales.stop()).length > 0);
  const [name] = backup.bases();
  assert.match(name, /^\d{8}T\d{6}Z$/);
  done(backup.run(['verify']));

  const file = path.join(backup.folder, 'base', name, 'global/pg_control');
  const whole = fs.readFileSync(file);
  fs.writeFileSync(file, Buffer.concat([whole.subarray(0, 100), Buffer.from([whole[100] ^ 1]), whole.subarray(101)]));
  refuses(backup.run(['verify']), /checksum mismatch|pg_control/);
  fs.writeFileSync(file, whole);
  done(backup.run(['verify']));
});

test('WAL that is missing is named', async () => {
  for (let i = 0; i < 3; i++) {
    house.query("select pg_logical_emit_message(false, 'x', 'x')", 'postgres.admin-url');
    house.query('select pg_switch_wal()', 'postgres.admin-url');
  }
  await backup.arrived();
  const segments = backup.wal().filter((name) => /^[0-9A-F]{24}$/.test(name));
  const lost = path.join(backup.folder, 'wal', segments.at(-2));
  fs.renameSync(lost, `${lost}.away`);
  refuses(backup.run(['verify']), /WAL is missing before/);
  fs.renameSync(`${lost}.away`, lost);
  done(backup.run(['verify']));
});

test('an object that is gone at its source is kept as long as a moment that may want it', () => {
  const [source, goal, copies] = ['source', 'goal', 'copies'].map((name) => path.join(house.folder, name));
  const own = { LINLI_BACKUP_DIR: copies, LINLI_BACKUP_KEEP_DAYS: '3' };
  const copied = (key) => fs.existsSync(path.join(copies, 'objects', key));
  fs.mkdirSync(path.join(source, 'incoming'), { recursive: true });
  for (const key of ['a b.jpg', 'gone.jpg', 'incoming/x', '.part-1']) fs.writeFileSync(path.join(source, key), key);
  done(backup.runOnObjects(['objects', source], own));
  assert.deepEqual(['a b.jpg', 'gone.jpg', 'incoming/x', '.part-1'].map(copied), [true, true, false, false]);

  fs.rmSync(path.join(source, 'gone.jpg'));
  for (let i = 0; i < 2; i++) done(backup.runOnObjects(['objects', source], own));
  assert.ok(copied('gone.jpg'));
  done(backup.runOnObjects(['restore-objects', goal], own));
  assert.deepEqual(fs.readdirSync(goal).sort(), ['a b.jpg', 'gone.jpg']);

  const fourDaysAgo = new Date(Date.now() - 4 * 86_400_000 - 60_000);
  fs.utimesSync(path.join(copies, 'gone/gone.jpg'), fourDaysAgo, fourDaysAgo);
  done(backup.runOnObjects(['objects', source], own));
  assert.deepEqual(['a b.jpg', 'gone.jpg'].map(copied), [true, false]);
});

// ---- the disaster

const known = {};

test('people go on; a moment; people go on', async () => {
  // What only is to be in the books: talk, a picture, a coupon's way through the house.
  const [li, wang] = shop.buyers;
  await li.linli.joinCircle({ circleId: shop.circle.circleId });
  const { postId } = await li.linli.createPost({ circleId: shop.circle.circleId, title: '', text: '有人在吗' });
  await wang.linli.joinCircle({ circleId: shop.circle.circleId });
  await wang.linli.createComment({ postId, text: '我在' });
  known.picture = (await li.linli.uploadMedia({ file: new Blob([photo], { type: 'image/jpeg' }) })).picture;
  done(backup.runOnObjects(['objects', path.join(house.folder, 'run/objects')]));

  const sales = selling();
  await sleep(1500);
  await sales.stop();
  // An order that is paid between the moment and the disaster: WeChat knows, the restored house does not.
  known.late = await order(li);
  const { wechat } = await li.linli.payOrder({ orderId: known.late.orderId });
  known.before = ordersKnown();
  assert.ok(sales.answered.every((id) => known.before.includes(id)), 'what was answered is known');
  assert.ok(known.before.length > 20, `${known.before.length} orders`);

  known.moment = serverTime();
  await sleep(50);
  await stage.wechat.pay(li.openid, wechat);
  known.stranger = await stage.newUser({ phone: true });
  const later = selling();
  await sleep(1500);
  known.after = [...(await later.stop()), (await order(known.stranger)).orderId];
  assert.ok(known.after.length > 5, `${known.after.length} orders`);
  assert.ok((await order(wang)).orderId);
});

test('the database is gone, and is restored to the moment', async () => {
  await backup.arrived();
  process.kill(house.process('postgres').pid, 'SIGKILL');
  fs.rmSync(backup.data, { recursive: true });
  await house.stop();
  await backup.stopReceiving();
  for (const store of ['nats', 'redis', 'objects']) fs.rmSync(path.join(house.folder, 'run', store), { recursive: true, force: true });

  refuses(backup.run(['restore', backup.data, '2020-01-01T00:00:00Z']), /no base is as old/);
  refuses(backup.run(['restore', backup.data, inMinutes(10)]), /recovery ended before configured recovery target/);
  assert.ok(!fs.existsSync(backup.data), 'what is not whole is not called data');
  const restored = backup.run(['restore', backup.data, known.moment]);
  done(restored);
  refuses(backup.run(['restore', backup.data, known.moment]), /never overwritten/);
  done(backup.runOnObjects(['restore-objects', path.join(house.folder, 'run/objects')]));
  await house.startAgain();
  known.restored = true;
});

test('all that was answered before the moment is there, and nothing of what came after', () => {
  assert.ok(known.restored);
  const now = new Set(ordersKnown());
  assert.deepEqual(known.before.filter((id) => !now.has(id)), []);
  assert.deepEqual(known.after.filter((id) => now.has(id)), []);
  assert.equal(now.size, known.before.length);
});

test('who came after the moment is a stranger, and may come again; all others go on as they were', async () => {
  assert.ok(known.restored);
  await refused(known.stranger.linli.getMe(), 'SIGNED_OUT', 'TOKEN_INVALID', 'TOKEN_STALE', 'REFRESH_TOKEN_INVALID', 'UNAUTHENTICATED');
  const again = await stage.newUser({ openid: known.stranger.openid });
  assert.notEqual(again.userId, known.stranger.userId);
  for (const buyer of shop.buyers) assert.equal((await buyer.linli.getMe()).userId, buyer.userId);
});

test('it serves: orders, payments, pictures', async () => {
  assert.ok(known.restored);
  const [li] = shop.buyers;
  const { orderId } = await order(li);
  await stage.pay(li, { orderId });
  await eventually('it is paid', async () => ['READY', 'PAID'].includes((await li.linli.getOrder({ orderId })).status));
  const { picture } = await li.linli.getMedia({ mediaId: known.picture.mediaId });
  assert.equal((await fetch(picture.largeUrl)).status, 200);
});

test('what was paid after the moment is found at WeChat', async () => {
  assert.ok(known.restored);
  await eventually('it is paid', async () => Boolean((await shop.buyers[0].linli.getOrder({ orderId: known.late.orderId })).paidAt), REST);
});

test('the books are right', async (t) => {
  assert.ok(known.restored);
  let checks;
  const wrong = () => checks.filter(({ violations }) => violations !== 0);
  await until('no book is wrong', () => {
    checks = invariants(auditor());
    return wrong().length === 0;
  }, REST).catch(() => assert.deepEqual(wrong(), []));
  const looked = checks.filter(({ checked }) => checked > 0).length;
  t.diagnostic(`${looked} of ${checks.length} rules had something to look at`);
  assert.ok(looked >= 30, `${looked} rules`);
});

test('no event of what never was is in a stream, and every event that was is handled', () => {
  assert.ok(known.restored);
  const ask = asker(auditor());
  const [[handledUnknown]] = ask(`select count(*) from notifications.inbox i where i.handled_at > '${known.moment}' and not exists (
    select from (select id from auth.outbox union all select id from content.outbox union all select id from groupbuy.outbox union all select id from coupons.outbox) o
    where replace(o.id::text, '-', '') = replace(i.event_id, '-', ''))`);
  assert.equal(handledUnknown, '0');
});

test('the old folder takes nothing of the restored server, which gets one of its own', async () => {
  assert.ok(known.restored);
  await keepWal(house);
  refuses(backup.run(['take']), /needs a folder of its own/);
  const fresh = new Backup(house, 'backup-2');
  try {
    await fresh.receive();
    done(fresh.run(['take']));
    done(fresh.run(['verify']));
  } finally {
    await fresh.stopReceiving();
  }
});

test('what is older than is kept goes, but for the base that carries the oldest moment kept', () => {
  const base = path.join(backup.folder, 'base');
  const [real] = backup.bases();
  fs.renameSync(path.join(base, real), path.join(base, '20200103T000000Z'));
  for (const name of ['20200101T000000Z', '20200102T000000Z']) {
    execFileSync('cp', ['-a', path.join(base, '20200103T000000Z'), path.join(base, name)]);
  }
  const before = backup.wal().length;
  done(backup.run(['prune']));
  assert.deepEqual(backup.bases(), ['20200103T000000Z']);
  assert.ok(backup.wal().length < before, 'WAL that only they needed goes');
  done(backup.run(['verify']));
  assert.equal(backup.run(['prune'], { LINLI_BACKUP_KEEP_DAYS: '0' }).status, 1);
});
