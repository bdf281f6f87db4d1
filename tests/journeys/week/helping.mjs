// Monday: another leader resells the round, in her circle and by her link. And who looks at it without buying hears of it: that
// it opens, gets cheaper, ends; and, with those who have bought, that it ends an hour later.

import { until } from '../../support/house.mjs';
import { HOUR, MINUTE } from '../support/calendar.mjs';
import { newLeader } from './opening.mjs';

const SOON = { withinMs: 90_000, everyMs: 300 };

const hears = (week, kind, who = week.watcher) => until(`${kind} is heard`, async () => {
  const { messages } = await who.linli.listMessages({ pageSize: 100 });
  return messages.find((one) => one.kind === kind && one.linkId === week.round.roundId);
}, SOON);

async function orderOf(week, neighbour, quantity, source) {
  const order = await neighbour.orderIn(week.round, week.points[0].pointId, [{ itemId: week.round.items[0].itemId, quantity }], { source });
  await neighbour.payAndSee(order);
  neighbour.orders.push(order);
  week.account.add('orders that another leader has sold');
}

// From her circle without a link, by her link from outside of it, and both. With these the first price step is reached.
async function sell(week) {
  const { helper, communityId, round: { roundId } } = week;
  const { circleId } = await week.operator.createCircle({ communityId, name: `7 栋妈妈群 ${week.calendar.day}`, welcome: '欢迎', notice: '' });
  await helper.linli.helpSellRound({ roundId, communityId, circleId });
  const { key } = await helper.linli.createLink({ target: 'ROUND', targetId: roundId, channel: '7 栋' });
  await until('her link is known', () => week.query(`select 1 from groupbuy.links where link_key = '${key}'`).length === 1, SOON);
  const link = { linkKey: key, touchedAt: week.calendar.in(0), channel: 'share' };
  const sources = [{ channel: 'feed', circleId }, link, { ...link, circleId }];
  await Promise.all(sources.map((source, i) => orderOf(week, week.neighbours[i], 7, source)));
}

export async function helping(week) {
  const { roundId } = week.round;
  week.helper = await newLeader(week, 9050);
  await hears(week, 'ROUND_OPENED');
  await week.watcher.linli.lookAtRound({ roundId });
  await week.leader.linli.offerRound({ roundId, leaderId: week.helper.userId });
  await sell(week);
  await hears(week, 'STEP_REACHED');
  const { helpSells: [{ orders, earnedFen }] } = await week.helper.linli.listHelpSells({});
  week.say(`another leader has sold ${orders} orders of it, ¥${(earnedFen / 100).toFixed(2)} of it are hers`);
}

// An hour before the end. What the leader's card says, she pastes.
export async function reminded(week) {
  await hears(week, 'ROUND_ENDING');
  const { text, earnedFen } = await week.leader.linli.getLeaderMinute({ roundId: week.round.roundId });
  if (!text.includes('#接龙')) throw new Error(`the leader's minute has nothing to paste: ${text}`);
  week.say(`Wednesday, an hour before the end: who looked is reminded; the leader has earned ¥${(earnedFen / 100).toFixed(2)}`);
}

// Once, by an hour: whoever has bought and whoever looks hears it, and what is ordered after the first end still enters.
export async function extended(week) {
  const { linli } = week.leader;
  const { roundId, endsAt } = week.round;
  const later = (ms) => new Date(Date.parse(endsAt) + ms).toISOString();
  await linli.extendRound({ roundId, endsAt: later(HOUR) });
  const again = await linli.extendRound({ roundId, endsAt: later(2 * HOUR) }).then(() => 'put off twice', ({ code }) => code);
  if (again !== 'EXTENDED_BEFORE') throw new Error(`the round was ${again}`);
  for (const one of [week.watcher, week.neighbours[0], week.neighbours.at(-1)]) await hears(week, 'ROUND_EXTENDED', one);
  await week.calendar.pass(Date.parse(endsAt) + MINUTE - week.calendar.now());
  week.say('it ends an hour later, and those who bought have heard');
}
