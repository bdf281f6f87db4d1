// Picking up: one code for everything at a point, shown to nobody but its buyer.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test, { after, before } from 'node:test';
import { program, ROOT } from '../support/house.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOBODY = '0'.repeat(32);

let stage;
let operator;
let communityId;
let leader;
let pointId;
let apples;
let pears;
// Minutes and days pass here: a house of its own.
before(async () => {
  stage = await openStage({ own: true });
  operator = await stage.operator();
  ({ communityId } = await operator.createCommunity({ name: `自提${process.pid}${Date.now() % 1e6}`, address: '一号路', households: 300 }));
  leader = await newLeader();
  pointId = await newPoint(leader, '3 栋小卖部');
  const { productId } = await operator.createProduct({
    title: `水果${process.pid}`, category: '水果', sellerName: '云山优选', sellerLicence: 'JY1',
    skus: [{ title: '苹果', listPriceFen: 1000, costPriceFen: 400, stock: 500, weightG: 500 }, { title: '梨', listPriceFen: 777, costPriceFen: 300, stock: 500, weightG: 250 }],
  });
  [apples, pears] = (await operator.setProductStatus({ productId, status: 'ON_SHELF' })).skus.map(({ skuId }) => skuId);
});
after(() => stage.close());

function clockForward(span) {
  const { status, stderr } = spawnSync(program('linlictl'), ['clock', 'forward', span], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, LINLI_STATE_DIR: stage.house.status().run },
  });
  assert.equal(status, 0, stderr);
}

async function newLeader() {
  const one = await stage.newUser();
  const { applicationId } = await one.linli.applyAsLeader({ communityId, statement: '住 3 栋', agreementVersion: 1 });
  await operator.decideLeaderApplication({ applicationId, approve: true });
  await eventually('the role is felt', () => one.linli.listRefusedBuyers());
  return one;
}

async function newPoint(owner, name) {
  const point = await owner.linli.createPickUpPoint({ communityId, name, address: '3 栋 1 楼', hours: '每天 17:00–20:30' });
  await operator.decidePickUpPoint({ pointId: point.pointId, approve: true });
  return point.pointId;
}

// A plain order of two apples and a pear that lies at the point.
async function parcel(user, at = pointId) {
  const order = await user.linli.placeOrder({ lines: [{ skuId: apples, quantity: 2 }, { skuId: pears, quantity: 1 }], pointId: at });
  await stage.pay(user, order);
  return eventually('it lies there', async () => {
    const now = await user.linli.getOrder({ orderId: order.orderId });
    return now.status === 'READY' && now;
  });
}

test('everything of mine at a point has one code, which nobody else is shown', async () => {
  const [li, wang] = await Promise.all([stage.newUser(), stage.newUser()]);
  await refused(li.linli.showPickUpCode({ pointId }), 'NOTHING_TO_PICK_UP');
  await refused(stage.client().listMyPickUps(), 'TOKEN_MISSING');
  await refused(stage.client().showPickUpCode({ pointId }), 'TOKEN_MISSING');
  const [first, second] = [await parcel(li), await parcel(li)];
  const [place] = (await li.linli.listMyPickUps()).places;
  assert.deepEqual([place.pointId, place.name, place.parcels.map(({ orderId }) => orderId)], [pointId, '3 栋小卖部', [first.orderId, second.orderId].sort()]);
  assert.deepEqual(place.parcels[0].lines.map(({ skuTitle, units, pickedUp }) => [skuTitle, units, pickedUp]), [['苹果', 2, 0], ['梨', 1, 0]]);
  const code = await li.linli.showPickUpCode({ pointId });
  assert.match(code.code, /^\d{12}$/);
  assert.match(code.signedCode, /^[\w.-]{1,120}$/);
  assert.equal((await li.linli.showPickUpCode({ pointId })).code, code.code);
  assert.equal((await wang.linli.listMyPickUps()).places.length, 0);
  await refused(wang.linli.showPickUpCode({ pointId }), 'NOTHING_TO_PICK_UP');
  await refused(li.linli.showPickUpCode({ pointId: NOBODY }), 'NOTHING_TO_PICK_UP');
});

test('staff of the point hand over, in parts, once; nobody else does', async () => {
  const [li, zhao, other] = await Promise.all([stage.newUser({ phone: true }), stage.newUser(), newLeader()]);
  const elsewhere = await newPoint(other, '5 栋');
  await eventually('he is known', () => leader.linli.addPointStaff({ pointId, userId: zhao.userId }));
  const order = await parcel(li);
  const { code, signedCode } = await li.linli.showPickUpCode({ pointId });
  for (const stranger of [other.linli, li.linli]) {
    await refused(stranger.findParcels({ pointId, code }), 'NOT_HERE');
    await refused(stranger.handOver({ pointId, code }), 'NOT_HERE');
    await refused(stranger.listHandOvers({ pointId }), 'NOT_HERE');
  }
  await refused(stage.client().handOver({ pointId, code }), 'TOKEN_MISSING');
  await refused(stage.client().findParcels({ pointId, code }), 'TOKEN_MISSING');
  await refused(other.linli.findParcels({ pointId: elsewhere, code }), 'CODE_WRONG');
  await refused(zhao.linli.findParcels({ pointId, code: '12' }), 'FIELDS_INVALID');

  const found = await zhao.linli.findParcels({ pointId, signedCode });
  assert.deepEqual(found.parcels.map(({ orderId }) => orderId), [order.orderId]);
  assert.doesNotMatch(JSON.stringify(found), new RegExp(`${code}|${signedCode}`));
  const first = await zhao.linli.handOver({ pointId, code, lines: [{ orderId: order.orderId, position: 0, units: 1 }] });
  assert.deepEqual([first.way, first.lines.map(({ units }) => units)], ['BY_CODE', [1]]);
  assert.equal((await li.linli.getOrder({ orderId: order.orderId })).status, 'PARTLY_FULFILLED');

  const byPhone = await zhao.linli.findParcels({ pointId, phoneLastFour: li.phone.slice(-4) });
  assert.ok(byPhone.parcels.some(({ orderId }) => orderId === order.orderId));
  const rest = { pointId, lines: [{ orderId: order.orderId, position: 0, units: 1 }, { orderId: order.orderId, position: 1, units: 1 }] };
  assert.equal((await zhao.linli.handOver(rest, { idempotencyKey: 'the-rest' })).way, 'BY_SEARCH');
  assert.equal((await zhao.linli.handOver(rest, { idempotencyKey: 'the-rest' })).lines.length, 2, 'the same key hands over nothing more');
  await refused(zhao.linli.handOver({ pointId, code }), 'ALREADY_PICKED_UP');
  const now = await li.linli.getOrder({ orderId: order.orderId });
  assert.deepEqual([now.status, now.lines.map(({ fulfilled }) => fulfilled)], ['FULFILLED', [2, 1]]);
  assert.equal((await leader.linli.listHandOvers({ pointId })).handOvers.length, 2);
  for (const table of ['hand_overs', 'hand_over_lines']) {
    const [{ add, change }] = stage.query(`select has_table_privilege('linli_groupbuy', 'groupbuy.${table}', 'INSERT') as add,
      has_any_column_privilege('linli_groupbuy', 'groupbuy.${table}', 'UPDATE') or has_table_privilege('linli_groupbuy', 'groupbuy.${table}', 'DELETE') as change`);
    assert.deepEqual([add, change], ['t', 'f'], 'what was noted stays');
  }

  await leader.linli.removePointStaff({ pointId, userId: zhao.userId });
  await refused(zhao.linli.findParcels({ pointId, number: 1 }), 'NOT_HERE');
  await refused(zhao.linli.listHandOvers({ pointId }), 'NOT_HERE');
});

test('a member of the household fetches, or whoever was given a code of one use', async () => {
  const [li, zhou] = await Promise.all([stage.newUser(), stage.newUser()]);
  await parcel(li);
  const guest = stage.client();
  for (const call of ['getHousehold', 'nameHouseholdMember', 'removeHouseholdMember', 'agreeToHousehold', 'leaveHousehold']) await refused(guest[call]({ userId: zhou.userId }), 'TOKEN_MISSING');
  await refused(guest.sharePickUpCode({ pointId }), 'TOKEN_MISSING');
  await refused(zhou.linli.sharePickUpCode({ pointId }), 'NOTHING_TO_PICK_UP');
  await refused(li.linli.nameHouseholdMember({ userId: NOBODY }), 'PERSON_UNKNOWN');
  await refused(zhou.linli.agreeToHousehold({ userId: li.userId }), 'NOT_HERE');
  await eventually('he is known', () => li.linli.nameHouseholdMember({ userId: zhou.userId }));
  await refused(zhou.linli.showPickUpCode({ pointId }), 'NOTHING_TO_PICK_UP');
  assert.ok((await zhou.linli.agreeToHousehold({ userId: li.userId })).fetchesFor[0].agreedAt);
  assert.equal((await li.linli.getHousehold()).members[0].userId, zhou.userId);
  const { code } = await zhou.linli.showPickUpCode({ pointId });
  const [first] = (await leader.linli.findParcels({ pointId, code })).parcels;
  await leader.linli.handOver({ pointId, code, lines: [{ orderId: first.orderId, position: 0, units: 1 }] });
  await zhou.linli.leaveHousehold({ userId: li.userId });
  assert.equal((await li.linli.removeHouseholdMember({ userId: zhou.userId })).members.length, 0);
  const shared = await li.linli.sharePickUpCode({ pointId, validS: 3600 });
  assert.equal((await leader.linli.handOver({ pointId, code: shared.code })).way, 'BY_SHARED_CODE');
  await refused(leader.linli.handOver({ pointId, code: shared.code }), 'ALREADY_PICKED_UP');
});

test('a hand-over is taken back within ten minutes, once; after that it stands', async () => {
  const [li, other] = await Promise.all([stage.newUser(), newLeader()]);
  const order = await parcel(li);
  const handOver = async () => leader.linli.handOver({ pointId, code: (await li.linli.showPickUpCode({ pointId })).code });
  const { handOverId } = await handOver();
  const undo = { pointId, handOverId, reason: '拿错了袋子' };
  for (const stranger of [other.linli, li.linli]) await refused(stranger.undoHandOver(undo), 'NOT_HERE');
  await refused(stage.client().undoHandOver(undo), 'TOKEN_MISSING');
  await refused(leader.linli.undoHandOver({ ...undo, reason: '' }), 'FIELDS_INVALID');
  const undone = await leader.linli.undoHandOver(undo);
  assert.deepEqual([undone.undoReason, undone.undoneBy], ['拿错了袋子', leader.userId]);
  await refused(leader.linli.undoHandOver(undo), 'ALREADY_UNDONE');
  assert.equal((await li.linli.getOrder({ orderId: order.orderId })).status, 'READY');
  const again = await handOver();
  clockForward('601 s');
  await refused(leader.linli.undoHandOver({ ...undo, handOverId: again.handOverId }), 'UNDO_TOO_LATE');
  assert.equal((await li.linli.getOrder({ orderId: order.orderId })).status, 'FULFILLED');
});
