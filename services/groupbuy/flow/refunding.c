#include "groupbuy/flow/refunding.h"

#include <string.h>

#include "db/jobs.h"
#include "groupbuy/flow/after_sales.h"
#include "groupbuy/flow/bookings.h"
#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/contents.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/invoices.h"
#include "groupbuy/flow/points.h"
#include "groupbuy/flow/returning.h"
#include "groupbuy/flow/revenue.h"
#include "groupbuy/flow/sharing.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/service.h"
#include "groupbuy/store/case_store.h"
#include "groupbuy/store/ledger_store.h"

/* What is given back in cash never was on an account of ours. */
static struct status post(struct call *call, struct ledger_posting posting, const struct refund *refund)
{
    if (refund->in_cash)
        return OK;
    return ledger_post(call->tx, &posting, refund->id, refund->order_id, refund->id);
}

/* All that was paid is back. Of an order that cost nothing, all that was ordered. */
static bool is_whole(const struct order *order, const struct refund *refund)
{
    return order->refunded + refund->amount == order->amount && (order->amount > 0 || refund->whole);
}

/* It is out: the books, the order, the world. The order is locked. */
static struct status refund_done(struct call *call, struct order *order, struct refund *refund, int64_t done_us)
{
    const struct order_step whole = {
        .to = ORDER_REFUNDED, .actor = "refund", .why = "refunded", .refunded = refund->amount
    };

    refund->state = REFUND_SUCCESS;
    refund->done_us = done_us;
    TRY(refund_save(call->tx, refund));
    TRY(post(call, refund->by_hand ? ledger_refund_paid_by_hand(refund->amount) : ledger_refund_paid(refund->amount),
             refund));
    if (is_whole(order, refund))
        TRY(order_move(call->tx, order, &whole));
    else
        TRY(order_note_refund(call->tx, order, refund->amount));
    TRY(after_sale_refunded(call, order, refund));
    return tell_refund_done(call, order, refund);
}

/* ---- what goes back ---- */

/* An order's lines, as far as refunds are concerned. */
struct standing {
    struct order_line *lines;
    struct refund_line *before;
    size_t count;
};

static struct status read_standing(struct call *call, const struct order *order, const struct refund_ask *ask,
                                   struct standing *ret_standing)
{
    struct standing standing;

    TRY(order_lines_get(call->tx, order->id, &standing.lines, &standing.count));
    standing.before = arena_array(call->arena, struct refund_line, standing.count);
    for (size_t i = 0; i < standing.count; i++) {
        const struct order_line *line = &standing.lines[i];

        standing.before[i] = (struct refund_line){
            .quantity = line->quantity,
            .goods = line->payable - line->delivery,
            .delivery = line->delivery,
            .coupon = ask->discounts_are_back ? 0 : line->coupon_discount,
            .points = ask->discounts_are_back ? 0 : line->points_discount,
        };
    }
    *ret_standing = standing;
    return refund_lines_before(call->tx, order->id, standing.before, standing.count);
}

/* Asked for by line, or all that is left of every line. */
static struct refund_ask_part *parts_asked(struct call *call, const struct refund_ask *ask,
                                           const struct standing *standing, size_t *ret_count)
{
    size_t count = ask->parts_count ? ask->parts_count : standing->count;
    struct refund_ask_part *parts = arena_array(call->arena, struct refund_ask_part, count);

    for (size_t i = 0; i < count; i++)
        parts[i] =
            ask->parts_count
                ? ask->parts[i]
                : (struct refund_ask_part){ (int)i, standing->before[i].quantity - standing->before[i].units_before,
                                            standing->before[i].goods - standing->before[i].goods_before, 100 };
    *ret_count = count;
    return parts;
}

static void add_up(struct refund *refund, const struct refund_share *share)
{
    refund->amount += share->goods + share->delivery;
    refund->coupon += share->coupon;
    refund->points_fen += share->points;
}

static struct status share_parts(const struct order *order, const struct refund_ask *ask, struct standing *standing,
                                 const struct refund_ask_part *asked, size_t count, struct refund *refund,
                                 struct refund_part *ret_parts)
{
    bool freight = ask->merchant_fault || order_is_here(order->status);

    for (size_t i = 0; i < count; i++) {
        struct refund_part *part = &ret_parts[i];
        struct refund_line *line;

        if (asked[i].position < 0 || (size_t)asked[i].position >= standing->count)
            return fail(BAD_REQUEST, "order %s has no line %d", order->id, asked[i].position);
        line = &standing->before[asked[i].position];
        part->position = asked[i].position;
        if (ask->whole > 0)
            part->share = refund_share_in_part(line, ask->part, ask->whole);
        else
            TRY(refund_claim_of(line, asked[i].units, asked[i].goods, asked[i].percent ? asked[i].percent : 100,
                                freight, &part->share));
        refund_promise(line, &part->share);
        add_up(refund, &part->share);
    }
    return OK;
}

/* Points in proportion to what they stood for, the last refund taking the rest. */
static struct status share_out_points(struct call *call, const struct order *order, struct refund *refund)
{
    int64_t before;
    fen fen_before;

    if (refund->points_fen == 0 || order->points_discount == 0)
        return OK;
    TRY(refund_points_before(call->tx, order->id, &before, &fen_before));
    if (!money_part(order->points, fen_before + refund->points_fen, order->points_discount, &refund->points))
        return fail(INTERNAL, "order %s has used %ld points", order->id, (long)order->points);
    refund->points -= before;
    return OK;
}

/* ---- on its way ---- */

/* WeChat cannot pay it out: somebody has to act. */
static struct status is_stuck(struct call *call, const struct refund *refund, const struct order *order)
{
    TRY(case_open(call->tx, &(struct payment_case){ .reason = CASE_REFUND_ABNORMAL,
                                                    .subject = refund->id,
                                                    .wechat_number = refund->wechat_refund_id,
                                                    .order_id = refund->order_id,
                                                    .expected = refund->amount,
                                                    .told = *refund->wechat_refund_id ? refund->amount : 0 }));
    return tell_refund_stuck(call, order, refund);
}

/* The leader gives it back, who took it: nothing is asked of WeChat, and it is done with the note of it. */
static struct status begin_in_cash(struct call *call, struct order *order, struct refund *refund,
                                   const struct refund_part *parts, size_t count)
{
    TRY(refund_insert(call->tx, refund, parts, count, 0));
    return refund_done(call, order, refund, call->now_us);
}

static struct status begin(struct call *call, struct order *order, struct refund *refund,
                           const struct refund_part *parts, size_t count, bool coupon_back)
{
    const struct ledger_worth worth = { refund->amount, refund->coupon, refund->points_fen };

    if (refund->in_cash)
        return begin_in_cash(call, order, refund, parts, count);
    TRY(share_out_points(call, order, refund));
    TRY(payment_promise_back(call->tx, order->id, refund->amount));
    TRY(refund_insert(call->tx, refund, parts, count, groupbuy_of(call)->refund_gap_s));
    TRY(revenue_undo(call, order, refund, parts, count));
    TRY(shares_reverse(call, order, refund));
    TRY(returns_begin(call, order->id, refund->id));
    TRY(invoice_follow_refund(call, order->id));
    TRY(post(call, ledger_refund_promised(&worth), refund));
    TRY(points_return(call, order, refund));
    if (refund->whole && order->kind == KIND_BOOKING)
        TRY(booking_follow_order(call, order->id, "refund", "refunded"));
    if (refund->whole && order->kind == KIND_CONTENT)
        TRY(content_take_back(call, order));
    if (refund->whole && order->kind == KIND_CARD)
        TRY(card_follow_order(call, order->id, CARD_REFUNDED));
    if (coupon_back)
        TRY(coupon_follow(call, order->id, order->coupon_id, order->user_id, COUPON_RETURN));
    TRY(tell_refund_started(call, order, refund));
    if (refund->amount == 0)
        return refund_done(call, order, refund, call->now_us);
    if (refund->state == REFUND_ABNORMAL)
        return is_stuck(call, refund, order);
    return job_add(call->tx, JOB_DRIVE_REFUND, refund->id, refund->ask_us, NULL, 0);
}

static struct status known(struct call *call, const struct order *order, const struct refund_ask *ask,
                           struct refund *ret_refund, bool *ret_known)
{
    *ret_known = false;
    if (!ask->key || !*ask->key)
        return OK;
    return refund_by_key(call->tx, order->id, ask->key, ret_refund, ret_known);
}

/* A part too many would leave money that no way leads back: the last one takes all of it. What is owed all the same
 * goes another way, by somebody's hand. */
static struct status check_parts_left(struct call *call, bool owed, struct refund *refund)
{
    int64_t before;

    if (refund->in_cash || refund->amount == 0)
        return OK;
    TRY(refund_count(call->tx, refund->order_id, &before));
    if (before + (refund->whole ? 1 : 2) <= REFUND_PARTS_MAX)
        return OK;
    if (!owed)
        return fail(BAD_REQUEST, "order %s has gone back in %ld parts: the last takes all that is left",
                    refund->order_id, (long)before);
    refund->state = REFUND_ABNORMAL;
    return OK;
}

struct status refund_start(struct call *call, struct order *order, const struct refund_ask *ask,
                           struct refund *ret_refund)
{
    struct refund refund = {
        .id = id_make(call->arena),
        .order_id = order->id,
        .reason = ask->reason,
        .state = REFUND_REQUESTED,
        .merchant_fault = ask->merchant_fault,
        .in_cash = order->in_cash,
        .actor = ask->actor,
        .key = ask->key ? ask->key : "",
        .wechat_refund_id = "",
        .merchant_id = order->merchant_id,
        .created_us = call->now_us,
    };
    struct refund_ask_part *asked;
    struct refund_part *parts;
    struct standing standing;
    struct refund before;
    size_t count;
    bool is_known;

    TRY(known(call, order, ask, &before, &is_known));
    if (!is_known) {
        TRY(read_standing(call, order, ask, &standing));
        asked = parts_asked(call, ask, &standing, &count);
        parts = arena_array(call->arena, struct refund_part, count);
        TRY(share_parts(order, ask, &standing, asked, count, &refund, parts));
        refund.whole = refund_nothing_left(standing.before, standing.count);
        TRY(check_parts_left(call, ask->owed, &refund));
        TRY(begin(call, order, &refund, parts, count, refund.whole && !ask->discounts_are_back));
    }
    if (ret_refund)
        *ret_refund = is_known ? before : refund;
    return OK;
}

struct status refund_quote(struct call *call, const struct order *order, const struct refund_ask *ask, fen *ret_amount)
{
    struct refund refund = { 0 };
    struct refund_ask_part *asked;
    struct standing standing;
    size_t count;

    TRY(read_standing(call, order, ask, &standing));
    asked = parts_asked(call, ask, &standing, &count);
    TRY(share_parts(order, ask, &standing, asked, count, &refund, arena_array(call->arena, struct refund_part, count)));
    *ret_amount = refund.amount;
    return OK;
}

struct status refund_left(struct call *call, const struct order *order, struct refund_line **ret_lines,
                          size_t *ret_count)
{
    struct standing standing;

    TRY(read_standing(call, order, &(const struct refund_ask){ .reason = REFUND_REASON_NONE }, &standing));
    *ret_lines = standing.before;
    *ret_count = standing.count;
    return OK;
}

struct status refund_settle(struct call *call, struct order *order, const char *refund_id)
{
    struct refund refund;

    TRY(refund_lock(call->tx, refund_id, &refund));
    if (refund.state != REFUND_ABNORMAL || *refund.wechat_refund_id)
        return OK;
    refund.by_hand = true;
    return refund_done(call, order, &refund, call->now_us);
}

/* ---- what WeChat says ---- */

static struct status open_case(struct call *call, enum case_reason reason, const struct refund_fact *fact,
                               const struct refund *refund)
{
    return case_open(call->tx, &(struct payment_case){ .reason = reason,
                                                       .subject = fact->refund_id,
                                                       .wechat_number = fact->wechat_refund_id,
                                                       .order_id = refund ? refund->order_id : "",
                                                       .expected = refund ? refund->amount : 0,
                                                       .told = fact->amount });
}

static bool fits(const struct refund *refund, const struct refund_fact *fact)
{
    return fact->ours && strcmp(fact->merchant_id, refund->merchant_id) == 0 && fact->amount == refund->amount &&
           strcmp(fact->order_id, refund->order_id) == 0;
}

/* Said once for all of the account that wait. They are asked for again under their numbers, and go on by themselves. */
static struct status funds_are_low(struct call *call, const struct refund *refund)
{
    const char *episode;

    TRY(funds_open(call->tx, refund->merchant_id, &episode));
    return *episode ? tell_funds_low(call, episode, refund) : OK;
}

/* The refund and its order are locked; the fact fits. */
static struct status take(struct call *call, const struct refund_fact *fact, struct refund *refund, struct order *order)
{
    bool waited;

    if (!refund_may_move(refund->state, fact->state))
        return OK; /* known, or older than what is known */
    if (*fact->wechat_refund_id)
        refund->wechat_refund_id = fact->wechat_refund_id;
    waited = refund->state == REFUND_WAITING_FUNDS;
    if (fact->state == REFUND_SUCCESS) {
        TRY(case_settle_subject(call->tx, CASE_REFUND_ABNORMAL, refund->id, "wechat", "paid out"));
        TRY(refund_done(call, order, refund, fact->done_us ? fact->done_us : call->now_us));
        return waited ? funds_close(call->tx, refund->merchant_id) : OK;
    }
    if (fact->state == REFUND_WAITING_FUNDS)
        TRY(funds_are_low(call, refund));
    refund->state = fact->state;
    TRY(refund_save(call->tx, refund));
    if (waited)
        TRY(funds_close(call->tx, refund->merchant_id));
    return fact->state == REFUND_ABNORMAL ? is_stuck(call, refund, order) : OK;
}

static struct status find_refund(struct call *call, const char *refund_id, struct refund *ret_refund)
{
    return id_valid(refund_id) ? refund_get(call->tx, refund_id, ret_refund)
                               : fail(NOT_HERE, "refund number %s", refund_id);
}

struct status refund_apply(struct call *call, const struct refund_fact *fact, enum refund_outcome *ret_outcome)
{
    struct refund refund;
    struct order order;
    struct status found = find_refund(call, fact->refund_id, &refund);

    if (failed_with(found, NOT_HERE)) {
        *ret_outcome = REFUND_OUTCOME_UNKNOWN;
        return open_case(call, CASE_REFUND_UNKNOWN, fact, NULL);
    }
    TRY(found);
    *ret_outcome = fits(&refund, fact) ? REFUND_OUTCOME_APPLIED : REFUND_OUTCOME_MISMATCH;
    if (*ret_outcome == REFUND_OUTCOME_MISMATCH)
        return open_case(call, CASE_REFUND_MISMATCH, fact, &refund);
    TRY(order_lock(call->tx, refund.order_id, NULL, &order));
    TRY(refund_lock(call->tx, refund.id, &refund));
    return take(call, fact, &refund, &order);
}
