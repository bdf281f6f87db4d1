// A run's history, held against what is there when all is over. Checks of { name, checked, violations, seen }.
//
// history.world, as the workload leaves it: { prefix (of all keys), people: [userId], templates: { id: { budget, perUser } },
// skus: { id: { stock } }, campaigns: [id of those that were there before], granted: { userId: points }, dayPoints, exchangePoints,
// timeoutMs: { op: ms }, lateMs: how long the bench waited for its own turn, at most }. history.marks, as the driver leaves
// them: { kind: ended, gateway, at, goneAt }, { kind: forward, at, ms }, { kind: stopped, store, at, goneOnAt }, { kind: late, at, goneOnAt },
// when the bench stood still itself.

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

export const judgeRows = (history, rows) => RULES.map((rule) => rule(history, rows)).filter(Boolean);

// `query`: SQL → rows as lists of texts, asked as somebody who may read everything.
export const judge = async (history, query) => judgeRows(history, await rowsOf(history, query));
