// A coupon or points that the first try of an operation has locked are let go of when a later one is refused, whatever it is refused
// for: also for what is looked at before anything is locked.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asker } from '../journeys/evening/books.mjs';
import { eventually, openStage } from '../journeys/support/stage.mjs';
import { program } from '../support/house.mjs';
import { connectProxy } from './lab/proxy.mjs';
import { sure, World } from './support/crash_world.mjs';
import { houseUrl } from './wrecks.mjs';

const FREE_MS_MAX = 10_000; // a release is told until it is heard; a lock is looked at by itself after 20 minutes only
const LIFE_S = 60;

let stage;
let world;
let proxy;
let ask;

before(async () => {
  stage = await openStage({ own: true, words: ['--any-ports', '--through', program('../tests/linli-fault-proxy')] });
  proxy = await connectProxy(stage.house.status());
  world = await World.open(stage);
  ask = asker(houseUrl('auditor', stage.house.statusFile));
});
after(async () => {
  await proxy?.close();
  await stage?.close();
});

// Coupons hears what it is asked and is not heard: the coupon is locked, and groupbuy does not know. Before it can ask again,
// `meanwhile` makes that the same key is refused.
async function refusedAfterLock(place, meanwhile, code) {
  const user = world.next();
  const couponId = await world.coupon(user);
  const options = { idempotencyKey: `refused-${process.pid}-${world.turn++}` };
  await proxy.hold('coupons.nats', 'up');
  await assert.rejects(place(user, couponId, { ...options, retry: { attemptsMax: 1 } }), { code: 'TIMED_OUT' });
  await eventually('the lock is there', async () => ask(`select 1 from coupons.locks where coupon_id = '${couponId}' and state = 1`).length === 1, { withinMs: FREE_MS_MAX });
  await meanwhile();
  await assert.rejects(sure(() => place(user, couponId, options)), { code });
  await proxy.heal('coupons.nats');
  await eventually(`coupon ${couponId} is free`, async () => (await sure(() => user.linli.getCoupon({ couponId }))).state === 'FREE', { withinMs: FREE_MS_MAX });
}

test('a basket whose goods have left the shelf', async () => {
  const { operator } = world;
  const { productId } = await operator.createProduct({
    title: '樱桃', category: '水果', sellerName: '云山优选', sellerLicence: 'JY1', skus: [{ title: '一盒', listPriceFen: 3000, costPriceFen: 400, stock: 10, weightG: 500 }],
  });
  const { skus: [{ skuId }] } = await operator.setProductStatus({ productId, status: 'ON_SHELF' });
  await refusedAfterLock(
    (user, couponId, options) => user.linli.placeOrder({ lines: [{ skuId, quantity: 1 }], addressId: user.home, couponId }, options),
    () => sure(() => operator.setProductStatus({ productId, status: 'OFF_SHELF' })), 'PRODUCT_OFF_SHELF',
  );
});

test('a seat in a team that is full by then', async () => {
  const campaignId = await world.campaign({ kind: 'TEAM_BUY', title: '两人团', priceFen: 2900, teamSize: 2, teamLifeS: LIFE_S });
  const founder = world.next();
  const other = world.next();
  const { team: { teamId } } = await world.once(founder, 'startTeam', { campaignId, quantity: 1 });
  await refusedAfterLock(
    (user, couponId, options) => user.linli.joinTeam({ teamId, quantity: 1, couponId }, options),
    () => world.once(other, 'joinTeam', { teamId, quantity: 1 }), 'TEAM_FULL',
  );
});

test('a coupon that is not there leaves no job that fails for ever', async () => {
  const user = world.next();
  const key = `invented-${process.pid}`;
  await assert.rejects(sure(() => user.linli.placeOrder({ lines: [{ skuId: world.skuId, quantity: 1 }], addressId: user.home, couponId: '0'.repeat(31) + '1' }, { idempotencyKey: key })), { code: 'COUPON_NOT_USABLE' });
  await eventually('no job is left', async () => (await ask("select key from groupbuy.jobs where kind = 'settle_coupon'")).length === 0, { withinMs: FREE_MS_MAX });
});
