#include "auth/store/place_store.h"

#include "auth/domain/reasons.h"
#include "base/id.h"

/* ---- communities ---- */

struct status community_insert(struct tx *tx, const struct community *community, const char *created_by)
{
    struct status status = db_exec(tx,
                                   "insert into communities (id, name, address, households, created_by, created_at) "
                                   "values ($1, $2, $3, $4, $5, $6)",
                                   db_id(community->id), db_text(community->name), db_text(community->address),
                                   db_int(community->households), db_id(created_by), db_time(community->created_us));

    if (failed_with(status, UNIQUE_VIOLATION))
        return fail(COMMUNITY_NAME_TAKEN, "there is a community called %s", community->name);
    return status;
}

#define COMMUNITY_COLUMNS                                                                                              \
    " c.id, c.name, c.address, c.households, c.member_count, c.created_at,"                                            \
    " exists (select from community_members m where m.community_id = c.id and m.user_id = $1)"

static void community_read(const struct rows *rows, int row, struct community *community)
{
    community->id = rows_id(rows, row, 0);
    community->name = rows_text(rows, row, 1);
    community->address = rows_text(rows, row, 2);
    community->households = rows_int(rows, row, 3);
    community->member_count = rows_int(rows, row, 4);
    community->created_us = rows_time_us(rows, row, 5);
    community->joined = rows_bool(rows, row, 6);
}

struct status community_get(struct tx *tx, const char *community_id, const char *user_id,
                            struct community *ret_community)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" COMMUNITY_COLUMNS " from communities c where c.id = $2", db_id(user_id),
                 db_id(community_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "community %s", community_id);
    community_read(rows, 0, ret_community);
    return OK;
}

struct status community_list(struct tx *tx, struct arena *arena, const char *user_id, const char *before_id, int limit,
                             struct community **ret_communities, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" COMMUNITY_COLUMNS
                 " from communities c where c.id < " DB_BEFORE("$2") " order by c.id desc limit $3",
                 db_id(user_id), db_id(before_id), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_communities = arena_array(arena, struct community, *ret_count + 1);
    for (size_t i = 0; i < *ret_count; i++)
        community_read(rows, (int)i, &(*ret_communities)[i]);
    return OK;
}

struct status community_join(struct tx *tx, const char *community_id, const char *user_id, int64_t now_us,
                             const char **ret_id, bool *ret_new)
{
    struct id id = id_new();
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into community_members (id, community_id, user_id, joined_at) values ($1, $2, $3, $4)"
                 " on conflict (community_id, user_id) do nothing returning id",
                 db_id(id.text), db_id(community_id), db_id(user_id), db_time(now_us)));
    *ret_new = rows_count(rows) == 1;
    if (!*ret_new)
        return OK;
    *ret_id = rows_id(rows, 0, 0);
    return db_exec(tx, "update communities set member_count = member_count + 1 where id = $1", db_id(community_id));
}

struct status community_ids_of(struct tx *tx, const char *user_id, const char ***ret_ids, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select community_id from community_members where user_id = $1 order by joined_at, community_id",
                 db_id(user_id)));
    *ret_ids = rows_ids(rows, 0);
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status community_members_among(struct tx *tx, const char *community_id, const char *const *user_ids,
                                      size_t users_count, const char ***ret_ids, size_t *ret_count)
{
    struct rows *rows;

    *ret_count = 0;
    if (users_count == 0)
        return OK;
    TRY(db_query(tx, &rows,
                 "select user_id from community_members where community_id = $1 and user_id = any ($2::uuid[])",
                 db_id(community_id), db_texts(user_ids, users_count)));
    *ret_ids = arena_array(tx_arena(tx), const char *, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_ids)[(*ret_count)++] = rows_id(rows, row, 0);
    return OK;
}

/* ---- links ---- */

struct status link_insert(struct tx *tx, const struct link *link)
{
    int64_t inserted;

    TRY(db_exec_count(
        tx, &inserted,
        "insert into links (id, key, target, target_id, sharer_id, channel, circle_id, title, expires_at, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (key) do nothing",
        db_id(link->id), db_text(link->key), db_int(link->target), db_id(link->target_id), db_id(link->sharer_id),
        db_text(link->channel), db_id(link->circle_id), db_text(link->title), db_time(link->expires_us),
        db_time(link->created_us)));
    return inserted ? OK : fail(CONFLICT, "the key is taken");
}

#define LINK_COLUMNS                                                                                                   \
    " l.id, l.key, l.target, l.target_id, l.sharer_id, l.channel, l.circle_id, l.title, l.open_count,"                 \
    " l.expires_at, l.created_at"

static void link_read(const struct rows *rows, int row, struct link *link)
{
    link->id = rows_id(rows, row, 0);
    link->key = rows_text(rows, row, 1);
    link->target = (enum link_target)rows_int(rows, row, 2);
    link->target_id = rows_id(rows, row, 3);
    link->sharer_id = rows_id(rows, row, 4);
    link->channel = rows_text(rows, row, 5);
    link->circle_id = rows_id(rows, row, 6);
    link->title = rows_text(rows, row, 7);
    link->open_count = rows_int(rows, row, 8);
    link->expires_us = rows_time_us(rows, row, 9);
    link->created_us = rows_time_us(rows, row, 10);
}

struct status link_get(struct tx *tx, const char *key, struct link *ret_link)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" LINK_COLUMNS " from links l where l.key = $1", db_text(key)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "link %s", key);
    link_read(rows, 0, ret_link);
    return OK;
}

struct status link_count_open(struct tx *tx, const char *key)
{
    return db_exec(tx, "update links set open_count = open_count + 1 where key = $1", db_text(key));
}

struct status link_list(struct tx *tx, struct arena *arena, const char *sharer_id, const char *before_id, int limit,
                        struct link **ret_links, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LINK_COLUMNS
                 " from links l where l.sharer_id = $1 and l.id < " DB_BEFORE("$2") " order by l.id desc limit $3",
                 db_id(sharer_id), db_id(before_id), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_links = arena_array(arena, struct link, *ret_count + 1);
    for (size_t i = 0; i < *ret_count; i++)
        link_read(rows, (int)i, &(*ret_links)[i]);
    return OK;
}

struct status link_code_get(struct tx *tx, const char *key, struct link_code *ret_code)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select content_type, image from link_codes where key = $1", db_text(key)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "no code of link %s yet", key);
    ret_code->content_type = rows_text(rows, 0, 0);
    ret_code->image = rows_bytes(rows, 0, 1, &ret_code->bytes);
    return OK;
}

struct status link_code_save(struct tx *tx, const char *key, const struct link_code *code, int64_t now_us)
{
    return db_exec(tx,
                   "insert into link_codes (key, content_type, image, created_at) values ($1, $2, $3, $4)"
                   " on conflict (key) do nothing",
                   db_text(key), db_text(code->content_type), db_bytes(code->image, code->bytes), db_time(now_us));
}
