// Until the cut-off: orders of several goods, some taken back, some never paid; at the very end some whose payment is still
// under way.

import { until } from '../../support/house.mjs';
import { MINUTE } from '../support/calendar.mjs';

const CLOSED_WITHIN_MS = 90_000;

// Two or three goods, one or two units of each.
function basketOf(round, chance) {
  const without = chance() < 0.5 ? Math.floor(chance() * round.items.length) : -1;
  return round.items.filter((_, i) => i !== without).map(({ itemId }) => ({ itemId, quantity: 1 + Math.floor(chance() * 2) }));
}

const pointOf = (week, neighbour) => week.points[neighbour.number % week.points.length].pointId;

// One where there are two.
async function wantsFewer(week, neighbour, { orderId, lines }) {
  const position = lines.findIndex(({ quantity }) => quantity > 1);
  if (position < 0) return;
  await neighbour.linli.reduceRoundOrder({ orderId, lines: [{ position, quantity: 1 }] });
  week.account.add('orders with fewer goods than before');
}

async function buyOnce(week, neighbour) {
  const order = await neighbour.orderIn(week.round, pointOf(week, neighbour), basketOf(week.round, week.chance));
  const mood = week.chance();
  if (mood < 0.05) {
    week.account.add('orders never paid');
    return;
  }
  await neighbour.payAndSee(order);
  if (mood < 0.12) {
    await neighbour.linli.cancelOrder({ orderId: order.orderId });
    week.account.add('orders taken back');
    return;
  }
  if (mood < 0.2) await wantsFewer(week, neighbour, order);
  neighbour.orders.push(order);
}

// Each neighbour buys so many times.
export async function buying(week, times) {
  await Promise.all(week.neighbours.map(async (neighbour) => {
    for (let i = 0; i < times; i++) await buyOnce(week, neighbour);
  }));
  week.say(`${week.account.count('orders in the round')} orders, ${week.account.count('paid')} payments, ${week.account.count('orders taken back')} taken back`);
}

// Orders of several goods that stand at the cut-off, after all changes.
function severalLines({ query, round: { roundId } }) {
  return Number(query(`select count(*) from (select from groupbuy.round_parcels p join groupbuy.round_picks k using (order_id)
    where p.round_id = '${roundId}' and k.units > k.refunded group by p.order_id having count(*) > 1) o`)[0][0]);
}

// The cut-off: who is about to pay still may, for the minutes of grace; who does not is out.
export async function cutOff(week) {
  week.say('Wednesday: the cut-off, with payments under way');
  const [payer, idler] = week.neighbours;
  const under = [];
  for (const neighbour of [payer, idler]) under.push(await neighbour.orderIn(week.round, pointOf(week, neighbour), basketOf(week.round, week.chance)));
  const pay = await payer.beginToPay(under[0]);
  await week.leader.linli.closeRound({ roundId: week.round.roundId });
  await pay();
  await payer.sees(under[0], 'WAITING_CUTOFF');
  payer.orders.push(under[0]);
  await week.calendar.pass(10 * MINUTE);
  week.round = await until('the round is closed', async () => {
    const round = await week.leader.linli.getRound({ roundId: week.round.roundId });
    return round.status === 'ROUND_CLOSED' && round;
  }, { withinMs: CLOSED_WITHIN_MS, everyMs: 500 });
  await idler.sees(under[1], 'CANCELLED');
  week.account.add('payments after the end, within the grace');
  week.severalLines = severalLines(week);
  week.say(`closed: ${week.round.paidOrders} orders, ${week.severalLines} of several lines, ¥${(week.round.paidFen / 100).toFixed(2)}`);
}
