/* The life of an after-sale: what may follow what, who decides first, how long each step may take. Pure.
 *
 *     REQUESTED → WITH_LEADER → ESCALATED → APPROVED → AWAITING_RETURN → RETURNED → REFUNDING → DONE
 *     | DECLINED | WITHDRAWN
 *
 * A leader has his time, then operators decide. Silence never decides against the buyer: a leader's passes it on, a
 * seller's who got goods back refunds them, an operator's keeps it open and raises an alarm. The numbers are those of
 * linli.groupbuy.v1.AfterSaleStatus; the database has the same table (after_sale_moves), and a test compares. */
#ifndef GROUPBUY_DOMAIN_AFTER_SALE_H
#define GROUPBUY_DOMAIN_AFTER_SALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/status.h"
#include "groupbuy/domain/order.h"
#include "groupbuy/domain/product.h"

#define AFTER_SALE_LINES_MAX    50
#define AFTER_SALES_A_ORDER_MAX 20

enum after_sale_status {
    AFTER_SALE_NONE = 0,
    AFTER_SALE_REQUESTED = 1,
    AFTER_SALE_WITH_LEADER = 2,
    AFTER_SALE_ESCALATED = 3,
    AFTER_SALE_APPROVED = 4,
    AFTER_SALE_AWAITING_RETURN = 5,
    AFTER_SALE_RETURNED = 6, /* sent back, by its tracking number */
    AFTER_SALE_REFUNDING = 7,
    AFTER_SALE_DONE = 8,
    AFTER_SALE_DECLINED = 9,
    AFTER_SALE_WITHDRAWN = 10,
};

/* The numbers of linli.groupbuy.v1.AfterSaleKind. */
enum after_sale_kind {
    AFTER_SALE_NO_KIND = 0,
    AFTER_SALE_REFUND = 1,      /* units at what they cost, without their coming back */
    AFTER_SALE_PART_REFUND = 2, /* so many fen of a line */
    AFTER_SALE_RETURN = 3,      /* units come back, then the money */
    AFTER_SALE_EXCHANGE = 4,    /* units come back, others are sent */
    AFTER_SALE_SEND_AGAIN = 5,
};

/* The numbers of linli.groupbuy.v1.AfterSaleCause. */
enum after_sale_cause {
    AFTER_SALE_NO_CAUSE = 0,
    AFTER_SALE_DAMAGED = 1,
    AFTER_SALE_WRONG_GOODS = 2,
    AFTER_SALE_MISSING = 3,
    AFTER_SALE_NOT_AS_SHOWN = 4,
    AFTER_SALE_SPOILED = 5,
    AFTER_SALE_NOT_WANTED = 6,
    AFTER_SALE_OTHER = 7,
};

struct after_sale_move {
    enum after_sale_status from;
    enum after_sale_status to;
};

extern const struct after_sale_move after_sale_moves[];
extern const size_t after_sale_moves_count;

bool after_sale_may_move(enum after_sale_status from, enum after_sale_status to);
/* Blocks the order's confirmation and completion. */
bool after_sale_is_open(enum after_sale_status status);

/* What is asked for of one line: units, or fen of it. */
struct after_sale_line {
    int position;
    int32_t units;
    fen goods;
    int32_t claim_percent; /* of what is asked for a promise pays so much; 0: it is no claim by one */
    enum bearer claim_borne_by;
};

/* Every fault by its field: units or fen as the kind wants them, each position once. FIELDS_INVALID */
struct status after_sale_check(enum after_sale_kind kind, const struct after_sale_line *lines, size_t count);
/* Whether such a thing can be asked of an order in this status. */
bool after_sale_fits(enum after_sale_kind kind, enum order_status status);

/* Goods that went bad, and stay with the buyer: what a product's promise (坏果包赔) is of. */
bool after_sale_is_claim(enum after_sale_kind kind, enum after_sale_cause cause);
/* Of a line with such a promise what is wrong with the goods is said within its hours from receipt on. What never came
 * was not received, and what the law lets be sent back may be for as long as the order is open. received_us 0: not yet.
 */
bool after_sale_in_time(const struct promise *promise, enum after_sale_kind kind, enum after_sale_cause cause,
                        int64_t received_us, int64_t now_us);

/* Who decides first: the leader, unless there is none, or he is a party himself. Ids; "": none. */
enum after_sale_status after_sale_first(const char *leader_id, const char *buyer_id, const char *asked_by);
/* Where an approval leads. */
enum after_sale_status after_sale_approved_to(enum after_sale_kind kind, bool sent_back);
/* Where it goes when nobody acted in time; NONE: it stays, and an alarm rings. */
enum after_sale_status after_sale_when_late(enum after_sale_status status, enum after_sale_kind kind);

/* How long each step may take, seconds. */
struct after_sale_times {
    int64_t leader_s;
    int64_t operator_s;
    int64_t return_s; /* the buyer's, to send it back */
    int64_t check_s;  /* the seller's, from then on */
};

/* 0: nobody has to act. */
int64_t after_sale_deadline_us(const struct after_sale_times *times, enum after_sale_status status, int64_t now_us);

const char *after_sale_status_name(enum after_sale_status status);
enum after_sale_status after_sale_status_of(const char *name);
const char *after_sale_kind_name(enum after_sale_kind kind);
enum after_sale_kind after_sale_kind_of(const char *name);
const char *after_sale_cause_name(enum after_sale_cause cause);
enum after_sale_cause after_sale_cause_of(const char *name);

#endif
