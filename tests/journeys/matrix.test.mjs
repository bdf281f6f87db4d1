// Nobody sees or touches what is another's: every operation of the contract, lists and :batch included, with real ids of somebody
// else, tried by nobody, by another user, another leader (elsewhere, and next door), staff of another point, by a leader, an
// operator and somebody of the staff whose role ended a second ago, and with a token that is over. No unexpected success, in no
// answer what only its owner may read, and no refusal that comes before anybody has looked whose it is.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { program, ROOT, sleep } from '../support/house.mjs';
import { resolve } from './support/schema.mjs';
import { eventually, openStage } from './support/stage.mjs';
import { newLeadership, newWorld, openRoundOf } from './support/world.mjs';

// What anybody may do with a thing that another has made, and why.
const FOR_ALL = {
  listPosts: 'a circle is read by its neighbours', joinCircle: 'circles are open', leaveCircle: 'his own membership', joinCommunity: 'communities are open',
  createPost: 'who is in the circle writes there', likePost: 'posts are liked by others', unlikePost: 'his own like', createComment: 'posts are answered by others',
  getPost: 'a post is for its readers', listComments: 'likewise', followLeader: 'leaders are followed', unfollowLeader: 'his own following', blockUser: 'his own block', unblockUser: 'likewise',
  placeFlashOrder: 'a sale is for all', startTeam: 'likewise', joinTeam: 'a team is for others', joinOpenTeam: 'likewise', placeRoundOrder: 'a round is for its neighbours', lookAtRound: 'likewise',
  quoteOrder: 'a price is for all', quoteBasket: 'likewise', quoteRoundOrder: 'likewise', quoteBooking: 'likewise', suggestCoupons: 'his own coupons', putCartItem: 'his own cart', removeCartItem: 'likewise', claimCoupon: 'a template is for all',
  nameHouseholdMember: 'who may fetch for him: nothing before the other agrees', removeHouseholdMember: 'his own household', leaveHousehold: 'his own part in it',
  createLink: 'anybody shares', createReport: 'anybody reports', applyAsLeader: 'anybody applies', getUser: 'a nickname is for all',
  listMyComplaints: 'of complaints his own alone', payByLink: 'whoever has the key of a link may pay', showPickUpCode: 'his own code', sharePickUpCode: 'likewise', quoteContent: 'a price is for all', placeContentOrder: 'content is for all',
  remindMe: 'his own reminder', tellWhenBack: 'his own wish',
  quoteCard: 'a price is for all', placeCardOrder: 'a card is for all',
  markRead: 'of messages his own alone', removeAddress: 'of addresses his own alone', acceptBuyer: 'his own list', refuseBuyer: 'likewise', getPickUpPoint: 'shown to all', getDeliveryRule: 'fees are for all',
};
// What the house's own people alone may do is refused whatever the id.
const HOUSE_ROLES = ['operator', 'finance', 'auditor', 'community_admin', 'content_reviewer'];
// After these nobody is who he was.
const ENDS_SESSION = ['signOut', 'signOutEverywhere', 'deleteMe', 'refresh', 'signIn', 'restoreMe'];
const LEADERS = ['leader'];
// Whose things are there only after weeks: the journey that tries them with another's.
const ELSEWHERE = {
  reviewId: ['tests/journeys/payouts.test.mjs', "refused(other.linli.editReview({ reviewId, rating: 1, text: '不是我买的' }), 'NOT_HERE')"],
  payoutId: ['tests/journeys/payouts.test.mjs', "refused(partner.linli.getMyPayout({ payoutId: asked.payoutId }), 'NOT_HERE')"],
  substitutionId: ['tests/journeys/receiving.test.mjs', "refused(other.linli.answerSubstitution({ ...question, takes: true }), 'NOT_HERE')"] };
const AT_ONCE = 6;
// Of these it is known that somebody has looked who asks.
const LOOKED = [401, 403, 404];
const LOOKED_CODES = ['LEADER_DISABLED', 'NOT_ENTITLED', 'COUPON_NOT_USABLE', 'HELP_NOT_OFFERED', 'NOTHING_TO_PICK_UP'];
// What is his own, and read alone: also who is disabled does so.
const FOR_THE_DISABLED = {
  getLeaderMinute: 'what he has earned', listRoundHelpers: 'who has sold his round',
};
// What a leader may do where somebody else leads, too.
const FOR_LEADERS_HERE = {
  createPickUpPoint: 'a point of his own', setLeaderRest: 'his own rest', listHall: 'the hall is for all leaders of the community', createCampaign: 'a campaign of his own', checkCampaign: 'likewise',
  createBookingSlots: 'slots of his own, of a service of the community', listServedBookings: 'of his own slots alone', listHelpOffers: 'rounds that are open to all leaders of the community',
};

let stage, world, operations, strangers, over;
// The clock is moved here: a house of its own.
before(async () => {
  stage = await openStage({ own: true });
  world = await newWorld(stage);
  operations = stage.contract.operations.map(readOperation).filter(({ id, raw, file }) => !raw && !file && !ENDS_SESSION.includes(id));
  const elsewhere = (await world.operator.createCommunity({ name: `别处${process.pid}`, address: '二号路', households: 10 })).communityId;
  const [{ leader }, { leader: neighbour, staff }, user] = await Promise.all([newLeadership(stage, elsewhere, '8 栋'), newLeadership(stage, world.ids.communityId, '5 栋'), stage.newUser({ phone: true })]);
  strangers = { nobody: null, 'another user': user, 'another leader': leader, 'another leader next door': neighbour, 'staff of another point': staff };
  world.ids.messageIds = (await world.owner.linli.listMessages({ pageSize: 100 })).messages.filter(({ read }) => !read).map(({ messageId }) => messageId);
  over = world.owner.linli.tokens.accessToken;
});
after(() => stage?.close());

function readOperation({ id, method, template }) {
  const operation = stage.contract.document.paths[template][method.toLowerCase()];
  const content = operation.requestBody?.content ?? {};
  return {
    id, method, template, access: operation['x-linli-access'], roles: operation['x-linli-roles'] ?? [], raw: operation['x-linli-raw'],
    file: Object.keys(content).some((type) => type !== 'application/json'), body: content['application/json']?.example,
    queries: (operation.parameters ?? []).filter((one) => one.in === 'query' && (one.required || /Id$/.test(one.name))).map(({ name, schema }) => [name, schema && resolve(stage.contract.document, schema).enum?.at(-1)]),
    variables: (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name),
    choices: Object.fromEntries((operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name, schema }) => [name, resolve(stage.contract.document, schema).enum?.at(-1)])),
  };
}

const AFTER_THE_END = /Arrival|Receiving|Shortage|RoundPlaces|Sheet|Weigh|Substitut|Adjust|RoundBooks/;

// Of several kinds of order, that of the operation's kind.
function idFor(name, { id, choices }, ids) {
  if (choices[name]) return choices[name];
  if (name === 'orderId' && /Round|Entry/.test(id)) return ids.roundOrderId;
  if (name === 'roundId' && AFTER_THE_END.test(id)) return ids.closedRoundId;
  if (name === 'campaignId' && /Team/.test(id)) return ids.teamCampaignId;
  if (/Booking/.test(id) && name === 'productId') return ids.serviceId;
  if (/Booking/.test(id) && name === 'skuId') return ids.serviceSkuId;
  if (/Card/.test(id) && name === 'skuId') return ids.cardSkuId;
  return ids[name];
}

function withIds(value, operation, ids) {
  if (Array.isArray(value)) return value.map((one) => withIds(one, operation, ids));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, (/Ids?$/.test(name) && idFor(name, operation, ids)) || withIds(one, operation, ids)]));
}

const closedToAll = ({ access, roles }) => access === 'role' && roles.every((role) => HOUSE_ROLES.includes(role));

// Bodies that get as far as the question whose it is, where an example of every field at once does not.
const BODIES = {
  findParcels: ({ code }) => ({ code }),
  handOver: ({ orderId }) => ({ lines: [{ orderId, position: 0, units: 1 }] }),
  placeNeighbourOrder: ({ pointId, itemId }) => ({ items: [{ itemId, quantity: 1 }], pointId, name: '王阿姨', building: '3 栋 502', phone: '', pays: 'IN_CASH', remark: '' }),
  placeOrder: ({ skuId, addressId }) => ({ lines: [{ skuId, quantity: 1 }], addressId }),
  placeBooking: ({ slotId, serviceSkuId, addressId }) => ({ slotId, skuId: serviceSkuId, quantity: 1, addressId }),
  requestAfterSale: () => ({ kind: 'AFTER_SALE_REFUND', cause: 'CAME_DAMAGED', lines: [{ position: 0, units: 1 }], description: '', photos: [] }),
  requestInvoice: () => ({ kind: 'INVOICE_FOR_PERSON', title: '李梅梅', taxNumber: '' }),
  createBookingSlots: () => ({ slots: [{ startsAt: inHours(90), endsAt: inHours(91), capacity: 1 }] }),
  createRound: (ids) => roundOf(ids),
  setLeaderRest: () => ({ resting: false }),
  updateRound: (ids) => ({ round: roundOf(ids) }),
  copyRound: () => ({ startsAt: inHours(1), endsAt: inHours(2), readyAt: inHours(26) }),
};
const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
const roundOf = ({ communityId, pointIds, skuId }) => ({
  communityId, title: '水果团', description: '', imageUrls: [], startsAt: inHours(1), endsAt: inHours(2), readyAt: inHours(26), pointIds, shortageRule: 'FIRST_COME', uncollectedRule: 'KEEP', keepDays: 3, items: [{ skuId, priceFen: 4980, stock: 5 }],
});

// Ids stand in paths, in queries, and in bodies.
function requestOf(operation, ids) {
  const lacking = operation.variables.filter((name) => !idFor(name, operation, ids));
  const path = operation.template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(idFor(name, operation, ids) ?? 'abc'));
  const asked = operation.queries.map(([name, choice]) => [name, choice ?? idFor(name, operation, ids)]).filter(([, value]) => value);
  const target = asked.length ? `${path}?${new URLSearchParams(asked)}` : path;
  return { lacking, target, body: BODIES[operation.id]?.(ids) ?? (operation.body && withIds(operation.body, operation, ids)) };
}

// Nobody is stopped by his limits: each request has an address of its own, and of each kind of stranger there are enough.
let addresses = 0;
const send = (operation, { target, body }, headers) => {
  addresses++;
  return stage.raw(operation.method, target, { body, headers: { 'Idempotency-Key': `matrix-${addresses}`, 'X-Forwarded-For': `10.251.${addresses >> 8}.${addresses & 255}`, ...headers } });
};

const readable = ({ body }) => (typeof body === 'string' ? body : JSON.stringify(body));
const leakOf = (answer, request) => world.secrets.find((secret) => readable(answer).includes(secret) && !`${request.target}${JSON.stringify(request.body)}`.includes(secret));

async function patiently(ask) {
  return eventually('within the limits', async () => {
    const answer = await ask();
    return answer.status !== 429 && answer;
  }, { withinMs: 60_000, everyMs: 500 });
}

async function inTurn(list, work) {
  const left = [...list];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let one = left.pop(); one; one = left.pop()) await work(one);
  }));
}

const bearer = (token) => (token ? { Authorization: `Bearer ${token}` } : {});

// What was let through or shown, as lines. A refusal for anything but who asks shows nothing of that.
async function tryAll(some, who, isExpected, ids = world.ids) {
  const wrong = [];
  await inTurn(some, async (operation) => {
    const request = requestOf(operation, ids);
    const answer = await patiently(() => send(operation, request, bearer(who?.linli.tokens.accessToken)));
    if (answer.status < 300 && !isExpected(operation)) wrong.push(`${operation.id}: ${answer.status}`);
    if (who && answer.status >= 400 && answer.status < 500 && !LOOKED.includes(answer.status) && !LOOKED_CODES.includes(answer.body?.code) && !operation.variables.some((one) => ELSEWHERE[one]) && !isExpected(operation)) wrong.push(`${operation.id}: ${answer.status} ${answer.body?.code} ${JSON.stringify(answer.body?.errors ?? answer.body?.detail ?? '')}`);
    if (answer.status >= 500) wrong.push(`${operation.id}: ${answer.status} ${answer.body?.code}`);
    const leak = leakOf(answer, request);
    if (leak) wrong.push(`${operation.id} shows «${leak}»`);
  });
  return wrong;
}

// What the owner and the leader see of their own.
async function whatIsTheirs() {
  const { owner: { linli }, leader, ids } = world;
  const { orderId, roundOrderId, afterSaleId, roundId, postId } = ids;
  const [order, roundOrder] = await Promise.all([linli.getOrder({ orderId }), linli.getRoundOrder({ orderId: roundOrderId })]);
  const [afterSale, addresses, messages, coupons, round] = await Promise.all([
    linli.getAfterSale({ afterSaleId }), linli.listAddresses(), linli.listMessages({ pageSize: 100 }), linli.listCoupons(), leader.linli.getRound({ roundId }),
  ]);
  const { text, state } = await linli.getPost({ postId });
  const booking = await linli.getBooking({ bookingId: ids.bookingId });
  const card = await linli.getCard({ cardId: ids.cardId });
  return {
    card: [card.status, card.sessionsLeft, card.uses.length],
    booking: [booking.status, booking.slot.slotId, booking.slot.capacity, booking.photos.length],
    order: [order.status, order.amountFen, order.refundedFen], roundOrder: [roundOrder.order.status, roundOrder.remark], afterSale: [afterSale.status, afterSale.steps.length], addresses, post: [text, state],
    coupons: coupons.coupons.map(({ couponId, state }) => [couponId, state]),
    unread: messages.messages.filter(({ messageId, read }) => !read && world.ids.messageIds.includes(messageId)).length, round: [round.status, round.title, round.minimumFen, round.endsAt, round.pointIds],
  };
}

// A user may always ask for what is his own: then there is no id of another's in the request, and the answer must not show any.
const touchesNothing = (operation) => operation.variables.length === 0 && operation.queries.every(([name]) => !idFor(name, operation, world.ids)) && !/Ids?"/.test(JSON.stringify(operation.body ?? {}));
const mayBe = (operation) => operation.access === 'public' || Boolean(FOR_ALL[operation.id]) || (operation.access === 'user' && touchesNothing(operation));

test('of every kind of thing there is one that is real', () => {
  const lacking = operations.filter((operation) => !closedToAll(operation)).flatMap((operation) => requestOf(operation, world.ids).lacking.map((name) => [operation.id, name]));
  assert.deepEqual(lacking.filter(([, name]) => !ELSEWHERE[name]), []);
  for (const [file, line] of Object.values(ELSEWHERE)) assert.ok(fs.readFileSync(path.join(ROOT, file), 'utf8').includes(line), `${file} no longer has ${line}`);
});

test('what is for all is an operation that exists', () => {
  assert.deepEqual([FOR_ALL, FOR_LEADERS_HERE, FOR_THE_DISABLED, BODIES].flatMap(Object.keys).filter((id) => !operations.some((operation) => operation.id === id)), []);
});

for (const name of ['nobody', 'another user', 'another leader', 'another leader next door', 'staff of another point']) {
  test(`${name} is let nowhere, and shown nothing`, async () => {
    const who = strangers[name];
    const leads = name.startsWith('another leader'), here = name.endsWith('next door');
    const before_ = await whatIsTheirs();
    const isExpected = (operation) => (who ? mayBe(operation) || (leads && operation.roles.some((role) => LEADERS.includes(role)) && touchesNothing(operation)) || (here && FOR_LEADERS_HERE[operation.id]) : operation.access === 'public');
    assert.deepEqual(await tryAll(operations, who, isExpected), []);
    if (who) assert.equal((await stage.raw('GET', '/v1/me', { headers: bearer(who.linli.tokens.accessToken) })).status, 200, 'he is still who he was');
    assert.ok(before_.unread > 0);
    assert.deepEqual(await whatIsTheirs(), before_, 'nothing was changed');
  });
}

test('ten reads at once show no more than one', async () => {
  const reads = operations.filter(({ method }) => method === 'GET').map((operation) => ({ operation, ...requestOf(operation, world.ids) }));
  const wrong = [];
  for (const who of Object.values(strangers)) {
    for (let i = 0; i < reads.length; i += 10) {
      const some = reads.slice(i, i + 10);
      const answer = await patiently(() => stage.raw('POST', '/v1:batch', { body: { requests: some.map(({ target }) => ({ path: target })) }, headers: bearer(who?.linli.tokens.accessToken) }));
      assert.equal(answer.status, 200, readable(answer));
      for (const [j, one] of answer.body.responses.entries()) {
        if (one.status < 300 && !(who ? mayBe(some[j].operation) || touchesNothing(some[j].operation) || FOR_LEADERS_HERE[some[j].operation.id] : some[j].operation.access === 'public')) wrong.push(`${some[j].operation.id}: ${one.status}`);
        const leak = leakOf({ body: one }, some[j]);
        if (leak) wrong.push(`${some[j].operation.id} shows «${leak}»`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

// His token says leader for minutes, and the role may take a second to go: the rows of the house decide, for reads as well.
test('who was disabled a second ago leads nothing any more, not even what is his', async () => {
  const { communityId, skuId } = world.ids;
  const { leader, pointId } = await newLeadership(stage, communityId, '9 栋');
  const ids = { ...world.ids, pointId, pointIds: [pointId], placeId: pointId, ...(await openRoundOf(leader, { communityId, pointId, skuId })) };
  const led = operations.filter(({ access, roles }) => access === 'role' && roles.some((role) => LEADERS.includes(role)));
  const noLists = led.filter((operation) => operation.method !== 'GET' || !touchesNothing(operation));
  assert.ok(noLists.length >= 30, `${noLists.length} operations of leaders`);
  const setStatus = (status, reason) => stage.house.query(`update groupbuy.leaders set status = '${status}', disabled_reason = '${reason}' where user_id = '${leader.userId}' and community_id = '${communityId}'`, 'groupbuy.database-url');
  setStatus('DISABLED', '多次缺货');
  assert.deepEqual(await tryAll(noLists, leader, ({ id }) => Boolean(FOR_THE_DISABLED[id]), ids), [], 'his token is good still');
  setStatus('ACTIVE', '');
  await world.operator.setLeaderDisabled({ communityId, userId: leader.userId, disabled: true, reason: '多次缺货' });
  await sleep(1000);
  assert.deepEqual(await tryAll(led, leader, () => false, ids), []);
});

test('who worked at the point until a second ago is a stranger there', async () => {
  const former = await stage.newUser({ phone: true });
  const { pointId } = world.ids;
  await eventually('he is known', () => world.leader.linli.addPointStaff({ pointId, userId: former.userId }));
  await former.linli.listHandOvers({ pointId });
  await world.leader.linli.removePointStaff({ pointId, userId: former.userId });
  await sleep(1000);
  assert.deepEqual(await tryAll(operations, former, mayBe), []);
});

test('who ran the house until a second ago does nothing in it any more', async () => {
  const former = await stage.newUser({ phone: true });
  const grants = [];
  for (const role of HOUSE_ROLES) grants.push(await world.operator.grantRole({ userId: former.userId, role, why: '试任' }));
  await eventually('the roles are felt', () => former.linli.listPayouts());
  const house = operations.filter(({ access, roles }) => access === 'role' && roles.some((role) => HOUSE_ROLES.includes(role)));
  for (const { grantId } of grants) await world.operator.revokeRole({ grantId });
  await sleep(1000);
  assert.deepEqual(await tryAll(house, former, () => false), [], 'by the token he had');
  await former.linli.getMe();
  assert.deepEqual(await tryAll(house, former, () => false), [], 'by a new one');
});

test('a token that is over opens nothing, not to its owner either', async () => {
  const { status, stderr } = spawnSync(program('linlictl'), ['clock', 'forward', '3 hours'], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, LINLI_STATE_DIR: stage.house.status().run } });
  assert.equal(status, 0, stderr);
  const wrong = [];
  await eventually('the gateway knows the time', async () => (await stage.raw('GET', '/v1/me', { headers: bearer(over) })).status === 401);
  await inTurn(operations, async (operation) => {
    const answer = await send(operation, requestOf(operation, world.ids), bearer(over));
    if (answer.status !== 401 || answer.body.code !== 'TOKEN_EXPIRED') wrong.push(`${operation.id}: ${answer.status} ${answer.body?.code}`);
  });
  assert.deepEqual(wrong, []);
});
