/* A server that lost messages in a power cut goes on numbering where it stands, while its durables still wait for the
 * higher number: new messages would be swallowed without a sign. So on every sign of such a loss one replica makes the
 * durable anew, from far enough back; the inbox makes the repeats harmless.
 *
 * How far that is the service notes beside its inbox, while all is well: the floor, a moment before which it has
 * handled all that was published. It is a moment of the stream, as the server stamped its messages: what was lost and
 * is sent again has a later one, whatever the clocks of others say. Sequences would not do, they are given again. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "events/consumers.h"
#include "rpc/runtime.h"

#define LOCK_KEY  "hashtextextended('linli consumer ' || current_schema() || $1::text, 0)"
#define NS_PER_S  INT64_C(1000000000)
#define NS_PER_US INT64_C(1000)

enum sign {
    ALL_WELL,
    NEVER_SEEN,  /* it is there, but we have no note of it */
    NEW,         /* none, and never was */
    MISSING,     /* the durable is gone, or the stream is another one */
    ROLLED_BACK, /* the server may have lost its newest messages, or the durable is half made */
};

struct view {
    struct stream_life life;
    bool exists;
    bool beyond;        /* it has delivered what the stream does not have */
    bool pending;       /* something waits to come, or to come again */
    uint64_t acked_seq; /* up to here nothing does */
    bool noted;
    int64_t noted_created_ns;
    int64_t floor_ns; /* 0: none is noted */
    const char *noted_server;
};

static struct status look_at_durable(struct durable *durable, jsCtx *js, struct view *view)
{
    jsConsumerInfo *info = NULL;
    jsErrCode code = 0;
    natsStatus s = js_GetConsumerInfo(&info, js, durable->stream, durable->name, NULL, &code);
    if (s != NATS_OK) {
        struct status status = js_failure(s, code, durable->name);
        return failed_with(status, CONSUMER_MISSING) ? OK : status;
    }
    view->exists = true;
    view->beyond = info->Delivered.Stream > view->life.seq_last;
    view->pending = info->NumAckPending > 0 || info->NumPending > 0;
    view->acked_seq = info->AckFloor.Stream;
    atomic_store(&durable->pending, info->NumPending + (uint64_t)info->NumAckPending);
    atomic_store(&durable->delivered, info->Delivered.Stream); /* a redelivery gets nobody on */
    jsConsumerInfo_Destroy(info);
    return OK;
}

static struct status look(struct durable *durable, struct runtime *runtime, struct arena *arena, jsCtx *js,
                          struct view *view)
{
    struct rows *rows;
    *view = (struct view){ .noted_server = "" };
    TRY(stream_look(js, runtime->options.streams, durable->stream, &view->life));
    TRY(look_at_durable(durable, js, view));
    TRY(db_run(runtime->db, arena, &rows,
               "select stream_created, server, floor_at from consumer_state where consumer = $1",
               db_text(durable->name)));
    view->noted = rows_count(rows) == 1;
    if (view->noted) {
        view->noted_created_ns = rows_int(rows, 0, 0);
        view->noted_server = rows_text(rows, 0, 1);
        view->floor_ns = rows_time_us(rows, 0, 2) * NS_PER_US;
    }
    return OK;
}

static enum sign judge(const struct view *view)
{
    if (!view->exists)
        return view->noted ? MISSING : NEW;
    if (!view->noted)
        return view->beyond ? ROLLED_BACK : NEVER_SEEN;
    if (view->noted_created_ns != view->life.created_ns)
        return MISSING;
    return view->beyond || strcmp(view->noted_server, view->life.server) != 0 ? ROLLED_BACK : ALL_WELL;
}

static struct status drop(const struct durable *durable, jsCtx *js)
{
    jsErrCode code = 0;
    natsStatus s = js_DeleteConsumer(js, durable->stream, durable->name, NULL, &code);

    return s == NATS_OK || code == JSConsumerNotFoundErr ? OK : js_failure(s, code, durable->name);
}

static struct status add(const struct durable *durable, jsCtx *js, int64_t since_ns)
{
    char subject[192];
    jsConsumerConfig config;
    jsErrCode code = 0;

    snprintf(subject, sizeof subject, "evt.%s", durable->handler->type->name);
    jsConsumerConfig_Init(&config);
    config.Durable = durable->name;
    config.AckPolicy = js_AckExplicit;
    config.AckWait = CONSUMER_ACK_WAIT_S * NS_PER_S;
    config.MaxDeliver = -1;
    config.MaxAckPending = 1000;
    config.FilterSubject = subject;
    config.DeliverPolicy = since_ns ? js_DeliverByStartTime : js_DeliverAll;
    config.OptStartTime = since_ns;
    natsStatus s = js_AddConsumer(NULL, js, durable->stream, &config, NULL, &code);
    return s == NATS_OK ? OK : js_failure(s, code, durable->name);
}

/* A power cut may spoil the description of a durable and leave what it had come to. nats-server 2.9 gives that to the
 * next one of its name, which then swallows what is new up to there, and is handed other messages of those numbers. */
static struct status has_past(const struct durable *durable, jsCtx *js, bool *ret_has)
{
    jsConsumerInfo *info = NULL;
    jsErrCode code = 0;
    natsStatus s = js_GetConsumerInfo(&info, js, durable->stream, durable->name, NULL, &code);

    if (s != NATS_OK)
        return js_failure(s, code, durable->name);
    *ret_has = info->Delivered.Consumer > 0 || info->NumAckPending > 0;
    jsConsumerInfo_Destroy(info);
    return OK;
}

/* Who is dropped takes his past with him. One that was given something meanwhile is made twice, and gives it again. */
static struct status make(const struct durable *durable, jsCtx *js, int64_t since_ns)
{
    bool past = false;

    TRY(add(durable, js, since_ns));
    TRY(has_past(durable, js, &past));
    if (!past)
        return OK;
    TRY(drop(durable, js));
    return add(durable, js, since_ns);
}

/* Not after what the stream has: on a server whose clock went back, what is new has an earlier moment than the floor.
 * (Back by more than CONSUMER_REWIND_MIN, while events waited: that is not covered.) A floor is of one stream. 0: from
 * the beginning. */
static int64_t since_floor_ns(const struct view *view)
{
    if (view->noted_created_ns != view->life.created_ns)
        return 0;
    int64_t known_ns = view->floor_ns < view->life.time_last_ns ? view->floor_ns : view->life.time_last_ns;
    int64_t since_ns = known_ns - CONSUMER_REWIND_MIN * 60 * NS_PER_S;

    return since_ns > 0 ? since_ns : 0;
}

static struct status remake(struct durable *durable, jsCtx *js, const struct view *view, enum sign sign)
{
    int64_t since_ns = since_floor_ns(view);

    TRY(make(durable, js, since_ns));
    if (sign != NEW) {
        atomic_fetch_add(&durable->remade, 1);
        log_warn("consumer made anew", LOG_STR("consumer", durable->name),
                 LOG_STR("from", since_ns ? "floor" : "beginning"));
    }
    return OK;
}

static struct status note(const struct durable *durable, struct runtime *runtime, struct arena *arena,
                          const struct stream_life *life)
{
    return db_run(runtime->db, arena, NULL,
                  "insert into consumer_state (consumer, stream_created, server) values ($1, $2, $3)"
                  " on conflict (consumer) do update set stream_created = $2, server = $3, floor_at ="
                  " case when consumer_state.stream_created = $2 then consumer_state.floor_at end",
                  db_text(durable->name), db_int(life->created_ns), db_text(life->server));
}

/* All that the stream had at a look is handled when nothing waits at that look, or when at a later one the durable has
 * come so far. Two replicas know different floors, and both are true: the later one stays. */
static struct status note_floor(struct durable *durable, struct runtime *runtime, struct arena *arena,
                                const struct view *view)
{
    if (durable->mark_seq > view->life.seq_last) /* the stream fell back, and gives these numbers again */
        durable->mark_seq = 0, durable->mark_ns = 0;
    int64_t floor_ns = view->pending ? durable->mark_ns : view->life.time_last_ns;

    if (view->pending && view->acked_seq < durable->mark_seq)
        return OK;
    durable->mark_seq = view->life.seq_last;
    durable->mark_ns = view->life.time_last_ns;
    if (floor_ns - view->floor_ns < CONSUMER_FLOOR_S * NS_PER_S)
        return OK;
    return db_run(runtime->db, arena, NULL,
                  "update consumer_state set floor_at = $2 where consumer = $1 and stream_created = $3"
                  " and (floor_at is null or floor_at < $2)",
                  db_text(durable->name), db_time(floor_ns / NS_PER_US), db_int(view->life.created_ns));
}

/* Under the lock things are looked at again: another replica may have done it meanwhile. */
static struct status mend(struct durable *durable, struct runtime *runtime, struct arena *arena, jsCtx *js)
{
    struct view view;
    TRY(look(durable, runtime, arena, js, &view));
    enum sign sign = judge(&view);
    if (sign == ALL_WELL)
        return OK;
    if (sign == NEVER_SEEN)
        return note(durable, runtime, arena, &view.life);
    if (view.exists)
        TRY(drop(durable, js));
    /* Noted without a server before it is made: who finds it half made makes it anew, and takes neither where it begins nor
     * what past it has for granted. */
    struct stream_life half_made = view.life;
    half_made.server[0] = '\0';
    TRY(note(durable, runtime, arena, &half_made));
    TRY(remake(durable, js, &view, sign));
    return note(durable, runtime, arena, &view.life);
}

static struct status mend_alone(struct durable *durable, struct runtime *runtime, struct arena *arena, jsCtx *js)
{
    struct rows *rows;
    TRY(db_run(runtime->db, arena, &rows, "select pg_try_advisory_lock(" LOCK_KEY ")", db_text(durable->name)));
    if (!rows_bool(rows, 0, 0))
        return OK;
    struct status status = mend(durable, runtime, arena, js);
    TRY(db_run(runtime->db, arena, &rows, "select pg_advisory_unlock(" LOCK_KEY ")", db_text(durable->name)));
    return status;
}

struct status durable_check(struct durable *durable, struct runtime *runtime, struct arena *arena, jsCtx *js)
{
    struct view view;
    TRY(look(durable, runtime, arena, js, &view));
    return judge(&view) == ALL_WELL ? note_floor(durable, runtime, arena, &view)
                                    : mend_alone(durable, runtime, arena, js);
}
