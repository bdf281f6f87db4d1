#include "events/dead_letters.h"

struct status dead_letters_list(struct db *db, struct arena *arena, const char *after_id, struct dead_letter **ret_list,
                                size_t *ret_count)
{
    struct rows *rows;
    TRY(db_run(db, arena, &rows,
               "select id, consumer, type, event_id, aggregate_id, version, attempts, reason, detail, state, dead_at,"
               " octet_length(payload) from dead_letters where id > " DB_AFTER("$1") " order by id limit $2",
               db_id(after_id), db_int(DEAD_LETTERS_PAGE_MAX)));
    *ret_count = (size_t)rows_count(rows);
    *ret_list = arena_array(arena, struct dead_letter, *ret_count + 1);
    for (int i = 0; i < rows_count(rows); i++)
        (*ret_list)[i] = (struct dead_letter){
            .id = rows_id(rows, i, 0),
            .consumer = rows_text(rows, i, 1),
            .type = rows_text(rows, i, 2),
            .event_id = rows_text(rows, i, 3),
            .aggregate_id = rows_text(rows, i, 4),
            .version = rows_int(rows, i, 5),
            .attempts = (int)rows_int(rows, i, 6),
            .reason = rows_text(rows, i, 7),
            .detail = rows_text(rows, i, 8),
            .state = rows_text(rows, i, 9),
            .dead_at_us = rows_time_us(rows, i, 10),
            .payload_bytes = (size_t)rows_int(rows, i, 11),
        };
    return OK;
}

static struct status change(struct db *db, struct arena *arena, const char *sql, const char *id, const char *consumer,
                            int64_t *ret_changed)
{
    struct rows *rows;
    TRY(db_run(db, arena, &rows, sql, db_id(id), db_id(consumer)));
    *ret_changed = rows_affected(rows);
    return OK;
}

struct status dead_letters_replay(struct db *db, struct arena *arena, const char *id, const char *consumer,
                                  int64_t *ret_changed)
{
    return change(db, arena,
                  "update dead_letters set state = 'REPLAY' where state = 'DEAD' and ($1::uuid is null or id = $1)"
                  " and ($2::text is null or consumer = $2)",
                  id, consumer, ret_changed);
}

struct status dead_letters_drop(struct db *db, struct arena *arena, const char *id, const char *consumer,
                                int64_t *ret_changed)
{
    return change(
        db, arena,
        "delete from dead_letters where ($1::uuid is null or id = $1) and ($2::text is null or consumer = $2)", id,
        consumer, ret_changed);
}
