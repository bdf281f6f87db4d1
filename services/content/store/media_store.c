#include "content/store/media_store.h"

struct status media_insert(struct tx *tx, const struct media *media)
{
    return db_exec(tx, "insert into media (id, owner_id, state, sha256, created_at) values ($1, $2, $3, $4, $5)",
                   db_id(media->id), db_id(media->owner_id), db_int(media->state), db_text(media->sha256),
                   db_time(media->created_us));
}

#define MEDIA_COLUMNS                                                                                            \
    " id, owner_id, state, width, height, bytes, sha256, trace_id, subject_type, subject_id, created_at, gone_at" \
    " is not null"

static void media_read(const struct rows *rows, int row, struct media *media)
{
    *media = (struct media){
        .id = rows_id(rows, row, 0),
        .owner_id = rows_id(rows, row, 1),
        .state = (enum media_state)rows_int(rows, row, 2),
        .width = (int)rows_int(rows, row, 3),
        .height = (int)rows_int(rows, row, 4),
        .bytes = rows_int(rows, row, 5),
        .sha256 = rows_text(rows, row, 6),
        .trace_id = rows_text(rows, row, 7),
        .subject_type = rows_text(rows, row, 8),
        .subject_id = rows_id(rows, row, 9),
        .created_us = rows_time_us(rows, row, 10),
        .gone = rows_bool(rows, row, 11),
    };
}

static struct status media_only(const struct rows *rows, const char *what, struct media *ret_media)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "picture %s", what);
    media_read(rows, 0, ret_media);
    return OK;
}

static void media_read_all(const struct rows *rows, struct arena *arena, struct media **ret_media, size_t *ret_count)
{
    size_t count = (size_t)rows_count(rows);
    struct media *media = arena_array(arena, struct media, count);

    for (size_t i = 0; i < count; i++)
        media_read(rows, (int)i, &media[i]);
    *ret_media = media;
    *ret_count = count;
}

struct status media_get(struct tx *tx, const char *media_id, struct media *ret_media)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" MEDIA_COLUMNS " from media where id = $1", db_id(media_id)));
    return media_only(rows, media_id, ret_media);
}

struct status media_lock(struct tx *tx, const char *media_id, struct media *ret_media)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" MEDIA_COLUMNS " from media where id = $1 for update", db_id(media_id)));
    return media_only(rows, media_id, ret_media);
}

struct status media_lock_traced(struct tx *tx, const char *trace_id, struct media *ret_media)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" MEDIA_COLUMNS " from media where trace_id = $1 for update", db_text(trace_id)));
    return media_only(rows, trace_id, ret_media);
}

struct status media_sent_since(struct tx *tx, const char *owner_id, int64_t since_us, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from media where owner_id = $1 and created_at > $2", db_id(owner_id),
                 db_time(since_us)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

struct status media_save_made(struct tx *tx, const struct media *media)
{
    return db_exec(tx, "update media set state = $2, width = $3, height = $4, bytes = $5, trace_id = nullif($6, '') where id = $1",
                   db_id(media->id), db_int(media->state), db_int(media->width), db_int(media->height),
                   db_int(media->bytes), db_text(media->trace_id));
}

struct status media_save_trace(struct tx *tx, const char *media_id, const char *trace_id)
{
    return db_exec(tx, "update media set trace_id = $2 where id = $1 and state = 2", db_id(media_id), db_text(trace_id));
}

struct status media_save_state(struct tx *tx, const char *media_id, enum media_state state, int64_t now_us)
{
    return db_exec(tx, "update media set state = $2, checked_at = $3 where id = $1", db_id(media_id), db_int(state),
                   db_time(now_us));
}

struct status media_attach(struct tx *tx, const char *media_id, const char *subject_type, const char *subject_id, int place)
{
    return db_exec(tx, "update media set subject_type = $2, subject_id = $3, place = $4 where id = $1", db_id(media_id),
                   db_text(subject_type), db_id(subject_id), db_int(place));
}

struct status media_of_subjects(struct tx *tx, struct arena *arena, const char *const *subject_ids, size_t subjects_count,
                                struct media **ret_media, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" MEDIA_COLUMNS " from media where subject_id = any ($1::uuid[]) and gone_at is null"
                 " order by subject_id, place",
                 db_texts(subject_ids, subjects_count)));
    media_read_all(rows, arena, ret_media, ret_count);
    return OK;
}

struct status media_list_held(struct tx *tx, struct arena *arena, const char *after_id, int limit, struct media **ret_media,
                              size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" MEDIA_COLUMNS " from media where state = 4 and gone_at is null and id > " DB_AFTER("$1")
                 " order by id limit $2",
                 db_id(after_id), db_int(limit)));
    media_read_all(rows, arena, ret_media, ret_count);
    return OK;
}

struct status media_list_sweepable(struct tx *tx, struct arena *arena, int64_t before_us, int limit, struct media **ret_media,
                                   size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" MEDIA_COLUMNS " from media where gone_at is null and (subject_id is null or state = 5)"
                 " and (state = 5 or created_at < $1) order by created_at limit $2",
                 db_time(before_us), db_int(limit)));
    media_read_all(rows, arena, ret_media, ret_count);
    return OK;
}

struct status media_save_gone(struct tx *tx, const char *media_id, int64_t now_us, bool *ret_moved)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected,
                      "update media set gone_at = $2 where id = $1 and gone_at is null and (subject_id is null or state = 5)",
                      db_id(media_id), db_time(now_us)));
    *ret_moved = affected == 1;
    return OK;
}
