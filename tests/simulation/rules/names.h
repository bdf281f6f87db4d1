/* The rules, by the invariants of tests/promises/invariants.md. */
#ifndef SIMULATION_RULES_NAMES_H
#define SIMULATION_RULES_NAMES_H

/* at any moment */
#define RULE_STOCK_IN_BOUNDS            "R-I1 stock between nothing and all"
#define RULE_STOCK_ADDS_UP              "R-I2 stock = left + held"
#define RULE_LIMITS                     "R-I4 nobody above his limit"
#define RULE_ANSWERED_IS_THERE          "R-I5 who heard yes has his order"
#define RULE_NO_PHANTOM                 "R-I6 no order that was refused"
#define RULE_ONE_ORDER_A_KEY            "R-I7 the same key, the same order"
#define RULE_MOVES                      "R-I8 status moves along the table, a row a step"
#define RULE_ENDS                       "R-I9 nothing follows an end"
#define RULE_IN_ITS_TIME                "R-I10 nothing is sold before the start or after the end"
#define RULE_SEATS                      "R-I11 seats are what the members say"
#define RULE_ONE_LOCK_A_COUPON          "R-I15 a coupon is tied to one order"
#define RULE_QUOTA                      "R-I17 no more issued than there are"
#define RULE_NO_LOCK_AFTER_ITS_END      "R-I19 no lock is younger than its unlock"
#define RULE_NUMBERS_ARE_ONE            "R-I20 a refund has one number"
#define RULE_NO_MORE_BACK_THAN_PAID     "R-I21 no more goes back than was paid"
#define RULE_CLOSED_FIRST               "R-I23 closed first, then given back"
#define RULE_BOOKS_BALANCE              "R-I24 the books balance"
#define RULE_ONE_BOOKING                "R-I25 a payment takes effect once"
#define RULE_POINTS_BALANCE             "F-I32 points add up"
#define RULE_NOTHING_AFTER_ITS_DEADLINE "G11 nothing begins after its deadline"
#define RULE_DOMAIN_AGREES              "the domain refuses nothing that the flow takes for granted"
/* at rest */
#define RULE_SOLD_OUT_IS_SOLD       "R-I3 sold out is sold"
#define RULE_TEAMS_END              "R-I12 a team is complete or has failed"
#define RULE_FAILED_TEAM_REFUNDED   "R-I12 who paid for a team that failed has all of it back"
#define RULE_FAILED_TEAM_NOT_SERVED "R-I13 nobody of a failed team is served"
#define RULE_PAID_COUPON_IS_USED    "R-I16 paid: the coupon is used"
#define RULE_NO_ORPHAN_LOCK         "R-I16 no lock without its order"
#define RULE_PRICE_ADDS_UP          "R-I18 the price is what the rules make of it"
#define RULE_PAID_IS_SERVED_OR_BACK "R-I22 paid is served or goes back, once"
#define RULE_BALANCE_IS_WECHATS     "R-I24 the balance is WeChat's"
#define RULE_ONE_EVENT_A_CHANGE     "R-I26 one event a change"
#define RULE_EVENTS_ARRIVE          "R-I27 every event arrives"
#define RULE_ONE_EFFECT             "R-I28 an event takes effect once"
#define RULE_COMES_TO_REST          "everything comes to rest"
#define RULE_PROPERTY               "a property of a pure function"

#endif
