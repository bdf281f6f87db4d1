/* Events on their way: relay (outbox → JetStream), consumers (JetStream → inbox → handler), jobs, dead letters.
 *
 *     #define NOTIFICATIONS_EVENTS(X)                                                        \
 *         X(Ct__CircleJoined, ct__circle_joined__descriptor, notifications_on_circle_joined)
 *     NOTIFICATIONS_EVENTS(EVENT_PROTOTYPE)
 *     EVENTS(notifications_events, NOTIFICATIONS_EVENTS)      in main.c
 *
 * A handler runs in one READ_WRITE transaction with its row in `inbox`; a failure comes back with growing delay and
 * ends, after EVENT_ATTEMPTS_MAX, in `dead_letters` with its reason. A second delivery changes nothing. Events that
 * wait share a transaction, one after the other: when one fails all is rolled back and they run again, so nothing that
 * a handler does may outlive a rollback.
 */
#ifndef LINLI_EVENTS_EVENTS_H
#define LINLI_EVENTS_EVENTS_H

#include "db/jobs.h"
#include "rpc/server.h"

#define EVENT_ATTEMPTS_MAX 8
#define EVENT_DELAY_MS_MAX 300000

struct event_handler {
    const ProtobufCMessageDescriptor *type; /* type->name is the event's full name */
    struct status (*handle)(struct call *call, const void *event);
};

struct job_handler {
    const char *kind;
    struct status (*handle)(struct call *call,
                            const struct job *job); /* opens its own transactions; OK removes the row */
    /* 0: rows are added where there is work. Else one row, with key "", is kept: it runs again so long after a success.
     */
    int64_t every_s;
};

#define EVENT_PROTOTYPE(type, descriptor, handler) struct status handler(struct call *call, const type *event);
#define EVENT_THUNK_(type, descriptor, handler)                                                                        \
    static struct status handler##_thunk(struct call *call, const void *event)                                         \
    {                                                                                                                  \
        return handler(call, (const type *)event);                                                                     \
    }
#define EVENT_ROW_(type_, descriptor, handler) { .type = &descriptor, .handle = handler##_thunk },
#define EVENTS(list_name, LIST)                LIST(EVENT_THUNK_) static const struct event_handler list_name[] = { LIST(EVENT_ROW_) };

/* X(kind, handler) or X(kind, handler, every_s). */
#define JOB_PROTOTYPE(kind, handler, ...) struct status handler(struct call *call, const struct job *job);
#define JOB_ROW_(kind_, handler_, ...)    { .kind = kind_, .handle = handler_, .every_s = (__VA_ARGS__ + 0) },
#define JOBS(list_name, LIST)             static const struct job_handler list_name[] = { LIST(JOB_ROW_) };

struct relay;
struct consumers;
struct job_runner;

/* One per service is active (session advisory lock); the others stand by. */
struct status relay_start(const struct server_options *options, struct relay **ret_relay);
void relay_stop(struct relay *relay);
/* A hint from the pipeline that rows are waiting; cheap, from any thread. */
void relay_wake(struct relay *relay);

/* A durable pull consumer per event type, named <service>-on-<Event>, on stream EVT_<SERVICE OF THE EVENT>. */
struct status consumers_start(const struct server_options *options, const struct event_handler *handlers, size_t count,
                              int threads, struct consumers **ret_consumers);
void consumers_stop(struct consumers *consumers);

struct status job_runner_start(const struct server_options *options, const struct job_handler *handlers, size_t count,
                               int threads, struct job_runner **ret_runner);
void job_runner_stop(struct job_runner *runner);

/* Makes the streams EVT_<SERVICE>, with max_bytes, max_age 7 d, discard new, limits retention (init user only), each on
 * so many servers of a cluster. */
struct status streams_init(struct bus *bus, const char *const *services, size_t count, int64_t stream_bytes_max,
                           int64_t replicas);

void events_metrics(struct relay *relay, struct consumers *consumers, struct job_runner *jobs, struct buf *out);

#endif
