#include "events/events.h"
#include "groupbuy/rounds.h"
#include "groupbuy/store/receiving_store.h"
#include "linli/groupbuy/v1/events.pb-c.h"

#define DOORS_REMIND_S  86400
#define DOORS_OVERDUE_S (3 * 86400)
#define DOORS_MAX       100 /* a run; the next one comes in a minute */

static struct status tell(struct call *call, const struct waiting_doors *doors)
{
    Gb__DoorsWaiting event = GB__DOORS_WAITING__INIT;

    event.round_id = doors->round_id;
    event.leader_id = doors->leader_id;
    event.community_id = doors->community_id;
    event.title = doors->title;
    event.orders = doors->orders;
    event.ready_at_us = doors->ready_us;
    event.overdue = doors->overdue;
    return emit(call, doors->round_id, &event.base);
}

struct status groupbuy_find_waiting_doors(struct call *call, const struct job *job)
{
    struct waiting_doors *doors;
    size_t count;

    (void)job;
    TRY(call_begin(call));
    TRY(doors_take_waiting(call->tx, DOORS_REMIND_S, DOORS_OVERDUE_S, DOORS_MAX, &doors, &count));
    for (size_t i = 0; i < count; i++)
        TRY(tell(call, &doors[i]));
    return call_commit(call);
}
