#include "content/store/comment_store.h"

static struct status count_on_post(struct tx *tx, const char *comment_id, int by)
{
    return db_exec(tx,
                   "update posts set comment_count = comment_count + $2"
                   " where id = (select post_id from comments where id = $1)",
                   db_id(comment_id), db_int(by));
}

struct status comment_insert(struct tx *tx, const struct comment *comment)
{
    TRY(db_exec(tx,
                "insert into comments (id, post_id, reply_to_id, author_id, body, state, created_at)"
                " values ($1, $2, $3, $4, $5, $6, $7)",
                db_id(comment->id), db_id(comment->post_id), db_id(comment->reply_to_id), db_id(comment->author.user_id),
                db_text(comment->body), db_int(comment->state), db_time(comment->created_us)));
    return comment->state == POST_PUBLISHED ? count_on_post(tx, comment->id, 1) : OK;
}

/* $2 is the viewer. */
#define COMMENT_HIDDEN                                                                                  \
    " exists (select from blocks b where b.active and ((b.user_id = $2 and b.blocked_id = m.author_id)" \
    " or (b.user_id = m.author_id and b.blocked_id = $2)))"
#define COMMENT_SELECT                                                                                      \
    "select m.id, m.post_id, m.reply_to_id, m.author_id, coalesce(a.nickname, ''), coalesce(a.avatar_url, '')," \
    " m.body, m.state, m.created_at, r.author_id," COMMENT_HIDDEN " from comments m left join people a on a.user_id = m.author_id" \
    " left join comments r on r.id = m.reply_to_id"

static void comment_read(const struct rows *rows, int row, struct comment *comment)
{
    *comment = (struct comment){
        .id = rows_id(rows, row, 0),
        .post_id = rows_id(rows, row, 1),
        .reply_to_id = rows_id(rows, row, 2),
        .author = { rows_id(rows, row, 3), rows_text(rows, row, 4), rows_text(rows, row, 5) },
        .body = rows_text(rows, row, 6),
        .state = (enum post_state)rows_int(rows, row, 7),
        .created_us = rows_time_us(rows, row, 8),
        .reply_to_author_id = rows_id(rows, row, 9),
        .hidden = rows_bool(rows, row, 10),
    };
}

struct status comment_get(struct tx *tx, const char *comment_id, const char *viewer_id, struct comment *ret_comment)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, COMMENT_SELECT " where m.id = $1 and m.state <> 3", db_id(comment_id), db_id(viewer_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "comment %s", comment_id);
    comment_read(rows, 0, ret_comment);
    return OK;
}

struct status comment_list(struct tx *tx, struct arena *arena, const char *post_id, const char *viewer_id,
                           const char *after_id, int limit, struct comment **ret_comments, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 COMMENT_SELECT
                 " where m.post_id = $1 and m.state = 2 and m.id > " DB_AFTER("$3")
                 " and not" COMMENT_HIDDEN " order by m.id limit $4",
                 db_id(post_id), db_id(viewer_id), db_id(after_id), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct comment *comments = arena_array(arena, struct comment, count);
    for (size_t i = 0; i < count; i++)
        comment_read(rows, (int)i, &comments[i]);
    *ret_comments = comments;
    *ret_count = count;
    return OK;
}

struct status comment_publish(struct tx *tx, const char *comment_id, bool *ret_moved)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected, "update comments set state = 2 where id = $1 and state = 1", db_id(comment_id)));
    *ret_moved = affected == 1;
    return *ret_moved ? count_on_post(tx, comment_id, 1) : OK;
}

struct status comment_remove(struct tx *tx, const char *comment_id, const char *by, bool *ret_moved)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "with before as (select id, state from comments where id = $1 and state <> 3 for update)"
                 " update comments m set state = 3, removed_by = $2 from before b where m.id = b.id returning b.state",
                 db_id(comment_id), db_text(by)));
    *ret_moved = rows_count(rows) == 1;
    if (!*ret_moved || rows_int(rows, 0, 0) != POST_PUBLISHED)
        return OK;
    return count_on_post(tx, comment_id, -1);
}
