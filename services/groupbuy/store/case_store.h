/* Payment cases, each opened once for a fact. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_CASE_STORE_H
#define GROUPBUY_STORE_CASE_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/case.h"

struct payment_case {
    const char *id;
    enum case_reason reason;
    const char *subject;       /* the order's or refund's number, as WeChat names it */
    const char *wechat_number; /* WeChat's own; "": unknown */
    const char *order_id;      /* "": no order of ours */
    fen expected;              /* by our books; 0 when it is not ours */
    fen told;                  /* what WeChat says */
    int64_t opened_us;
    int64_t settled_us;     /* 0: open */
    const char *settled_by; /* a user's id, or wechat; "": open */
    const char *note;
    const char *day; /* of the bills, 2026-11-21; "" or NULL: of none */
    /* The account that it is about; NULL when it is opened: its order's, "" the installation's own. */
    const char *merchant_id;
    const char *sources; /* who says something else than our rows: TRADE,FLOW,LEDGER; "" or NULL: nobody asked */
};

/* A fact that is known stays as it is, settled or not. The id is made here. */
struct status case_open(struct tx *tx, const struct payment_case *payment_case);
/* By the fact itself: nothing to do for anybody any more. No case, or a settled one, is nothing. */
struct status case_settle_subject(struct tx *tx, enum case_reason reason, const char *subject, const char *by,
                                  const char *note);
/* NOT_HERE. */
struct status case_get(struct tx *tx, const char *case_id, struct payment_case *ret_case);
/* Locked, and its order before it. NOT_HERE. */
struct status case_lock(struct tx *tx, const char *case_id, struct payment_case *ret_case);
struct status case_settle(struct tx *tx, const char *case_id, const char *by, const char *note);

/* Newest first, after the one with id `after` ("": from the start). */
struct status case_list(struct tx *tx, bool settled, enum case_reason reason, const char *after, int limit,
                        struct payment_case **ret_cases, size_t *ret_count);

/* Those that the comparison of a day's bills has opened. */
struct status case_list_of_day(struct tx *tx, const char *day, const char *after, int limit,
                               struct payment_case **ret_cases, size_t *ret_count);

/* How many are open, by reason. */
struct status case_count_open(struct tx *tx, int64_t ret_counts[CASE_REASONS]);

#endif
