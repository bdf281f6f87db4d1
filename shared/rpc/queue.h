/* What waits for a worker: bounded, first in first out. Safe from any thread. */
#ifndef LINLI_RPC_QUEUE_H
#define LINLI_RPC_QUEUE_H

#include <nats/nats.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QUEUE_BYTES_MAX ((size_t)32 << 20) /* of message bodies that wait */

struct endpoint;

struct work {
    struct endpoint *endpoint;
    natsMsg *message; /* NULL: the turn of a BATCH method, whose messages wait with it */
    int64_t arrived_us;
};

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    struct work *ring;
    size_t capacity, first, count;
    bool closed;
};

enum queue_took { QUEUE_TOOK, QUEUE_IDLE, QUEUE_CLOSED };

void queue_init(struct queue *queue, size_t capacity);
void queue_finish(struct queue *queue); /* empty by now */
/* False when it is full. */
bool queue_put(struct queue *queue, struct work work);
/* Waits at most wait_ms. Closed: nothing is left and nothing will come. */
enum queue_took queue_take(struct queue *queue, int64_t wait_ms, struct work *ret_work);
void queue_close(struct queue *queue);
size_t queue_length(struct queue *queue);
/* How long the first has waited, when at least items_min wait; else 0. */
int64_t queue_waits_us(struct queue *queue, size_t items_min, int64_t now_us);

#endif
