/* Deliveries of events: effects and inbox rows in one transaction, then the acknowledgements. Several share one while
 * all goes well: a commit costs the same for one and for many. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/crypto.h"
#include "base/log.h"
#include "events/consumers.h"
#include "events/span.h"
#include "rpc/runtime.h"
#include "rpc/wire.h"

#define UNDECODABLE  CODE_INVALID_ARGUMENT, "UNDECODABLE"
#define DELAY_MS_MIN 1000

/* An event as it arrived, from the stream or from the table of dead letters. */
struct arrival {
    struct durable *durable;
    struct event_info event;
    const char *traceparent; /* of its handling */
    const char *parent;      /* as it came */
    const uint8_t *payload;
    size_t bytes;
    int attempts;
    int64_t began_us;
    uint64_t stream_seq;
    const char *settle; /* subject that acknowledges it */
    bool new;           /* the inbox had no row of it */
    bool replay;        /* it comes from the table of dead letters */
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
        .parent = message_header(message, HEADER_TRACEPARENT),
        .payload = (const uint8_t *)natsMsg_GetData(message),
        .bytes = (size_t)natsMsg_GetDataLength(message),
        .attempts = delivery->attempts,
        .stream_seq = delivery->stream_seq,
        .settle = delivery->settle,
    };
    if (time_parse_rfc3339(time, strlen(time), &arrival.event.time_us) != 0)
        arrival.event.time_us = 0;
    trace_child(arrival.parent, trace);
    return arrival;
}

/* ---- handling ---- */

/* Of two deliveries of one event the first is new. */
static void mark_new(struct arrival *list, size_t count, const char *event_id, const char *consumer)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].event.id, event_id) == 0 && strcmp(list[i].durable->name, consumer) == 0) {
            list[i].new = true;
            return;
        }
}

static struct status enter_inbox(struct call *call, struct arrival *list, size_t count)
{
    const char **ids = arena_array(call->arena, const char *, count);
    const char **consumers = arena_array(call->arena, const char *, count);
    struct rows *rows;

    for (size_t i = 0; i < count; i++) {
        ids[i] = list[i].event.id;
        consumers[i] = list[i].durable->name;
        list[i].new = false;
    }
    TRY(db_query(call->tx, &rows,
                 "insert into inbox (event_id, consumer) select * from unnest($1::text[], $2::text[])"
                 " on conflict do nothing returning event_id, consumer",
                 db_texts(ids, count), db_texts(consumers, count)));
    for (int r = 0; r < rows_count(rows); r++)
        mark_new(list, count, rows_text(rows, r, 0), rows_text(rows, r, 1));
    return OK;
}

/* What still comes may come once more: the relay sends the newest events of a quiet service again at each start of
 * NATS, for as long as nothing newer happens. */
static struct status stay_in_inbox(struct call *call, const struct arrival *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!list[i].new)
            TRY(db_ask(call->tx, NULL,
                       "update inbox set handled_at = now() where event_id = $1 and consumer = $2"
                       " and handled_at < now() - interval '1 day'",
                       db_text(list[i].event.id), db_text(list[i].durable->name)));
    return OK;
}

/* Whose turn does not come in this transaction. */
static struct status leave_inbox(struct call *call, const struct arrival *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].new)
            TRY(db_ask(call->tx, NULL, "delete from inbox where event_id = $1 and consumer = $2",
                       db_text(list[i].event.id), db_text(list[i].durable->name)));
    return OK;
}

static struct status leave_dead_letters(struct call *call, const struct arrival *arrival)
{
    return db_exec(call->tx, "delete from dead_letters where consumer = $1 and event_id = $2",
                   db_text(arrival->durable->name), db_text(arrival->event.id));
}

/* Its row is in the inbox. */
static struct status handle_one(struct call *call, const struct arrival *arrival)
{
    void *event = message_unpack(call->arena, arrival->durable->handler->type, arrival->payload, arrival->bytes);

    if (!event)
        return fail(UNDECODABLE, "%zu bytes that are no %s", arrival->bytes, arrival->event.type);
    call->event = &arrival->event;
    call->traceparent = arrival->traceparent;
    call->_hints_count = 0; /* each may send as many as alone */
    if (arrival->new)
        TRY(arrival->durable->handler->handle(call, event));
    if (arrival->replay || arrival->attempts > EVENT_ATTEMPTS_MAX)
        TRY(leave_dead_letters(call, arrival));
    return OK;
}

static bool has_room(const struct call *call, int64_t until_ms)
{
    return clock_mono_ms() < until_ms && call->arena->bytes_used < CONSUMER_BATCH_BYTES_MAX;
}

static struct status handle_in_transaction(struct call *call, struct arrival *list, size_t count, size_t *tried)
{
    int64_t until_ms = clock_mono_ms() + CONSUMER_BATCH_MS_MAX;
    struct status entered = enter_inbox(call, list, count);

    if (entered.code == CODE_ABORTED) /* somebody else has one of them under way */
        *tried = count;
    TRY(entered);
    TRY(stay_in_inbox(call, list, count));
    CRASH_POINT(consumer, inbox_written);
    do {
        TRY(handle_one(call, &list[(*tried)++]));
    } while (*tried < count && has_room(call, until_ms));
    TRY(leave_inbox(call, list + *tried, count - *tried));
    return call_commit(call);
}

/* *ret_tried: how many of them have taken effect, or could have kept the others from it; 0: nothing was tried. */
static struct status handle(struct runtime *runtime, struct arena *arena, struct arrival *list, size_t count,
                            size_t *ret_tried)
{
    struct call call;

    *ret_tried = 0;
    call_init(&call, runtime, arena, runtime_now_ms(runtime) + CONSUMER_DEADLINE_MS);
    struct status status = call_begin_unwaited(&call);
    if (ok(status))
        status = handle_in_transaction(&call, list, count, ret_tried);
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

static void count_outcome(const struct arrival *arrival, struct status status, int64_t now_us)
{
    struct durable *durable = arrival->durable;
    if (!ok(status)) {
        atomic_fetch_add(&durable->failed, 1);
    } else if (arrival->new) {
        atomic_fetch_add(&durable->handled, 1);
        if (arrival->event.time_us)
            histogram_observe(&durable->delay, now_us - arrival->event.time_us);
    } else {
        atomic_fetch_add(&durable->repeated, 1);
    }
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
    event_handled(&arrival->event, arrival->traceparent, arrival->parent, arrival->durable->name, status,
                  clock_mono_us() - arrival->began_us);
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

/* Over the connection that gathers: words come by the dozen, and nobody waits for them. One that is lost lets the
 * message come again. */
static void say(struct runtime *runtime, const struct arrival *arrival, const char *word)
{
    struct status status = bus_publish(runtime->options.streams, arrival->settle, word, strlen(word));
    if (!ok(status))
        log_debug("not settled", LOG_STR("error", status.text));
}

static void settle(struct runtime *runtime, const struct arrival *arrival, enum settlement settlement)
{
    char later[64];
    switch (settlement) {
    case SETTLE_ACK:
        say(runtime, arrival, "+ACK");
        break;
    case SETTLE_TERM:
        say(runtime, arrival, "+TERM");
        break;
    case SETTLE_LATER:
        snprintf(later, sizeof later, "-NAK {\"delay\": %" PRId64 "000000}", delay_ms(arrival->attempts));
        say(runtime, arrival, later);
        break;
    }
}

/* ---- a round ---- */

/* Deliveries that came together; those before `next` are settled. */
struct round {
    struct runtime *runtime;
    struct arena work; /* of one transaction */
    struct arrival *list;
    size_t count, next;
    int64_t kept_ms;
};

/* Those that have waited for their turn: the server would think them lost. */
static void keep_rest(struct round *round)
{
    if (clock_mono_ms() - round->kept_ms < CONSUMER_KEEP_MS)
        return;
    for (size_t i = round->next; i < round->count; i++)
        say(round->runtime, &round->list[i], "+WPI");
    round->kept_ms = clock_mono_ms();
}

static void finish_next(struct round *round, struct status status, int64_t before_ms)
{
    struct arrival *arrival = &round->list[round->next++];
    enum settlement settlement = settlement_of(round->runtime, &round->work, arrival, status);

    settle(round->runtime, arrival, settlement);
    count_outcome(arrival, status, runtime_now_ms(round->runtime) * US_PER_MS);
    tell(arrival, status, settlement, clock_mono_ms() - before_ms);
}

/* Handles so many of the next; those that share its outcome are settled. Returns how many must still go alone. */
static size_t handle_next(struct round *round, size_t count)
{
    int64_t before_ms = clock_mono_ms();
    size_t tried;

    keep_rest(round);
    for (size_t i = 0; i < count; i++)
        round->list[round->next + i].began_us = clock_mono_us();
    struct status status = handle(round->runtime, &round->work, &round->list[round->next], count, &tried);
    if (ok(status))
        CRASH_POINT(consumer, committed_not_acked);
    else if (tried > 1)
        log_debug("events go one by one", LOG_INT("events", (int64_t)tried), LOG_STR("reason", status.reason));
    bool alone = !ok(status) && tried > 1;
    size_t settled = tried ? tried : round->count - round->next; /* no database: the others need not try */
    for (size_t i = 0; i < settled && !alone; i++)
        finish_next(round, status, before_ms);
    arena_reset(&round->work);
    return alone ? tried : 0;
}

static void handle_together(struct round *round)
{
    size_t alone = handle_next(round, round->count - round->next);
    size_t until = round->next + alone;

    while (round->next < until)
        handle_next(round, 1);
}

/* What waits to come again comes by its number; a power cut may have taken it, and the number was given to another
 * event since. That one's own durables have it. */
static bool is_meant(const struct delivery *delivery)
{
    const char *subject = natsMsg_GetSubject(delivery->message);

    return strncmp(subject, "evt.", 4) == 0 && strcmp(subject + 4, delivery->durable->handler->type->name) == 0;
}

static void add_to_round(struct round *round, struct arena *arena, const struct delivery *delivery)
{
    struct arrival arrival = arrival_of(arena, delivery);

    if (is_meant(delivery)) {
        round->list[round->count++] = arrival;
        return;
    }
    log_warn("another event came in its place", LOG_STR("consumer", delivery->durable->name),
             LOG_STR("event", arrival.event.id), LOG_STR("subject", natsMsg_GetSubject(delivery->message)));
    settle(round->runtime, &arrival, SETTLE_TERM);
}

void delivery_handle(struct runtime *runtime, struct arena *arena, const struct delivery *list, size_t count)
{
    struct round round = { .runtime = runtime, .kept_ms = clock_mono_ms() };

    round.list = arena_array(arena, struct arrival, count);
    for (size_t i = 0; i < count; i++)
        add_to_round(&round, arena, &list[i]);
    arena_init(&round.work, ARENA_BYTES_MAX + CONSUMER_BATCH_BYTES_MAX); /* the last one has as much as alone */
    while (round.next < round.count)
        handle_together(&round);
    arena_finish(&round.work);
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
    char *trace = arena_alloc(arena, TRACEPARENT_BYTES);
    *ret_arrival = (struct arrival){
        .durable = durable,
        .event = { .id = rows_text(rows, 0, 1),
                   .type = durable->handler->type->name,
                   .aggregate_id = rows_text(rows, 0, 2),
                   .version = rows_int(rows, 0, 3),
                   .time_us = rows_time_us(rows, 0, 4) },
        .traceparent = trace,
        .parent = rows_text(rows, 0, 5),
        .began_us = clock_mono_us(),
        .stream_seq = (uint64_t)rows_int(rows, 0, 6),
        .attempts = (int)rows_int(rows, 0, 7),
        .replay = true,
    };
    trace_child(ret_arrival->parent, trace);
    ret_arrival->payload = rows_bytes(rows, 0, 8, &ret_arrival->bytes);
    return OK;
}

struct status delivery_replay(struct consumers *consumers, struct runtime *runtime, struct arena *arena,
                              bool *ret_found)
{
    struct arrival arrival;
    size_t tried;
    int64_t before_ms = clock_mono_ms();

    TRY(take_replay(consumers, runtime, arena, &arrival, ret_found));
    if (!*ret_found)
        return OK;
    CRASH_POINT(consumer, replay_taken);
    struct status status = handle(runtime, arena, &arrival, 1, &tried);
    if (!ok(status))
        TRY(bury(runtime, arena, &arrival, status));
    count_outcome(&arrival, status, runtime_now_ms(runtime) * US_PER_MS);
    tell(&arrival, status, ok(status) ? SETTLE_ACK : SETTLE_TERM, clock_mono_ms() - before_ms);
    return OK;
}
