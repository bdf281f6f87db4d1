/* A refund on its way: what WeChat's answers make of it, and when to look again. Pure.
 *
 *     REQUESTED → PROCESSING → SUCCESS | ABNORMAL
 *     REQUESTED ⇄ WAITING_FUNDS (the merchant's balance is too low: same number again)
 *     ABNORMAL → SUCCESS (paid out by hand: at WeChat, or by finance where WeChat was never asked)
 *
 * WeChat answering CLOSED means that nothing was paid out: somebody has to act, so it is ABNORMAL to us. */
#ifndef GROUPBUY_DOMAIN_REFUND_H
#define GROUPBUY_DOMAIN_REFUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/status.h"

/* WeChat Pay gives one payment back in so many parts; the last takes all that is left. */
#define REFUND_PARTS_MAX 50

/* The numbers of linli.groupbuy.v1.RefundState. */
enum refund_state {
    REFUND_NONE = 0,
    REFUND_REQUESTED = 1,
    REFUND_PROCESSING = 2,
    REFUND_SUCCESS = 3,
    REFUND_WAITING_FUNDS = 4,
    REFUND_ABNORMAL = 5,
};

/* The numbers of linli.groupbuy.v1.RefundReason. */
enum refund_reason {
    REFUND_REASON_NONE = 0,
    REFUND_FOR_TEAM_EXPIRED = 1,
    REFUND_FOR_LEFT_TEAM = 2,
    REFUND_FOR_LATE_PAYMENT = 3,
    REFUND_FOR_CANCELLED = 4,
    REFUND_FOR_SHORTAGE = 5,
    REFUND_FOR_WEIGHED_LESS = 6,
    REFUND_FOR_PRICE_STEP = 7,
    REFUND_FOR_AFTER_SALE = 8,
    REFUND_FOR_WHOLE_SKU = 9,
    REFUND_FOR_ROUND_OFF = 10,
    REFUND_FOR_MINIMUM_MISSED = 11,
    REFUND_FOR_WITHDRAWN = 12,
    REFUND_FOR_NOT_NEW = 13,
    REFUND_FOR_SUBSTITUTION = 14,
    REFUND_FOR_NOT_COLLECTED = 15,
    REFUND_FOR_BOOKING_OFF = 16,
    REFUND_FOR_COMPLAINT = 17,
    REFUND_BY_OPERATOR = 18,
    REFUND_FOR_CARD_ENDED = 19,
};

bool refund_may_move(enum refund_state from, enum refund_state to);
/* Of WeChat's status: PROCESSING, SUCCESS, CLOSED, ABNORMAL. REFUND_NONE for anything else. */
enum refund_state refund_state_of_wechat(const char *status);
/* Nothing will change by itself any more. */
bool refund_is_settled(enum refund_state state);

const char *refund_state_name(enum refund_state state);
enum refund_state refund_state_of(const char *name);
const char *refund_reason_name(enum refund_reason reason);
enum refund_reason refund_reason_of(const char *name);
/* For WeChat's bill and the buyer, at most 80 bytes. */
const char *refund_reason_text(enum refund_reason reason);

/* ---- how much ---- */

#define REFUND_BY_UNITS ((fen)-1)

/* A line of an order: what it cost, and what of it has been promised back before. */
struct refund_line {
    int32_t quantity;
    fen goods, delivery, coupon, points; /* goods: paid, without delivery */
    int32_t units_before;
    fen goods_before, delivery_before, coupon_before, points_before;
    fen kept_before; /* of what was claimed by a promise the part that it does not pay */
};

/* What goes back now. */
struct refund_share {
    int32_t units;
    fen goods, delivery, coupon, points;
    fen kept; /* of what these units cost, or of so many fen: the promise does not pay it */
};

/* `units` of what is left of the line at what they cost (goods = REFUND_BY_UNITS), or so many fen of it with or without
 * units. What is left is shared by the units left, rounded down, and the last ones take the rest: refunds of a line in
 * any parts add up to the line, to the fen. BAD_REQUEST when more is asked back than is left. */
struct status refund_share_of(const struct refund_line *line, int32_t units, fen goods, bool with_delivery,
                              struct refund_share *ret_share);
/* The same by a promise that pays `percent` of what is claimed, rounded down. What it does not pay is kept: nothing
 * else that is claimed of the line reaches it, and units that are claimed later are worth what they were. Only who
 * gives back by fen without a promise (100 percent) may give that, too. */
struct status refund_claim_of(const struct refund_line *line, int32_t units, fen goods, int32_t percent,
                              bool with_delivery, struct refund_share *ret_share);
/* Of what is left of the line so much (`part` of `whole`), money and what stood in for it alike, rounded down, without
 * units and delivery. */
struct refund_share refund_share_in_part(const struct refund_line *line, int64_t part, int64_t whole);
/* Nothing is left of the line once `share` is promised, too. */
bool refund_takes_all(const struct refund_line *line, const struct refund_share *share);
/* `share` of the line is promised: from now on it was promised before. */
void refund_promise(struct refund_line *line, const struct refund_share *share);
/* Nothing is left of any of these lines. */
bool refund_nothing_left(const struct refund_line *lines, size_t count);

#endif
