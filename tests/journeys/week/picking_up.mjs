// Friday: goods are picked up. Plain orders and those of the round, by one code; in parts, with a code kept for a phone without
// signal, by a member of the household, with a shared code of one use; a wrong bag is taken back; and some are never fetched.

import { until } from '../../support/house.mjs';
import { HOUR, MINUTE } from '../support/calendar.mjs';
import { nextMorning } from './money.mjs';

const WITHIN_MS = 60_000;
const NEVER = 3; // of those who ordered, so many never come

// Staff who are quicker than their limits wait for their turn.
const inTurn = (call) => until('his turn', () => call().catch((problem) => problem.code !== 'RATE_LIMITED' && Promise.reject(problem)), { withinMs: WITHIN_MS, everyMs: 300 });

async function plainParcel(week, neighbour) {
  const [{ pointId }] = week.points;
  const lines = week.round.items.slice(0, 2).map(({ skuId }, i) => ({ skuId, quantity: 2 - i }));
  const order = await neighbour.linli.placeOrder({ lines, pointId });
  await neighbour.pay(order);
  await neighbour.sees(order, 'READY');
  week.account.add('parcels of plain orders');
  return order;
}

const codeOf = (neighbour, pointId) => neighbour.linli.showPickUpCode({ pointId });

async function handOver(week, { pointId, staff }, proof, lines = []) {
  const record = await inTurn(() => staff.linli.handOver({ pointId, ...proof, lines }));
  week.account.add('hand-overs');
  return record;
}

async function inParts(week, point, neighbour, { orderId }) {
  const { code, signedCode } = await codeOf(neighbour, point.pointId);
  await handOver(week, point, { signedCode }, [{ orderId, position: 0, units: 1 }]);
  const wrongBag = await handOver(week, point, { code }, [{ orderId, position: 1, units: 1 }]);
  await week.calendar.pass(2 * MINUTE);
  await week.leader.linli.undoHandOver({ pointId: point.pointId, handOverId: wrongBag.handOverId, reason: '拿错了袋子' });
  week.account.add('hand-overs taken back');
  await handOver(week, point, { code });
}

async function byTheHousehold(week, point, buyer, member) {
  await buyer.linli.nameHouseholdMember({ userId: member.userId });
  await member.linli.agreeToHousehold({ userId: buyer.userId });
  const { code } = await codeOf(member, point.pointId);
  await handOver(week, point, { code });
  week.account.add('parcels fetched by the household');
}

async function byAFriend(week, point, buyer) {
  const { code } = await buyer.linli.sharePickUpCode({ pointId: point.pointId, validS: 3600 });
  await handOver(week, point, { code });
  week.account.add('parcels fetched with a shared code');
}

async function guess(point) {
  const problem = await point.staff.linli.findParcels({ pointId: point.pointId, code: '000000000000' }).catch((one) => one);
  if (problem.code !== 'CODE_WRONG') throw new Error(`a wrong code was taken: ${JSON.stringify(problem)}`);
}

// Everything of a neighbour's, wherever it lies.
async function fetchAll(week, neighbour) {
  const { places } = await neighbour.linli.listMyPickUps({});
  for (const { pointId } of places) {
    const { code } = await codeOf(neighbour, pointId);
    await handOver(week, week.points.find((point) => point.pointId === pointId), { code });
  }
}

export async function pickingUp(week) {
  week.say('goods are picked up');
  const [point] = week.points;
  const [whole, partly, buyer, member, friend, ...others] = week.neighbours;
  const parcels = await Promise.all([whole, partly, buyer, friend, ...others.slice(0, NEVER)].map((one) => plainParcel(week, one)));
  await guess(point);
  await handOver(week, point, { code: (await codeOf(whole, point.pointId)).code });
  await inParts(week, point, partly, parcels[1]);
  await byTheHousehold(week, point, buyer, member);
  await byAFriend(week, point, friend);
  for (const one of [whole, partly, buyer, member, friend, ...others.slice(NEVER)]) await fetchAll(week, one);
  week.waiting = others.slice(0, NEVER);
  for (const one of week.waiting) await codeOf(one, point.pointId);
  week.say(`${week.account.count('hand-overs')} hand-overs, one taken back; ${week.waiting.length} neighbours never come`);
}

// Days later: who has not come was reminded, and the round's rule holds.
export async function neverFetched(week) {
  for (let day = 0; day < 3; day++) await nextMorning(week);
  await week.calendar.pass(HOUR);
  await until('who has not come was reminded', async () => {
    const open = "select count(*) from groupbuy.parcels where open and (reminded_at is null or (keep_until <= now() and settled_at is null))";
    return Number(week.query(open)[0][0]) === 0;
  }, { withinMs: WITHIN_MS, everyMs: 500 });
  week.account.add('parcels never fetched', Number(week.query('select count(*) from groupbuy.parcels where reminded_at is not null')[0][0]));
}
