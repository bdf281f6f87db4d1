#include "groupbuy/store/sharing_store.h"

#include <string.h>

#include "base/id.h"
#include "groupbuy/domain/names.h"

static const char *const states[] = { [SHARING_NONE] = "",
                                      [SHARING_DUE] = "DUE",
                                      [SHARING_SPLITTING] = "SPLITTING",
                                      [SHARING_UNFREEZING] = "UNFREEZING",
                                      [SHARING_DONE] = "DONE" };

/* ---- rules ---- */

struct status settlement_rule_now(struct tx *tx, struct settlement_rule *ret_rule)
{
    struct rows *rows;

    *ret_rule = (struct settlement_rule){ 0 };
    TRY(db_query(tx, &rows, "select version, sharing, most_bp from settlement_rules order by version desc limit 1"));
    if (rows_count(rows))
        *ret_rule =
            (struct settlement_rule){ rows_int(rows, 0, 0), rows_bool(rows, 0, 1), (int32_t)rows_int(rows, 0, 2) };
    return OK;
}

struct status settlement_rule_insert(struct tx *tx, struct settlement_rule *rule, const char *created_by)
{
    struct rows *rows;

    TRY(db_exec(tx, "select pg_advisory_xact_lock(hashtextextended('settlement rules', 0))"));
    TRY(db_query(tx, &rows,
                 "insert into settlement_rules (version, sharing, most_bp, created_by)"
                 " select coalesce(max(version), 0) + 1, $1, $2, $3 from settlement_rules returning version",
                 db_bool(rule->sharing), db_int(rule->most_bp), db_id(created_by)));
    rule->version = rows_int(rows, 0, 0);
    return OK;
}

/* ---- sharings ---- */

struct status sharing_begin(struct tx *tx, const char *order_id, bool *ret_frozen, int64_t *ret_next_us)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into sharings (order_id, state, split_number, unfreeze_number, next_at, give_up_at)"
                 " select order_id, 'DUE', $2, $3, greatest(now(), paid_at + $4 * interval '1 s'),"
                 " paid_at + $5 * interval '1 day' from payments where order_id = $1 and profit_sharing"
                 " and transaction_id is not null on conflict (order_id) do nothing returning next_at",
                 db_id(order_id), db_id(id_make(tx_arena(tx))), db_id(id_make(tx_arena(tx))), db_int(SHARING_WAIT_S),
                 db_int(SHARING_DAYS_MAX)));
    *ret_frozen = rows_count(rows) > 0;
    *ret_next_us = *ret_frozen ? rows_time_us(rows, 0, 0) : 0;
    return OK;
}

struct status sharing_lock(struct tx *tx, const char *order_id, struct sharing *ret_sharing)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select s.order_id, s.state, s.split_number, s.unfreeze_number, s.split_fen, s.rule_version, s.next_at,"
        " s.give_up_at, s.reason, p.transaction_id, p.amount_fen, p.refunding_fen, p.merchant_id from sharings s"
        " join payments p on p.order_id = s.order_id where s.order_id = $1 for update of s",
        db_id(order_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "no sharing of order %s", order_id);
    *ret_sharing = (struct sharing){
        .order_id = rows_id(rows, 0, 0),
        .state = (enum sharing_state)NUMBER_OF(states, rows_text(rows, 0, 1)),
        .split_number = rows_id(rows, 0, 2),
        .unfreeze_number = rows_id(rows, 0, 3),
        .split = rows_int(rows, 0, 4),
        .rule_version = rows_int(rows, 0, 5),
        .next_us = rows_time_us(rows, 0, 6),
        .give_up_us = rows_time_us(rows, 0, 7),
        .reason = rows_text(rows, 0, 8),
        .transaction_id = rows_text(rows, 0, 9),
        .paid = rows_int(rows, 0, 10),
        .refunding = rows_int(rows, 0, 11),
        .merchant_id = rows_text(rows, 0, 12),
    };
    return OK;
}

struct status sharing_save(struct tx *tx, const struct sharing *sharing)
{
    return db_exec(tx,
                   "update sharings set state = $2, rule_version = nullif($3::bigint, 0), split_fen = $4, next_at = $5,"
                   " give_up_at = $6, reason = $7, done_at = case when $2 = 'DONE' then coalesce(done_at, now()) end"
                   " where order_id = $1",
                   db_id(sharing->order_id), db_text(NAME_OF(states, sharing->state)), db_int(sharing->rule_version),
                   db_int(sharing->split), db_time(sharing->next_us), db_time(sharing->give_up_us),
                   db_text(sharing->reason));
}

struct status sharing_add_due_jobs(struct tx *tx, const char *kind, int limit)
{
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload)"
                   " select gen_random_uuid(), $1, replace(order_id::text, '-', ''), now(), ''"
                   " from sharings where done_at is null and next_at <= now() order by next_at limit $2"
                   " on conflict (kind, key) do nothing",
                   db_text(kind), db_int(limit));
}

struct status sharing_earners(struct tx *tx, const char *order_id, struct sharing_earner **ret_earners,
                              size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select earner_id, sum(accrued_fen - reversed_fen)::bigint from shares where order_id = $1"
                 " and vested_at is not null group by earner_id order by earner_id",
                 db_id(order_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_earners = arena_array(tx_arena(tx), struct sharing_earner, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_earners)[row] =
            (struct sharing_earner){ .user_id = rows_id(rows, row, 0), .earned = rows_int(rows, row, 1) };
    return OK;
}

fen sharing_earned(const struct sharing_earner *earners, size_t count, const char *user_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(earners[i].user_id, user_id) == 0)
            return earners[i].earned;
    return 0;
}

struct status sharing_of_month(struct tx *tx, const char *earner_id, fen *ret_fen)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(gross_fen), 0)::bigint from payouts where earner_id = $1 and way = 'SHARING'"
                 " and not to_merchant and state not in ('FAILED', 'DECLINED')"
                 " and month = to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM')",
                 db_id(earner_id)));
    *ret_fen = rows_int(rows, 0, 0);
    return OK;
}

struct status settlement_insert(struct tx *tx, const char *order_id, const struct sharing_earner *earner,
                                const struct settlement *settlement)
{
    return db_exec(tx, "insert into settlements (order_id, earner_id, way, fen, why) values ($1, $2, $3, $4, $5)",
                   db_id(order_id), db_id(earner->user_id), db_text(settlement_way_name(settlement->way)),
                   db_int(earner->earned), db_text(settlement->why));
}
