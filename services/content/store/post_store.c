#include "content/store/post_store.h"

#include "base/id.h"

/* The circle's visibility cannot change before the post is there with its copy of it: whoever changes it waits. */
struct status post_insert(struct tx *tx, const struct post *post)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected,
                      "insert into posts (id, circle_id, community_id, author_id, title, body, campaign_id, state,"
                      " created_at, published_at, visibility, text_passed, picture_count)"
                      " select $1, c.id, $3, $4, $5, $6, $7, $8, $9, $10, c.visibility, $11, $12 from circles c"
                      " where c.id = $2 for key share",
                      db_id(post->id), db_id(post->circle_id), db_id(post->community_id), db_id(post->author.user_id),
                      db_text(post->title), db_text(post->body), db_id(post->campaign_id), db_int(post->state),
                      db_time(post->created_us), db_time(post->published_us), db_bool(post->text_passed),
                      db_int(post->picture_count)));
    return affected == 1 ? OK : fail(NOT_HERE, "circle %s", post->circle_id);
}

#define POST_ROW                                                                                                    \
    " p.id, p.circle_id, p.author_id, p.title, p.body, p.campaign_id, p.like_count, p.comment_count, p.created_at," \
    " p.published_at, p.picture_count"
/* $2 is the viewer. Whether he likes it is no EXISTS: in a list column PostgreSQL may answer that by a table of all that
 * he likes, and reads every like there is to fill it when it thinks the page long, whose length it does not know. Nor is
 * the author simply joined: he would be looked for in a table of everybody, made for the page. */
#define POST_SHOWN                \
    POST_ROW                      \
    ", a.nickname, a.avatar_url," \
    " p.like_count > 0 and (select l.active from likes l where l.post_id = p.id and l.user_id = $2)"
#define POST_AUTHOR \
    " left join lateral (select nickname, avatar_url from people where user_id = p.author_id limit 1) a on true"
#define POST_FROM " from posts p" POST_AUTHOR
/* Most have blocked nobody, and nobody has blocked them: that is asked once. Else each post asks for its author: however
 * many the viewer has blocked, or have blocked him, none of them is read but who wrote. */
#define HAS_BLOCKS                                                                  \
    "(select exists (select from blocks where user_id = $2 and active)"             \
    " or exists (select from blocks where blocked_id = $2 and active))"
#define POST_HIDDEN                                                                                     \
    "exists (select from blocks b where b.active and ((b.user_id = $2 and b.blocked_id = p.author_id)" \
    " or (b.user_id = p.author_id and b.blocked_id = $2)))"
/* $3, $4: where the last page ended; $5: how many. */
#define POST_ORDER " order by p.published_at desc, p.id desc"
#define POST_PAGE                                                                                                \
    " and p.state = 2 and (p.published_at, p.id) < (coalesce($3::timestamptz, 'infinity'), " DB_BEFORE("$4") ")" \
    " and not (" HAS_BLOCKS " and " POST_HIDDEN ")" POST_ORDER " limit $5"

/* A page of what everybody may read, and one of each circle of the viewer's that only members read: the newest of them
 * all are the page. Nobody's page costs more for what others write in their circles. Posts are carried along whole:
 * their ids alone would have each of them found twice. OFFSET 0 has his circles known before any is read. */
#define POSTS_OF_ALL                                                                 \
    "select" POST_ROW " from posts p where p.community_id = $1 and p.visibility = 1" \
    " and exists (select from circles c where c.id = p.circle_id and c.visibility = 1)" POST_PAGE
#define POSTS_OF_CLOSED_CIRCLES                                                          \
    "select own.* from (select c.id from memberships m"                                  \
    " join circles c on c.id = m.circle_id and c.community_id = $1 and c.visibility = 2" \
    " where m.user_id = $2 and m.left_at is null offset 0) mine"                         \
    " cross join lateral (select" POST_ROW " from posts p where p.circle_id = mine.id" POST_PAGE ") own"
#define POSTS_OF_COMMUNITY                                                                  \
    "select" POST_SHOWN " from ((" POSTS_OF_ALL ") union all (" POSTS_OF_CLOSED_CIRCLES ")" \
    " order by published_at desc, id desc limit $5) p" POST_AUTHOR POST_ORDER

/* What has a place in a list is published, and its author and the viewer see each other. */
static void post_read(const struct rows *rows, int row, struct post *post)
{
    *post = (struct post){
        .id = rows_id(rows, row, 0),
        .circle_id = rows_id(rows, row, 1),
        .community_id = "",
        .author = { rows_id(rows, row, 2), rows_text(rows, row, 11), rows_text(rows, row, 12) },
        .title = rows_text(rows, row, 3),
        .body = rows_text(rows, row, 4),
        .campaign_id = rows_id(rows, row, 5),
        .state = POST_PUBLISHED,
        .like_count = rows_int(rows, row, 6),
        .comment_count = rows_int(rows, row, 7),
        .created_us = rows_time_us(rows, row, 8),
        .published_us = rows_time_us(rows, row, 9),
        .liked = rows_bool(rows, row, 13),
        .picture_count = (int)rows_int(rows, row, 10),
    };
}

struct status post_get(struct tx *tx, const char *post_id, const char *viewer_id, struct post *ret_post)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" POST_SHOWN ", p.community_id, p.state, p.text_passed,"
                 " " POST_HIDDEN POST_FROM " where p.id = $1",
                 db_id(post_id), db_id(viewer_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "post %s", post_id);
    post_read(rows, 0, ret_post);
    ret_post->community_id = rows_id(rows, 0, 14);
    ret_post->state = (enum post_state)rows_int(rows, 0, 15);
    ret_post->text_passed = rows_bool(rows, 0, 16);
    ret_post->hidden = rows_bool(rows, 0, 17);
    return OK;
}

struct status post_lock(struct tx *tx, const char *post_id, const char *viewer_id, struct post *ret_post)
{
    TRY(db_exec(tx, "select from posts where id = $1 for no key update", db_id(post_id)));
    return post_get(tx, post_id, viewer_id, ret_post);
}

static void posts_read(const struct rows *rows, struct arena *arena, struct post **ret_posts, size_t *ret_count)
{
    size_t count = (size_t)rows_count(rows);
    struct post *posts = arena_array(arena, struct post, count);

    for (size_t i = 0; i < count; i++)
        post_read(rows, (int)i, &posts[i]);
    *ret_posts = posts;
    *ret_count = count;
}

struct status post_list_of_circle(struct tx *tx, struct arena *arena, const char *circle_id, const char *viewer_id,
                                  const struct post_place *after, int limit, struct post **ret_posts, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" POST_SHOWN POST_FROM " where p.circle_id = $1" POST_PAGE, db_id(circle_id),
                 db_id(viewer_id), db_time(after->published_us), db_id(after->id), db_int(limit)));
    posts_read(rows, arena, ret_posts, ret_count);
    return OK;
}

struct status post_list_of_community(struct tx *tx, struct arena *arena, const char *community_id, const char *viewer_id,
                                     const struct post_place *after, int limit, struct post **ret_posts, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, POSTS_OF_COMMUNITY, db_id(community_id), db_id(viewer_id), db_time(after->published_us),
                 db_id(after->id), db_int(limit)));
    posts_read(rows, arena, ret_posts, ret_count);
    return OK;
}

struct status post_publish(struct tx *tx, const char *post_id, int64_t now_us, bool *ret_moved)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected,
                      "with circle as materialized (select c.visibility from circles c join posts p on p.circle_id = c.id"
                      " where p.id = $1 for key share of c)"
                      " update posts p set state = 2, published_at = $2, visibility = circle.visibility from circle"
                      " where p.id = $1 and p.state = 1",
                      db_id(post_id), db_time(now_us)));
    *ret_moved = affected == 1;
    return OK;
}

struct status post_pass_text(struct tx *tx, const char *post_id)
{
    return db_exec(tx, "update posts set text_passed = true where id = $1 and state = 1", db_id(post_id));
}

struct status post_remove(struct tx *tx, const char *post_id, const char *by, bool *ret_moved)
{
    int64_t affected;

    TRY(db_exec_count(tx, &affected, "update posts set state = 3, removed_by = $2 where id = $1 and state <> 3",
                      db_id(post_id), db_text(by)));
    *ret_moved = affected == 1;
    return OK;
}

struct status like_save(struct tx *tx, const char *post_id, const char *user_id, bool active, int64_t now_us,
                        const char **ret_id, bool *ret_changed, bool *ret_first)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into likes as l (id, post_id, user_id, active, liked_at) select $1, $2, $3, true, $5 where $4"
                 " or exists (select from likes where post_id = $2 and user_id = $3)"
                 " on conflict (post_id, user_id) do update set active = $4 where l.active <> $4 returning l.id, xmax = 0",
                 db_id(id_new().text), db_id(post_id), db_id(user_id), db_bool(active), db_time(now_us)));
    *ret_changed = rows_count(rows) == 1;
    if (!*ret_changed)
        return OK;
    *ret_id = rows_id(rows, 0, 0);
    *ret_first = rows_bool(rows, 0, 1);
    return db_exec(tx, "update posts set like_count = like_count + $2 where id = $1", db_id(post_id), db_int(active ? 1 : -1));
}

struct status post_copy_visibility(struct tx *tx, const char *circle_id, const struct post_place *after, int limit,
                                   struct post_place *ret_last, size_t *ret_count)
{
    struct rows *rows;
    int count;

    TRY(db_exec(tx, "select from circles where id = $1 for key share", db_id(circle_id)));
    TRY(db_query(tx, &rows,
                 "with part as (select p.id from posts p where p.circle_id = $1 and p.state = 2 and"
                 " (p.published_at, p.id) < (coalesce($2::timestamptz, 'infinity'), " DB_BEFORE("$3") ")" POST_ORDER
                 " limit $4), moved as (update posts p set visibility = c.visibility from circles c where c.id = $1"
                 " and p.id in (select id from part) and p.visibility is distinct from c.visibility)"
                 " select p.published_at, p.id from posts p where p.id in (select id from part)" POST_ORDER,
                 db_id(circle_id), db_time(after->published_us), db_id(after->id), db_int(limit)));
    count = rows_count(rows);
    if (count > 0)
        *ret_last = (struct post_place){ rows_time_us(rows, count - 1, 0), rows_id(rows, count - 1, 1) };
    *ret_count = (size_t)count;
    return OK;
}

struct status post_fill_visibility(struct tx *tx, int limit, int64_t *ret_filled)
{
    return db_exec_count(tx, ret_filled,
                         "update posts p set visibility = c.visibility from circles c where c.id = p.circle_id"
                         " and p.visibility is null and p.id in (select id from posts"
                         " where state = 2 and visibility is null order by id desc limit $1)",
                         db_int(limit));
}
