/* Money on its way back. A refund is a row from the first moment; a job drives it until WeChat has paid it out. */
#ifndef GROUPBUY_FLOW_REFUNDING_H
#define GROUPBUY_FLOW_REFUNDING_H

#include "groupbuy/domain/refund.h"
#include "groupbuy/flow/channel.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/refund_store.h"

#define JOB_DRIVE_REFUND "drive_refund"

struct refund_ask_part {
    int position;    /* of the line */
    int32_t units;   /* 0: money only */
    fen goods;       /* REFUND_BY_UNITS: what these units cost; else so many fen of the line */
    int32_t percent; /* of that, by a promise; 0: all of it */
};

struct refund_ask {
    enum refund_reason reason;
    const char *actor; /* a user's id, or the name of a job */
    /* What it is for, in the order: the after-sale's id, the receipt's … The same again gives the refund that is there.
     * NULL or "": the caller makes sure. */
    const char *key;
    /* Nobody waits for the answer who could ask for something else: where WeChat takes no part more of the payment, the
     * refund stands, ABNORMAL and never asked for, with a case for finance, who pays it by hand. */
    bool owed;
    bool merchant_fault;     /* freight goes back also after it was delivered */
    bool discounts_are_back; /* coupon and points were never booked with the payment, or went back before */
    const struct refund_ask_part *parts;
    size_t parts_count; /* 0: everything that is left */
    /* whole > 0, without parts: of every line only so much of what is left, without units, in money and in what stood
     * in for it alike, also where there is no money. */
    int64_t part, whole;
};

/* The one door for money that goes back: refund with its lines, ledger, event, the job that drives it; coupon when
 * nothing is left of the order, points in proportion. In the caller's transaction; the order is locked and was paid.
 * What was paid in cash is given back so by the leader: a note, done at once, outside of ledger and WeChat.
 * Units are not given back to their pools here. A refund of 0 fen is done at once, and the order follows: *order is as
 * it is then. BAD_REQUEST when more is asked back than is left, or in more parts than REFUND_PARTS_MAX and not
 * `owed`. ret_refund may be NULL. */
struct status refund_start(struct call *call, struct order *order, const struct refund_ask *ask,
                           struct refund *ret_refund);

/* What refund_start would give back now, without giving it. The same line may be asked for twice. BAD_REQUEST */
struct status refund_quote(struct call *call, const struct order *order, const struct refund_ask *ask, fen *ret_amount);

/* What is left of each line of the order, by position: what it cost, and what was promised back before. */
struct status refund_left(struct call *call, const struct order *order, struct refund_line **ret_lines,
                          size_t *ret_count);

/* Finance says that it is settled. Ends a refund that WeChat was never asked for: it was paid by hand. Any other one
 * waits for WeChat. In a transaction; the order is locked. */
struct status refund_settle(struct call *call, struct order *order, const char *refund_id);

enum refund_outcome {
    REFUND_OUTCOME_APPLIED,  /* or known before */
    REFUND_OUTCOME_UNKNOWN,  /* there is no such refund of ours: a case for somebody */
    REFUND_OUTCOME_MISMATCH, /* order, amount or merchant are not those we asked for: a case, nothing else changed */
};

/* What WeChat says has become of it, by answer, query or notice, in any order and any number. In a transaction. */
struct status refund_apply(struct call *call, const struct refund_fact *fact, enum refund_outcome *ret_outcome);

#endif
