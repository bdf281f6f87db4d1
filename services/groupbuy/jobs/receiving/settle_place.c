#include <string.h>

#include "groupbuy/flow/receiving.h"

#define ORDERS_MAX 50 /* a transaction */

static struct status read_key(struct call *call, const char *key, const char **ret_round_id, const char **ret_place_id)
{
    const char *colon = strchr(key, ':');

    if (!colon)
        return fail(INTERNAL, "job %s has the key %s", JOB_SETTLE_PLACE, key);
    *ret_round_id = arena_printf(call->arena, "%.*s", (int)(colon - key), key);
    *ret_place_id = arena_strdup(call->arena, colon + 1);
    return OK;
}

/* What a price step makes cheaper goes back before anything is ready: that job looks at orders that wait. */
static struct status after_price_steps(struct call *call, const char *round_id)
{
    const char *const *ids;
    size_t count;

    TRY(round_orders_to_refund(call->tx, round_id, 1, &ids, &count));
    return count ? fail(NOT_AVAILABLE, "round %s still refunds its price step", round_id) : OK;
}

/* The last portion of the place, and with it perhaps of the round. */
static struct status close_place(struct call *call, struct round *round, struct place_row *place)
{
    bool settled;

    TRY(place_move(call->tx, place, PLACE_SETTLED, ""));
    TRY(round_is_settled(call->tx, round->id, &settled));
    return settled ? round_move(call->tx, round, ROUND_READY, JOB_SETTLE_PLACE, "") : OK;
}

static struct status settle_some(struct call *call, const char *round_id, const char *place_id, size_t *ret_count)
{
    struct place_row place;
    struct portion *portions;
    struct round round;

    *ret_count = 0;
    TRY(round_lock(call->tx, round_id, &round));
    TRY(place_get(call->tx, round_id, place_id, &place));
    if (place.status != PLACE_CONFIRMED)
        return OK;
    TRY(after_price_steps(call, round_id));
    TRY(portions_unsettled(call->tx, round_id, place_id, ORDERS_MAX, &portions, ret_count));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(receiving_settle(call, &round, &place, &portions[i]));
    return *ret_count ? OK : close_place(call, &round, &place);
}

/* Fifty orders a transaction; who comes again after a crash goes on where it ended. */
struct status groupbuy_settle_place(struct call *call, const struct job *job)
{
    const char *round_id, *place_id;
    size_t count;

    TRY(read_key(call, job->key, &round_id, &place_id));
    do {
        TRY(call_begin(call));
        TRY(settle_some(call, round_id, place_id, &count));
        TRY(call_commit(call));
    } while (count > 0);
    return OK;
}
