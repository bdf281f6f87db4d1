/* Inside shared/events: the queues of a service, looked at by the consumers' keeper: a thread that takes from none of
 * them, with a connection of its own. What is too long is said by a call between services, past outbox, stream and
 * jobs: to the method of the contract that answers linli.api.QueueReportTaken, if there is one.
 *
 * A queue is too long when its head has been the same for QUEUE_STANDS_MS, or QUEUE_ITEMS_MAX wait in it. Time is that
 * of the machine: where days pass at once, nothing has waited for them. */
#ifndef LINLI_EVENTS_QUEUES_H
#define LINLI_EVENTS_QUEUES_H

#include "events/consumers.h"
#include "linli/api/queues.pb-c.h"

#define QUEUE_STANDS_MS   300000
#define QUEUE_ITEMS_MAX   10000
#define QUEUE_LOOK_MS     30000
#define QUEUE_HEAD_BYTES  96
#define QUEUES_REPORT_MAX 100

struct queue_watch {
    char head[QUEUE_HEAD_BYTES]; /* what comes next; "": nothing waits */
    int64_t since_ms;            /* it has */
};

struct queues {
    struct queue_watch outbox, jobs;
    struct queue_watch *durables; /* of each of the consumers' */
    int64_t look_at_ms;
    bool told; /* some were named, and that they are short again was not heard yet */
};

void queues_init(struct queues *queues, size_t durables);
void queues_finish(struct queues *queues);

/* For how long the queue has had this head, as looks have seen it. */
int64_t queue_stands_ms(struct queue_watch *watch, const char *head, int64_t now_ms);

/* What is too long at `now_ms`, on the arena. */
struct status queues_look(struct queues *queues, struct runtime *runtime, struct arena *arena,
                          const struct consumers *consumers, int64_t now_ms, Api__QueueReport *ret_report);

/* Looks when it is time, and says what there is to say. */
void queues_watch(struct queues *queues, struct runtime *runtime, struct arena *arena,
                  const struct consumers *consumers);

#endif
