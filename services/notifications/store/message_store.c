#include "notifications/store/message_store.h"

struct status message_insert(struct tx *tx, const struct message *message, bool *ret_new)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected,
                      "insert into messages (id, user_id, kind, args, link_id, event_id, created_at)"
                      " values ($1, $2, $3, $4, $5, $6, $7) on conflict (event_id, user_id, kind) do nothing",
                      db_id(message->id), db_id(message->user_id), db_int(message->kind),
                      db_texts(message->args, message->args_count), db_id(message->link_id), db_id(message->event_id),
                      db_time(message->created_us)));
    *ret_new = affected == 1;
    return OK;
}

struct status message_list(struct tx *tx, struct arena *arena, const char *user_id, const char *before_id, int limit,
                           struct message **ret_messages, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select id, kind, link_id, created_at, read_at is not null, cardinality(args), args[1], args[2], args[3],"
                 " args[4] from messages where user_id = $1 and id < " DB_BEFORE("$2") " order by id desc limit $3",
                 db_id(user_id), db_id(before_id), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct message *messages = arena_array(arena, struct message, count);
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        messages[i] = (struct message){
            .id = rows_id(rows, row, 0),
            .user_id = user_id,
            .kind = (enum message_kind)rows_int(rows, row, 1),
            .link_id = rows_id(rows, row, 2),
            .created_us = rows_time_us(rows, row, 3),
            .read = rows_bool(rows, row, 4),
            .args_count = (size_t)rows_int(rows, row, 5),
        };
        for (int a = 0; a < TEXT_ARGS_MAX; a++)
            messages[i].args[a] = rows_text(rows, row, 6 + a);
    }
    *ret_messages = messages;
    *ret_count = count;
    return OK;
}

struct status message_unread(struct tx *tx, const char *user_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from messages where user_id = $1 and read_at is null", db_id(user_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

struct status message_mark_read(struct tx *tx, const char *user_id, const char *const *ids, size_t count, int64_t now_us)
{
    return db_exec(tx,
                   "update messages set read_at = $3 where user_id = $1 and read_at is null"
                   " and (cardinality($2::uuid[]) = 0 or id = any ($2::uuid[]))",
                   db_id(user_id), db_texts(ids, count), db_time(now_us));
}

/* Ids are UUIDv7: those made before a moment are less than its own, and need no index on time. */
struct status message_forget(struct tx *tx, int64_t before_us, int limit, int64_t *ret_deleted)
{
    return db_exec_count(tx, ret_deleted,
                         "delete from messages where id in (select id from messages where id <"
                         " (lpad(to_hex((extract(epoch from $1::timestamptz) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid"
                         " order by id limit $2)",
                         db_time(before_us), db_int(limit));
}
