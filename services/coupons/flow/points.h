/* Somebody's points within one transaction: opened (his account is held, what is due has vested and run out), moved by
 * postings, closed (debts are paid, the account is written). What is posted is told to the world.
 *
 *     struct points_account account;
 *
 *     TRY(points_open(call, user_id, &account));
 *     TRY(points_post(call, &account, &posting));
 *     TRY(points_close(call, &account));
 */
#ifndef LINLI_COUPONS_FLOW_POINTS_H
#define LINLI_COUPONS_FLOW_POINTS_H

#include "coupons/coupons.h"
#include "coupons/service.h"
#include "coupons/store/points_store.h"

#define POINTS_DAY_US INT64_C(86400000000)

struct status points_open(struct call *call, const char *user_id, struct points_account *ret_account);
struct status points_close(struct call *call, struct points_account *account);

/* Fills in id, user and time. Lots are moved by whoever posts. */
struct status points_post(struct call *call, struct points_account *account, struct posting posting);

/* What comes in. */
struct income {
    const char *key;      /* what for, once */
    const char *title;    /* for people */
    const char *order_id; /* "": none */
    enum posting_kind kind;
    int64_t points;
    int64_t vest_days;  /* 0: to be spent at once */
    int64_t valid_days; /* from when they may be spent */
};

/* Issues points as a new lot, whose id is *ret_lot_id. */
struct status points_issue(struct call *call, struct points_account *account, const struct income *income,
                           const char **ret_lot_id);

/* Takes back what was issued: what is left of it and then of anything else; what is not there any more is owed. */
struct outgo {
    const char *key;
    const char *title;
    const char *order_id;
    enum posting_kind kind;
    int64_t points;
    const char *lot_id;     /* of the issue; "": none */
    int64_t pending_points; /* of these, those that are pending in that lot */
};
struct status points_take_back(struct call *call, struct points_account *account, const struct outgo *outgo);

#endif
