#include "groupbuy/store/point_store.h"

#include "groupbuy/domain/names.h"
#include "groupbuy/leaders.h"
#include "groupbuy/store/images.h"

static const char *const reviews[] = { "", "PENDING", "APPROVED", "DECLINED", "CLOSED" };

#define POINT_COLUMNS                                                                                                  \
    " id, leader_id, community_id, name, address, latitude_e6, longitude_e6, hours,"                                   \
    " array_to_string(image_urls, E'\\n'), status, reason, created_at "

static void point_read(struct tx *tx, const struct rows *rows, int row, struct point *point)
{
    *point = (struct point){
        .id = rows_id(rows, row, 0),
        .leader_id = rows_id(rows, row, 1),
        .community_id = rows_id(rows, row, 2),
        .name = rows_text(rows, row, 3),
        .address = rows_text(rows, row, 4),
        .latitude_e6 = (int32_t)rows_int(rows, row, 5),
        .longitude_e6 = (int32_t)rows_int(rows, row, 6),
        .hours = rows_text(rows, row, 7),
        .status = (enum review)NUMBER_OF(reviews, rows_text(rows, row, 9)),
        .reason = rows_text(rows, row, 10),
        .created_us = rows_time_us(rows, row, 11),
    };
    point->image_urls = images_split(tx_arena(tx), rows_text(rows, row, 8), &point->image_urls_count);
}

static struct status points_all(struct tx *tx, const struct rows *rows, struct point **ret_points, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_points = arena_array(tx_arena(tx), struct point, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        point_read(tx, rows, row, &(*ret_points)[row]);
    return OK;
}

static struct status point_only(struct tx *tx, const struct rows *rows, const char *point_id, struct point *ret_point)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "point %s", point_id);
    point_read(tx, rows, 0, ret_point);
    return OK;
}

struct status point_insert(struct tx *tx, const struct point *point)
{
    return db_exec(tx,
                   "insert into pick_up_points (id, leader_id, community_id, name, address, latitude_e6, longitude_e6,"
                   " hours, image_urls) values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text[])",
                   db_id(point->id), db_id(point->leader_id), db_id(point->community_id), db_text(point->name),
                   db_text(point->address), db_int(point->latitude_e6), db_int(point->longitude_e6),
                   db_text(point->hours), db_texts(point->image_urls, point->image_urls_count));
}

struct status point_get(struct tx *tx, const char *point_id, struct point *ret_point)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" POINT_COLUMNS "from pick_up_points where id = $1", db_id(point_id)));
    return point_only(tx, rows, point_id, ret_point);
}

struct status point_lock(struct tx *tx, const char *point_id, struct point *ret_point)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" POINT_COLUMNS "from pick_up_points where id = $1 for no key update",
                 db_id(point_id)));
    return point_only(tx, rows, point_id, ret_point);
}

struct status point_of_order(struct tx *tx, const char *order_id, struct point *ret_point)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" POINT_COLUMNS "from pick_up_points where id ="
                 " (select d.point_id from order_deliveries d where d.order_id = $1)",
                 db_id(order_id)));
    return point_only(tx, rows, order_id, ret_point);
}

struct status point_update(struct tx *tx, const struct point *point)
{
    return db_exec(tx,
                   "update pick_up_points set name = $2, address = $3, latitude_e6 = $4, longitude_e6 = $5, hours = $6,"
                   " image_urls = $7::text[], status = $8, reason = $9, version = version + 1 where id = $1",
                   db_id(point->id), db_text(point->name), db_text(point->address), db_int(point->latitude_e6),
                   db_int(point->longitude_e6), db_text(point->hours),
                   db_texts(point->image_urls, point->image_urls_count), db_text(NAME_OF(reviews, point->status)),
                   db_text(point->reason));
}

struct status point_count_of(struct tx *tx, const char *leader_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from pick_up_points where leader_id = $1 and status <> 'CLOSED'",
                 db_id(leader_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

struct status point_list_here(struct tx *tx, const char *community_id, const char *after, int limit,
                              struct point **ret_points, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" POINT_COLUMNS "from pick_up_points where community_id = $1 and status = 'APPROVED'"
                 " and id < " DB_BEFORE("$2") " order by id desc limit $3",
                 db_id(community_id), db_id(after), db_int(limit)));
    return points_all(tx, rows, ret_points, ret_count);
}

#define WAITING "from pick_up_points where status = 'PENDING' and id > " DB_AFTER("$1")

struct status point_list_waiting(struct tx *tx, const char *community_id, const char *after, int limit,
                                 struct point **ret_points, size_t *ret_count)
{
    struct rows *rows;

    if (*community_id)
        TRY(db_query(tx, &rows, "select" POINT_COLUMNS WAITING " and community_id = $3 order by id limit $2",
                     db_id(after), db_int(limit), db_id(community_id)));
    else
        TRY(db_query(tx, &rows, "select" POINT_COLUMNS WAITING " order by id limit $2", db_id(after), db_int(limit)));
    return points_all(tx, rows, ret_points, ret_count);
}

struct status point_list_of(struct tx *tx, const char *user_id, int limit, struct point **ret_points, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" POINT_COLUMNS "from pick_up_points where id in (select id from pick_up_points"
                 " where leader_id = $1 union select point_id from point_staff where user_id = $1)"
                 " order by id desc limit $2",
                 db_id(user_id), db_int(limit)));
    return points_all(tx, rows, ret_points, ret_count);
}

/* ---- staff ---- */

struct status staff_add(struct tx *tx, const char *point_id, const char *user_id, const char *added_by)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "with known as (select user_id from people where user_id = $2), added as ("
                 " insert into point_staff (point_id, user_id, added_by) select $1, user_id, $3 from known"
                 " on conflict do nothing) select 1 from known",
                 db_id(point_id), db_id(user_id), db_id(added_by)));
    return rows_count(rows) ? OK : fail(PERSON_UNKNOWN, "user %s", user_id);
}

struct status staff_remove(struct tx *tx, const char *point_id, const char *user_id)
{
    return db_exec(tx, "delete from point_staff where point_id = $1 and user_id = $2", db_id(point_id), db_id(user_id));
}

struct status staff_works(struct tx *tx, const char *point_id, const char *user_id, bool *ret_works)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select exists (select from point_staff where point_id = $1 and user_id = $2)",
                 db_id(point_id), db_id(user_id)));
    *ret_works = rows_bool(rows, 0, 0);
    return OK;
}

struct status staff_list(struct tx *tx, const char *point_id, int limit, struct point_staff **ret_staff,
                         size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select s.user_id, coalesce(p.nickname, ''), coalesce(p.avatar_url, ''), s.since_at from point_staff s"
                 " left join people p on p.user_id = s.user_id where s.point_id = $1 order by s.user_id limit $2",
                 db_id(point_id), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_staff = arena_array(tx_arena(tx), struct point_staff, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_staff)[row] = (struct point_staff){
            .user_id = rows_id(rows, row, 0),
            .nickname = rows_text(rows, row, 1),
            .avatar_url = rows_text(rows, row, 2),
            .since_us = rows_time_us(rows, row, 3),
        };
    return OK;
}
