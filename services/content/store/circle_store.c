#include "content/store/circle_store.h"

#include "base/id.h"
#include "content/domain/reasons.h"

struct status circle_insert(struct tx *tx, const struct circle *circle, const char *owner_id)
{
    struct status status = db_exec(
        tx,
        "insert into circles (id, community_id, name, notice, rules, welcome, visibility, members_max, created_at, created_by)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        db_id(circle->id), db_id(circle->community_id), db_text(circle->name), db_text(circle->notice),
        db_text(circle->rules), db_text(circle->welcome), db_int(circle->visibility), db_int(circle->members_max),
        db_time(circle->created_us), db_id(owner_id));
    if (failed_with(status, UNIQUE_VIOLATION))
        return fail(CIRCLE_NAME_TAKEN, "community %s has a circle called %s", circle->community_id, circle->name);
    return status;
}

/* The caller's role stands last; coalesce gives NOT_IN to guests and strangers. */
#define CIRCLE_COLUMNS                                                                                           \
    " c.id, c.community_id, c.name, c.notice, c.rules, c.welcome, c.visibility, c.members_max, c.member_count," \
    " c.created_at, coalesce(m.role, 0)"
#define CIRCLE_FROM " from circles c left join memberships m on m.circle_id = c.id and m.user_id = $2 and m.left_at is null"

static void circle_read(const struct rows *rows, int row, struct circle *circle)
{
    circle->id = rows_id(rows, row, 0);
    circle->community_id = rows_id(rows, row, 1);
    circle->name = rows_text(rows, row, 2);
    circle->notice = rows_text(rows, row, 3);
    circle->rules = rows_text(rows, row, 4);
    circle->welcome = rows_text(rows, row, 5);
    circle->visibility = (enum circle_visibility)rows_int(rows, row, 6);
    circle->members_max = (int)rows_int(rows, row, 7);
    circle->member_count = rows_int(rows, row, 8);
    circle->created_us = rows_time_us(rows, row, 9);
    circle->caller_role = (enum circle_role)rows_int(rows, row, 10);
}

static struct status circle_only(const struct rows *rows, const char *circle_id, struct circle *ret_circle)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "circle %s", circle_id);
    circle_read(rows, 0, ret_circle);
    return OK;
}

struct status circle_get(struct tx *tx, const char *circle_id, const char *user_id, struct circle *ret_circle)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" CIRCLE_COLUMNS CIRCLE_FROM " where c.id = $1", db_id(circle_id), db_id(user_id)));
    return circle_only(rows, circle_id, ret_circle);
}

struct status circle_lock(struct tx *tx, const char *circle_id, const char *user_id, struct circle *ret_circle)
{
    struct rows *rows;

    /* The row is locked first and read after: a count read by the statement that waited would be the old one. */
    TRY(db_exec(tx, "select from circles where id = $1 for no key update", db_id(circle_id)));
    TRY(db_query(tx, &rows, "select" CIRCLE_COLUMNS CIRCLE_FROM " where c.id = $1", db_id(circle_id), db_id(user_id)));
    return circle_only(rows, circle_id, ret_circle);
}

struct status circle_list(struct tx *tx, struct arena *arena, const char *community_id, const char *user_id,
                          const char *before_id, int limit, struct circle **ret_circles, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" CIRCLE_COLUMNS CIRCLE_FROM
                 " where c.community_id = $1 and c.id < " DB_BEFORE("$3") " order by c.id desc limit $4",
                 db_id(community_id), db_id(user_id), db_id(before_id), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct circle *circles = arena_array(arena, struct circle, count);
    for (size_t i = 0; i < count; i++)
        circle_read(rows, (int)i, &circles[i]);
    *ret_circles = circles;
    *ret_count = count;
    return OK;
}

struct status circle_set_visibility(struct tx *tx, const char *circle_id, enum circle_visibility visibility, bool *ret_changed)
{
    int64_t affected;

    /* The strong lock: posts that are being written copy the visibility and hold the row's key. */
    TRY(db_exec(tx, "select from circles where id = $1 for update", db_id(circle_id)));
    TRY(db_exec_count(tx, &affected, "update circles set visibility = $2 where id = $1 and visibility <> $2",
                      db_id(circle_id), db_int(visibility)));
    *ret_changed = affected == 1;
    return OK;
}

struct status membership_save(struct tx *tx, const struct circle *circle, const char *user_id, enum circle_role role,
                              int64_t now_us, const char **ret_id, bool *ret_first_time)
{
    struct rows *rows;
    bool leaves = role == NOT_IN;

    TRY(db_query(tx, &rows,
                 "insert into memberships as m (id, circle_id, user_id, role, joined_at) values ($1, $2, $3, $4, $5)"
                 " on conflict (circle_id, user_id) do update set role = excluded.role,"
                 " joined_at = case when $6 then m.joined_at else excluded.joined_at end,"
                 " left_at = case when $6 then excluded.joined_at end"
                 " returning id, xmax = 0",
                 db_id(id_new().text), db_id(circle->id), db_id(user_id), db_int(leaves ? ROLE_MEMBER : role),
                 db_time(now_us), db_bool(leaves)));
    *ret_id = rows_id(rows, 0, 0);
    *ret_first_time = rows_bool(rows, 0, 1);
    return db_exec(tx, "update circles set member_count = member_count + $2 where id = $1", db_id(circle->id),
                   db_int(leaves ? -1 : 1));
}

struct status members_among(struct tx *tx, const char *circle_id, const char *const *user_ids, size_t users_count,
                            const char ***ret_ids, size_t *ret_count)
{
    struct rows *rows;

    *ret_count = 0;
    if (users_count == 0)
        return OK;
    TRY(db_query(tx, &rows,
                 "select user_id from memberships where circle_id = $1 and user_id = any ($2::uuid[]) and left_at is null",
                 db_id(circle_id), db_texts(user_ids, users_count)));
    *ret_ids = arena_array(tx_arena(tx), const char *, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_ids)[(*ret_count)++] = rows_id(rows, row, 0);
    return OK;
}
