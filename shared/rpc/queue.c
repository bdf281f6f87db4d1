#include "rpc/queue.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

void queue_init(struct queue *queue, size_t capacity)
{
    pthread_condattr_t monotonic;

    *queue = (struct queue){ .ring = calloc(capacity, sizeof *queue->ring), .capacity = capacity };
    if (!queue->ring)
        abort();
    pthread_mutex_init(&queue->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->filled, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

void queue_finish(struct queue *queue)
{
    pthread_cond_destroy(&queue->filled);
    pthread_mutex_destroy(&queue->mutex);
    free(queue->ring);
}

bool queue_put(struct queue *queue, struct work work)
{
    bool room;

    pthread_mutex_lock(&queue->mutex);
    room = queue->count < queue->capacity;
    if (room) {
        queue->ring[(queue->first + queue->count++) % queue->capacity] = work;
        pthread_cond_signal(&queue->filled);
    }
    pthread_mutex_unlock(&queue->mutex);
    return room;
}

enum queue_took queue_take(struct queue *queue, int64_t wait_ms, struct work *ret_work)
{
    int64_t until_ms = clock_mono_ms() + wait_ms;
    struct timespec until = { .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };
    enum queue_took took = QUEUE_TOOK;

    pthread_mutex_lock(&queue->mutex);
    while (queue->count == 0 && took == QUEUE_TOOK) {
        if (queue->closed)
            took = QUEUE_CLOSED;
        else if (pthread_cond_timedwait(&queue->filled, &queue->mutex, &until) == ETIMEDOUT && queue->count == 0)
            took = QUEUE_IDLE;
    }
    if (took == QUEUE_TOOK) {
        *ret_work = queue->ring[queue->first];
        queue->first = (queue->first + 1) % queue->capacity;
        queue->count--;
    }
    pthread_mutex_unlock(&queue->mutex);
    return took;
}

void queue_close(struct queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->closed = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->mutex);
}

size_t queue_length(struct queue *queue)
{
    size_t count;

    pthread_mutex_lock(&queue->mutex);
    count = queue->count;
    pthread_mutex_unlock(&queue->mutex);
    return count;
}

int64_t queue_waits_us(struct queue *queue, size_t items_min, int64_t now_us)
{
    int64_t waits_us;

    pthread_mutex_lock(&queue->mutex);
    waits_us = queue->count >= items_min ? now_us - queue->ring[queue->first].arrived_us : 0;
    pthread_mutex_unlock(&queue->mutex);
    return waits_us;
}
