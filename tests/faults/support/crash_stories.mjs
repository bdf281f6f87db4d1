// What leads to each crash point. A story is told once a call, and ends when whoever took part has been answered; it is told again
// until somebody was killed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { photo } from '../../journeys/support/pictures.mjs';
import { soldBy } from '../../journeys/support/earners.mjs';
import { eventually } from '../../journeys/support/stage.mjs';
import { NatsUser } from '../../support/nats.mjs';
import { program, ROOT, sleep, until } from '../../support/house.mjs';
import { assertPid } from '../lab/signals.mjs';
import { isBack, kill } from './strike.mjs';
import { sure } from './crash_world.mjs';

const CROWD = 8;
const PLAYS_A_SALE = 80; // each buyer may hold a hundred
const LEASE_MS = 61_000; // of a job
const REFRESHES = 4; // a person: refreshing is limited
const PAYOUT_FEN = 100;
const COMMIT_US = 100_000;
const GARBAGE = Buffer.from([0xff, 0xff, 0xff]);
const SLOWLY = { withinMs: 60_000, everyMs: 300 };

const own = (world, name, make) => (world[name] ??= make());

// A sale at which several buy in the same moment.
async function flash(world) {
  if (!world.sale || world.sale.plays >= PLAYS_A_SALE) world.sale = { campaignId: await world.campaign({ unpaidS: 30 }), plays: 0 };
  world.sale.plays++;
  const { campaignId } = world.sale;
  const crowd = Array.from({ length: CROWD }, () => world.next());
  const same = ({ orderId }) => orderId;
  const orders = await Promise.all(crowd.map((user) => world.once(user, 'placeFlashOrder', { campaignId, quantity: 1, source: { channel: 'feed' } }, { same })));
  assert.equal(new Set(orders.map(same)).size, orders.length);
  orders.forEach((order, i) => world.owe(`order ${order.orderId} is there`, async () => (await crowd[i].linli.getOrder({ orderId: order.orderId })).orderId === order.orderId));
}

// One transaction with a key.
async function address(world) {
  const user = world.next();
  const street = `青年路 ${world.turn} 号`;
  const { addressId } = await world.once(user, 'addAddress', { name: '李梅', phone: '13812348000', regionCode: '530102', regionName: '云南省昆明市五华区', street, isDefault: false });
  const { addresses } = await sure(() => user.linli.listAddresses({}));
  assert.equal(addresses.filter((one) => one.street === street).length, 1);
  await world.repeatAnswers();
  await sure(() => user.linli.removeAddress({ addressId }).catch((problem) => { if (problem.code !== 'NOT_HERE') throw problem; }));
}

// Everybody hears of somebody's new name.
async function rename(world) {
  const user = world.next();
  const nickname = `邻居${world.turn++}`;
  await sure(() => user.linli.updateMe({ nickname, avatarUrl: '', bio: '' }));
  user.nickname = nickname;
  world.owe(`content knows ${nickname}`, () => user.nickname !== nickname || world.stage.query(`select 1 from content.people where nickname = '${nickname}'`).length === 1);
}

// A coupon is locked for an order, which is given up again.
async function checkout(world) {
  const user = world.next();
  const couponId = await world.coupon(user);
  const order = await world.place(user, { couponId });
  assert.equal(order.amountFen, 2500);
  await world.once(user, 'cancelOrder', { orderId: order.orderId });
  world.oweOrder(user, order, 'CANCELLED');
  world.owe(`coupon ${couponId} is free again`, async () => (await user.linli.getCoupon({ couponId })).state === 'FREE');
}

async function pay(world) {
  const user = world.next();
  const order = await world.place(user);
  await world.pay(user, order);
  world.oweOrder(user, order, 'READY');
}

// WeChat's notice never comes: we ask.
async function unheard(world) {
  await world.stage.wechat.settings({ payNoticeLostShare: 1 });
  try {
    await pay(world);
    await sleep(6000); // we ask for the first time after five seconds
  } finally {
    await world.stage.wechat.settings({ payNoticeLostShare: 0 });
  }
}

// WeChat knows of the payment, and the buyer has changed his mind.
async function close(world) {
  const user = world.next();
  const order = await world.place(user);
  await world.once(user, 'payOrder', { orderId: order.orderId });
  await world.once(user, 'cancelOrder', { orderId: order.orderId });
  world.oweOrder(user, order, 'CANCELLED');
}

async function refund(world) {
  const { user, order } = await world.placedAndPaid();
  await world.once({ linli: world.operator }, 'refundOrder', { orderId: order.orderId, reason: '全部退回', lines: [{ position: 0, units: 1 }] });
  world.owe(`order ${order.orderId} is refunded`, async () => (await user.linli.getOrder({ orderId: order.orderId })).refundedFen === order.amountFen);
}

// Two complete a team; whoever wants to be told of it is.
async function team(world) {
  world.teams ??= await world.campaign({ kind: 'TEAM_BUY', title: '两人团', stock: 100_000, teamSize: 2, teamLifeS: 3600 });
  const [starter, other] = [world.next(), world.next()];
  const { subscriptions: [{ templateId }] } = await sure(() => starter.linli.listSubscriptions({}));
  await world.stage.wechat.subscribe(starter.openid, templateId);
  await sure(() => starter.linli.reportSubscription({ templateId, answer: 'ACCEPT' }));
  const begun = await world.once(starter, 'startTeam', { campaignId: world.teams, quantity: 1 });
  const joined = await world.once(other, 'joinTeam', { teamId: begun.team.teamId, quantity: 1 });
  await world.pay(starter, begun.order);
  await world.pay(other, joined.order);
  world.oweOrder(starter, begun.order, 'READY');
  world.oweOrder(other, joined.order, 'READY');
}

// The old token, sent again, gives the same new one.
async function refresh(world) {
  if (!world.guest || world.guest.refreshes >= REFRESHES) world.guest = Object.assign(await world.newBuyer(), { refreshes: 0 });
  const { guest } = world;
  guest.refreshes++;
  const { refreshToken } = guest.linli.tokens;
  const renewed = await sure(() => guest.linli.refresh({ refreshToken }));
  const again = await sure(() => guest.linli.refresh({ refreshToken }));
  assert.equal(again.refreshToken, renewed.refreshToken);
  guest.linli.setTokens(again);
  await sure(() => guest.linli.getMe({}));
}

async function upload(world) {
  const user = world.next();
  const { picture: { mediaId } } = await sure(() => user.linli.uploadMedia({ file: new Blob([photo], { type: 'image/jpeg' }) }));
  world.owe(`picture ${mediaId} is looked at`, async () => (await user.linli.getMedia({ mediaId })).picture.state === 'PASSED');
}

// Somebody wants something, does not ask twice, and who takes it up dies, too.
async function abandoned(world) {
  world.points.arm('steps.opened');
  const user = world.next();
  const key = `crash-abandoned-${process.pid}-${world.turn++}`;
  const request = { lines: [{ skuId: world.skuId, quantity: 1 }], addressId: user.home };
  await user.linli.placeOrder(request, { idempotencyKey: key, retry: { attemptsMax: 1 } }).catch(() => {});
  world.points.disarm('steps.opened');
  await until('somebody takes it up', () => world.points.hit('steps.taken_up'), { withinMs: 30_000 });
  const { orderId } = await sure(() => user.linli.placeOrder(request, { idempotencyKey: key }));
  world.owe(`order ${orderId} is there once`, () => world.stage.query(`select 1 from groupbuy.orders where id = '${orderId}'`).length === 1);
}

// ---- what no customer does

// Bytes that are no event, from somebody who may publish.
async function garbage(world) {
  const { house } = world.stage;
  const user = await NatsUser.connect(house.port('nats'), 'groupbuy.streams', house.secret('nats.groupbuy'));
  user.socket.write(Buffer.concat([Buffer.from(`PUB evt.linli.groupbuy.v1.OrderPaid ${GARBAGE.length}\r\n`), GARBAGE, Buffer.from('\r\n')]));
  await user.flush();
  await user.close();
  await eventually('it is a dead letter', () => world.stage.query('select 1 from notifications.dead_letters').length > 0, SLOWLY);
}

const LISTENERS = ['auth', 'content', 'coupons', 'groupbuy', 'notifications'];

function deadLetters(world, ...words) {
  const env = { ...process.env, LINLI_STATE_DIR: world.calendar.status.run, LINLI_ROOT: ROOT };
  execFileSync(program('linlictl'), ['dlq', ...words], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function dropAll(world) {
  await sleep(1500); // what is being handled again comes back
  for (const service of LISTENERS) deadLetters(world, 'drop', service, '--all');
}

async function buried(world) {
  await garbage(world);
  world.owe('no dead letter is left', async () => {
    await dropAll(world);
    return LISTENERS.every((service) => world.stage.query(`select 1 from ${service}.dead_letters`).length === 0);
  });
}

async function replayed(world) {
  await buried(world);
  deadLetters(world, 'replay', 'notifications', '--all');
  await sleep(1500);
}

// Whoever has the relay's lock is killed, and who comes after him takes it.
async function relayTaken(world) {
  const { house } = world.stage;
  const killed = house.status().processes.filter(({ service }) => service === 'coupons').map(({ name }) => kill(house, name));
  await until('somebody takes the lock', () => world.points.hit('relay.lock_taken'), { withinMs: 12_000 });
  await Promise.all(killed.map((one) => isBack(house, one)));
  await rename(world);
}

// Another server: who relays must think that events are lost.
async function natsAway(world) {
  await rename(world);
  await isBack(world.stage.house, kill(world.stage.house, 'nats'));
  await rename(world);
  await until('a relay has looked', () => world.points.hit('relay.loss_remembered'), { withinMs: 12_000 });
}

// A session of PostgreSQL dies, and all others with it, while transactions are being committed: which takes longer than usual.
async function inDoubt(world) {
  const { house } = world.stage;
  const ask = (sql) => eventually('PostgreSQL takes a setting', () => house.query(sql, 'postgres.admin-url') !== null, SLOWLY);
  const commits = async (delayUs) => {
    await ask(`alter system set commit_delay = ${delayUs}`);
    await ask(`alter system set commit_siblings = ${delayUs ? 0 : 5}`);
    await ask('select pg_reload_conf()');
  };
  await commits(COMMIT_US);
  const [{ pid }] = house.query("select pid from pg_stat_activity where usename = 'linli_groupbuy' limit 1");
  const crowd = Promise.all([flash(world), flash(world)]);
  await sleep(50 + Math.random() * 100);
  process.kill(assertPid(Number(pid), 'who serves groupbuy'), 'SIGKILL');
  await crowd;
  await commits(0);
}

// ---- money that goes out; days

const leaseLapses = async (world) => {
  await world.calendar.pass(LEASE_MS);
  await sleep(500);
};

const sold = (world) => sure(() => soldBy(world.stage, world.earners, world.source));

// Wanted, sent by WeChat, confirmed by who gets it.
async function payout(world) {
  const { leader } = world.earners;
  await own(world, 'earned', () => sold(world));
  await eventually('he has earned', async () => (await leader.linli.getStatement({})).balanceFen >= PAYOUT_FEN, SLOWLY);
  const { payoutId } = await world.once(leader, 'requestPayout', { grossFen: PAYOUT_FEN });
  await sleep(1500);
  await leaseLapses(world);
  const { confirm } = await eventually('there is something to confirm', async () => {
    const one = await sure(() => leader.linli.getMyPayout({ payoutId }));
    return one.confirm && one;
  }, SLOWLY);
  await world.stage.wechat.call('POST', '/transfer-confirm', { out_bill_no: payoutId, package_info: confirm.packageValue, openid: leader.openid });
  await eventually('it is paid', async () => (await leader.linli.getMyPayout({ payoutId })).state === 'PAYOUT_PAID', SLOWLY);
  const { transfers } = await world.stage.wechat.call('GET', '/transfers');
  assert.equal(transfers.filter(({ outBillNo }) => outBillNo === payoutId).length, 1);
}

async function share(world) {
  await own(world, 'sharing', () => world.operator.publishSettlementRule({ sharing: true, mostBasisPoints: 3000, why: '分账权限已开通' }));
  const { orderId } = await sold(world);
  await world.calendar.pass(2 * 60_000);
  const state = () => world.stage.query(`select state from groupbuy.sharings where order_id = '${orderId}'`)[0]?.state;
  await sleep(3000);
  await leaseLapses(world);
  await eventually('the rest is freed', () => state() === 'DONE', SLOWLY);
}

// A day's bills are read and compared once, whoever dies on the way.
async function bills(world) {
  const { calendar, stage } = world;
  const { day } = calendar;
  await pay(world);
  await world.repeatAnswers(); // keys are kept for a day
  await world.settle();
  await calendar.toDay(1, '11:00');
  await sleep(4000);
  await leaseLapses(world);
  await eventually('the day is compared', () => stage.query(`select 1 from groupbuy.bill_days where day = '${day}' and state = 'DONE'`).length > 0, SLOWLY);
}

// A lock so old that its order is asked for.
async function oldLock(world) {
  const user = world.next();
  const couponId = await world.coupon(user);
  const key = `crash-lock-${process.pid}-${world.turn++}`;
  const place = (options) => user.linli.placeOrder({ lines: [{ skuId: world.skuId, quantity: 1 }], addressId: user.home, couponId }, { idempotencyKey: key, ...options });
  world.points.arm('coupon.locked_no_order');
  await place({ retry: { attemptsMax: 1 } }).catch(() => {});
  world.points.disarm('coupon.locked_no_order');
  await world.calendar.pass(21 * 60_000);
  await sleep(1500);
  await leaseLapses(world);
  // The coupon was given back before the operation was taken up again, or it was not.
  const order = await sure(() => place().catch((problem) => { if (problem.code !== 'COUPON_NOT_USABLE') throw problem; }));
  if (order) await world.once(user, 'cancelOrder', { orderId: order.orderId });
  world.owe(`coupon ${couponId} is free again`, async () => (await user.linli.getCoupon({ couponId })).state === 'FREE');
}

// By crash point: stories in turn, and how long it may take until somebody comes by. `last`: days pass.
const STORIES = [
  { at: ['db.commit_sent', 'rpc.key_taken', 'rpc.done_not_committed', 'rpc.committed_not_answered'], tell: [address, refund] },
  { at: ['gateway.sent', 'gateway.answered_not_written'], tell: [address, checkout] },
  { at: ['steps.done_not_committed', 'steps.committed_not_answered'], tell: [checkout, refresh, pay] },
  { at: ['steps.opened', 'call.service_answered', 'coupon.locked_no_order', 'coupon.told_not_noted'], tell: [checkout] },
  { at: ['call.committed_not_told', 'outbox.published_not_marked', 'outbox.marked', 'consumer.inbox_written', 'consumer.committed_not_acked'], tell: [pay, rename, team] },
  { at: ['batch.committed_not_answered', 'batch.half_answered', 'flash.written_not_committed', 'outbox.half_sent', 'gateway.pack_answered'], tell: [flash] },
  { at: ['job.taken', 'job.run_not_settled'], tell: [refund, checkout] },
  { at: ['payment.begun_not_asked', 'payment.asked_not_noted', 'payment.applied_not_kept'], tell: [pay, team] },
  { at: ['payment.found_not_applied'], tell: [unheard] },
  { at: ['close.marked_not_asked', 'close.closed_not_released'], tell: [close] },
  { at: ['refund.noted_not_asked', 'refund.asked_not_noted'], tell: [refund] },
  { at: ['team.completed_not_committed', 'message.sent_not_noted'], tell: [team] },
  { at: ['session.rotated_not_committed'], tell: [refresh] },
  { at: ['media.made_not_kept', 'upload.stored_not_told'], tell: [upload] },
  { at: ['steps.taken_up'], tell: [abandoned], withinMs: 40_000 },
  { at: ['consumer.buried_not_ended'], tell: [buried] },
  { at: ['consumer.replay_taken'], tell: [replayed] },
  { at: ['relay.lock_taken'], tell: [relayTaken] },
  { at: ['relay.loss_remembered'], tell: [natsAway] },
  { at: ['call.in_doubt'], tell: [inDoubt], withinMs: 240_000 },
  { at: ['payout.asked_not_noted'], tell: [payout], withinMs: 60_000 },
  { at: ['coupon.owner_asked'], tell: [oldLock], withinMs: 60_000 },
  { at: ['sharing.split_not_noted', 'sharing.freed_not_noted'], tell: [share], withinMs: 60_000 },
  { at: ['bill.fetched_not_read', 'bill.read_not_compared'], tell: [bills], withinMs: 60_000 },
];

// { tell, withinMs } of a point.
export function storyOf(name) {
  const story = STORIES.find(({ at }) => at.includes(name));
  if (!story) throw new Error(`no story leads to ${name}`);
  return { withinMs: 15_000, ...story };
}

// The points in the order in which they can be tried in one house.
export const inOrder = (names) => STORIES.flatMap(({ at }) => at).filter((name) => names.includes(name));
