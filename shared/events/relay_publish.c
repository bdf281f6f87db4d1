/* Rows are sent in waves: of each aggregate its first, and when that is acknowledged its next. So a batch costs as many
 * round trips as its busiest aggregate has events, and no event overtakes an older one of its aggregate. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "events/relay.h"

enum progress { WAITS, SENT, ACKED, REFUSED };

struct row {
    struct event_info event;
    const char *traceparent;
    const uint8_t *payload;
    size_t payload_bytes;
    bool behind; /* the version before it is not published, or was not when we read */
    enum progress progress;
    uint64_t seq;
};

static struct status read_rows(struct relay *relay, struct row *list, int *ret_count)
{
    struct rows *rows;
    TRY(db_run(relay->db, &relay->arena, &rows,
               "with oldest as (select * from outbox where published_at is null order by id limit $1)"
               " select o.id, o.type, o.aggregate_id, o.version, o.created_at, o.traceparent, o.payload,"
               " exists (select from outbox p where p.aggregate_id = o.aggregate_id and p.version = o.version - 1"
               "  and p.published_at is null), extract(epoch from now() - min(o.created_at) over ())::bigint"
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
    atomic_store(&relay->waiting_s, *ret_count ? rows_int(rows, 0, 8) : 0);
    return OK;
}

/* ---- sending ---- */

/* An inbox of our own, under the prefix that our user may hear. */
static struct status open_inbox(struct relay *relay)
{
    char wildcard[sizeof relay->inbox + 4];
    if (relay->acks)
        return OK;
    snprintf(relay->inbox, sizeof relay->inbox, "%s.relay.%s", bus_inbox_prefix(relay->options.bus), id_new().text);
    snprintf(wildcard, sizeof wildcard, "%s.>", relay->inbox);
    natsStatus s = natsConnection_SubscribeSync(&relay->acks, bus_connection(relay->options.bus), wildcard);
    return s == NATS_OK ? OK : bus_failure(s, "listening for acknowledgements");
}

void relay_publish_finish(struct relay *relay)
{
    natsSubscription_Destroy(relay->acks);
    relay->acks = NULL;
}

static struct status send(struct relay *relay, struct row *row, int index)
{
    char reply[sizeof relay->inbox + 48];
    natsMsg *message;

    snprintf(reply, sizeof reply, "%s.%" PRIu64 ".%d", relay->inbox, relay->batch, index);
    TRY(event_message(&row->event, relay->source, row->traceparent, row->payload, row->payload_bytes, reply, &message));
    natsStatus s = natsConnection_PublishMsg(bus_connection(relay->options.bus), message);
    natsMsg_Destroy(message);
    if (s != NATS_OK)
        return bus_failure(s, row->event.type);
    row->progress = SENT;
    return OK;
}

static bool ready(const struct row *list, int i)
{
    const struct row *row = &list[i], *before = i > 0 ? row - 1 : NULL;
    if (row->progress != WAITS)
        return false;
    if (before && strcmp(before->event.aggregate_id, row->event.aggregate_id) == 0 &&
        before->event.version == row->event.version - 1)
        return before->progress == ACKED;
    return !row->behind;
}

static struct status send_wave(struct relay *relay, struct row *list, int count, int *ret_sent)
{
    *ret_sent = 0;
    /* From the end, so that a row sees its predecessor as it was before this wave. */
    for (int i = count - 1; i >= 0; i--) {
        if (!ready(list, i))
            continue;
        TRY(send(relay, &list[i], i));
        ++*ret_sent;
    }
    return OK;
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

static void take_ack(struct relay *relay, natsMsg *message, struct row *list, int count, int *open)
{
    struct row *row = row_of(relay, message, list, count);
    if (!row)
        return;
    struct status status = puback_read(message, &row->seq);
    row->progress = ok(status) ? ACKED : REFUSED;
    --*open;
    if (!ok(status))
        log_warn("event refused", LOG_STR("type", row->event.type), LOG_STR("id", row->event.id),
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
        if (s != NATS_OK)
            return bus_failure(s, "waiting for acknowledgements");
        take_ack(relay, message, list, count, &open);
        natsMsg_Destroy(message);
    }
    return OK;
}

static struct status send_all(struct relay *relay, struct row *list, int count)
{
    int64_t deadline_ms = clock_mono_ms() + RELAY_ACK_MS_MAX;
    int sent;

    TRY(open_inbox(relay));
    relay->batch++;
    do {
        TRY(send_wave(relay, list, count, &sent));
        TRY(collect(relay, list, count, sent, deadline_ms));
    } while (sent > 0);
    return OK;
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
    TRY(db_run(relay->db, &relay->arena, NULL,
               "update outbox o set published_at = now(), stream_seq = a.seq"
               " from unnest($1::uuid[], $2::bigint[]) as a (id, seq) where o.id = a.id and o.published_at is null",
               db_texts(ids, acked), db_ints(seqs, acked)));
    atomic_fetch_add(&relay->published, acked);
    return OK;
}

struct status relay_publish(struct relay *relay, int *ret_read, int *ret_left)
{
    struct row *list = arena_array(&relay->arena, struct row, RELAY_ROWS_MAX);
    int marked;

    TRY(read_rows(relay, list, ret_read));
    struct status status = *ret_read ? send_all(relay, list, *ret_read) : OK;
    TRY(mark(relay, list, *ret_read, &marked));
    *ret_left = *ret_read - marked;
    return status;
}
