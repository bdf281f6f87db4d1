/* One delivery of one event: effect and inbox row in one transaction, then the acknowledgement. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/crypto.h"
#include "base/log.h"
#include "events/consumers.h"
#include "rpc/runtime.h"
#include "rpc/wire.h"

#define UNDECODABLE  CODE_INVALID_ARGUMENT, "UNDECODABLE"
#define DELAY_MS_MIN 1000

/* An event as it arrived, from the stream or from the table of dead letters. */
struct arrival {
    struct durable *durable;
    struct event_info event;
    const char *traceparent;
    const uint8_t *payload;
    size_t bytes;
    int attempts;
    uint64_t stream_seq;
    bool replay; /* it comes from the table of dead letters */
};

/* ---- reading ---- */

/* Whatever publishes without an id gets one from its bytes: the same message, the same id. */
static const char *digest_id(struct arena *arena, const struct delivery *delivery)
{
    uint8_t digest[SHA256_BYTES];
    char *hex = arena_alloc(arena, ID_CHARS + 1);
    sha256(natsMsg_GetData(delivery->message), (size_t)natsMsg_GetDataLength(delivery->message), digest);
    hex_encode(digest, ID_CHARS / 2, hex);
    return hex;
}

static struct arrival arrival_of(struct arena *arena, const struct delivery *delivery)
{
    natsMsg *message = delivery->message;
    const char *id = message_header(message, HEADER_MESSAGE_ID), *time = message_header(message, HEADER_TIME);
    char *trace = arena_alloc(arena, TRACEPARENT_BYTES);
    struct arrival arrival = {
        .durable = delivery->durable,
        .event = { .id = id_valid(id) ? id : digest_id(arena, delivery),
                   .type = delivery->durable->handler->type->name,
                   .aggregate_id = message_header(message, HEADER_AGGREGATE),
                   .version = strtoll(message_header(message, HEADER_VERSION), NULL, 10) },
        .traceparent = trace,
        .payload = (const uint8_t *)natsMsg_GetData(message),
        .bytes = (size_t)natsMsg_GetDataLength(message),
        .attempts = delivery->attempts,
        .stream_seq = delivery->stream_seq,
    };
    if (time_parse_rfc3339(time, strlen(time), &arrival.event.time_us) != 0)
        arrival.event.time_us = 0;
    trace_child(message_header(message, HEADER_TRACEPARENT), trace);
    return arrival;
}

/* ---- handling ---- */

static struct status enter_inbox(struct call *call, const struct arrival *arrival, bool *ret_new)
{
    int64_t added;
    TRY(db_exec_count(call->tx, &added, "insert into inbox (event_id, consumer) values ($1, $2) on conflict do nothing",
                      db_text(arrival->event.id), db_text(arrival->durable->name)));
    *ret_new = added == 1;
    return OK;
}

static struct status leave_dead_letters(struct call *call, const struct arrival *arrival)
{
    return db_exec(call->tx, "delete from dead_letters where consumer = $1 and event_id = $2",
                   db_text(arrival->durable->name), db_text(arrival->event.id));
}

static struct status handle_in_transaction(struct call *call, const struct arrival *arrival, const void *event,
                                           bool *ret_new)
{
    TRY(enter_inbox(call, arrival, ret_new));
    CRASH_POINT(consumer, inbox_written);
    if (*ret_new)
        TRY(arrival->durable->handler->handle(call, event));
    if (arrival->replay || arrival->attempts > EVENT_ATTEMPTS_MAX)
        TRY(leave_dead_letters(call, arrival));
    return call_commit(call);
}

static struct status handle(struct runtime *runtime, struct arena *arena, const struct arrival *arrival, bool *ret_new)
{
    struct call call;
    void *event = message_unpack(arena, arrival->durable->handler->type, arrival->payload, arrival->bytes);

    if (!event)
        return fail(UNDECODABLE, "%zu bytes that are no %s", arrival->bytes, arrival->event.type);
    call_init(&call, runtime, arena, runtime_now_ms(runtime) + CONSUMER_DEADLINE_MS);
    call.event = &arrival->event;
    call.traceparent = arrival->traceparent;
    struct status status = call_begin(&call);
    if (ok(status))
        status = handle_in_transaction(&call, arrival, event, ret_new);
    call_finish(&call);
    return status;
}

/* ---- the end of the line ---- */

static struct status bury(struct runtime *runtime, struct arena *arena, const struct arrival *arrival,
                          struct status why)
{
    struct id id = id_new();
    return db_run(
        runtime->db, arena, NULL,
        "insert into dead_letters (id, consumer, event_id, type, aggregate_id, version, event_time, payload, "
        "traceparent,"
        " stream_seq, attempts, reason, detail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        " on conflict (consumer, event_id) do update set attempts = excluded.attempts, reason = excluded.reason,"
        " detail = excluded.detail, state = 'DEAD', dead_at = now()",
        db_text(id.text), db_text(arrival->durable->name), db_text(arrival->event.id), db_text(arrival->event.type),
        db_text(arrival->event.aggregate_id), db_int(arrival->event.version), db_time(arrival->event.time_us),
        db_bytes(arrival->payload, arrival->bytes), db_text(arrival->traceparent), db_int((int64_t)arrival->stream_seq),
        db_int(arrival->attempts), db_text(why.reason), db_text(why.text ? why.text : ""));
}

/* What another minute may cure is no fault of the event. */
static bool in_passing(struct status status)
{
    return status.code == CODE_UNAVAILABLE || status.code == CODE_ABORTED || status.code == CODE_DEADLINE_EXCEEDED ||
           status.code == CODE_RESOURCE_EXHAUSTED;
}

static bool given_up(const struct arrival *arrival, struct status status)
{
    if (failed_with(status, UNDECODABLE))
        return true;
    return arrival->attempts >= (in_passing(status) ? EVENT_ATTEMPTS_LONG_MAX : EVENT_ATTEMPTS_MAX);
}

static enum settlement settlement_of(struct runtime *runtime, struct arena *arena, const struct arrival *arrival,
                                     struct status status)
{
    if (ok(status))
        return SETTLE_ACK;
    if (!given_up(arrival, status))
        return SETTLE_LATER;
    struct status buried = bury(runtime, arena, arrival, status);
    if (!ok(buried))
        return SETTLE_LATER;
    CRASH_POINT(consumer, buried_not_ended);
    atomic_fetch_add(&arrival->durable->dead, 1);
    return SETTLE_TERM;
}

/* ---- telling ---- */

static void count(struct durable *durable, struct status status, bool new)
{
    if (!ok(status))
        atomic_fetch_add(&durable->failed, 1);
    else if (new)
        atomic_fetch_add(&durable->handled, 1);
    else
        atomic_fetch_add(&durable->repeated, 1);
}

static void tell(const struct arrival *arrival, struct status status, enum settlement settlement, int64_t ms)
{
    char trace_id[33];
    trace_id_of(arrival->traceparent, trace_id);
    log_trace_set(trace_id);
    const struct log_field fields[] = {
        LOG_STR("consumer", arrival->durable->name),
        LOG_STR("event", arrival->event.id),
        LOG_INT("attempt", arrival->attempts),
        LOG_INT("ms", ms),
        LOG_STR("outcome", ok(status) ? "OK" : status.reason),
        LOG_STR("detail", status.text ? status.text : ""),
    };
    enum log_level level = settlement == SETTLE_TERM ? LOG_ERROR : ok(status) ? LOG_INFO : LOG_WARN;
    log_write(level, settlement == SETTLE_TERM ? "event is a dead letter" : "event", fields, ok(status) ? 5 : 6);
    log_trace_set(NULL);
}

/* 1 s, 2 s, 4 s … 5 min, and up to a quarter more, so that what failed together does not come back together. */
static int64_t delay_ms(int attempts)
{
    int64_t ms = EVENT_DELAY_MS_MAX;
    uint16_t random;
    if (attempts < 10 && (DELAY_MS_MIN << (attempts - 1)) < ms)
        ms = DELAY_MS_MIN << (attempts - 1);
    random_bytes(&random, sizeof random);
    return ms + ms * (random % 256) / 1024;
}

static void settle(struct runtime *runtime, const struct delivery *delivery, enum settlement settlement)
{
    char text[64];
    switch (settlement) {
    case SETTLE_ACK:
        snprintf(text, sizeof text, "+ACK");
        break;
    case SETTLE_TERM:
        snprintf(text, sizeof text, "+TERM");
        break;
    case SETTLE_LATER:
        snprintf(text, sizeof text, "-NAK {\"delay\": %" PRId64 "000000}", delay_ms(delivery->attempts));
        break;
    }
    /* A settlement that is lost lets the message come again. */
    struct status status = bus_publish(runtime->options.bus, delivery->settle, text, strlen(text));
    if (!ok(status))
        log_debug("not settled", LOG_STR("error", status.text));
}

void delivery_handle(struct runtime *runtime, struct arena *arena, const struct delivery *delivery)
{
    int64_t before_ms = clock_mono_ms();
    struct arrival arrival = arrival_of(arena, delivery);
    bool new = false;

    struct status status = handle(runtime, arena, &arrival, &new);
    if (ok(status))
        CRASH_POINT(consumer, committed_not_acked);
    enum settlement settlement = settlement_of(runtime, arena, &arrival, status);
    settle(runtime, delivery, settlement);
    count(delivery->durable, status, new);
    tell(&arrival, status, settlement, clock_mono_ms() - before_ms);
}

/* ---- replay ---- */

static struct durable *durable_named(struct consumers *consumers, const char *name)
{
    for (size_t i = 0; i < consumers->count; i++)
        if (strcmp(consumers->durables[i].name, name) == 0)
            return &consumers->durables[i];
    return NULL;
}

static struct status take_replay(struct consumers *consumers, struct runtime *runtime, struct arena *arena,
                                 struct arrival *ret_arrival, bool *ret_found)
{
    const char **names = arena_array(arena, const char *, consumers->count + 1);
    struct rows *rows;
    for (size_t i = 0; i < consumers->count; i++)
        names[i] = consumers->durables[i].name;
    /* Taken by setting it back: whoever dies now leaves it dead, for another replay. */
    TRY(db_run(
        runtime->db, arena, &rows,
        "update dead_letters set state = 'DEAD', attempts = attempts + 1 where id = (select id from dead_letters"
        "  where state = 'REPLAY' and consumer = any ($1::text[]) order by id limit 1 for update skip locked)"
        " returning consumer, event_id, aggregate_id, version, event_time, traceparent, stream_seq, attempts, payload",
        db_texts(names, consumers->count)));
    *ret_found = rows_count(rows) == 1;
    if (!*ret_found)
        return OK;
    struct durable *durable = durable_named(consumers, rows_text(rows, 0, 0));
    *ret_arrival = (struct arrival){
        .durable = durable,
        .event = { .id = rows_text(rows, 0, 1),
                   .type = durable->handler->type->name,
                   .aggregate_id = rows_text(rows, 0, 2),
                   .version = rows_int(rows, 0, 3),
                   .time_us = rows_time_us(rows, 0, 4) },
        .traceparent = rows_text(rows, 0, 5),
        .stream_seq = (uint64_t)rows_int(rows, 0, 6),
        .attempts = (int)rows_int(rows, 0, 7),
        .replay = true,
    };
    ret_arrival->payload = rows_bytes(rows, 0, 8, &ret_arrival->bytes);
    return OK;
}

struct status delivery_replay(struct consumers *consumers, struct runtime *runtime, struct arena *arena,
                              bool *ret_found)
{
    struct arrival arrival;
    bool new = false;
    int64_t before_ms = clock_mono_ms();

    TRY(take_replay(consumers, runtime, arena, &arrival, ret_found));
    if (!*ret_found)
        return OK;
    CRASH_POINT(consumer, replay_taken);
    struct status status = handle(runtime, arena, &arrival, &new);
    if (!ok(status))
        TRY(bury(runtime, arena, &arrival, status));
    count(arrival.durable, status, new);
    tell(&arrival, status, ok(status) ? SETTLE_ACK : SETTLE_TERM, clock_mono_ms() - before_ms);
    return OK;
}
