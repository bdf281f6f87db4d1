#include "db/jobs.h"
#include "groupbuy/flow/receiving.h"
#include "groupbuy/flow/substituting.h"

static struct status check_counted(struct call *call, const struct place_row *place)
{
    struct place_item *items;
    size_t count;

    TRY(place_items(call->tx, place->round_id, place->place_id, &items, &count));
    for (size_t i = 0; i < count; i++)
        if (!items[i].counted && items[i].wanted > 0)
            return fail(ITEM_NOT_COUNTED, "item %s at place %s", items[i].item_id, place->place_id);
    return OK;
}

/* From here on it is settled who gets what; a job makes it true, order by order. */
struct status groupbuy_confirm_receiving(struct call *call, const Gb__ConfirmReceivingRequest *in,
                                         Gb__PlaceReceiving *out)
{
    struct place_row place;
    struct round round;
    struct pick *less;
    size_t count;

    TRY(round_own(call, in->round_id, &round));
    TRY(place_get(call->tx, in->round_id, in->place_id, &place));
    if (place.status != PLACE_COUNTING)
        return fail(NOT_TO_BE_RECEIVED, "place %s is %s", place.place_id, place_status_name(place.status));
    if (place.deliveries != in->deliveries)
        return fail(PROPOSAL_CHANGED, "%d deliveries, seen were %d", (int)place.deliveries, (int)in->deliveries);
    TRY(check_counted(call, &place));
    TRY(receiving_propose(call, &round, &place, &less, &count));
    TRY(substitutions_share(call, &round, &place, less, count));
    TRY(picks_serve(call->tx, round.id, place.place_id, less, count));
    TRY(place_move(call->tx, &place, PLACE_CONFIRMED, call->caller->user_id));
    TRY(job_add(call->tx, JOB_SETTLE_PLACE, arena_printf(call->arena, "%s:%s", round.id, place.place_id), 0, NULL, 0));
    TRY(round_audit(call, &round, "confirm_receiving", NULL,
                    arena_printf(call->arena, "%s: %zu lines go short", place.name, count), NULL));
    return receiving_show(call, &place, out);
}
