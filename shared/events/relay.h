/* Inside shared/events: the relay's parts. relay.c decides who relays, relay_publish.c sends, relay_loss.c finds out
 * what the stream has lost. */
#ifndef LINLI_EVENTS_RELAY_H
#define LINLI_EVENTS_RELAY_H

#include <pthread.h>
#include <stdatomic.h>

#include "events/events.h"
#include "events/stream.h"

#define RELAY_ROWS_MAX     256
#define RELAY_POLL_MS      200
#define RELAY_GATHER_MS    20    /* at most so long the next batch grows … */
#define RELAY_GATHER_ROWS  4     /* … a millisecond for so many rows of the last one */
#define RELAY_ACK_MS_MAX   5000  /* for the acknowledgements of one batch */
#define RELAY_CHECK_MS     30000 /* between looks at the stream */
#define RELAY_STUCK_S      5     /* a row that waits longer makes a standby suspect the holder */
#define RELAY_STUCK_LOOKS  3     /* so often the same row, a second apart */
#define RELAY_RESEND_MIN   10    /* minutes that a server may have lost */
#define RELAY_RESEND_ROWS  5000  /* marked at once */
#define RELAY_DISPLACED_MS 2000  /* whoever lost the lock lets others have it */

struct relay {
    struct server_options options;
    char stream[STREAM_NAME_BYTES];
    char source[STREAM_NAME_BYTES]; /* ce-source */
    struct db *db;                  /* holds the lock */
    struct arena arena;
    pthread_t thread;

    pthread_mutex_t mutex;
    pthread_cond_t cond;
    bool stopping, woken; /* under mutex */

    /* the holder */
    uint64_t held; /* session that holds the lock; 0: stands by */
    int64_t not_before_ms;
    jsCtx *js;
    natsSubscription *acks;
    char inbox[128];
    uint64_t batch;
    /* The stream's last message, as far as we know; 0: we do not. */
    uint64_t chain_seq;
    char chain_id[ID_CHARS + 1];
    int64_t check_at_ms;
    uint64_t reconnects;

    /* a standby */
    char stuck_id[ID_CHARS + 1];
    int stuck_looks;
    int64_t look_at_ms;

    /* metrics */
    atomic_bool active;
    _Atomic uint64_t published, resent, losses;
    _Atomic int64_t stream_bytes, stream_bytes_max; /* at the last look */
};

/* Publishes up to RELAY_ROWS_MAX rows and marks what was acknowledged. *ret_read: rows that waited; *ret_left: of them,
 * those still unpublished. */
struct status relay_publish(struct relay *relay, int *ret_read, int *ret_left);
/* Looks at the stream, marks what it has lost as unpublished. */
struct status relay_check(struct relay *relay);
/* Ends the subscription to the acknowledgements. */
void relay_publish_finish(struct relay *relay);

#endif
