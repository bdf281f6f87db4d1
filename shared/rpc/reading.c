#include "rpc/reading.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "rpc/fiber.h"
#include "rpc/parcel.h"

#define SHARED_ARENA_MAX (4 * ARENA_BYTES_MAX) /* of all who read together; a bound against accidents */
#define LOG_BYTES        8192                  /* lines of a pack that are written together */

/* A handler at work on one item. */
struct reader {
    struct fiber *fiber; /* made at first use */
    struct item *item;   /* NULL once it is settled */
    struct call call;
    void *out;
    struct status outcome;
    bool ended, let_down; /* let_down: by a statement that failed, maybe a neighbour's */
};

struct reading {
    struct runtime *runtime;
    struct arena arena; /* of all readers */
    struct reader readers[READERS_MAX], *current;
    int64_t started_us;
    int64_t now_us;       /* the snapshot's time */
    struct status answer; /* the first failure of the exchanges so far */
    char log[LOG_BYTES];
};

struct reading *reading_create(struct runtime *runtime)
{
    struct reading *reading = calloc(1, sizeof *reading);

    if (!reading)
        abort();
    reading->runtime = runtime;
    arena_init(&reading->arena, SHARED_ARENA_MAX);
    return reading;
}

void reading_destroy(struct reading *reading)
{
    if (!reading)
        return;
    for (int i = 0; i < READERS_MAX; i++)
        fiber_destroy(reading->readers[i].fiber);
    arena_finish(&reading->arena);
    free(reading);
}

/* ---- a reader ---- */

/* In its fiber: lets the others ask, too. */
static struct status wait_for_answer(void *data)
{
    struct reading *reading = data;
    struct reader *reader = reading->current;

    fiber_pause(reader->fiber);
    reader->call.now_us = reading->now_us;
    reader->let_down |= !ok(reading->answer);
    return reading->answer;
}

static void handle(void *data)
{
    struct reader *reader = data;
    const struct item *item = reader->item;
    const struct endpoint *endpoint = item->request.endpoint;

    reader->out = message_new(reader->call.arena, endpoint->output);
    reader->outcome = endpoint->operation->handle(&reader->call, item->in, reader->out);
}

static void reader_start(struct reading *reading, struct reader *reader, struct item *item, struct tx *tx)
{
    if (!reader->fiber)
        reader->fiber = fiber_create();
    *reader = (struct reader){ .fiber = reader->fiber, .item = item };
    call_init(&reader->call, reading->runtime, &reading->arena, item->request.deadline_ms);
    reader->call.caller = item->request.caller;
    reader->call.method = item->request.endpoint->method;
    reader->call.traceparent = item->request.traceparent;
    reader->call.tx = tx;
    fiber_set(reader->fiber, handle, reader);
}

/* The item must not be touched after it: with the last one its parcel goes. */
static void settle(struct reading *reading, struct item *item, struct status status, const void *out)
{
    char trace[33];

    status = answer_declared(item->request.endpoint, status);
    trace_id_of(item->request.traceparent, trace);
    log_trace_set(trace);
    answer_log(&item->request, status, item->parcel->arrived_us, reading->started_us);
    log_trace_set(NULL);
    item_settle(item, reading->runtime, &reading->arena, status, out);
}

/* ---- all of them ---- */

/* Each goes on until it needs an answer or has ended. True while one of them waits. */
static bool go_on(struct reading *reading, size_t count)
{
    bool waiting = false;

    for (size_t i = 0; i < count; i++) {
        struct reader *reader = reading->current = &reading->readers[i];

        if (reader->ended)
            continue;
        reader->ended = !fiber_go(reader->fiber);
        waiting |= !reader->ended;
        if (!reader->ended || reader->let_down)
            continue;
        settle(reading, reader->item, reader->outcome, reader->out);
        reader->item = NULL;
    }
    return waiting;
}

/* Settles those whose statements were answered. The others come first in `items`; returns how many. */
static size_t read_together(struct reading *reading, struct item **items, size_t count)
{
    const struct tx_turns turns = { wait_for_answer, reading };
    struct tx *tx = NULL;
    size_t left = 0;

    reading->answer = tx_begin_ask(reading->runtime->db, TX_READ_ONLY, &reading->arena, &tx, &reading->now_us);
    if (!ok(reading->answer))
        return count;
    tx_share(tx, &turns);
    for (size_t i = 0; i < count; i++)
        reader_start(reading, &reading->readers[i], items[i], tx);
    while (go_on(reading, count)) {
        if (ok(reading->answer))
            reading->answer = tx_answer(tx);
    }
    tx_rollback(tx); /* a snapshot needs no commit */
    for (size_t i = 0; i < count; i++) {
        if (reading->readers[i].item)
            items[left++] = reading->readers[i].item;
    }
    return left;
}

static void read_alone(struct reading *reading, struct item *item)
{
    struct status status = request_check_deadline(&item->request, reading->runtime);

    if (ok(status) && read_together(reading, &item, 1) == 0)
        return;
    settle(reading, item, ok(status) ? reading->answer : status, NULL);
}

static void read_items(struct reading *reading, struct item **items, size_t count)
{
    size_t left = read_together(reading, items, count);

    for (size_t i = 0; i < left; i++) {
        if (count > 1)
            read_alone(reading, items[i]);
        else
            settle(reading, items[i], reading->answer, NULL);
    }
    arena_reset(&reading->arena);
}

void reading_serve(struct reading *reading, struct endpoint *endpoint, natsMsg *message, int64_t arrived_us)
{
    struct parcel *parcel = parcel_new(message, arrived_us);
    struct item *items[PACK_ITEMS_MAX];
    size_t count = 0;
    bool left;

    reading->started_us = clock_mono_us();
    log_hold(reading->log, sizeof reading->log);
    parcel_open(parcel, endpoint, reading->runtime, &left);
    for (size_t i = 0; left && i < parcel->count; i++) {
        if (!parcel->items[i].settled)
            items[count++] = &parcel->items[i];
    }
    for (size_t i = 0; i < count; i += READERS_MAX)
        read_items(reading, &items[i], count - i < READERS_MAX ? count - i : READERS_MAX);
    log_release();
}
