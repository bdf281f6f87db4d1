#include <inttypes.h>

#include "notifications/rpc/telling.h"
#include "notifications/store/queue_store.h"

static struct status tell_of(struct call *call, const struct long_queue *queue, const char *episode_id)
{
    const char *items = arena_printf(call->arena, "%" PRId64, queue->items);
    const char *minutes = arena_printf(call->arena, "%" PRId64, queue->stands_s / 60);

    return tell_operators_of(call, episode_id, "", QUEUE_LONG, "",
                             TELL_ARGS(queue->service, queue->name, items, minutes));
}

/* Into the inbox in this very transaction: no event, no job. */
struct status notifications_report_queues(struct call *call, const Nt__ReportQueuesRequest *in,
                                          Api__QueueReportTaken *out)
{
    const char **names = arena_array(call->arena, const char *, in->n_queues);

    (void)out;
    for (size_t i = 0; i < in->n_queues; i++) {
        const struct long_queue queue = { call->caller->service, in->queues[i]->name, in->queues[i]->items,
                                          in->queues[i]->stands_s };
        const char *episode_id;

        names[i] = queue.name;
        TRY(queue_is_long(call->tx, &queue, &episode_id));
        if (*episode_id)
            TRY(tell_of(call, &queue, episode_id));
    }
    return queues_are_short(call->tx, call->caller->service, names, in->n_queues);
}
