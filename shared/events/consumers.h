/* Inside shared/events: the consumers' parts. consumers.c asks for messages and hands them to threads, gather.c finds
 * them company, delivery.c handles them, durables.c keeps the durables at the server as they should be. */
#ifndef LINLI_EVENTS_CONSUMERS_H
#define LINLI_EVENTS_CONSUMERS_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/metric.h"
#include "events/events.h"
#include "events/stream.h"

#define CONSUMER_ACK_WAIT_S      30    /* a message that is not settled by then comes again */
#define CONSUMER_DEADLINE_MS     20000 /* of a handler: well before it comes again */
#define CONSUMER_ASK_S           8     /* how long a question for a message stays at the server */
#define CONSUMER_RETRY_MS        1000  /* after a refused question */
#define CONSUMER_CHECK_MS        10000
#define CONSUMER_SLOTS_MAX       8  /* messages of one type that are handled or asked for at once */
#define CONSUMER_BATCH_MAX       32 /* events in one transaction … */
#define CONSUMER_BATCH_MS_MAX    100 /* … which is committed with what it has after so long, or when its handlers … */
#define CONSUMER_BATCH_BYTES_MAX ((size_t)4 << 20) /* … have used so much memory */
#define CONSUMER_KEEP_MS         2500 /* how often those that wait for their turn here are kept from coming again */
#define CONSUMER_SUBJECT_BYTES   256
#define CONSUMER_REWIND_MIN      15  /* before its floor a durable begins when its server may have lost messages */
#define CONSUMER_FLOOR_S         60  /* how far a floor must have come to be noted again */
#define EVENT_ATTEMPTS_LONG_MAX  100 /* for what fails in passing: a store that is away is no fault of the event */

struct consumers;

struct slot {
    int64_t asked_ms; /* monotonic; 0: not asked */
    uint64_t ticket;  /* of the latest question: answers to older ones free nothing */
    bool busy;
    int64_t not_before_ms;
};

struct durable {
    const struct event_handler *handler;
    char stream[STREAM_NAME_BYTES];
    char name[96];                         /* coupons-on-CircleJoined */
    struct slot slots[CONSUMER_SLOTS_MAX]; /* under consumers->mutex */
    _Atomic uint64_t handled, repeated, failed, dead, remade;
    struct histogram delay; /* from an event to its handling */
    _Atomic uint64_t pending,
        delivered;     /* at the server, when it was last asked: what waits, the newest that does not */
    uint64_t mark_seq; /* the keeper's: the end of the stream at a look, … */
    int64_t mark_ns;   /* … stored then; once all up to there is handled it is the floor */
};

/* A thread that handles, and the inbox where it gathers (gather.c). */
struct event_thread {
    struct consumers *consumers;
    pthread_t thread;
    natsSubscription *company;
    char prefix[128];
    uint64_t questions; /* number of the latest */
};

struct consumers {
    struct server_options options;
    struct durable *durables;
    size_t count;
    int slots; /* of each durable */
    pthread_mutex_t mutex;
    uint64_t tickets;
    natsSubscription *inbox;
    char prefix[128]; /* of the inbox; questions are answered on <prefix>.<durable>.<slot>.<ticket> */
    struct event_thread *threads;
    int threads_max, threads_count; /* of them, those that run */
    pthread_t keeper;
    atomic_bool unheard; /* a question found nobody */
    atomic_bool stopping;
};

/* One message for a durable, as the server delivered it. */
struct delivery {
    struct durable *durable;
    natsMsg *message;
    const char *settle; /* subject that acknowledges it */
    int attempts;       /* this one included */
    uint64_t stream_seq;
    uint64_t waiting; /* at the server behind it, when it was delivered */
};

enum settlement { SETTLE_ACK, SETTLE_LATER, SETTLE_TERM };

/* Whether it is an event, and of which durable; it points into the message. */
bool delivery_read(struct consumers *consumers, natsMsg *message, struct delivery *ret_delivery);
/* Where to ask for the durable's next messages. */
void consumer_next_subject(const struct durable *durable, char subject[CONSUMER_SUBJECT_BYTES]);

struct status gather_open(struct event_thread *self);
/* Puts those behind list[0] that wait for the same durable behind it, and returns how many there are now, at most
 * CONSUMER_BATCH_MAX. Their messages are the caller's. */
size_t gather(struct event_thread *self, struct delivery *list);
/* The same with what has come too late for an earlier one: nothing is asked for, nothing waited for. */
size_t gather_late(struct event_thread *self, struct delivery *list, size_t count);

/* Handles them in one transaction with their inbox rows, and tells the server. When one fails all is rolled back, those
 * up to that one run each in a transaction of its own, and the rest together again; a dead letter is written of what is
 * at its end. */
void delivery_handle(struct runtime *runtime, struct arena *arena, const struct delivery *list, size_t count);
/* Runs one dead letter that was marked for replay; *ret_found: there was one. */
struct status delivery_replay(struct consumers *consumers, struct runtime *runtime, struct arena *arena,
                              bool *ret_found);

/* Makes the durable, or makes it anew after a loss at the server: at its floor, if one is noted. Else notes how far it
 * has come. */
struct status durable_check(struct durable *durable, struct runtime *runtime, struct arena *arena, jsCtx *js);

#endif
