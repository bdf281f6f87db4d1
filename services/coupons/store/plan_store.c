#include "coupons/store/plan_store.h"

struct status plan_insert(struct tx *tx, const struct grant_plan *plan, const char *operator_id)
{
    return db_exec(tx,
                   "insert into grant_plans (id, title, template_id, community_id, month_day, hour, starts_at, "
                   "created_at, created_by)"
                   " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                   db_id(plan->id), db_text(plan->title), db_id(plan->template_id), db_id(plan->community_id),
                   db_int(plan->month_day), db_int(plan->hour), db_time(plan->starts_us), db_time(plan->created_us),
                   db_id(operator_id));
}

#define PLAN_COLUMNS                                                                                                   \
    " p.id, p.title, p.template_id, p.community_id, p.month_day, p.hour, p.starts_at, p.active, p.created_at"
#define PLAN_COLUMNS_COUNT 9

static struct grant_plan plan_read(const struct rows *rows, int row)
{
    return (struct grant_plan){
        .id = rows_id(rows, row, 0),
        .title = rows_text(rows, row, 1),
        .template_id = rows_id(rows, row, 2),
        .community_id = rows_id(rows, row, 3),
        .month_day = (int)rows_int(rows, row, 4),
        .hour = (int)rows_int(rows, row, 5),
        .starts_us = rows_time_us(rows, row, 6),
        .active = rows_bool(rows, row, 7),
        .created_us = rows_time_us(rows, row, 8),
    };
}

struct status plan_get(struct tx *tx, const char *plan_id, struct grant_plan *ret_plan)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" PLAN_COLUMNS " from grant_plans p where p.id = $1", db_id(plan_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "plan %s", plan_id);
    *ret_plan = plan_read(rows, 0);
    return OK;
}

struct status plan_set_active(struct tx *tx, const char *plan_id, bool active)
{
    return db_exec(tx, "update grant_plans set active = $2 where id = $1", db_id(plan_id), db_bool(active));
}

/* `at` is the column of the period; those of the run follow it. */
static struct grant_run run_read(const struct rows *rows, int row, int at)
{
    return (struct grant_run){
        .period = (int)rows_int(rows, row, at),
        .after_user_id = rows_id(rows, row, at + 1),
        .granted = rows_int(rows, row, at + 2),
        .refused = rows_int(rows, row, at + 3),
        .done_us = rows_time_us(rows, row, at + 4),
    };
}

struct status plan_list(struct tx *tx, struct arena *arena, const char *before_id, int limit,
                        struct planned **ret_plans, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select" PLAN_COLUMNS ", r.period, r.after_user_id, r.granted, r.refused, r.done_at from grant_plans p"
        " left join lateral (select * from grant_runs where plan_id = p.id order by period desc limit 1) r on true"
        " where p.id < " DB_BEFORE("$1") " order by p.id desc limit $2",
        db_id(before_id), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct planned *plans = arena_array(arena, struct planned, count);
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        plans[i].plan = plan_read(rows, row);
        plans[i].has_run = !rows_null(rows, row, PLAN_COLUMNS_COUNT);
        if (plans[i].has_run)
            plans[i].latest = run_read(rows, row, PLAN_COLUMNS_COUNT);
    }
    *ret_plans = plans;
    *ret_count = count;
    return OK;
}

struct status run_lock(struct tx *tx, const char *plan_id, int period, struct grant_run *ret_run)
{
    struct rows *rows;

    TRY(db_exec(tx, "insert into grant_runs (plan_id, period) values ($1, $2) on conflict do nothing", db_id(plan_id),
                db_int(period)));
    TRY(db_query(tx, &rows,
                 "select period, after_user_id, granted, refused, done_at from grant_runs where plan_id = $1 and "
                 "period = $2 for update",
                 db_id(plan_id), db_int(period)));
    *ret_run = run_read(rows, 0, 0);
    return OK;
}

struct status run_save(struct tx *tx, const char *plan_id, const struct grant_run *run)
{
    return db_exec(tx,
                   "update grant_runs set after_user_id = $3, granted = $4, refused = $5, done_at = $6 where plan_id = "
                   "$1 and period = $2",
                   db_id(plan_id), db_int(run->period), db_id(run->after_user_id), db_int(run->granted),
                   db_int(run->refused), db_time(run->done_us));
}

/* ---- people ---- */

struct status person_note(struct tx *tx, const char *user_id, const char *community_id)
{
    TRY(db_exec(tx, "insert into people (user_id) values ($1) on conflict do nothing", db_id(user_id)));
    if (!*community_id)
        return OK;
    return db_exec(tx, "insert into neighbours (community_id, user_id) values ($1, $2) on conflict do nothing",
                   db_id(community_id), db_id(user_id));
}

struct status person_paid(struct tx *tx, const char *user_id, int64_t paid_us)
{
    return db_exec(
        tx,
        "insert into people as p (user_id, first_paid_at) values ($1, $2)"
        " on conflict (user_id) do update set first_paid_at = least(p.first_paid_at, excluded.first_paid_at)",
        db_id(user_id), db_time(paid_us));
}

struct status person_is_newcomer(struct tx *tx, const char *user_id, bool *ret_newcomer)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select from people where user_id = $1 and first_paid_at is not null", db_id(user_id)));
    *ret_newcomer = rows_count(rows) == 0;
    return OK;
}

struct status people_list(struct tx *tx, const char *community_id, const char *after, int limit,
                          const char *const **ret_ids, size_t *ret_count)
{
    struct rows *rows;

    if (*community_id)
        TRY(db_query(tx, &rows,
                     "select user_id from neighbours where community_id = $3 and user_id > " DB_AFTER(
                         "$1") " order by user_id limit $2",
                     db_id(after), db_int(limit), db_id(community_id)));
    else
        TRY(db_query(tx, &rows,
                     "select user_id from people where user_id > " DB_AFTER("$1") " order by user_id limit $2",
                     db_id(after), db_int(limit)));
    *ret_ids = rows_ids(rows, 0);
    *ret_count = (size_t)rows_count(rows);
    return OK;
}
