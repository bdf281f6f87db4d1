// From the cut-off to pick-up: a leader's round is closed, its goods come short, who goes short is refunded, the rest is ready.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { chineseFonts, openPaper } from '../support/paper.mjs';
import { Estate } from './support/round.mjs';
import { eventually, openStage, refused } from './support/stage.mjs';

const NOBODY = '0'.repeat(32);
const HOUR = 3_600_000;
let stage, estate, operator, communityId, leader, other, staff, pointId, berrySku, cherrySku, plumSku;
before(async () => {
  stage = await openStage();
  estate = await Estate.open(stage);
  ({ operator, communityId, leader, pointId, berries: berrySku, cherries: cherrySku } = estate);
  [other, staff, plumSku] = await Promise.all([estate.newLeader(), stage.newUser(), estate.newSku('李子')]);
  await eventually('auth has told of the staff', () => leader.linli.addPointStaff({ pointId, userId: staff.userId }));
});
after(() => stage.close());

const at = (ms) => new Date(Date.now() + ms).toISOString();

// A round of these buyers, each with his quantities of berries and cherries, past its cut-off.
async function closedRound(wants, items = [{ skuId: berrySku, priceFen: '4980', stock: '100', weighed: true }, { skuId: cherrySku, priceFen: '5580', stock: '100' }]) {
  const { roundId } = await leader.linli.createRound({
    communityId, title: '周三水果团', description: '', imageUrls: [], startsAt: at(-1000), endsAt: at(HOUR), readyAt: at(24 * HOUR), pointIds: [pointId],
    shortageRule: 'EVEN', uncollectedRule: 'KEEP', keepDays: 3,
    items,
  });
  await leader.linli.publishRound({ roundId });
  const { items: offered } = await eventually('it opens', async () => {
    const round = await stage.client().getRound({ roundId });
    return round.status === 'ROUND_OPEN' && round;
  });
  const [berries, cherries] = offered.map(({ itemId }) => itemId);
  const orders = [];
  for (const quantities of wants) {
    const user = await stage.newUser();
    const placed = await user.linli.placeRoundOrder({
      roundId, pointId, items: quantities.map((quantity, i) => ({ itemId: offered[i].itemId, quantity })).filter(({ quantity }) => quantity > 0),
    });
    await stage.pay(user, placed.order);
    orders.push({ user, orderId: placed.order.orderId, number: Number(placed.number) });
    await eventually('it is paid', async () => (await user.linli.getOrder({ orderId: placed.order.orderId })).status === 'WAITING_CUTOFF');
  }
  await refused(leader.linli.getPurchaseSheet({ roundId }), 'NOT_FROZEN');
  await refused(leader.linli.getRoundBooks({ roundId }), 'NOT_FROZEN');
  await refused(leader.linli.exportSheet({ roundId, placeId: roundId, sheet: 'SHEET_OF_PURCHASE', format: 'AS_CSV' }), 'NOT_FROZEN');
  await leader.linli.closeRound({ roundId });
  await eventually('it is closed', async () => (await leader.linli.getRound({ roundId })).status === 'ROUND_CLOSED', { withinMs: 60_000 });
  return { roundId, berries, cherries, orders };
}

// By a template of its own, or by the one for all.
async function grant(user, ...kinds) {
  for (const { templateId } of (await user.linli.listSubscriptions()).subscriptions.filter(({ kind }) => kinds.includes(kind))) {
    await stage.wechat.subscribe(user.openid, templateId);
    await user.linli.reportSubscription({ templateId, answer: 'ACCEPT' });
  }
}

const sentTo = async (user) => (await stage.wechat.outbox(user.openid)).map(({ template, data }) => [template, data.thing1]).sort();

test('goods come in parts and short; who goes short is refunded, the rest is ready, and everybody hears of it', async () => {
  const { roundId, berries, cherries, orders } = await closedRound([[2, 1], [2, 0], [0, 1]]);
  const here = { roundId, placeId: pointId };
  const { places } = await leader.linli.listRoundPlaces({ roundId });
  assert.deepEqual(places.map(({ name, status, orders: count, expected }) => [name, status, Number(count), Number(expected)]), [['3 栋小卖部', 'PLACE_WAITING', 3, 6]]);
  await refused(other.linli.listRoundPlaces({ roundId }), 'NOT_HERE');
  await refused(other.linli.getReceiving(here), 'NOT_HERE');
  const { suppliers } = await leader.linli.getPurchaseSheet({ roundId });
  assert.deepEqual(suppliers.map(({ supplier, needed, lines }) => [supplier, Number(needed), lines.map((line) => Number(line.units))]), [['邻里优选', 6, [4, 2]]]);
  await refused(other.linli.getPurchaseSheet({ roundId }), 'NOT_HERE');
  assert.deepEqual((await staff.linli.getDeliveryList(here)).lines.map(({ needed }) => Number(needed)), [4, 2]);
  await refused(orders[0].user.linli.getDeliveryList(here), 'NOT_HERE');
  await refused(staff.linli.adjustRoundSheet({ ...here, itemId: berries, units: '1', reason: '试吃' }), 'FORBIDDEN');
  await refused(other.linli.adjustRoundSheet({ ...here, itemId: berries, units: '1', reason: '试吃' }), 'NOT_HERE');
  for (const [units, needed] of [['2', 6], ['-2', 4]]) assert.equal(Number((await leader.linli.adjustRoundSheet({ ...here, itemId: berries, units, reason: '试吃' })).lines[0].needed), needed);
  const books = await leader.linli.getRoundBooks({ roundId });
  assert.deepEqual([books.proved, books.differences, books.rows.map(({ listed, waiting }) => [listed, waiting].map(Number))], [true, [], [[4, 4], [2, 2]]]);
  await refused(other.linli.getRoundBooks({ roundId }), 'NOT_HERE');
  const { parcels } = await staff.linli.listParcels(here);
  assert.deepEqual(parcels.map(({ number, shelf, goods }) => [Number(number), shelf, goods.map(({ units }) => Number(units))]), [[1, 'A01', [2, 1]], [2, 'A02', [2]], [3, 'A03', [1]]]);
  await refused(other.linli.listParcels(here), 'NOT_HERE');
  const csv = await staff.linli.exportSheet({ ...here, sheet: 'SHEET_OF_PICKING', format: 'AS_CSV' });
  assert.deepEqual([csv.mediaType, csv.text.charCodeAt(0), csv.text.split('\r\n').length], ['text/csv; charset=utf-8', 0xfeff, 6]);
  assert.match((await staff.linli.exportSheet({ ...here, sheet: 'SHEET_OF_LABELS', format: 'AS_PAGE' })).text, /size:60mm 40mm/);
  const labels = await staff.linli.exportSheet({ ...here, sheet: 'SHEET_OF_LABELS', format: 'AS_CSV' });
  assert.deepEqual([labels.mediaType, labels.text.split('\r\n').length], ['text/csv; charset=utf-8', 5], 'a line a parcel');
  assert.match(labels.text, /\r\n1,"[^"]*","A01",.* × 2; .* × 1"/);
  await refused(other.linli.exportSheet({ ...here, sheet: 'SHEET_OF_LABELS', format: 'AS_PAGE' }), 'NOT_HERE');
  await refused(orders[0].user.linli.recordArrival({ ...here, items: [{ itemId: berries, arrived: '4' }] }), 'NOT_HERE');
  await refused(staff.linli.recordArrival({ ...here, items: [{ itemId: berries, arrived: '1', damaged: '2' }] }), 'FIELDS_INVALID');
  await refused(leader.linli.confirmReceiving({ ...here, deliveries: 1 }), 'NOT_TO_BE_RECEIVED');

  await staff.linli.recordArrival({ ...here, items: [{ itemId: berries, arrived: '2', imageUrls: ['https://img.example.com/b.jpg'] }] });
  await refused(leader.linli.confirmReceiving({ ...here, deliveries: 1 }), 'ITEM_NOT_COUNTED');
  const seen = await staff.linli.recordArrival({ ...here, items: [{ itemId: berries, arrived: '2', damaged: '1' }, { itemId: cherries, arrived: '1' }], note: '一箱压坏' });
  assert.deepEqual(seen.items.map(({ expected, arrived, damaged, served }) => [expected, arrived, damaged, served].map(Number)), [[4, 4, 1, 3], [2, 1, 0, 1]]);
  assert.equal((await leader.linli.getRound({ roundId })).status, 'ROUND_RECEIVING');
  const { shortages } = await leader.linli.listShortages(here);
  assert.deepEqual(shortages.map(({ number, productTitle, wanted, served }) => [Number(number), productTitle, Number(wanted), Number(served)]),
    [[2, '蓝莓', 2, 1], [3, '车厘子', 1, 0]]);
  await refused(other.linli.listShortages(here), 'NOT_HERE');
  await refused(leader.linli.confirmReceiving({ ...here, deliveries: 1 }), 'PROPOSAL_CHANGED');
  const plum = { ...here, itemId: cherries, skuId: plumSku, priceFen: '5000', units: '5', minutes: 60 };
  await refused(other.linli.askSubstitution(plum), 'NOT_HERE');
  await refused(leader.linli.askSubstitution({ ...plum, priceFen: '5581' }), 'FIELDS_INVALID');
  await refused(leader.linli.askSubstitution({ ...plum, itemId: berries }), 'NOT_SUBSTITUTABLE');
  const { substitutionId, asked } = await leader.linli.askSubstitution(plum);
  assert.equal(Number(asked), 1);
  const question = { orderId: orders[2].orderId, substitutionId };
  await eventually('who goes short is asked', async () => (await orders[2].user.linli.listMessages()).messages.some(({ kind }) => kind === 'SUBSTITUTION_ASKED'));
  assert.deepEqual((await orders[2].user.linli.listOrderSubstitutions({ orderId: question.orderId })).substitutions.map(({ insteadOf, productTitle, units }) => [insteadOf, productTitle, Number(units)]), [['车厘子 2 斤', '李子', 1]]);
  await refused(other.linli.listOrderSubstitutions({ orderId: question.orderId }), 'NOT_HERE');
  await refused(other.linli.answerSubstitution({ ...question, takes: true }), 'NOT_HERE');
  await refused(leader.linli.confirmReceiving({ ...here, deliveries: 2 }), 'SUBSTITUTION_OPEN');
  assert.equal((await orders[2].user.linli.answerSubstitution({ ...question, takes: true })).answer, 'SUBSTITUTION_TAKEN');
  assert.equal((await orders[2].user.linli.answerSubstitution({ ...question, takes: false })).answer, 'SUBSTITUTION_DECLINED');
  assert.deepEqual((await staff.linli.listSubstitutions(here)).substitutions.map(({ no }) => Number(no)), [1]);
  await refused(other.linli.listSubstitutions(here), 'NOT_HERE');
  await refused(staff.linli.confirmReceiving({ ...here, deliveries: 2 }), 'FORBIDDEN');
  await grant(orders[1].user, 'ORDER_READY', 'REFUND_DONE', 'MESSAGE_KIND_UNSPECIFIED');
  await leader.linli.confirmReceiving({ ...here, deliveries: 2 });

  await refused(orders[2].user.linli.answerSubstitution({ ...question, takes: true }), 'SUBSTITUTION_OVER');
  await eventually('the round is ready', async () => (await leader.linli.getRound({ roundId })).status === 'ROUND_READY');
  assert.equal((await leader.linli.getReceiving(here)).place.status, 'PLACE_SETTLED');
  await eventually('WeChat knows what is to be collected', async () => {
    const { shipments } = await stage.wechat.call('GET', '/shipments');
    const kinds = orders.map(({ orderId }) => shipments.find(({ outTradeNo }) => outTradeNo === orderId)?.shipment.logistics_type);
    return kinds[0] === 4 && kinds[1] === 4 && kinds[2] === undefined;
  });
  assert.deepEqual((await leader.linli.getRoundBooks({ roundId })).rows.map(({ lacking, waiting, served }) => [lacking, waiting, served].map(Number)), [[1, 3, 3], [1, 1, 1]]);
  assert.equal((await leader.linli.listShortages(here)).shortages.length, 2);
  const [first, second] = await Promise.all(orders.slice(0, 2).map(({ user, orderId }) => user.linli.getOrder({ orderId })));
  assert.deepEqual([first.status, Number(first.refundedFen), second.status], ['READY', 0, 'READY']);
  const weigh = (itemId, grams) => staff.linli.recordWeights({ ...here, weights: [{ orderId: orders[0].orderId, itemId, grams }] });
  await refused(other.linli.recordWeights({ ...here, weights: [{ orderId: orders[0].orderId, itemId: berries, grams: '1900' }] }), 'NOT_HERE');
  await refused(weigh(cherries, '900'), 'NOT_TO_BE_WEIGHED');
  assert.deepEqual((await weigh(berries, '1900')).weights.map(({ upperG, refundFen }) => [upperG, refundFen].map(Number)), [[2000, 498]]);
  await refused(weigh(berries, '1800'), 'WEIGHED_BEFORE');
  await eventually('the difference is back', async () => Number((await orders[0].user.linli.getOrder({ orderId: orders[0].orderId })).refundedFen) === 498);
  await eventually('the berries are refunded', async () => Number((await orders[1].user.linli.getOrder({ orderId: orders[1].orderId })).refundedFen) === 4980);
  await eventually('who got nothing is refunded', async () => (await orders[2].user.linli.getOrder({ orderId: orders[2].orderId })).status === 'REFUNDED');
  await refused(staff.linli.recordArrival({ ...here, items: [{ itemId: berries, arrived: '1' }] }), 'NOT_TO_BE_RECEIVED');
  await eventually('they are told', async () => {
    const kinds = await Promise.all(orders.map(async ({ user }) => (await user.linli.listMessages()).messages.map(({ kind }) => kind)));
    return kinds[0].includes('ORDER_READY') && kinds[0].includes('WEIGHT_SETTLED') && kinds[1].includes('ORDER_READY') && kinds[1].includes('LINE_SHORT') && kinds[2].includes('LINE_SHORT');
  });
  await eventually('who granted it is told by WeChat, too', async () => (await sentTo(orders[1].user)).length === 3);
  assert.deepEqual(await sentTo(orders[1].user), [['notice', '部分商品缺货'], ['ready_for_pickup', '蓝莓'], ['refund_arrived', '蓝莓']]);
  assert.deepEqual((await orders[1].user.linli.listSubscriptions()).subscriptions.map(({ credits }) => Number(credits)), [0, 0, 0, 0, 0, 0]);
  assert.deepEqual(await sentTo(orders[0].user), [], 'who granted nothing reads it in the inbox');
  await refused(leader.linli.getReceiving({ roundId, placeId: NOBODY }), 'NOT_HERE');
});

// Of its text nothing is wider or higher than where it stands.
const CUT = `[...document.querySelectorAll('td, th, h1, p')].filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 || one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.textContent)`;
// What must stand on a label whole: its number, shelf, name, units, part; and nothing below its footer or beyond its edge.
const CUT_OF_LABELS = `[...document.querySelectorAll('.l')].flatMap((label) => {
  const edge = label.getBoundingClientRect(), foot = label.querySelector('.f').getBoundingClientRect();
  const inside = ({ left, right, top, bottom }) => left >= edge.left && right <= edge.right && top >= edge.top && bottom <= edge.bottom;
  return [...label.querySelectorAll('.h span, .u, .g, .p, .f')].filter((one) => {
    const box = one.getBoundingClientRect();
    return !inside(box) || (!one.closest('.f') && box.bottom > foot.top + 1) || (one.matches('.h span, .u') && one.scrollWidth > Math.ceil(box.width) + 1);
  }).map((one) => one.textContent);
})`;

const near = (a, b) => Math.abs(a - b) < 0.5; // mm

test('sheets look right on paper: nothing is cut, A4 and labels of 60 × 40 mm, Chinese in a Chinese font', async (t) => {
  const long = '进口大果蓝莓礼盒装家庭分享装产地直发顺丰冷链到家坏果包赔<b>&';
  const skus = await Promise.all(Array.from({ length: 6 }, (_, i) => estate.newSku(i === 0 ? '=1+1' : `${long}${i}`)));
  const { roundId, orders } = await closedRound([[1, 2, 3, 1, 2, 30], [2]], skus.map((skuId) => ({ skuId, priceFen: '4980', stock: '100' })));
  const here = { roundId, placeId: pointId };
  const fileOf = async (sheet, format, place = here) => (await leader.linli.exportSheet({ ...place, sheet, format })).text;
  assert.match(await fileOf('SHEET_OF_PICKING', 'AS_CSV'), /,"'=1\+1",/);
  const fonts = chineseFonts();
  const paper = await openPaper();
  t.after(() => paper.close());

  const tables = [['SHEET_OF_PURCHASE', { roundId, placeId: roundId }], ['SHEET_OF_DELIVERY', here], ['SHEET_OF_PICKING', here], ['SHEET_OF_BOOKS', { roundId, placeId: roundId }]];
  for (const [kind, place] of tables) {
    const sheet = await paper.lay(await fileOf(kind, 'AS_PAGE', place), { widthMm: 186 }); // A4 within its margins
    assert.deepEqual(await sheet.measure(CUT), [], kind);
    assert.ok(await sheet.measure(`document.body.innerText.includes('${long}1')`), `${kind}: markup is text`);
    const rows = await sheet.measure(`document.querySelectorAll('tbody tr').length`);
    assert.ok(rows >= 6, `${kind}: ${rows} rows`);
    const { pages, widthMm, heightMm } = await sheet.print();
    assert.ok(pages === 1 && near(widthMm, 210) && near(heightMm, 297), `${kind}: ${pages} pages of ${widthMm} × ${heightMm} mm`);
    assert.ok((await sheet.fontsOf('th')).some((font) => fonts.includes(font)), `${kind}: its Chinese is in a font that has it`);
  }
  const labels = await paper.lay(await fileOf('SHEET_OF_LABELS', 'AS_PAGE'), { widthMm: 60 });
  assert.deepEqual(await labels.measure(CUT_OF_LABELS), []);
  assert.deepEqual(await labels.measure(`[...document.querySelectorAll('.l')].map((one) => one.querySelectorAll('.g').length)`), [4, 2, 1]);
  const { pages, widthMm, heightMm } = await labels.print();
  assert.ok(pages === 3 && near(widthMm, 60) && near(heightMm, 40), `${pages} labels of ${widthMm} × ${heightMm} mm`);
  assert.ok((await labels.fontsOf('.f .t')).some((font) => fonts.includes(font)));
  assert.equal(orders.length, 2);
});

test('a sheet is the file itself to who asks for it: CSV to save, a page in a sandbox, a hostile title only text', async () => {
  const hostile = '<script>alert("1")</script>';
  const skuId = await estate.newSku(hostile);
  const { roundId } = await closedRound([[2]], [{ skuId, priceFen: '4980', stock: '10' }]);
  const get = (format, accept, user = leader) => stage.raw('GET', `/v1/rounds/${roundId}/places/${pointId}/sheets/SHEET_OF_PICKING?format=${format}`, { user, headers: { accept } });
  const whole = async (format) => (await leader.linli.exportSheet({ roundId, placeId: pointId, sheet: 'SHEET_OF_PICKING', format })).text;
  const csv = await get('AS_CSV', 'text/csv');
  assert.deepEqual([csv.status, csv.headers['content-type'], csv.headers.vary], [200, 'text/csv; charset=utf-8', 'Accept']);
  assert.match(csv.headers['content-disposition'], /^attachment; filename="[a-z]+-[0-9a-f]{8}\.csv"; /);
  assert.equal(`\uFEFF${csv.body}`, await whole('AS_CSV')); // fetch takes the mark off
  assert.ok(csv.body.includes('"<script>alert(""1"")</script>"'), csv.body);
  const page = await get('AS_PAGE', 'text/html,application/xhtml+xml,*/*;q=0.8');
  assert.deepEqual([page.status, page.headers['content-type']], [200, 'text/html; charset=utf-8']);
  assert.match(page.headers['content-security-policy'], /^default-src 'none';.*; sandbox$/);
  assert.equal(page.headers['x-content-type-options'], 'nosniff');
  assert.equal(page.body, await whole('AS_PAGE'));
  assert.ok(page.body.includes('&lt;script&gt;alert(') && !page.body.includes('<script'), page.body);
  assert.deepEqual((await get('AS_CSV', 'text/csv', other)).body.code, 'NOT_HERE');
  assert.equal((await get('AS_CSV', '*/*')).body.mediaType, 'text/csv; charset=utf-8');
});

test('a leader sees his own record, operators everybody\'s', async () => {
  const mine = await leader.linli.getMyRecord({});
  assert.deepEqual([mine.leaderId, mine.salesFen], [leader.userId, mine.paidFen - mine.refundedFen]);
  assert.deepEqual((await operator.getLeaderRecord({ leaderId: other.userId, days: 30 })).rounds, 0);
  await refused(leader.linli.getLeaderRecord({ leaderId: other.userId }), 'FORBIDDEN');
  await refused(leader.linli.getMyRecord({ days: 367 }), 'FIELDS_INVALID');
  const { records } = await operator.listLeaderRecords({ pageSize: 50 });
  assert.deepEqual(records.map(({ leaderId }) => leaderId), records.map(({ leaderId }) => leaderId).sort());
  await refused(leader.linli.listLeaderRecords({}), 'FORBIDDEN');
  const { supplierId } = await operator.createSupplier({ name: `果业${process.pid}${Date.now() % 1e6}`, contractNumber: 'C1' });
  assert.deepEqual((await operator.getSupplierRecord({ supplierId })).lists, 0);
  await refused(operator.getSupplierRecord({ supplierId: NOBODY }), 'NOT_HERE');
  await refused(leader.linli.getSupplierRecord({ supplierId }), 'FORBIDDEN');
});
