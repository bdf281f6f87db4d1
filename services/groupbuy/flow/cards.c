#include "groupbuy/flow/cards.h"

#include <string.h>

#include "base/clock.h"
#include "db/jobs.h"
#include "groupbuy/domain/pick_up.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/store/shelf_store.h"

#define DAY_US (86400 * US_PER_S)

/* ---- bought ---- */

struct status card_check_limit(struct call *call, const struct order_line *line)
{
    struct shelf_item *items;
    int64_t held;
    size_t count;

    TRY(shelf_read(call->tx, call->caller->user_id, &line->sku_id, 1, &items, &count));
    TRY(card_count_of(call->tx, call->caller->user_id, line->product_id, &held));
    if (items[0].per_user_limit > 0 && held >= items[0].per_user_limit)
        return fail(LIMIT_REACHED, "%d cards of %s a person", items[0].per_user_limit, line->product_id);
    return OK;
}

/* ---- told ---- */

static struct status tell_used(struct call *call, const struct card *card, const struct card_use *use, bool undone)
{
    Gb__CardUsed event = GB__CARD_USED__INIT;

    event.card_id = card->id;
    event.use_id = use->id;
    event.order_id = card->order_id;
    event.user_id = card->user_id;
    event.product_title = card->product_title;
    event.point_id = use->point_id;
    event.point_name = use->point_name;
    event.sessions = use->sessions;
    event.sessions_left = card->sessions - card->used;
    event.undone = undone;
    hint_user(call, card->user_id, "card", card->id);
    return emit(call, card->id, &event.base);
}

static struct status tell_ended(struct call *call, const struct card *card, fen refund)
{
    Gb__CardEnded event = GB__CARD_ENDED__INIT;

    event.card_id = card->id;
    event.order_id = card->order_id;
    event.user_id = card->user_id;
    event.product_title = card->product_title;
    event.status = (Gb__CardStatus)card->status;
    event.sessions_left = card->sessions - card->used;
    event.refund_fen = refund;
    hint_user(call, card->user_id, "card", card->id);
    return emit(call, card->id, &event.base);
}

/* ---- its way ---- */

static struct status move(struct call *call, struct card *card, enum card_status to)
{
    if (!card_may_move(card->status, to))
        return fail(CARD_ELSEWHERE, "card %s is %s", card->id, card_status_name(card->status));
    card->status = to;
    return card_save(call->tx, card);
}

struct status card_begin(struct call *call, const struct order *order)
{
    struct card card;
    bool found;

    TRY(card_lock_of_order(call->tx, order->id, &card, &found));
    if (!found)
        return fail(INTERNAL, "order %s is of no card", order->id);
    card.valid_until_us = call->now_us + card.valid_days * DAY_US;
    TRY(move(call, &card, CARD_ACTIVE));
    hint_user(call, card.user_id, "card", card.id);
    if (card.valid_days * DAY_US > CARD_REMIND_S * US_PER_S)
        TRY(job_add(call->tx, JOB_REMIND_CARD, card.id, card.valid_until_us - CARD_REMIND_S * US_PER_S, NULL, 0));
    return job_add(call->tx, JOB_EXPIRE_CARD, card.id, card.valid_until_us, NULL, 0);
}

struct status card_follow_order(struct call *call, const char *order_id, enum card_status to)
{
    struct card card;
    bool found;

    TRY(card_lock_of_order(call->tx, order_id, &card, &found));
    if (!found || !card_may_move(card.status, to))
        return OK;
    TRY(move(call, &card, to));
    TRY(card_code_end(call->tx, card.id));
    return tell_ended(call, &card, to == CARD_REFUNDED ? card.left : 0);
}

struct status card_reach(struct call *call, const char *card_id, struct order *ret_order, struct card *ret_card)
{
    TRY(card_get(call->tx, card_id, call->caller->user_id, ret_card));
    TRY(order_lock(call->tx, ret_card->order_id, NULL, ret_order));
    return card_lock(call->tx, card_id, ret_card);
}

/* ---- used ---- */

struct status card_check_good(const struct call *call, const struct card *card, int32_t sessions)
{
    if (card->status != CARD_ACTIVE || card->valid_until_us <= call->now_us)
        return fail(CARD_ELSEWHERE, "card %s is %s", card->id, card_status_name(card->status));
    if (card->sessions - card->used < sessions)
        return fail(SESSIONS_SHORT, "card %s has %d sessions left", card->id, card->sessions - card->used);
    return OK;
}

static struct status take(struct call *call, struct order *order, struct card *card, int32_t sessions)
{
    card->used += sessions;
    if (card->used < card->sessions)
        return card_save(call->tx, card);
    TRY(move(call, card, CARD_USED_UP));
    TRY(order_end(call, order, call->caller->user_id, "card used up"));
    return tell_ended(call, card, 0);
}

struct status card_use(struct call *call, const struct point *point, const struct card_code *code,
                       struct card_use *ret_use)
{
    const struct card_use use = {
        .id = call->operation_id,
        .card_id = code->card_id,
        .code_id = code->id,
        .point_id = point->id,
        .point_name = point->name,
        .staff_id = call->caller->user_id,
        .sessions = code->sessions,
    };
    struct order order;
    struct card card;
    bool used;

    TRY(card_get(call->tx, code->card_id, NULL, &card));
    TRY(order_lock(call->tx, card.order_id, NULL, &order));
    TRY(card_lock(call->tx, code->card_id, &card));
    TRY(card_check_good(call, &card, code->sessions));
    TRY(card_code_use(call->tx, code->id, &used));
    if (!used)
        return fail(CARD_CODE_USED, "code %s was used or ended meanwhile", code->id);
    TRY(card_use_insert(call->tx, &use));
    TRY(take(call, &order, &card, code->sessions));
    TRY(tell_used(call, &card, &use, false));
    return card_use_get(call->tx, point->id, use.id, ret_use);
}

/* It had ended with its last session: so had its order. */
static struct status reopen(struct call *call, struct order *order, struct card *card)
{
    struct order_line *lines;
    size_t count;

    if (order->status != ORDER_FULFILLED)
        return fail(UNDO_TOO_LATE, "order %s is %s", order->id, order_status_name(order->status));
    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    TRY(line_fulfil(call->tx, &lines[0], -lines[0].fulfilled));
    TRY(order_follow_lines(call, order, call->caller->user_id, "use of a card taken back"));
    TRY(job_add(call->tx, JOB_EXPIRE_CARD, card->id, card->valid_until_us, NULL, 0));
    return move(call, card, CARD_ACTIVE);
}

static struct status give_back(struct call *call, struct order *order, struct card *card, int32_t sessions)
{
    card->used -= sessions;
    if (card->status == CARD_USED_UP)
        return reopen(call, order, card);
    if (card->status != CARD_ACTIVE)
        return fail(UNDO_TOO_LATE, "card %s is %s", card->id, card_status_name(card->status));
    return card_save(call->tx, card);
}

struct status card_use_take_back(struct call *call, const struct point *point, const char *use_id, const char *reason,
                                 struct card_use *ret_use)
{
    struct card_use use;
    struct order order;
    struct card card;
    bool undone;

    TRY(card_use_get(call->tx, point->id, use_id, &use));
    TRY(card_get(call->tx, use.card_id, NULL, &card));
    TRY(order_lock(call->tx, card.order_id, NULL, &order));
    TRY(card_lock(call->tx, use.card_id, &card));
    TRY(card_use_undo(call->tx, use_id, call->caller->user_id, reason, &undone));
    if (!undone)
        return fail(ALREADY_UNDONE, "use %s", use_id);
    if (call->now_us > use.at_us + UNDO_S * US_PER_S)
        return fail(UNDO_TOO_LATE, "use %s is older than %d s", use_id, UNDO_S);
    TRY(give_back(call, &order, &card, use.sessions));
    TRY(tell_used(call, &card, &use, true));
    return card_use_get(call->tx, point->id, use_id, ret_use);
}

/* ---- ended ---- */

/* All of it goes back as any order does; of a part the rest stays, and the order ends. */
static struct status pay_back(struct call *call, struct order *order, const struct card_share *share, const char *actor,
                              struct refund *ret_refund)
{
    bool all = share->part == share->whole;
    const struct refund_ask ask = { .reason = REFUND_FOR_CARD_ENDED,
                                    .actor = actor,
                                    .key = "card",
                                    .part = share->part,
                                    .whole = all ? 0 : share->whole };

    *ret_refund = (struct refund){ 0 };
    if (share->part > 0)
        TRY(refund_start(call, order, &ask, ret_refund));
    return all ? OK : order_end(call, order, actor, "card ended");
}

struct status card_end(struct call *call, struct order *order, struct card *card, enum card_status to, int32_t percent,
                       const char *actor)
{
    const struct card_share share = card_unused(card->sessions, card->used, percent);
    struct refund refund;

    TRY(move(call, card, to));
    TRY(card_code_end(call->tx, card->id));
    TRY(pay_back(call, order, &share, actor, &refund));
    return tell_ended(call, card, refund.amount);
}
