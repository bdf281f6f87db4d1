#include "rpc/gathering.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "rpc/batch.h"

#define CALLERS_SLOTS (BATCH_ITEMS_MAX * 4) /* a power of two */

struct gathering {
    pthread_mutex_t mutex;
    pthread_cond_t grown;
    struct parcel *parcels, **parcels_end; /* arrived, not opened */
    struct item *waiting, **waiting_end;   /* opened; a caller's second item waits for the next batch */
    size_t parcels_count, waiting_count, parcels_max;
    int turns; /* in the queue or running */
    int running;
};

struct gathering *gathering_create(size_t messages_max)
{
    struct gathering *gathering = calloc(1, sizeof *gathering);
    pthread_condattr_t monotonic;

    if (!gathering)
        abort();
    pthread_mutex_init(&gathering->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&gathering->grown, &monotonic);
    pthread_condattr_destroy(&monotonic);
    gathering->parcels_end = &gathering->parcels;
    gathering->waiting_end = &gathering->waiting;
    gathering->parcels_max = messages_max;
    return gathering;
}

void gathering_destroy(struct gathering *gathering)
{
    if (!gathering)
        return;
    pthread_cond_destroy(&gathering->grown);
    pthread_mutex_destroy(&gathering->mutex);
    free(gathering);
}

size_t gathering_length(struct gathering *gathering)
{
    size_t length;

    pthread_mutex_lock(&gathering->mutex);
    length = gathering->parcels_count + gathering->waiting_count;
    pthread_mutex_unlock(&gathering->mutex);
    return length;
}

int64_t gathering_waits_us(struct gathering *gathering, size_t items_min, int64_t now_us)
{
    int64_t arrived_us = now_us;

    pthread_mutex_lock(&gathering->mutex);
    if (gathering->parcels_count + gathering->waiting_count >= items_min)
        arrived_us = gathering->waiting ? gathering->waiting->parcel->arrived_us : gathering->parcels->arrived_us;
    pthread_mutex_unlock(&gathering->mutex);
    return now_us - arrived_us;
}

/* ---- what arrives; all of these under the mutex ---- */

/* One more turn is wanted when something is left and fewer than BATCHES_MAX see to it. */
static bool want_turn(struct gathering *gathering)
{
    if ((!gathering->parcels && !gathering->waiting) || gathering->turns >= BATCHES_MAX)
        return false;
    gathering->turns++;
    return true;
}

static void push_parcel(struct gathering *gathering, struct parcel *parcel)
{
    *gathering->parcels_end = parcel;
    gathering->parcels_end = &parcel->next;
    gathering->parcels_count++;
}

static struct parcel *pop_parcel(struct gathering *gathering)
{
    struct parcel *parcel = gathering->parcels;

    if (!parcel)
        return NULL;
    gathering->parcels = parcel->next;
    if (!gathering->parcels)
        gathering->parcels_end = &gathering->parcels;
    gathering->parcels_count--;
    return parcel;
}

static void push_item(struct gathering *gathering, struct item *item)
{
    item->next = NULL;
    *gathering->waiting_end = item;
    gathering->waiting_end = &item->next;
    gathering->waiting_count++;
}

bool gathering_add(struct gathering *gathering, natsMsg *message, int64_t arrived_us, bool *ret_turn)
{
    struct parcel *parcel = parcel_new(message, arrived_us);
    bool room;

    pthread_mutex_lock(&gathering->mutex);
    room = gathering->parcels_count + gathering->waiting_count < gathering->parcels_max;
    if (room) {
        push_parcel(gathering, parcel);
        *ret_turn = want_turn(gathering);
        pthread_cond_signal(&gathering->grown);
    }
    pthread_mutex_unlock(&gathering->mutex);
    if (!room)
        parcel_drop(parcel);
    return room;
}

/* ---- a turn ---- */

/* The parcels of one batch, opened outside the mutex. */
static void open_parcels(struct gathering *gathering, struct endpoint *endpoint, struct runtime *runtime)
{
    struct parcel *parcel;

    for (int opened = 0; opened < BATCH_ITEMS_MAX && (parcel = pop_parcel(gathering)); opened++) {
        bool left;

        pthread_mutex_unlock(&gathering->mutex);
        parcel_open(parcel, endpoint, runtime, &left);
        pthread_mutex_lock(&gathering->mutex);
        for (size_t i = 0; left && i < parcel->count; i++) {
            if (!parcel->items[i].settled)
                push_item(gathering, &parcel->items[i]);
        }
    }
}

/* Beside another batch only a big one is worth its commit; a small one grows, until the other ends, for at most
 * BATCH_GATHER_MS_MAX. */
static void gather(struct gathering *gathering, struct endpoint *endpoint, struct runtime *runtime)
{
    int64_t until_ms = clock_mono_ms() + BATCH_GATHER_MS_MAX;
    struct timespec until = { .tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000 };
    bool in_time = true;

    open_parcels(gathering, endpoint, runtime);
    while (in_time && gathering->running > 1 && gathering->waiting_count < BATCH_BESIDE_ITEMS_MIN) {
        in_time = pthread_cond_timedwait(&gathering->grown, &gathering->mutex, &until) != ETIMEDOUT;
        open_parcels(gathering, endpoint, runtime);
    }
}

/* True when this caller is new in the set. */
static bool callers_add(const char *callers[CALLERS_SLOTS], const char *caller)
{
    uint32_t hash = 2166136261u;

    for (const char *c = caller; *c; c++)
        hash = (hash ^ (uint8_t)*c) * 16777619u;
    for (uint32_t i = hash & (CALLERS_SLOTS - 1);; i = (i + 1) & (CALLERS_SLOTS - 1)) {
        if (!callers[i]) {
            callers[i] = caller;
            return true;
        }
        if (strcmp(callers[i], caller) == 0)
            return false;
    }
}

/* Oldest first, at most one item a caller. */
static size_t pick(struct gathering *gathering, struct item *items[BATCH_ITEMS_MAX])
{
    const char *callers[CALLERS_SLOTS] = { NULL };
    struct item **link = &gathering->waiting, *item;
    size_t count = 0;

    while ((item = *link) && count < BATCH_ITEMS_MAX) {
        if (!callers_add(callers, request_caller_id(&item->request))) {
            link = &item->next;
            continue;
        }
        *link = item->next;
        if (!*link)
            gathering->waiting_end = link;
        gathering->waiting_count--;
        items[count++] = item;
    }
    return count;
}

void gathering_turn_away(struct gathering *gathering, struct endpoint *endpoint, struct runtime *runtime,
                         struct status status)
{
    struct item *item, *next;
    struct arena scratch;

    pthread_mutex_lock(&gathering->mutex);
    while (gathering->parcels_count > 0)
        open_parcels(gathering, endpoint, runtime);
    item = gathering->waiting;
    gathering->waiting = NULL;
    gathering->waiting_end = &gathering->waiting;
    gathering->waiting_count = 0;
    pthread_mutex_unlock(&gathering->mutex);
    arena_init(&scratch, ARENA_BYTES_MAX);
    for (; item; item = next) {
        next = item->next; /* with the last one of its parcel the item goes */
        item_settle(item, runtime, &scratch, status, NULL);
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
}

void gathering_turn(struct endpoint *endpoint, struct runtime *runtime, bool *ret_turn)
{
    struct gathering *gathering = endpoint->gathering;
    struct item *items[BATCH_ITEMS_MAX];
    size_t count;

    pthread_mutex_lock(&gathering->mutex);
    gathering->running++;
    gather(gathering, endpoint, runtime);
    count = pick(gathering, items);
    pthread_mutex_unlock(&gathering->mutex);

    if (count > 0)
        batch_run(endpoint, runtime, items, count);

    pthread_mutex_lock(&gathering->mutex);
    gathering->running--;
    gathering->turns--;
    pthread_cond_signal(&gathering->grown);
    *ret_turn = want_turn(gathering);
    pthread_mutex_unlock(&gathering->mutex);
}
