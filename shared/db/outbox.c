#include "db/outbox.h"

#include <string.h>

#include "base/id.h"

static struct status bounded(const struct outbox_event *event)
{
    if (event->payload_bytes > OUTBOX_PAYLOAD_BYTES_MAX)
        return fail(INTERNAL, "event %s of %zu bytes, at most %d", event->type, event->payload_bytes,
                    OUTBOX_PAYLOAD_BYTES_MAX);
    return OK;
}

struct status outbox_add(struct tx *tx, const struct outbox_event *event)
{
    struct id id = id_new();
    TRY(bounded(event));
    return db_ask(tx, NULL,
                  "with next as ("
                  " insert into aggregate_versions as v (aggregate_id, version) values ($2, 1)"
                  " on conflict (aggregate_id) do update set version = v.version + 1 returning version)"
                  " insert into outbox (id, type, aggregate_id, version, payload, traceparent)"
                  " select $1, $3, $2, version, $4, $5 from next",
                  db_text(id.text), db_text(event->aggregate_id), db_text(event->type),
                  db_bytes(event->payload, event->payload_bytes), db_text(event->traceparent));
}

/* One array a column. */
struct columns {
    const char *ids[OUTBOX_EVENTS_MAX];
    const char *types[OUTBOX_EVENTS_MAX];
    const char *aggregates[OUTBOX_EVENTS_MAX];
    struct db_blob payloads[OUTBOX_EVENTS_MAX];
    const char *traceparents[OUTBOX_EVENTS_MAX];
};

static void fill(struct arena *arena, struct columns *columns, const struct outbox_event *events, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        columns->ids[i] = arena_strdup(arena, id_new().text);
        columns->types[i] = events[i].type;
        columns->aggregates[i] = events[i].aggregate_id;
        columns->payloads[i] = (struct db_blob){ events[i].payload, events[i].payload_bytes };
        columns->traceparents[i] = events[i].traceparent;
    }
}

/* `sql` writes what $1 to $5 give: ids, types, aggregates, payloads, traceparents. */
static struct status add(struct tx *tx, const char *sql, const struct outbox_event *events, size_t count)
{
    struct columns *columns;

    if (count > OUTBOX_EVENTS_MAX)
        return fail(INTERNAL, "%zu events at once, at most %d", count, OUTBOX_EVENTS_MAX);
    if (count == 0)
        return OK;
    for (size_t i = 0; i < count; i++)
        TRY(bounded(&events[i]));
    columns = arena_new(tx_arena(tx), struct columns);
    fill(tx_arena(tx), columns, events, count);
    return db_ask(tx, NULL, sql, db_ids(columns->ids, count), db_texts(columns->types, count),
                  db_ids(columns->aggregates, count), db_blobs(columns->payloads, count),
                  db_texts(columns->traceparents, count));
}

#define GIVEN                                                                                                          \
    " from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bytea[], $5::text[])"                                        \
    " as g (id, type, aggregate_id, payload, traceparent)"

struct status outbox_add_many(struct tx *tx, const struct outbox_event *events, size_t count)
{
    return add(tx,
               "with given as (select *" GIVEN "), next as ("
               " insert into aggregate_versions as v (aggregate_id, version)"
               " select aggregate_id, 1 from given order by aggregate_id"
               " on conflict (aggregate_id) do update set version = v.version + 1 returning aggregate_id, version)"
               " insert into outbox (id, type, aggregate_id, version, payload, traceparent)"
               " select g.id, g.type, g.aggregate_id, n.version, g.payload, g.traceparent"
               " from given g join next n using (aggregate_id)",
               events, count);
}

struct status outbox_add_firsts(struct tx *tx, const struct outbox_event *events, size_t count)
{
    return add(tx,
               "with firsts as ("
               " insert into aggregate_versions (aggregate_id, version) select id, 1 from unnest($3::uuid[]) as a (id))"
               " insert into outbox (id, type, aggregate_id, version, payload, traceparent)"
               " select id, type, aggregate_id, 1, payload, traceparent" GIVEN,
               events, count);
}
