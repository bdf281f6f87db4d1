#include "coupons/store/earning_store.h"

#include "base/id.h"

/* ---- rules ---- */

struct status points_rule_insert(struct tx *tx, const struct points_rule *rule, const char *operator_id)
{
    return db_exec(
        tx,
        "insert into points_rules (id, title, trigger, points, per_yuan, day_cap, budget, vest_days, valid_days,"
        " streak_days, streak_points, starts_at, ends_at, created_at, created_by, earns)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        db_id(rule->id), db_text(rule->title), db_int(rule->trigger), db_int(rule->points), db_int(rule->per_yuan),
        db_int(rule->day_cap), db_int(rule->budget), db_int(rule->vest_days), db_int(rule->valid_days),
        db_int(rule->streak_days), db_int(rule->streak_points), db_time(rule->starts_us), db_time(rule->ends_us),
        db_time(rule->created_us), db_id(operator_id), db_int(rule->earns));
}

#define RULE_COLUMNS                                                                                                   \
    " r.id, r.title, r.trigger, r.points, r.per_yuan, r.day_cap, r.budget, r.vest_days, r.valid_days, r.streak_days,"  \
    " r.streak_points, r.starts_at, r.ends_at, r.active, r.created_at, r.earns"
#define RULE_COLUMNS_COUNT 16

static struct points_rule rule_read(const struct rows *rows, int row)
{
    return (struct points_rule){
        .id = rows_id(rows, row, 0),
        .title = rows_text(rows, row, 1),
        .trigger = (enum earn_trigger)rows_int(rows, row, 2),
        .points = rows_int(rows, row, 3),
        .per_yuan = rows_int(rows, row, 4),
        .day_cap = rows_int(rows, row, 5),
        .budget = rows_int(rows, row, 6),
        .vest_days = (int)rows_int(rows, row, 7),
        .valid_days = (int)rows_int(rows, row, 8),
        .streak_days = (int)rows_int(rows, row, 9),
        .streak_points = rows_int(rows, row, 10),
        .starts_us = rows_time_us(rows, row, 11),
        .ends_us = rows_time_us(rows, row, 12),
        .active = rows_bool(rows, row, 13),
        .created_us = rows_time_us(rows, row, 14),
        .earns = (enum earns)rows_int(rows, row, 15),
    };
}

static void rules_read(struct arena *arena, const struct rows *rows, struct points_rule **ret_rules, size_t *ret_count)
{
    size_t count = (size_t)rows_count(rows);
    struct points_rule *rules = arena_array(arena, struct points_rule, count);

    for (size_t i = 0; i < count; i++)
        rules[i] = rule_read(rows, (int)i);
    *ret_rules = rules;
    *ret_count = count;
}

struct status points_rule_get(struct tx *tx, const char *rule_id, struct points_rule *ret_rule)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" RULE_COLUMNS " from points_rules r where r.id = $1", db_id(rule_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "rule %s", rule_id);
    *ret_rule = rule_read(rows, 0);
    return OK;
}

struct status points_rule_set_active(struct tx *tx, const char *rule_id, bool active)
{
    return db_exec(tx, "update points_rules set active = $2 where id = $1", db_id(rule_id), db_bool(active));
}

struct status points_rules_in_force(struct tx *tx, struct arena *arena, enum earn_trigger trigger, int64_t now_us,
                                    struct points_rule **ret_rules, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" RULE_COLUMNS " from points_rules r where r.active and r.trigger = $1 and r.starts_at <= $2"
                 " and (r.ends_at is null or r.ends_at > $2) order by r.id",
                 db_int(trigger), db_time(now_us)));
    rules_read(arena, rows, ret_rules, ret_count);
    return OK;
}

struct status points_rule_list(struct tx *tx, struct arena *arena, int64_t now_us, const char *before_id, int limit,
                               struct points_rule **ret_rules, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" RULE_COLUMNS " from points_rules r where r.active and (r.ends_at is null or r.ends_at > $1)"
                 " and r.id < " DB_BEFORE("$2") " order by r.id desc limit $3",
                 db_time(now_us), db_id(before_id), db_int(limit)));
    rules_read(arena, rows, ret_rules, ret_count);
    return OK;
}

/* ---- caps ---- */

struct status points_rule_count_day(struct tx *tx, const struct points_rule *rule, const char *user_id, int64_t day,
                                    int64_t points, int64_t *ret_points)
{
    struct rows *rows;
    int64_t had;

    *ret_points = points;
    if (rule->day_cap == 0 || points == 0)
        return OK;
    /* The person's account is held: nobody else counts for him meanwhile. */
    TRY(db_query(tx, &rows,
                 "select coalesce(max(points), 0)::bigint from points_rule_days where rule_id = $1 and user_id = $2"
                 " and day = date '1970-01-01' + $3::int",
                 db_id(rule->id), db_id(user_id), db_int(day)));
    had = rows_int(rows, 0, 0);
    *ret_points = had + points <= rule->day_cap ? points : rule->day_cap - had;
    if (*ret_points <= 0) {
        *ret_points = 0;
        return OK;
    }
    return db_exec(tx,
                   "insert into points_rule_days as d (rule_id, user_id, day, points) values ($1, $2, date "
                   "'1970-01-01' + $3::int, $4)"
                   " on conflict (rule_id, user_id, day) do update set points = d.points + excluded.points",
                   db_id(rule->id), db_id(user_id), db_int(day), db_int(*ret_points));
}

struct status points_rule_count_budget(struct tx *tx, const struct points_rule *rule, int64_t points,
                                       int64_t *ret_points)
{
    int64_t affected;

    *ret_points = points;
    if (rule->budget == 0 || points == 0)
        return OK;
    TRY(db_exec_count(tx, &affected,
                      "update points_rules set issued = issued + $2 where id = $1 and issued + $2 <= budget",
                      db_id(rule->id), db_int(points)));
    if (affected == 0)
        *ret_points = 0;
    return OK;
}

/* ---- earnings ---- */

struct status earning_known(struct tx *tx, const char *source_id, const char *rule_id, bool *ret_known)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select from points_earnings where source_id = $1 and rule_id = $2", db_id(source_id),
                 db_id(rule_id)));
    *ret_known = rows_count(rows) > 0;
    return OK;
}

struct status earning_insert(struct tx *tx, const struct earning *earning)
{
    return db_exec(tx,
                   "insert into points_earnings (rule_id, source_id, user_id, amount_fen, points, lot_id)"
                   " values ($1, $2, $3, $4, $5, $6)",
                   db_id(earning->rule.id), db_id(earning->source_id), db_id(earning->user_id), db_int(earning->amount),
                   db_int(earning->points), db_id(earning->lot_id));
}

struct status earnings_of(struct tx *tx, struct arena *arena, const char *source_id, struct earning **ret_earnings,
                          size_t *ret_count)
{
    struct rows *rows;
    int at = RULE_COLUMNS_COUNT;

    TRY(db_query(tx, &rows,
                 "select" RULE_COLUMNS
                 ", e.user_id, e.amount_fen, e.points, e.taken_back, e.lot_id from points_earnings e"
                 " join points_rules r on r.id = e.rule_id where e.source_id = $1 order by e.rule_id",
                 db_id(source_id)));
    size_t count = (size_t)rows_count(rows);
    struct earning *earnings = arena_array(arena, struct earning, count);
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        earnings[i] = (struct earning){
            .rule = rule_read(rows, row),
            .source_id = source_id,
            .user_id = rows_id(rows, row, at),
            .amount = rows_int(rows, row, at + 1),
            .points = rows_int(rows, row, at + 2),
            .taken_back = rows_int(rows, row, at + 3),
            .lot_id = rows_id(rows, row, at + 4),
        };
    }
    *ret_earnings = earnings;
    *ret_count = count;
    return OK;
}

struct status earning_save(struct tx *tx, const struct earning *earning)
{
    return db_exec(tx, "update points_earnings set taken_back = $3 where source_id = $1 and rule_id = $2",
                   db_id(earning->source_id), db_id(earning->rule.id), db_int(earning->taken_back));
}

struct status order_refund_add(struct tx *tx, const char *order_id, fen refunded, bool whole, fen *ret_refunded,
                               bool *ret_whole)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into points_order_refunds as o (order_id, refunded_fen, whole) values ($1, $2, $3)"
                 " on conflict (order_id) do update set refunded_fen = o.refunded_fen + excluded.refunded_fen,"
                 " whole = o.whole or excluded.whole returning refunded_fen, whole",
                 db_id(order_id), db_int(refunded), db_bool(whole)));
    *ret_refunded = rows_int(rows, 0, 0);
    *ret_whole = rows_bool(rows, 0, 1);
    return OK;
}

struct status order_refund_get(struct tx *tx, const char *order_id, fen *ret_refunded, bool *ret_whole)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select refunded_fen, whole from points_order_refunds where order_id = $1",
                 db_id(order_id)));
    *ret_refunded = rows_count(rows) ? rows_int(rows, 0, 0) : 0;
    *ret_whole = rows_count(rows) && rows_bool(rows, 0, 1);
    return OK;
}

/* ---- sign-ins ---- */

struct status sign_in_list(struct tx *tx, struct arena *arena, const char *user_id, int64_t first, int64_t after,
                           struct sign_in **ret_days, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select day - date '1970-01-01', streak, points from sign_ins where user_id = $1"
                 " and day >= date '1970-01-01' + $2::int and day < date '1970-01-01' + $3::int order by day",
                 db_id(user_id), db_int(first), db_int(after)));
    size_t count = (size_t)rows_count(rows);
    struct sign_in *days = arena_array(arena, struct sign_in, count);
    for (size_t i = 0; i < count; i++)
        days[i] =
            (struct sign_in){ rows_int(rows, (int)i, 0), (int)rows_int(rows, (int)i, 1), rows_int(rows, (int)i, 2) };
    *ret_days = days;
    *ret_count = count;
    return OK;
}

struct status sign_in_insert(struct tx *tx, const char *user_id, const struct sign_in *day, int64_t now_us)
{
    return db_exec(tx,
                   "insert into sign_ins (user_id, day, streak, points, signed_at) values ($1, date '1970-01-01' + "
                   "$2::int, $3, $4, $5)",
                   db_id(user_id), db_int(day->day), db_int(day->streak), db_int(day->points), db_time(now_us));
}
