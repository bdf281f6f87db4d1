#include "notifications/store/delivery_store.h"

#include "base/id.h"

/* Over, when it is in such a state; 0: not yet. */
static int64_t done_us(enum delivery_state state, int64_t now_us)
{
    return state >= DELIVERY_SENT ? now_us : 0;
}

struct status delivery_insert(struct tx *tx, const struct delivery *delivery, int64_t now_us, bool *ret_new)
{
    int64_t affected;

    TRY(db_exec_count(
        tx, &affected,
        "insert into deliveries (id, user_id, template_id, kind, args, link_id, event_id, state, why, created_at,"
        " done_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        " on conflict (event_id, user_id, template_id) do nothing",
        db_id(delivery->id), db_id(delivery->user_id), db_text(delivery->template_id), db_int(delivery->kind),
        db_texts(delivery->args, delivery->args_count), db_id(delivery->link_id), db_id(delivery->event_id),
        db_int(delivery->state), db_text(delivery->why), db_time(now_us), db_time(done_us(delivery->state, now_us))));
    *ret_new = affected == 1;
    return OK;
}

struct status delivery_lock(struct tx *tx, const char *delivery_id, struct delivery *ret_delivery)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select id, user_id, template_id, kind, link_id, state, cardinality(args), args[1], args[2], args[3], args[4]"
        " from deliveries where id = $1 for update",
        db_id(delivery_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "delivery %s", delivery_id);
    *ret_delivery = (struct delivery){
        .id = rows_id(rows, 0, 0),
        .user_id = rows_id(rows, 0, 1),
        .template_id = rows_text(rows, 0, 2),
        .kind = (enum message_kind)rows_int(rows, 0, 3),
        .link_id = rows_id(rows, 0, 4),
        .state = (enum delivery_state)rows_int(rows, 0, 5),
        .args_count = (size_t)rows_int(rows, 0, 6),
    };
    for (int a = 0; a < TEXT_ARGS_MAX; a++)
        ret_delivery->args[a] = rows_text(rows, 0, 7 + a);
    return OK;
}

struct status delivery_move(struct tx *tx, const char *delivery_id, enum delivery_state state, const char *why,
                            int64_t now_us)
{
    return db_exec(tx, "update deliveries set state = $2, why = $3, done_at = $4 where id = $1", db_id(delivery_id),
                   db_int(state), db_text(why), db_time(done_us(state, now_us)));
}

#define DELIVERY_PAGE                                                                                                  \
    "select id, user_id, template_id, kind, state, why, created_at, done_at from deliveries where id < " DB_BEFORE("$" \
                                                                                                                   "1")

/* A statement for each question: one that fits all reads what it does not want. */
static struct status delivery_page(struct tx *tx, const char *user_id, enum delivery_state state, const char *before_id,
                                   int limit, struct rows **ret_rows)
{
    if (*user_id)
        return db_query(tx, ret_rows,
                        DELIVERY_PAGE " and user_id = $3 and ($4 = 0 or state = $4) order by id desc limit $2",
                        db_id(before_id), db_int(limit), db_id(user_id), db_int(state));
    if (state)
        return db_query(tx, ret_rows, DELIVERY_PAGE " and state = $3 order by id desc limit $2", db_id(before_id),
                        db_int(limit), db_int(state));
    return db_query(tx, ret_rows, DELIVERY_PAGE " order by id desc limit $2", db_id(before_id), db_int(limit));
}

struct status delivery_list(struct tx *tx, struct arena *arena, const char *user_id, enum delivery_state state,
                            const char *before_id, int limit, struct delivery **ret_deliveries, size_t *ret_count)
{
    struct rows *rows;

    TRY(delivery_page(tx, user_id, state, before_id, limit, &rows));
    size_t count = (size_t)rows_count(rows);
    struct delivery *deliveries = arena_array(arena, struct delivery, count);
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        deliveries[i] = (struct delivery){
            .id = rows_id(rows, row, 0),
            .user_id = rows_id(rows, row, 1),
            .template_id = rows_text(rows, row, 2),
            .kind = (enum message_kind)rows_int(rows, row, 3),
            .state = (enum delivery_state)rows_int(rows, row, 4),
            .why = rows_text(rows, row, 5),
            .created_us = rows_time_us(rows, row, 6),
            .done_us = rows_time_us(rows, row, 7),
        };
    }
    *ret_deliveries = deliveries;
    *ret_count = count;
    return OK;
}

struct status credits_get(struct tx *tx, const char *user_id, const char *template_id, int64_t *ret_credits)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select credits from credits where user_id = $1 and template_id = $2", db_id(user_id),
                 db_text(template_id)));
    *ret_credits = rows_count(rows) ? rows_int(rows, 0, 0) : 0;
    return OK;
}

static struct status entry_insert(struct tx *tx, const char *user_id, const char *template_id, int64_t delta,
                                  const char *why, int64_t now_us)
{
    return db_exec(
        tx,
        "insert into credit_entries (id, user_id, template_id, delta, why, created_at) values ($1, $2, $3, $4, $5, $6)",
        db_id(id_new().text), db_id(user_id), db_text(template_id), db_int(delta), db_text(why), db_time(now_us));
}

struct status credits_move(struct tx *tx, const char *user_id, const char *template_id, int64_t delta, const char *why,
                           int64_t now_us, bool *ret_done)
{
    int64_t affected;

    TRY(db_exec(tx, "insert into credits (user_id, template_id, credits) values ($1, $2, 0) on conflict do nothing",
                db_id(user_id), db_text(template_id)));
    TRY(db_exec_count(
        tx, &affected,
        "update credits set credits = credits + $3 where user_id = $1 and template_id = $2 and credits + $3 >= 0",
        db_id(user_id), db_text(template_id), db_int(delta)));
    *ret_done = affected == 1;
    return *ret_done ? entry_insert(tx, user_id, template_id, delta, why, now_us) : OK;
}

struct status credits_clear(struct tx *tx, const char *user_id, const char *template_id, const char *why,
                            int64_t now_us)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select credits from credits where user_id = $1 and template_id = $2 for update",
                 db_id(user_id), db_text(template_id)));
    if (rows_count(rows) == 0 || rows_int(rows, 0, 0) == 0)
        return OK;
    TRY(db_exec(tx, "update credits set credits = 0 where user_id = $1 and template_id = $2", db_id(user_id),
                db_text(template_id)));
    return entry_insert(tx, user_id, template_id, -rows_int(rows, 0, 0), why, now_us);
}

struct status delivery_forget(struct tx *tx, int64_t before_us, int limit, int64_t *ret_deleted)
{
    return db_exec_count(tx, ret_deleted,
                         "delete from deliveries where id in (select id from deliveries where id <"
                         " (lpad(to_hex((extract(epoch from $1::timestamptz) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid"
                         " order by id limit $2)",
                         db_time(before_us), db_int(limit));
}

struct status push_insert(struct tx *tx, const char *dedupe_key, int64_t now_us, bool *ret_new)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected,
                      "insert into pushes (dedupe_key, received_at) values ($1, $2) on conflict do nothing",
                      db_text(dedupe_key), db_time(now_us)));
    *ret_new = affected == 1;
    return OK;
}

struct status push_forget(struct tx *tx, int64_t before_us, int limit, int64_t *ret_deleted)
{
    return db_exec_count(tx, ret_deleted,
                         "delete from pushes where dedupe_key in"
                         " (select dedupe_key from pushes where received_at < $1 order by received_at limit $2)",
                         db_time(before_us), db_int(limit));
}
