// Thursday: the goods come, to one point in parts, short and some of it damaged; the shortage is shared out, the rest is ready.

import { until } from '../../support/house.mjs';
import { askInstead } from './substituting.mjs';

const SETTLED_WITHIN_MS = 90_000;
const LACKING = 5; // units: those of the late comers, and of who pays at the very end

// So many of each item lie there that nobody goes short, but for `lacking` units of the first.
const arrivals = (items, lacking) => items.map(({ itemId, expected }, i) => ({ itemId, arrived: Math.max(Number(expected) - (i === 0 ? lacking : 0), 0) }));

async function count({ staff }, here, items) {
  return staff.linli.recordArrival({ ...here, items });
}

async function proved(week) {
  const books = await week.leader.linli.getRoundBooks({ roundId: week.round.roundId });
  if (!books.proved) throw new Error(`the round's books differ: ${JSON.stringify(books.differences)}`);
}

// What goes to doors comes to the leader herself: the round is its place.
const placesOf = ({ points, leader, round }) => [...points, { pointId: round.roundId, staff: leader }];

async function receiveAt(week, point, lacking) {
  const here = { roundId: week.round.roundId, placeId: point.pointId };
  const expected = (await point.staff.linli.getReceiving(here)).items;
  await count(point, here, arrivals(expected, lacking));
  const seen = await count(point, here, [{ itemId: expected[0].itemId, arrived: 1, damaged: 1 }]);
  const { shortages } = await week.leader.linli.listShortages({ ...here, pageSize: 100 });
  if (shortages.length > 0) await askInstead(week, here, shortages);
  await week.leader.linli.confirmReceiving({ ...here, deliveries: seen.deliveries });
  week.account.add('deliveries counted', seen.deliveries);
  week.account.add('lines that go short', shortages.length);
}

// Every chicken weighs something else; some more than was paid for.
async function weighAt(week, { staff, pointId: placeId }) {
  const { roundId, items } = week.round;
  const weighed = items.filter((item) => item.weighed).map(({ itemId }) => itemId);
  const { parcels } = await staff.linli.listParcels({ roundId, placeId, pageSize: 100 });
  for (const { orderId, goods } of parcels) {
    for (const { itemId, units } of goods.filter((one) => weighed.includes(one.itemId))) {
      await staff.linli.recordWeights({ roundId, placeId, weights: [{ orderId, itemId, grams: Math.round(Number(units) * 1500 * (0.85 + week.chance() * 0.2)) }] });
      week.account.add('lines weighed');
    }
  }
}

// A sheet as a file for the spreadsheet and as a page for the printer: as many files as it takes.
async function printed(week, sheet, placeId) {
  for (const [format, type] of [['AS_CSV', 'text/csv'], ['AS_PAGE', 'text/html']]) {
    for (let after = 0, more = true; more; more = after > 0) {
      const file = await week.leader.linli.exportSheet({ roundId: week.round.roundId, placeId, sheet, format, afterNumber: after });
      if (!file.mediaType.startsWith(type) || file.text === '') throw new Error(`${sheet} ${format} is ${file.mediaType}, ${file.text.length} characters`);
      after = Number(file.nextAfterNumber);
      week.account.add('files printed');
    }
  }
}

async function print(week) {
  const { roundId } = week.round;
  const { suppliers } = await week.leader.linli.getPurchaseSheet({ roundId });
  if (suppliers.length === 0) throw new Error('nothing is to be bought');
  for (const { pointId } of placesOf(week)) for (const sheet of ['SHEET_OF_DELIVERY', 'SHEET_OF_PICKING', 'SHEET_OF_LABELS']) await printed(week, sheet, pointId);
  for (const sheet of ['SHEET_OF_PURCHASE', 'SHEET_OF_DOORS', 'SHEET_OF_BOOKS']) await printed(week, sheet, roundId);
}

// It holds the money until it knows.
async function toldToWechat(week) {
  await until('WeChat knows of all that lies there', () => week.query("select 1 from groupbuy.shipping_infos where state = 'WAITING' limit 1").length === 0, { withinMs: SETTLED_WITHIN_MS, everyMs: 500 });
}

export async function receiving(week) {
  week.say('Thursday: the goods come');
  await proved(week);
  await print(week);
  const [first, ...others] = placesOf(week);
  await receiveAt(week, first, LACKING);
  for (const point of others) await receiveAt(week, point, 0);
  week.round = await until('all of it lies at its points', async () => {
    const round = await week.leader.linli.getRound({ roundId: week.round.roundId });
    return round.status === 'ROUND_READY' && round;
  }, { withinMs: SETTLED_WITHIN_MS, everyMs: 500 });
  for (const point of week.points) await weighAt(week, point);
  await proved(week);
  await toldToWechat(week);
  week.say(`ready at ${week.points.length} points, ${week.account.count('lines that go short')} lines go short`);
}
