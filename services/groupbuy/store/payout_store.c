#include "groupbuy/store/payout_store.h"

#include "base/id.h"

/* ---- who ---- */

struct status payee_set(struct tx *tx, const struct payee *payee)
{
    return db_exec(
        tx,
        "insert into payees (user_id, name_key, name_sealed, name_masked, identity_key, identity_sealed,"
        " identity_masked) values ($1, $2, $3, $4, $5, $6, $7) on conflict (user_id) do update set name_key = $2,"
        " name_sealed = $3, name_masked = $4, identity_key = $5, identity_sealed = $6, identity_masked = $7,"
        " set_at = now()",
        db_id(payee->user_id), db_text(payee->name.key), db_bytes(payee->name.bytes, payee->name.count),
        db_text(payee->name_masked), db_text(payee->identity.key),
        db_bytes(payee->identity.bytes, payee->identity.count), db_text(payee->identity_masked));
}

#define PAYEE_COLUMNS                                                                                                  \
    "select user_id, name_key, name_sealed, name_masked, identity_key, identity_sealed, identity_masked, set_at"       \
    " from payees where user_id = $1"

static struct payee payee_of(const struct rows *rows, int row)
{
    struct payee payee = {
        .user_id = rows_id(rows, row, 0),
        .name = { .key = rows_text(rows, row, 1) },
        .name_masked = rows_text(rows, row, 3),
        .identity = { .key = rows_text(rows, row, 4) },
        .identity_masked = rows_text(rows, row, 6),
        .set_us = rows_time_us(rows, row, 7),
    };

    payee.name.bytes = rows_bytes(rows, row, 2, &payee.name.count);
    payee.identity.bytes = rows_bytes(rows, row, 5, &payee.identity.count);
    return payee;
}

static struct status read_payee(struct tx *tx, const char *sql, const char *user_id, struct payee *ret_payee,
                                bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, sql, db_id(user_id)));
    *ret_found = rows_count(rows) > 0;
    if (!*ret_found)
        return OK;
    *ret_payee = payee_of(rows, 0);
    return OK;
}

struct status payee_get(struct tx *tx, const char *user_id, struct payee *ret_payee, bool *ret_found)
{
    return read_payee(tx, PAYEE_COLUMNS, user_id, ret_payee, ret_found);
}

struct status payee_lock(struct tx *tx, const char *user_id, struct payee *ret_payee, bool *ret_found)
{
    return read_payee(tx, PAYEE_COLUMNS " for update", user_id, ret_payee, ret_found);
}

/* ---- what ---- */

struct status payout_insert(struct tx *tx, struct payout *payout)
{
    payout->id = id_make(tx_arena(tx));
    return db_exec(
        tx,
        "insert into payouts (id, earner_id, way, order_id, state, gross_fen, leaders_fen, partners_fen, withheld_fen,"
        " tax_version, month, openid, to_merchant, merchant_id)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        db_id(payout->id), db_id(payout->earner_id), db_text(payout_way_name(payout->way)), db_id(payout->order_id),
        db_text(payout_state_name(payout->state)), db_int(payout->gross), db_int(payout->leaders),
        db_int(payout->partners), db_int(payout->withheld), db_int(payout->tax_version), db_text(payout->month),
        db_text(payout->openid), db_bool(payout->to_merchant), db_text(payout->merchant_id));
}

#define PAYOUT_COLUMNS                                                                                                 \
    "select p.id, p.earner_id, p.way, p.order_id, p.state, p.gross_fen, p.leaders_fen, p.partners_fen,"                \
    " p.withheld_fen, p.tax_version, p.month, p.openid, p.wechat_number, p.package_info, p.reason, p.asked_at,"        \
    " p.done_at, p.to_merchant, p.merchant_id from payouts p"

static struct payout read_payout(const struct rows *rows, int row)
{
    return (struct payout){
        .id = rows_id(rows, row, 0),
        .earner_id = rows_id(rows, row, 1),
        .way = payout_way_of(rows_text(rows, row, 2)),
        .order_id = rows_id(rows, row, 3),
        .state = payout_state_of(rows_text(rows, row, 4)),
        .gross = rows_int(rows, row, 5),
        .leaders = rows_int(rows, row, 6),
        .partners = rows_int(rows, row, 7),
        .withheld = rows_int(rows, row, 8),
        .tax_version = rows_int(rows, row, 9),
        .month = rows_text(rows, row, 10),
        .openid = rows_text(rows, row, 11),
        .wechat_number = rows_text(rows, row, 12),
        .package_info = rows_text(rows, row, 13),
        .reason = rows_text(rows, row, 14),
        .asked_us = rows_time_us(rows, row, 15),
        .done_us = rows_time_us(rows, row, 16),
        .to_merchant = rows_bool(rows, row, 17),
        .merchant_id = rows_text(rows, row, 18),
    };
}

struct status payout_get(struct tx *tx, const char *payout_id, const char *earner_id, struct payout *ret_payout)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, PAYOUT_COLUMNS " where p.id = $1 and p.earner_id = coalesce($2::uuid, p.earner_id)",
                 db_id(payout_id), db_id(earner_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "payout %s", payout_id);
    *ret_payout = read_payout(rows, 0);
    return OK;
}

struct status payout_lock(struct tx *tx, const char *payout_id, struct payout *ret_payout)
{
    TRY(db_exec(tx, "select from payouts where id = $1 for update", db_id(payout_id)));
    return payout_get(tx, payout_id, NULL, ret_payout);
}

struct status payout_save(struct tx *tx, const struct payout *payout)
{
    return db_exec(tx,
                   "update payouts set state = $2, wechat_number = nullif($3, ''), package_info = $4, reason = $5,"
                   " done_at = case when $2 in ('PAID', 'FAILED', 'DECLINED') then coalesce(done_at, now()) end"
                   " where id = $1",
                   db_id(payout->id), db_text(payout_state_name(payout->state)), db_text(payout->wechat_number),
                   db_text(payout->package_info), db_text(payout->reason));
}

struct status payout_is_own_doing(struct tx *tx, const struct payout *payout, bool *ret_own)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select from approvals where kind = 'PAYOUT' and subject = $1 and $2 in (asked_by, decided_by)",
                 db_id(payout->id), db_id(payout->earner_id)));
    *ret_own = rows_count(rows) > 0;
    return OK;
}

static void read_payouts(struct tx *tx, const struct rows *rows, struct payout **ret_payouts, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_payouts = arena_array(tx_arena(tx), struct payout, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_payouts)[row] = read_payout(rows, row);
}

struct status payout_list(struct tx *tx, const char *earner_id, enum payout_state state, const char *after, int limit,
                          struct payout **ret_payouts, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 PAYOUT_COLUMNS " where ($1::uuid is null or p.earner_id = $1) and ($2 = '' or p.state = $2)"
                                " and p.id < " DB_BEFORE("$3") " order by p.id desc limit $4",
                 db_id(earner_id), db_text(payout_state_name(state)), db_id(after), db_int(limit)));
    read_payouts(tx, rows, ret_payouts, ret_count);
    return OK;
}

struct status payout_list_of_order(struct tx *tx, const char *order_id, struct payout **ret_payouts, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, PAYOUT_COLUMNS " where p.order_id = $1 and p.way = 'SHARING' order by p.id",
                 db_id(order_id)));
    read_payouts(tx, rows, ret_payouts, ret_count);
    return OK;
}

#define COUNTS "state not in ('FAILED', 'DECLINED')"

struct status payout_income_of(struct tx *tx, const char *earner_id, const char *merchant_id, const char *month,
                               struct payout_income *ret_income)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(gross_fen), 0)::bigint, coalesce(sum(withheld_fen), 0)::bigint from payouts"
                 " where earner_id = $1 and month = $2 and not to_merchant and " COUNTS
                 " and merchant_id = coalesce($3, merchant_id)",
                 db_id(earner_id), db_text(month), db_text(merchant_id)));
    *ret_income = (struct payout_income){ rows_int(rows, 0, 0), rows_int(rows, 0, 1) };
    return OK;
}

struct status payout_today(struct tx *tx, const char *earner_id, const char *merchant_id, fen *ret_gross,
                           bool *ret_under_way)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(gross_fen) filter (where " COUNTS " and (asked_at at time zone 'Asia/Shanghai')"
                 "::date = (now() at time zone 'Asia/Shanghai')::date), 0)::bigint,"
                 " coalesce(bool_or(done_at is null and merchant_id = coalesce($2, merchant_id)), false)"
                 " from payouts where earner_id = $1 and way = 'TRANSFER'"
                 " and (done_at is null or asked_at > now() - interval '2 days')",
                 db_id(earner_id), db_text(merchant_id)));
    *ret_gross = rows_int(rows, 0, 0);
    *ret_under_way = rows_bool(rows, 0, 1);
    return OK;
}

struct status payout_earners(struct tx *tx, const char *first_month, const char *after, int limit,
                             struct payout_earner **ret_earners, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select e.user_id, e.name_key, e.name_sealed, e.name_masked, e.identity_key, e.identity_sealed,"
                 " e.identity_masked, e.set_at, sum(p.gross_fen)::bigint, sum(p.withheld_fen)::bigint, count(*)"
                 " from payees e join payouts p on p.earner_id = e.user_id and p.state = 'PAID' and not p.to_merchant"
                 "  and p.month between $1"
                 "  and to_char(to_date($1, 'YYYY-MM') + interval '2 months', 'YYYY-MM')"
                 " where e.user_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')"
                 " group by e.user_id order by e.user_id limit $3",
                 db_text(first_month), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_earners = arena_array(tx_arena(tx), struct payout_earner, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_earners)[row] = (struct payout_earner){ payee_of(rows, row), rows_int(rows, row, 8),
                                                      rows_int(rows, row, 9), rows_int(rows, row, 10) };
    return OK;
}

struct status payout_count(struct tx *tx, enum payout_state state, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from payouts where state = $1", db_text(payout_state_name(state))));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}
