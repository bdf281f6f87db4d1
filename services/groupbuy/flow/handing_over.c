#include "groupbuy/flow/handing_over.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "groupbuy/domain/name.h"
#include "groupbuy/domain/pick_up.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/pick_ups.h"
#include "groupbuy/flow/tell.h"
#include "rpc/timestamp.h"

/* A hand-over in the making. */
struct handing {
    struct call *call;
    const struct point *point;
    const struct proof *proof;
    const struct hand_over_ask *asks;
    size_t asks_count;
    struct hand_over_line *lines;
    size_t lines_count;
};

/* What is asked for of a line; without asks all that waits in it. */
static int32_t wanted_of(const struct handing *handing, const struct order_line *line)
{
    for (size_t i = 0; i < handing->asks_count; i++)
        if (handing->asks[i].position == line->position && strcmp(handing->asks[i].order_id, line->order_id) == 0)
            return handing->asks[i].units;
    return handing->asks_count ? 0 : parcel_units(line);
}

static struct status take_line(struct handing *handing, struct order_line *line, int32_t *units)
{
    int32_t wanted = wanted_of(handing, line);

    if (wanted > parcel_units(line))
        return fail(ALREADY_PICKED_UP, "of line %d of order %s wait %d", line->position, line->order_id,
                    parcel_units(line));
    if (wanted == 0)
        return OK;
    if (handing->lines_count == HAND_OVER_LINES_MAX)
        return fail_field("lines", "at most %d at once: name some", HAND_OVER_LINES_MAX);
    TRY(line_fulfil(handing->call->tx, line, wanted));
    handing->lines[handing->lines_count++] =
        (struct hand_over_line){ .order_id = line->order_id, .position = line->position, .units = wanted };
    *units += wanted;
    return OK;
}

static int32_t units_left(const struct order_line *lines, size_t count)
{
    int32_t left = 0;

    for (size_t i = 0; i < count; i++)
        left += parcel_units(&lines[i]);
    return left;
}

static bool known_by_code(const struct handing *handing, const char *owner_id)
{
    return strcmp(handing->proof->collector_id, owner_id) == 0;
}

static struct status take_order(struct handing *handing, const char *order_id)
{
    struct call *call = handing->call;
    struct order_line *lines;
    struct order order;
    int32_t units = 0;
    size_t count;

    TRY(order_lock(call->tx, order_id, NULL, &order));
    if (order.status != ORDER_READY && order.status != ORDER_PARTLY_FULFILLED)
        return fail(ALREADY_PICKED_UP, "order %s is %s", order_id, order_status_name(order.status));
    TRY(order_lines_get(call->tx, order_id, &lines, &count));
    for (size_t i = 0; i < count; i++)
        TRY(take_line(handing, &lines[i], &units));
    if (units == 0)
        return OK;
    TRY(order_follow_lines(call, &order, call->caller->user_id, "picked up"));
    return tell_order_picked_up(call, &order,
                                &(struct pick_up_told){ .hand_over_id = call->operation_id,
                                                        .point_id = handing->point->id,
                                                        .point_name = handing->point->name,
                                                        .units = units,
                                                        .units_left = units_left(lines, count),
                                                        .by_other = !known_by_code(handing, order.user_id) });
}

static int by_order(const void *a, const void *b)
{
    return strcmp(((const struct parcel *)a)->order_id, ((const struct parcel *)b)->order_id);
}

static bool lies(const struct parcels *parcels, const char *order_id)
{
    for (size_t i = 0; i < parcels->count; i++)
        if (strcmp(parcels->list[i].order_id, order_id) == 0)
            return true;
    return false;
}

static bool is_asked_for(const struct handing *handing, const char *order_id)
{
    for (size_t i = 0; i < handing->asks_count; i++)
        if (strcmp(handing->asks[i].order_id, order_id) == 0)
            return true;
    return handing->asks_count == 0;
}

/* Every order that is asked for lies here. What lay here is told apart from what never did. */
static struct status check_asks(const struct handing *handing, const struct parcels *parcels)
{
    for (size_t i = 0; i < handing->asks_count; i++) {
        const char *order_id = handing->asks[i].order_id;
        bool was_here;

        if (lies(parcels, order_id))
            continue;
        TRY(parcel_was_here(handing->call->tx, handing->point->id, order_id, handing->proof->owner_ids,
                            handing->proof->owners_count, &was_here));
        return was_here ? fail(ALREADY_PICKED_UP, "nothing of order %s waits", order_id)
                        : fail(NOT_HERE, "order %s at point %s", order_id, handing->point->id);
    }
    return OK;
}

static struct status take_all(struct handing *handing, const struct parcels *parcels)
{
    qsort(parcels->list, parcels->count, sizeof *parcels->list, by_order); /* locks by id */
    for (size_t i = 0; i < parcels->count; i++)
        if (is_asked_for(handing, parcels->list[i].order_id))
            TRY(take_order(handing, parcels->list[i].order_id));
    return handing->lines_count ? OK : fail(NOTHING_TO_PICK_UP, "nothing waits at point %s", handing->point->id);
}

struct status hand_over_goods(struct call *call, const struct point *point, const struct proof *proof,
                              const struct parcels *parcels, const struct hand_over_ask *asks, size_t asks_count,
                              struct hand_over *ret_hand_over)
{
    struct handing handing = {
        .call = call,
        .point = point,
        .proof = proof,
        .asks = asks,
        .asks_count = asks_count,
        .lines = arena_array(call->arena, struct hand_over_line, HAND_OVER_LINES_MAX),
    };

    TRY(check_asks(&handing, parcels));
    TRY(take_all(&handing, parcels));
    *ret_hand_over = (struct hand_over){
        .id = call->operation_id,
        .point_id = point->id,
        .staff_id = call->caller->user_id,
        .way = proof->way,
        .collector_id = proof->collector_id,
        .code_id = proof->code_id,
        .at_us = call->now_us,
        .undone_by = "",
        .undo_reason = "",
    };
    return hand_over_insert(call->tx, ret_hand_over, handing.lines, handing.lines_count);
}

/* ---- and back ---- */

static struct status line_back(struct call *call, const struct hand_over_line *back, struct order_line *lines,
                               size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i].position == back->position)
            return line_fulfil(call->tx, &lines[i], -back->units);
    return fail(INTERNAL, "order %s has no line %d", back->order_id, back->position);
}

/* The lines of one order; there is at least one. */
static struct status order_back(struct call *call, const struct point *point, const struct hand_over_line *back,
                                size_t count)
{
    struct pick_up_told told = { .hand_over_id = back->hand_over_id, .point_id = point->id, .point_name = point->name };
    struct order_line *lines;
    struct order order;
    size_t lines_count;

    TRY(order_lock(call->tx, back->order_id, NULL, &order));
    if (order.status != ORDER_PARTLY_FULFILLED && order.status != ORDER_FULFILLED)
        return fail(UNDO_TOO_LATE, "order %s is %s", order.id, order_status_name(order.status));
    TRY(order_lines_get(call->tx, order.id, &lines, &lines_count));
    for (size_t i = 0; i < count; i++) {
        TRY(line_back(call, &back[i], lines, lines_count));
        told.units += back[i].units;
    }
    TRY(order_follow_lines(call, &order, call->caller->user_id, "hand-over taken back"));
    return tell_pick_up_undone(call, &order, &told);
}

static struct status lines_back(struct call *call, const struct point *point, const struct hand_over_line *lines,
                                size_t count)
{
    for (size_t first = 0, next; first < count; first = next) {
        next = first + 1;
        while (next < count && strcmp(lines[next].order_id, lines[first].order_id) == 0)
            next++;
        TRY(order_back(call, point, &lines[first], next - first));
    }
    return OK;
}

struct status hand_over_take_back(struct call *call, const struct point *point, const char *hand_over_id,
                                  const char *reason, struct hand_over *ret_hand_over)
{
    struct hand_over_line *lines;
    size_t count;
    bool undone;

    TRY(hand_over_get(call->tx, point->id, hand_over_id, ret_hand_over));
    TRY(hand_over_undo(call->tx, ret_hand_over, call->caller->user_id, reason, &undone));
    if (!undone)
        return fail(ALREADY_UNDONE, "hand-over %s", hand_over_id);
    if (call->now_us > ret_hand_over->at_us + UNDO_S * US_PER_S)
        return fail(UNDO_TOO_LATE, "hand-over %s is older than %d s", hand_over_id, UNDO_S);
    TRY(hand_over_lines_get(call->tx, &hand_over_id, 1, &lines, &count)); /* by order: locks by id */
    return lines_back(call, point, lines, count);
}

/* ---- views ---- */

static void line_view(struct call *call, const struct hand_over_line *line, const char *owner, Gb__HandOverLine *out)
{
    out->order_id = line->order_id;
    out->position = line->position;
    out->product_title = line->product_title;
    out->sku_title = line->sku_title;
    out->units = line->units;
    out->owner_name = name_mask(call->arena, owner);
}

static void record_view(struct call *call, const struct hand_over *hand_over, const char *staff, const char *collector,
                        Gb__HandOverRecord *out)
{
    out->hand_over_id = hand_over->id;
    out->point_id = hand_over->point_id;
    out->staff_id = hand_over->staff_id;
    out->staff_name = staff;
    out->way = (Gb__HandOverWay)hand_over->way;
    out->collector_name = *hand_over->collector_id ? name_mask(call->arena, collector) : "";
    out->handed_over_at = timestamp_new(call->arena, hand_over->at_us);
    out->undo_until_at = timestamp_new(call->arena, hand_over->at_us + UNDO_S * US_PER_S);
    out->undone_at = timestamp_new(call->arena, hand_over->undone_us);
    out->undone_by = hand_over->undone_by;
    out->undo_reason = hand_over->undo_reason;
}

static struct status lines_show(struct call *call, const char *const *ids, size_t count,
                                Gb__HandOverRecord *const *outs)
{
    struct hand_over_line *lines;
    const char **owners, **names;
    size_t lines_count;

    TRY(hand_over_lines_get(call->tx, ids, count, &lines, &lines_count));
    owners = arena_array(call->arena, const char *, lines_count);
    for (size_t i = 0; i < lines_count; i++)
        owners[i] = lines[i].owner_id;
    TRY(names_get(call, owners, lines_count, &names));
    for (size_t i = 0; i < count; i++) {
        outs[i]->lines = MESSAGES(call, Gb__HandOverLine, gb__hand_over_line, lines_count);
        for (size_t j = 0; j < lines_count; j++)
            if (strcmp(lines[j].hand_over_id, ids[i]) == 0)
                line_view(call, &lines[j], names[j], outs[i]->lines[outs[i]->n_lines++]);
    }
    return OK;
}

struct status hand_overs_show(struct call *call, const struct hand_over *hand_overs, size_t count,
                              Gb__HandOverRecord *const *outs)
{
    const char **ids = arena_array(call->arena, const char *, count), **who, **names;

    who = arena_array(call->arena, const char *, 2 * count);
    for (size_t i = 0; i < count; i++) {
        ids[i] = hand_overs[i].id;
        who[2 * i] = hand_overs[i].staff_id;
        who[2 * i + 1] = *hand_overs[i].collector_id ? hand_overs[i].collector_id : hand_overs[i].staff_id;
    }
    TRY(names_get(call, who, 2 * count, &names));
    for (size_t i = 0; i < count; i++)
        record_view(call, &hand_overs[i], names[2 * i], names[2 * i + 1], outs[i]);
    return lines_show(call, ids, count, outs);
}
