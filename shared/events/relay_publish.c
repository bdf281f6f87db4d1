/* Rows are sent in a chain: each names the message behind which it belongs, and the stream takes it nowhere else. So the
 * last acknowledgement stands for all, a batch costs one round trip, and no event overtakes an older one of its aggregate.
 * When the stream's last message is not known, or a chain broke, a batch goes in waves: of each aggregate its first, and
 * when that is acknowledged its next. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "events/relay.h"
#include "events/span.h"

enum progress { WAITS, CHOSEN, SENT, ACKED, REFUSED };

struct row {
    struct event_info event;
    const char *traceparent;
    const uint8_t *payload;
    size_t payload_bytes;
    bool behind; /* the version before it is not published, or was not when we read */
    enum progress progress;
    uint64_t seq;
    int64_t sent_us;
    natsMsg *message; /* once it was sent, until all were */
};

/* «offset 0» keeps the question a look by key for each row that has one before it. Without, it becomes a list of all that
 * waits, made anew at every read: the longer the queue, the slower it moved. */
static struct status read_rows(struct relay *relay, struct row *list, int *ret_count)
{
    struct rows *rows;
    TRY(db_run(relay->db, &relay->arena, &rows,
               "with oldest as (select * from outbox where published_at is null order by id limit $1)"
               " select o.id, o.type, o.aggregate_id, o.version, o.created_at, o.traceparent, o.payload,"
               " o.version > 1 and exists (select from outbox p where p.aggregate_id = o.aggregate_id"
               "  and p.version = o.version - 1 and p.published_at is null offset 0)"
               " from oldest o order by o.aggregate_id, o.version",
               db_int(RELAY_ROWS_MAX)));
    *ret_count = rows_count(rows);
    for (int i = 0; i < *ret_count; i++) {
        list[i] = (struct row){
            .event = { .id = rows_id(rows, i, 0),
                       .type = rows_text(rows, i, 1),
                       .aggregate_id = rows_id(rows, i, 2),
                       .version = rows_int(rows, i, 3),
                       .time_us = rows_time_us(rows, i, 4) },
            .traceparent = rows_text(rows, i, 5),
            .behind = rows_bool(rows, i, 7),
        };
        list[i].payload = rows_bytes(rows, i, 6, &list[i].payload_bytes);
    }
    return OK;
}

/* ---- sending ---- */

/* An inbox of our own, under the prefix that our user may hear. */
static struct status open_inbox(struct relay *relay)
{
    char wildcard[sizeof relay->inbox + 4];

    if (relay->acks)
        return OK;
    snprintf(relay->inbox, sizeof relay->inbox, "%s.relay.%s", bus_inbox_prefix(relay->options.streams), id_new().text);
    snprintf(wildcard, sizeof wildcard, "%s.>", relay->inbox);
    natsStatus s = natsConnection_SubscribeSync(&relay->acks, bus_connection(relay->options.streams), wildcard);
    return s == NATS_OK ? OK : bus_failure(s, "listening for acknowledgements");
}

void relay_publish_finish(struct relay *relay)
{
    natsSubscription_Destroy(relay->acks);
    relay->acks = NULL;
    relay->chain_seq = 0;
}

/* `behind_id` as of event_message; `index` < 0: nobody waits for an answer to this one. */
static struct status send(struct relay *relay, struct row *row, int index, const char *behind_id)
{
    char reply[sizeof relay->inbox + 48], own[TRACEPARENT_BYTES];
    const char *traceparent = event_traceparent(row->traceparent, row->event.id, own);
    natsMsg *message;

    snprintf(reply, sizeof reply, "%s.%" PRIu64 ".%d", relay->inbox, relay->batch, index);
    TRY(event_message(&row->event, relay->source, traceparent, row->payload, row->payload_bytes,
                      index < 0 ? NULL : reply, behind_id, &message));
    natsMsg_Destroy(row->message); /* of a chain that broke */
    row->message = message;
    natsStatus s = natsConnection_PublishMsg(bus_connection(relay->options.streams), message);
    if (s != NATS_OK)
        return bus_failure(s, row->event.type);
    row->progress = SENT;
    row->sent_us = clock_mono_us();
    return OK;
}

/* `enough`: how far the version before it must have come. */
static bool ready(const struct row *list, int i, enum progress enough)
{
    const struct row *row = &list[i], *before = i > 0 ? row - 1 : NULL;
    if (row->progress != WAITS)
        return false;
    if (before && strcmp(before->event.aggregate_id, row->event.aggregate_id) == 0 &&
        before->event.version == row->event.version - 1)
        return before->progress == enough;
    return !row->behind;
}

/* ---- acknowledgements ---- */

/* Which row an answer belongs to; NULL when it belongs to an earlier batch. */
static struct row *row_of(struct relay *relay, natsMsg *message, struct row *list, int count)
{
    uint64_t batch;
    int index;
    const char *tail = natsMsg_GetSubject(message) + strlen(relay->inbox);
    if (sscanf(tail, ".%" SCNu64 ".%d", &batch, &index) != 2 || batch != relay->batch || index < 0 || index >= count)
        return NULL;
    return list[index].progress == SENT ? &list[index] : NULL;
}

/* Counts *open down when it is an answer that was waited for. */
static void take_ack(struct relay *relay, natsMsg *message, struct row *list, int count, int *open)
{
    struct row *row = row_of(relay, message, list, count);
    if (!row)
        return;
    struct status status = puback_read(message, &row->seq);
    row->progress = ok(status) ? ACKED : REFUSED;
    --*open;
    if (!ok(status))
        log_debug("event refused", LOG_STR("type", row->event.type), LOG_STR("id", row->event.id),
                  LOG_STR("error", status.text));
}

static struct status collect(struct relay *relay, struct row *list, int count, int open, int64_t deadline_ms)
{
    while (open > 0) {
        natsMsg *message = NULL;
        int64_t left_ms = deadline_ms - clock_mono_ms();
        if (left_ms <= 0)
            return fail(TIMED_OUT, "%d events were not acknowledged", open);
        natsStatus s = natsSubscription_NextMsg(&message, relay->acks, left_ms);
        if (s == NATS_NO_RESPONDERS) { /* no stream takes it; which row it was is not told, it stays unacknowledged */
            open--;
            continue;
        }
        if (s != NATS_OK)
            return bus_failure(s, "waiting for acknowledgements");
        take_ack(relay, message, list, count, &open);
        natsMsg_Destroy(message);
    }
    return OK;
}

/* ---- in waves: each with its acknowledgement ---- */

static struct status send_wave(struct relay *relay, struct row *list, int count, int *ret_sent)
{
    *ret_sent = 0;
    for (int i = 0; i < count; i++) {
        if (!ready(list, i, ACKED))
            continue;
        TRY(send(relay, &list[i], i, NULL));
        ++*ret_sent;
    }
    return OK;
}

static void keep_chain(struct relay *relay, const struct row *last)
{
    relay->chain_seq = last->seq;
    snprintf(relay->chain_id, sizeof relay->chain_id, "%s", last->event.id);
}

/* What the stream refused, and what stands behind it, waits for another time. */
static void learn_chain(struct relay *relay, const struct row *list, int count)
{
    const struct row *last = &list[0];

    relay->chain_seq = 0;
    for (int i = 0; i < count; i++) {
        if (list[i].progress == REFUSED)
            log_warn("event refused", LOG_STR("type", list[i].event.type), LOG_STR("id", list[i].event.id));
        if (list[i].progress != ACKED)
            return;
        last = list[i].seq > last->seq ? &list[i] : last;
    }
    keep_chain(relay, last);
}

static struct status send_in_waves(struct relay *relay, struct row *list, int count, int64_t deadline_ms)
{
    int sent;

    relay->batch++;
    do {
        TRY(send_wave(relay, list, count, &sent));
        TRY(collect(relay, list, count, sent, deadline_ms));
    } while (sent > 0);
    learn_chain(relay, list, count);
    return OK;
}

/* ---- in a chain: one acknowledgement for all ---- */

/* Chooses what can go, and returns its last row; -1: none. */
static int choose(struct row *list, int count)
{
    int last = -1;

    for (int i = 0; i < count; i++)
        if (ready(list, i, CHOSEN)) {
            list[i].progress = CHOSEN;
            last = i;
        }
    return last;
}

static struct status send_chosen(struct relay *relay, struct row *list, int last, uint64_t *seq)
{
    const char *behind = relay->chain_id;

    for (int i = 0; i <= last; i++) {
        if (list[i].progress != CHOSEN)
            continue;
        TRY(send(relay, &list[i], i == last ? i : -1, behind));
        list[i].seq = ++*seq;
        behind = list[i].event.id;
        if (i == 0 && last > 0)
            CRASH_POINT(outbox, half_sent);
    }
    return OK;
}

/* Each is taken only behind the one before it, so when the last one is where it must be, all are. Otherwise nothing is
 * known of any of them, and relay->chain_seq is 0. (A chain by sequences would not do: a stranger's message can take the
 * place of one that was refused.) */
static struct status send_in_chain(struct relay *relay, struct row *list, int count, int64_t deadline_ms)
{
    int last = choose(list, count);
    uint64_t last_seq = relay->chain_seq;
    bool whole;

    if (last < 0)
        return OK;
    relay->batch++;
    relay->chain_seq = 0;
    TRY(send_chosen(relay, list, last, &last_seq));
    TRY(collect(relay, list, count, 1, deadline_ms));
    whole = list[last].progress == ACKED && list[last].seq == last_seq;
    for (int i = 0; i <= last; i++)
        if (list[i].progress != WAITS)
            list[i].progress = whole ? ACKED : WAITS;
    if (whole)
        keep_chain(relay, &list[last]);
    return OK;
}

/* The library frees what is destroyed on a thread of its own, which is woken for it when it sleeps. One by one, each as it
 * was sent, that was a switch of threads an event. */
static void destroy_messages(struct row *list, int count)
{
    for (int i = 0; i < count; i++)
        natsMsg_Destroy(list[i].message);
}

/* After a broken chain all go again, and what is there already is told by its id. */
static struct status send_all(struct relay *relay, struct row *list, int count)
{
    int64_t deadline_ms = clock_mono_ms() + RELAY_ACK_MS_MAX;

    TRY(open_inbox(relay));
    if (relay->chain_seq)
        TRY(send_in_chain(relay, list, count, deadline_ms));
    return relay->chain_seq ? OK : send_in_waves(relay, list, count, deadline_ms);
}

/* ---- marking ---- */

static struct status mark(struct relay *relay, const struct row *list, int count, int *ret_marked)
{
    const char *ids[RELAY_ROWS_MAX];
    int64_t seqs[RELAY_ROWS_MAX];
    size_t acked = 0;

    for (int i = 0; i < count; i++) {
        if (list[i].progress != ACKED)
            continue;
        ids[acked] = list[i].event.id;
        seqs[acked++] = (int64_t)list[i].seq;
    }
    *ret_marked = (int)acked;
    if (acked == 0)
        return OK;
    CRASH_POINT(outbox, published_not_marked);
    TRY(db_run(relay->db, &relay->arena, NULL,
               "update outbox o set published_at = now(), stream_seq = a.seq"
               " from unnest($1::uuid[], $2::bigint[]) as a (id, seq) where o.id = a.id and o.published_at is null",
               db_ids(ids, acked), db_ints(seqs, acked)));
    atomic_fetch_add(&relay->published, acked);
    CRASH_POINT(outbox, marked);
    return OK;
}

/* Whoever dies before leaves a gap in a trace, nothing else. */
static void tell_traces(const struct row *list, int count)
{
    int64_t now_us = clock_mono_us();

    for (int i = 0; i < count; i++)
        if (list[i].progress == ACKED)
            event_published(&list[i].event, list[i].traceparent, now_us - list[i].sent_us);
}

struct status relay_publish(struct relay *relay, int *ret_read, int *ret_left)
{
    struct row *list = arena_array(&relay->arena, struct row, RELAY_ROWS_MAX);
    int marked;

    TRY(read_rows(relay, list, ret_read));
    struct status status = *ret_read ? send_all(relay, list, *ret_read) : OK;
    destroy_messages(list, *ret_read);
    TRY(mark(relay, list, *ret_read, &marked));
    tell_traces(list, *ret_read);
    *ret_left = *ret_read - marked;
    return status;
}
