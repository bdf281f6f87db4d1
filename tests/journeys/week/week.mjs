// A leader's week in the house of this status, day by day, through the public API: who plays it (the demo, the tests of faults)
// says how large. Each act is a file beside this one.

import fs from 'node:fs';
import path from 'node:path';
import { loadEstate } from '../../../deploy/local/estate.mjs';
import { operatorClient } from '../../../deploy/local/operator.mjs';
import { Account } from '../evening/account.mjs';
import { chanceOf } from '../evening/chance.mjs';
import { WeChat } from '../support/wechat.mjs';
import { asker, eventsArrived } from '../evening/books.mjs';
import { weekBooks } from './books.mjs';
import { bookings } from './bookings.mjs';
import { buying, cutOff } from './buying.mjs';
import { cards } from './cards.mjs';
import { Calendar } from '../support/calendar.mjs';
import { claims, leftToOperators } from './claims.mjs';
import { nextMorning, plantFaults, refundsAtRest } from './money.mjs';
import { delivering, doors, takenAsReceived } from './doors.mjs';
import { extended, helping, reminded } from './helping.mjs';
import { Neighbour } from './neighbour.mjs';
import { neighbours } from './neighbours.mjs';
import { opening } from './opening.mjs';
import { payouts } from './payouts.mjs';
import { neverFetched, pickingUp } from './picking_up.mjs';
import { receiving } from './receiving.mjs';
import { backInStock, boughtAfterAll, runningLow } from './running_low.mjs';
import { lateComers } from './substituting.mjs';

// `ordersMin`: so many of several lines stand at the cut-off, when some were never paid and others taken back.
export const WHOLE_WEEK = { neighbours: 180, ordersADay: 2, ordersMin: 600 };
export const SMALL_WEEK = { neighbours: 12, ordersADay: 1, ordersMin: 10 };

const ARRIVING_AT_ONCE = 20;

async function arriveAll(week, count) {
  week.neighbours = Array.from({ length: count }, (_, number) => new Neighbour(number, week.clientOf(number)));
  for (let i = 0; i < count; i += ARRIVING_AT_ONCE) {
    await Promise.all(week.neighbours.slice(i, i + ARRIVING_AT_ONCE).map((neighbour) => neighbour.arrive(week.communityId)));
  }
  week.say(`${count} neighbours are there`);
}

async function prepare(status, size, seed) {
  const operator = await operatorClient(status);
  const { community: { communityId } } = await loadEstate(operator);
  const { suppliers: [{ supplierId }] } = await operator.listSuppliers({});
  const account = new Account();
  const wechat = new WeChat(`http://127.0.0.1:${status.ports.wechat}`);
  const chance = chanceOf(seed);
  const auditor = fs.readFileSync(path.join(status.secrets, 'postgres.auditor-url'), 'utf8').trim();
  const calendar = new Calendar(status, wechat);
  const week = {
    auditor, query: asker(auditor), operator, communityId, supplierId, account, wechat, chance, calendar, ordersMin: size.ordersMin, days: [], say: (text) => account.say(text),
    // A week in a minute: whoever weighs and hands over for days waits for his turn.
    clientOf: () => ({ baseUrl: status.urls.gateway, wechat, chance, account, calendar, retry: { waitWhenLimited: true } }),
  };
  // Whole days only: what is planted in a bill must be of the day that is compared.
  await week.calendar.toTime('09:00');
  await arriveAll(week, size.neighbours);
  return week;
}

async function play(week, size) {
  await opening(week);
  await helping(week);
  await buying(week, size.ordersADay);
  await Promise.all([neighbours, bookings, cards, doors, runningLow].map((act) => act(week)));
  await plantFaults(week);
  await nextMorning(week);
  await backInStock(week);
  await buying(week, size.ordersADay);
  await nextMorning(week);
  await boughtAfterAll(week);
  await reminded(week);
  await extended(week);
  await lateComers(week);
  await cutOff(week);
  await nextMorning(week);
  await receiving(week);
  await delivering(week);
  await pickingUp(week);
  await claims(week);
  await neverFetched(week);
  await leftToOperators(week);
  await payouts(week);
  await takenAsReceived(week);
}

// Gives the week and its books, checks of { name, checked, violations }.
export async function playWeek(status, size = WHOLE_WEEK, { seed = 7 } = {}) {
  const week = await prepare(status, size, seed);
  await play(week, size);
  await refundsAtRest(week);
  await eventsArrived(week.auditor);
  return { week, books: await weekBooks(week) };
}
