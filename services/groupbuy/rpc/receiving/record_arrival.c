#include <stdio.h>
#include <string.h>

#include "groupbuy/flow/round_books.h"

static struct status check_open(const struct round *round, const struct place_row *place)
{
    bool open = (round->status == ROUND_CLOSED || round->status == ROUND_RECEIVING) &&
                (place->status == PLACE_WAITING || place->status == PLACE_COUNTING);

    return open ? OK
                : fail(NOT_TO_BE_RECEIVED, "round %s is %s, place %s is %s", round->id,
                       round_status_name(round->status), place->place_id, place_status_name(place->status));
}

static const struct place_item *item_of(const struct place_item *items, size_t count, const char *item_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].item_id, item_id) == 0)
            return &items[i];
    return NULL;
}

/* All that came so far must make sense with it: a correction does not go below nothing. */
static void check_item(const struct place_item *before, const Gb__ArrivalItem *now, size_t position,
                       struct violations *faults)
{
    int64_t arrived = before->arrived + now->arrived, damaged = before->damaged + now->damaged;
    char field[64];

    snprintf(field, sizeof field, "items[%zu].arrived", position);
    if (arrived < 0)
        violations_add(faults, field, "only %ld have come", (long)before->arrived);
    snprintf(field, sizeof field, "items[%zu].damaged", position);
    if (damaged < 0 || damaged > arrived)
        violations_add(faults, field, "must be between 0 and what has come");
}

static struct status check_items(struct call *call, const Gb__RecordArrivalRequest *in)
{
    struct violations faults = { 0 };
    struct place_item *items;
    size_t count;

    TRY(place_items(call->tx, in->round_id, in->place_id, &items, &count));
    for (size_t i = 0; i < in->n_items; i++) {
        const struct place_item *item = item_of(items, count, in->items[i]->item_id);

        if (!item)
            return fail(NOT_HERE, "item %s is not on the list", in->items[i]->item_id);
        check_item(item, in->items[i], i, &faults);
        for (size_t j = 0; j < i; j++)
            if (strcmp(in->items[j]->item_id, in->items[i]->item_id) == 0)
                violations_add(&faults, "items", "the same item twice");
    }
    return faults.count ? fail_fields(&faults) : OK;
}

static struct status keep(struct call *call, const Gb__RecordArrivalRequest *in, struct place_row *place)
{
    struct arrival *arrivals = arena_array(call->arena, struct arrival, in->n_items);

    for (size_t i = 0; i < in->n_items; i++)
        arrivals[i] = (struct arrival){ in->items[i]->item_id, in->items[i]->arrived, in->items[i]->damaged,
                                        (const char *const *)in->items[i]->image_urls, in->items[i]->n_image_urls };
    return arrivals_insert(call->tx, place, arrivals, in->n_items, in->note, call->caller->user_id);
}

/* Nothing is received on sheets that are wrong. */
static struct status check_books(struct call *call, const struct round *round)
{
    struct round_books books;

    if (round->status != ROUND_CLOSED)
        return OK;
    TRY(round_books_read(call, round->id, &books));
    return books.differences_count == 0
               ? OK
               : fail(BOOKS_DIFFER, "round %s: %zu differences", round->id, books.differences_count);
}

/* The first goods begin the receiving of the round. */
struct status groupbuy_record_arrival(struct call *call, const Gb__RecordArrivalRequest *in, Gb__PlaceReceiving *out)
{
    struct place_row place;
    struct round round;

    TRY(receiving_own(call, in->round_id, in->place_id, true, &round, &place));
    TRY(check_open(&round, &place));
    TRY(check_books(call, &round));
    TRY(check_items(call, in));
    TRY(keep(call, in, &place));
    if (round.status == ROUND_CLOSED)
        TRY(round_move(call->tx, &round, ROUND_RECEIVING, call->caller->user_id, ""));
    TRY(tell_goods_arrived(call, &round, &place));
    TRY(round_audit(call, &round, "record_arrival", NULL,
                    arena_printf(call->arena, "%s: delivery %d", place.name, (int)place.deliveries), in->note));
    return receiving_show(call, &place, out);
}
