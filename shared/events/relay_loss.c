/* A NATS server may come back from a power cut without the newest messages that it had acknowledged. Three signs: the
 * stream has another birth, the server has another id, our newest acknowledged message is not where it was. */
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "events/relay.h"

struct known {
    bool any;
    int64_t created_ns;
    const char *server;
    bool resending;
};

static struct status read_known(struct relay *relay, struct known *ret_known)
{
    struct rows *rows;
    TRY(db_run(relay->db, &relay->arena, &rows,
               "select stream_created, server, resend_from is not null from relay_state where stream = $1",
               db_text(relay->stream)));
    *ret_known = (struct known){ .any = rows_count(rows) == 1 };
    if (ret_known->any) {
        ret_known->created_ns = rows_int(rows, 0, 0);
        ret_known->server = rows_text(rows, 0, 1);
        ret_known->resending = rows_bool(rows, 0, 2);
    }
    return OK;
}

/* Our newest acknowledged message must be where it was, unless it is so old that it may have expired. */
static struct status newest_is_there(struct relay *relay, bool *ret_there)
{
    struct rows *rows;
    const char *id;

    *ret_there = true;
    TRY(db_run(
        relay->db, &relay->arena, &rows,
        "select id, stream_seq, published_at > now() - $1 * interval '1 day' from outbox where published_at is not null"
        " order by published_at desc, stream_seq desc limit 1",
        db_int(STREAM_KEEP_DAYS - 1)));
    if (rows_count(rows) == 0 || !rows_bool(rows, 0, 2))
        return OK;
    struct status status =
        stream_message_id(relay->js, &relay->arena, relay->stream, (uint64_t)rows_int(rows, 0, 1), &id);
    if (failed_with(status, MESSAGE_MISSING)) {
        *ret_there = false;
        return OK;
    }
    TRY(status);
    *ret_there = strcmp(id, rows_id(rows, 0, 0)) == 0;
    return OK;
}

enum loss { NOTHING, LATEST, ALL };

static struct status judge(struct relay *relay, const struct known *known, const struct stream_life *life,
                           enum loss *ret_loss)
{
    bool there;
    *ret_loss = NOTHING;
    if (known->any && known->created_ns != life->created_ns) {
        *ret_loss = ALL;
        return OK;
    }
    TRY(newest_is_there(relay, &there));
    if (!there || (known->any && strcmp(known->server, life->server) != 0))
        *ret_loss = LATEST;
    return OK;
}

/* Written first, so that a relay that dies in the middle is followed by one that goes on. */
static struct status remember(struct relay *relay, const struct stream_life *life, enum loss loss)
{
    return db_run(
        relay->db, &relay->arena, NULL,
        "with bounds as (select case $4::int when 2 then '-infinity'::timestamptz when 1 then"
        "  (select max(published_at) - $5 * interval '1 min' from outbox where published_at is not null) end as first)"
        " insert into relay_state as r (stream, stream_created, server, resend_from, resend_to)"
        " select $1, $2, $3, first, case when first is not null then now() end from bounds"
        " on conflict (stream) do update set stream_created = $2, server = $3,"
        "  resend_from = least(r.resend_from, excluded.resend_from), resend_to = coalesce(excluded.resend_to, "
        "r.resend_to)",
        db_text(relay->stream), db_int(life->created_ns), db_text(life->server), db_int(loss),
        db_int(RELAY_RESEND_MIN));
}

static struct status resend_some(struct relay *relay, int64_t *ret_rows)
{
    struct rows *rows;
    TRY(db_run(
        relay->db, &relay->arena, &rows,
        "update outbox set published_at = null, stream_seq = null where id in (select o.id from outbox o, relay_state r"
        "  where r.stream = $1 and o.published_at between r.resend_from and r.resend_to order by o.published_at limit "
        "$2)",
        db_text(relay->stream), db_int(RELAY_RESEND_ROWS)));
    *ret_rows = rows_affected(rows);
    atomic_fetch_add(&relay->resent, (uint64_t)*ret_rows);
    return OK;
}

static struct status resend(struct relay *relay)
{
    int64_t rows;
    do
        TRY(resend_some(relay, &rows));
    while (rows == RELAY_RESEND_ROWS);
    return db_run(relay->db, &relay->arena, NULL,
                  "update relay_state set resend_from = null, resend_to = null where stream = $1",
                  db_text(relay->stream));
}

struct status relay_check(struct relay *relay)
{
    struct stream_life life;
    struct known known;
    enum loss loss;

    TRY(stream_look(relay->js, relay->options.streams, relay->stream, &life));
    atomic_store(&relay->stream_bytes, life.bytes);
    atomic_store(&relay->stream_bytes_max, life.bytes_max);
    TRY(read_known(relay, &known));
    TRY(judge(relay, &known, &life, &loss));
    if (!known.any || loss != NOTHING)
        TRY(remember(relay, &life, loss));
    if (loss != NOTHING) {
        atomic_fetch_add(&relay->losses, 1);
        log_warn("stream may have lost events, sending again", LOG_STR("stream", relay->stream),
                 LOG_STR("what", loss == ALL ? "all" : "latest"));
        CRASH_POINT(relay, loss_remembered);
    }
    return loss != NOTHING || known.resending ? resend(relay) : OK;
}
