#include "groupbuy/store/earner_store.h"

#include "base/id.h"
#include "groupbuy/domain/names.h"

static const char *const kinds[] = {
    [MOVE_NONE] = "",         [MOVE_VESTED] = "VESTED",           [MOVE_REVERSED] = "REVERSED",
    [MOVE_PAYOUT] = "PAYOUT", [MOVE_PAYOUT_BACK] = "PAYOUT_BACK", [MOVE_RETURNED] = "RETURNED",
};

struct status earner_move_insert(struct tx *tx, const struct earner_move *move)
{
    if (move->amount == 0)
        return OK;
    return db_exec(tx,
                   "insert into earner_moves (id, earner_id, kind, partner, amount_fen, share_id, refund_id, payout_id,"
                   " return_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                   db_id(id_make(tx_arena(tx))), db_id(move->earner_id), db_text(NAME_OF(kinds, move->kind)),
                   db_bool(move->partner), db_int(move->amount), db_id(move->share_id), db_id(move->refund_id),
                   db_id(move->payout_id), db_id(move->return_id));
}

struct status earner_balance_of(struct tx *tx, const char *earner_id, const char *merchant_id,
                                struct earner_balance *ret_balance)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(amount_fen) filter (where not partner), 0)::bigint,"
                 " coalesce(sum(amount_fen) filter (where partner), 0)::bigint from earner_moves where earner_id = $1"
                 " and merchant_id = $2",
                 db_id(earner_id), db_text(merchant_id)));
    *ret_balance = (struct earner_balance){ rows_int(rows, 0, 0), rows_int(rows, 0, 1) };
    return OK;
}

struct status earner_accounts_of(struct tx *tx, const char *earner_id, struct earner_account **ret_accounts,
                                 size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select merchant_id, sum(amount_fen)::bigint from earner_moves where earner_id = $1"
                 " group by merchant_id order by merchant_id collate \"C\" limit $2",
                 db_id(earner_id), db_int(EARNER_ACCOUNTS_MAX)));
    *ret_count = (size_t)rows_count(rows);
    *ret_accounts = arena_array(tx_arena(tx), struct earner_account, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_accounts)[row] = (struct earner_account){ rows_text(rows, row, 0), rows_int(rows, row, 1) };
    return OK;
}

struct status earner_month_now(struct tx *tx, const char **ret_month)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM')"));
    *ret_month = rows_text(rows, 0, 0);
    return OK;
}

#define MONTH_FROM "(to_date($2, 'YYYY-MM')::timestamp at time zone 'Asia/Shanghai')"
#define MONTH_TO   "((to_date($2, 'YYYY-MM') + interval '1 month') at time zone 'Asia/Shanghai')"

struct status earner_month_of(struct tx *tx, const char *earner_id, const char *merchant_id, const char *month,
                              struct earner_month *ret_month)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(amount_fen) filter (where at < " MONTH_FROM "), 0)::bigint,"
                 " coalesce(sum(amount_fen) filter (where at >= " MONTH_FROM " and kind = 'VESTED'), 0)::bigint,"
                 " coalesce(-sum(amount_fen) filter (where at >= " MONTH_FROM " and kind = 'REVERSED'), 0)::bigint,"
                 " coalesce(-sum(amount_fen) filter (where at >= " MONTH_FROM " and kind = 'PAYOUT'), 0)::bigint,"
                 " coalesce(sum(amount_fen) filter (where at >= " MONTH_FROM " and kind = 'PAYOUT_BACK'), 0)::bigint,"
                 " coalesce(sum(amount_fen) filter (where at >= " MONTH_FROM " and kind = 'RETURNED'), 0)::bigint"
                 " from earner_moves where earner_id = $1 and merchant_id = $3 and at < " MONTH_TO,
                 db_id(earner_id), db_text(month), db_text(merchant_id)));
    *ret_month = (struct earner_month){ rows_int(rows, 0, 0), rows_int(rows, 0, 1), rows_int(rows, 0, 2),
                                        rows_int(rows, 0, 3), rows_int(rows, 0, 4), rows_int(rows, 0, 5) };
    return OK;
}

static struct earner_move read_move(const struct rows *rows, int row)
{
    return (struct earner_move){
        .id = rows_id(rows, row, 0),
        .earner_id = rows_id(rows, row, 1),
        .kind = (enum earner_move_kind)NUMBER_OF(kinds, rows_text(rows, row, 2)),
        .partner = rows_bool(rows, row, 3),
        .amount = rows_int(rows, row, 4),
        .share_id = rows_id(rows, row, 5),
        .refund_id = rows_id(rows, row, 6),
        .payout_id = rows_id(rows, row, 7),
        .at_us = rows_time_us(rows, row, 8),
        .order_id = rows_id(rows, row, 9),
        .role = share_role_of(rows_text(rows, row, 10)),
        .base = rows_int(rows, row, 11),
        .basis_points = (int32_t)rows_int(rows, row, 12),
        .title = rows_text(rows, row, 13),
    };
}

struct status earner_move_list(struct tx *tx, const char *earner_id, const char *merchant_id, const char *month,
                               const char *after, int limit, struct earner_move **ret_moves, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select m.id, m.earner_id, m.kind, m.partner, m.amount_fen, m.share_id, m.refund_id, m.payout_id, m.at,"
        " s.order_id, s.role, s.base_fen, s.basis_points, l.product_title from earner_moves m"
        " left join shares s on s.id = m.share_id left join order_lines l on l.order_id = s.order_id and l.position = 0"
        " where m.earner_id = $1 and m.merchant_id = $5 and m.at >= " MONTH_FROM " and m.at < " MONTH_TO
        " and m.id < " DB_BEFORE("$3") " order by m.id desc limit $4",
        db_id(earner_id), db_text(month), db_id(after), db_int(limit), db_text(merchant_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_moves = arena_array(tx_arena(tx), struct earner_move, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_moves)[row] = read_move(rows, row);
    return OK;
}

struct status tax_rule_now(struct tx *tx, struct tax_rule *ret_rule)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select tax_version, above_fen, deduct_fen, deduct_bp, rate_bp, quick_fen from tax_bands"
                 " where tax_version = (select version from tax_rules"
                 "  where valid_from <= (now() at time zone 'Asia/Shanghai')::date order by valid_from desc limit 1)"
                 " order by above_fen limit $1",
                 db_int(TAX_BANDS_MAX)));
    *ret_rule = (struct tax_rule){ .count = (size_t)rows_count(rows) };
    for (int row = 0; row < rows_count(rows); row++) {
        ret_rule->version = rows_int(rows, row, 0);
        ret_rule->bands[row] = (struct tax_band){ .above = rows_int(rows, row, 1),
                                                  .deduct = rows_int(rows, row, 2),
                                                  .deduct_bp = (int32_t)rows_int(rows, row, 3),
                                                  .rate_bp = (int32_t)rows_int(rows, row, 4),
                                                  .quick = rows_int(rows, row, 5) };
    }
    return OK;
}
