// A run's history, held against what is there when all is over. Checks of { name, checked, violations, seen, owes }; owes: time or rest,
// for a rule that needs the one or the other.
//
// history.world, as the workload leaves it: { prefix (of all keys), people: [userId], templates: { id: { budget, perUser } },
// skus: { id: { stock } }, campaigns: [id of those that were there before], granted: { userId: points }, dayPoints, exchangePoints,
// timeoutMs: { op: ms }, lateMs: how long the bench waited for its own turn, at most }. history.marks, as the driver leaves
// them: { kind: ended, gateway, at, goneAt }, { kind: forward, at, ms }, { kind: stopped, store, at, goneOnAt }, { kind: late, at, goneOnAt },
// when the bench stood still itself, { kind: redis_stale, copiedAt, at }.

import { paidAndCalledOff, paidWhenOff } from './closing.mjs';
import * as holdings from './holdings.mjs';
import * as orders from './orders.mjs';
import { budgetsFollow, refusedForNothing } from './rates.mjs';
import { rowsOf } from './rows.mjs';
import * as talk from './talk.mjs';

export const RULES = [
  orders.acknowledgedOrders, orders.noPhantomOrders, orders.refusedOrders, orders.refusedAfterSilence, orders.oneOrderAKey, orders.cancelledOrders,
  orders.takenMoney, orders.refundsThere, orders.afterSalesThere, orders.inTime, orders.nothingAfterStop, orders.soldOutWasTrue, orders.neverAboveLimit,
  holdings.acknowledgedCoupons, holdings.noPhantomCoupons, holdings.withinLimits, holdings.allClaimedWasTrue, holdings.pointsAddUp,
  holdings.shelfAddsUp, holdings.campaignsThere, holdings.textsThere, holdings.likesThere, holdings.addressesThere,
  talk.sameKeySameAnswer, talk.otherBodyRefused, talk.readYourWrites, talk.versionsNeverBack, talk.namesAreTheLast, talk.nothingAfterItsTime,
  talk.endedPolitely, paidWhenOff, paidAndCalledOff, refusedForNothing, budgetsFollow,
];

// What a rule owes to time: how late a word may come, or how long something may take; or that all has come to rest. The others hold
// however late anybody was.
const OWING = {
  time: [
    orders.refusedAfterSilence, orders.soldOutWasTrue, orders.neverAboveLimit, talk.namesAreTheLast, talk.nothingAfterItsTime, talk.endedPolitely,
    refusedForNothing, budgetsFollow,
  ],
  rest: [orders.takenMoney, orders.refundsThere, holdings.pointsAddUp],
};

function judgedBy(rule, history, rows) {
  const seen = rule(history, rows);
  const owes = Object.keys(OWING).find((what) => OWING[what].includes(rule));
  return seen && owes ? { ...seen, owes } : seen;
}

export const judgeRows = (history, rows) => RULES.map((rule) => judgedBy(rule, history, rows)).filter(Boolean);

// `query`: SQL → rows as lists of texts, asked as somebody who may read everything.
export const judge = async (history, query) => judgeRows(history, await rowsOf(history, query));
