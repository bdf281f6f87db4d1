// Other berries may come for those that are short: of who would go short the first says yes, the second no, the third nothing, and
// so on. Who says yes gets them while there are some; everybody else is refunded.

import { MINUTE } from '../support/calendar.mjs';
import { intoTheHall } from './opening.mjs';

const OTHER = { title: '丹东蓝莓', category: '水果', sku: { title: '125 g × 4', listPriceFen: 4980, costPriceFen: 1800, stock: 100, weightG: 500 } };
const PRICE_FEN = 3980; // below what each unit of the round was paid for
const UNITS = 3; // fewer than are short

const ANSWERS = [
  ['said yes to something else', (linli, question) => linli.answerSubstitution({ ...question, takes: true })],
  ['said no to something else', (linli, question) => linli.answerSubstitution({ ...question, takes: false })],
  ['said nothing', () => {}],
];

// The last to order before the cut-off, of what will be short, at the point where it will be: first come, first served.
export async function lateComers(week) {
  const [{ itemId }] = week.round.items;
  for (const neighbour of week.neighbours.slice(-ANSWERS.length)) {
    const order = await neighbour.orderIn(week.round, week.points[0].pointId, [{ itemId, quantity: 1 }]);
    await neighbour.payAndSee(order);
    neighbour.orders.push(order);
  }
}

// Who can be asked by the week: a neighbour without a phone has nobody to answer.
function buyersOf(week, shortages) {
  const buyers = new Map(week.neighbours.flatMap((neighbour) => neighbour.orders.map(({ orderId }) => [orderId, neighbour])));
  return shortages.filter(({ orderId }) => buyers.has(orderId)).map(({ orderId }) => ({ orderId, buyer: buyers.get(orderId) }));
}

export async function askInstead(week, here, shortages) {
  const { skuId } = await intoTheHall(week, OTHER);
  const { substitutionId } = await week.leader.linli.askSubstitution({ ...here, itemId: shortages[0].itemId, skuId, priceFen: PRICE_FEN, units: UNITS, minutes: 30 });
  for (const [i, { orderId, buyer }] of buyersOf(week, shortages).entries()) {
    const [what, answer] = ANSWERS[i % ANSWERS.length];
    await answer(buyer.linli, { orderId, substitutionId });
    week.account.add(what);
  }
  await week.calendar.pass(31 * MINUTE);
}
