#include "groupbuy/flow/after_sales.h"

#include <string.h>

#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/service.h"
#include "rpc/timestamp.h"

/* ---- who ---- */

static bool is_caller(const struct call *call, const char *user_id)
{
    return *user_id && strcmp(user_id, call->caller->user_id) == 0;
}

/* Nobody decides about his own. */
static bool oversees(const struct call *call, const struct after_sale *sale)
{
    return !is_caller(call, sale->user_id) && !is_caller(call, sale->asked_by) &&
           call_has_role(call, "operator", *sale->community_id ? sale->community_id : NULL);
}

/* A leader who bought in his own round, or asked for his buyer, does not decide about it. */
static bool leads(const struct call *call, const struct after_sale *sale)
{
    return is_caller(call, sale->leader_id) && !is_caller(call, sale->user_id) && !is_caller(call, sale->asked_by);
}

static struct status side_of(struct call *call, const struct after_sale *sale, int sides,
                             enum after_sale_side *ret_side)
{
    if ((sides & AFTER_SALE_OPERATOR) && oversees(call, sale))
        *ret_side = AFTER_SALE_OPERATOR;
    else if ((sides & AFTER_SALE_LEADER) && leads(call, sale))
        *ret_side = AFTER_SALE_LEADER;
    else if ((sides & AFTER_SALE_BUYER) && is_caller(call, sale->user_id))
        *ret_side = AFTER_SALE_BUYER;
    else
        return fail(NOT_HERE, "after-sale %s", sale->id);
    return *ret_side == AFTER_SALE_LEADER ? leading(call, sale->community_id, false) : OK;
}

struct status after_sale_look(struct call *call, const char *id, int sides, struct after_sale *ret_sale,
                              enum after_sale_side *ret_side)
{
    TRY(after_sale_get(call->tx, id, ret_sale));
    return side_of(call, ret_sale, sides, ret_side);
}

struct status after_sale_reach(struct call *call, const char *id, int sides, struct order *ret_order,
                               struct after_sale *ret_sale, enum after_sale_side *ret_side)
{
    TRY(after_sale_look(call, id, sides, ret_sale, ret_side));
    TRY(order_lock(call->tx, ret_sale->order_id, NULL, ret_order));
    return after_sale_lock(call->tx, id, ret_sale);
}

/* ---- moves ---- */

static struct status tell_moved(struct call *call, const struct order *order, const struct after_sale *sale,
                                const char *why)
{
    Gb__AfterSaleMoved event = GB__AFTER_SALE_MOVED__INIT;

    event.after_sale_id = sale->id;
    event.order_id = sale->order_id;
    event.user_id = sale->user_id;
    event.leader_id = sale->leader_id;
    event.kind = (Gb__AfterSaleKind)sale->kind;
    event.status = (Gb__AfterSaleStatus)sale->status;
    event.product_title = order->product_title;
    event.amount_fen = sale->status == AFTER_SALE_DONE ? sale->refunded : sale->amount;
    event.reason = why;
    event.deadline_us = sale->deadline_us;
    event.community_id = sale->community_id;
    hint_user(call, sale->user_id, "after_sale", sale->id);
    return emit(call, sale->id, &event.base);
}

struct status after_sale_move(struct call *call, struct order *order, struct after_sale *sale,
                              enum after_sale_status to, const char *actor, const char *why)
{
    bool was_open = after_sale_is_open(sale->status), is_open = after_sale_is_open(to);

    sale->deadline_us = after_sale_deadline_us(&groupbuy_of(call)->after_sale_times, to, call->now_us);
    sale->closed_us = is_open ? 0 : call->now_us;
    TRY(after_sale_step(call->tx, sale, to, actor, why));
    if (is_open != was_open)
        TRY(order_note_after_sale(call->tx, order, is_open ? 1 : -1));
    return tell_moved(call, order, sale, why);
}

/* ---- money ---- */

static struct refund_ask_part part_of(const struct after_sale_line *line)
{
    return (struct refund_ask_part){ line->position, line->units, line->units ? REFUND_BY_UNITS : line->goods,
                                     line->claim_percent };
}

struct status after_sale_refund(struct call *call, struct order *order, struct after_sale *sale, const char *actor,
                                const char *why)
{
    struct refund_ask_part parts[AFTER_SALE_LINES_MAX];
    struct refund_ask ask = {
        .reason = REFUND_FOR_AFTER_SALE,
        .actor = actor,
        .key = sale->id,
        .merchant_fault = sale->merchant_fault,
        .parts = parts,
    };
    struct after_sale_parts has;
    struct status started;

    TRY(after_sale_parts_get(call->tx, &sale->id, 1, &has));
    for (size_t i = 0; i < has.lines_count; i++)
        parts[ask.parts_count++] = part_of(&has.lines[i].line);
    TRY(after_sale_move(call, order, sale, AFTER_SALE_REFUNDING, actor, why));
    started = order_give_back(call, order, CANCEL_BY_BUYER, &ask, NULL);
    if (failed_with(started, BAD_REQUEST))
        return fail(AFTER_SALE_NOTHING_LEFT, "after-sale %s: %s", sale->id, started.text);
    TRY(started);
    return after_sale_lock(call->tx, sale->id, sale);
}

struct status after_sale_refunded(struct call *call, struct order *order, const struct refund *refund)
{
    struct after_sale sale;

    if (refund->reason != REFUND_FOR_AFTER_SALE)
        return OK;
    TRY(after_sale_lock(call->tx, refund->key, &sale));
    sale.refunded = refund->amount;
    TRY(after_sale_move(call, order, &sale, AFTER_SALE_DONE, "refund", "refunded"));
    /* What was still to be handed out may have been refunded. */
    return order->status == ORDER_PARTLY_FULFILLED ? order_follow_lines(call, order, "refund", "the rest is refunded")
                                                   : OK;
}

static struct status quote(struct call *call, const struct order *order, const struct refund_ask_part *parts,
                           size_t count, fen *ret_amount)
{
    const struct refund_ask ask = { .reason = REFUND_FOR_AFTER_SALE, .parts = parts, .parts_count = count };
    struct status quoted;

    *ret_amount = 0;
    if (count == 0)
        return OK;
    quoted = refund_quote(call, order, &ask, ret_amount);
    if (failed_with(quoted, BAD_REQUEST))
        return fail(AFTER_SALE_NOTHING_LEFT, "order %s: %s", order->id, quoted.text);
    return quoted;
}

static struct status read_claims(struct call *call, const struct order *order, struct after_sale_line **ret_claims,
                                 size_t *ret_count)
{
    int64_t before;

    TRY(after_sale_claims(call->tx, order->id, &before, ret_claims, ret_count));
    if (before >= AFTER_SALES_A_ORDER_MAX)
        return fail(TOO_MANY_AFTER_SALES, "order %s has %ld", order->id, (long)before);
    return OK;
}

struct status after_sale_worth(struct call *call, struct order *order, enum after_sale_kind kind,
                               const struct after_sale_line *lines, size_t count, fen *ret_amount)
{
    struct refund_ask_part *parts;
    struct after_sale_line *claims;
    size_t claimed;
    fen before, together;

    TRY(read_claims(call, order, &claims, &claimed));
    parts = arena_array(call->arena, struct refund_ask_part, claimed + count);
    for (size_t i = 0; i < claimed; i++)
        parts[i] = part_of(&claims[i]);
    for (size_t i = 0; i < count; i++)
        parts[claimed + i] = part_of(&lines[i]);
    TRY(quote(call, order, parts, claimed, &before));
    TRY(quote(call, order, parts, claimed + count, &together));
    *ret_amount = kind == AFTER_SALE_EXCHANGE || kind == AFTER_SALE_SEND_AGAIN ? 0 : together - before;
    return OK;
}

/* ---- views ---- */

static Gb__AfterSaleActor actor_of(const struct after_sale *sale, const char *actor)
{
    if (strcmp(actor, sale->user_id) == 0)
        return GB__AFTER_SALE_ACTOR__BY_THE_BUYER;
    if (strcmp(actor, sale->leader_id) == 0)
        return GB__AFTER_SALE_ACTOR__BY_THE_LEADER;
    return id_valid(actor) ? GB__AFTER_SALE_ACTOR__BY_THE_HOUSE : GB__AFTER_SALE_ACTOR__BY_ITSELF;
}

static void view(struct call *call, const struct after_sale *sale, Gb__AfterSale *out)
{
    out->after_sale_id = sale->id;
    out->order_id = sale->order_id;
    out->user_id = sale->user_id;
    out->leader_id = sale->leader_id;
    out->kind = (Gb__AfterSaleKind)sale->kind;
    out->cause = (Gb__AfterSaleCause)sale->cause;
    out->status = (Gb__AfterSaleStatus)sale->status;
    out->description = sale->description;
    out->photos = (const char **)sale->photos;
    out->n_photos = sale->photos_count;
    out->asked_by_leader = strcmp(sale->asked_by, sale->user_id) != 0;
    out->amount_fen = sale->amount;
    out->refunded_fen = sale->refunded;
    out->merchant_fault = sale->merchant_fault;
    out->carrier = sale->carrier;
    out->tracking_number = sale->tracking_number;
    out->deadline_at = timestamp_new(call->arena, sale->deadline_us);
    out->created_at = timestamp_new(call->arena, sale->created_us);
    out->closed_at = timestamp_new(call->arena, sale->closed_us);
    out->version = sale->version;
}

/* What it is paid by, when there is a promise. */
static void view_claim(struct call *call, const struct after_sale_line *line, Gb__AfterSale *out)
{
    Gb__AfterSaleClaim *claim;

    if (line->claim_percent == 0)
        return;
    claim = out->claims[out->n_claims++] = MESSAGE(call, Gb__AfterSaleClaim, gb__after_sale_claim);
    claim->position = line->position;
    claim->percent = line->claim_percent;
    claim->borne_by = (Gb__Bearer)line->claim_borne_by;
}

static void view_lines(struct call *call, const struct after_sale_parts *parts, Gb__AfterSale *out)
{
    out->lines = arena_array(call->arena, Gb__AfterSaleLine *, parts->lines_count);
    out->claims = arena_array(call->arena, Gb__AfterSaleClaim *, parts->lines_count);
    for (size_t i = 0; i < parts->lines_count; i++) {
        Gb__AfterSaleLine *line;

        if (strcmp(parts->lines[i].after_sale_id, out->after_sale_id) != 0)
            continue;
        line = out->lines[out->n_lines++] = MESSAGE(call, Gb__AfterSaleLine, gb__after_sale_line);
        line->position = parts->lines[i].line.position;
        line->units = parts->lines[i].line.units;
        line->goods_fen = parts->lines[i].line.goods;
        view_claim(call, &parts->lines[i].line, out);
    }
}

static void view_steps(struct call *call, const struct after_sale *sale, const struct after_sale_parts *parts,
                       Gb__AfterSale *out)
{
    out->steps = arena_array(call->arena, Gb__AfterSaleStep *, parts->steps_count);
    for (size_t i = 0; i < parts->steps_count; i++) {
        const struct after_sale_logged *logged = &parts->steps[i];
        Gb__AfterSaleStep *step;

        if (strcmp(logged->after_sale_id, sale->id) != 0)
            continue;
        step = out->steps[out->n_steps++] = MESSAGE(call, Gb__AfterSaleStep, gb__after_sale_step);
        step->status = (Gb__AfterSaleStatus)logged->status;
        step->actor = actor_of(sale, logged->actor);
        step->reason = logged->reason;
        step->at = timestamp_new(call->arena, logged->at_us);
    }
}

struct status after_sales_show(struct call *call, const struct after_sale *sales, size_t count, Gb__AfterSale **out)
{
    const char **ids = arena_array(call->arena, const char *, count);
    struct after_sale_parts parts;

    for (size_t i = 0; i < count; i++)
        ids[i] = sales[i].id;
    TRY(after_sale_parts_get(call->tx, ids, count, &parts));
    for (size_t i = 0; i < count; i++) {
        view(call, &sales[i], out[i]);
        view_lines(call, &parts, out[i]);
        view_steps(call, &sales[i], &parts, out[i]);
    }
    return OK;
}

struct status after_sale_show(struct call *call, const struct after_sale *sale, Gb__AfterSale *out)
{
    return after_sales_show(call, sale, 1, &out);
}
