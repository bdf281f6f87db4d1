#include "groupbuy/store/month_store.h"

#define FIRST_DAY "to_date($1, 'YYYY-MM')"
#define LAST_DAY  "(to_date($1, 'YYYY-MM') + interval '1 month' - interval '1 day')::date"

/* Days are closed one after the other, so the last one's being there says it of all. The books begin in the first
 * month. */
struct status month_is_over(struct tx *tx, const char *month, bool *ret_ready)
{
    struct rows *rows;

    TRY(db_exec(tx, "select pg_advisory_xact_lock(hashtextextended('ledger months', 0))"));
    TRY(db_query(tx, &rows,
                 "select exists (select from ledger_days where day = " LAST_DAY ") and not exists ("
                 " select from ledger_days d where d.day < " FIRST_DAY
                 " and not exists (select from ledger_months m where d.day between m.first_day and m.last_day))",
                 db_text(month)));
    *ret_ready = rows_bool(rows, 0, 0);
    return OK;
}

/* What the last closed month ended with is carried on; read are the postings behind it alone, each day and each entry
 * by its index, however long the books are. Of the first month these are all there are. */
#define CARRIED                                                                                                        \
    "with before as (select month, last_day from ledger_months order by month desc limit 1),"                          \
    " moved as (select p.merchant_id, e.account,"                                                                      \
    "  sum(e.amount_fen) filter (where p.day >= " FIRST_DAY " and e.amount_fen > 0) as debit_fen,"                     \
    "  -sum(e.amount_fen) filter (where p.day >= " FIRST_DAY " and e.amount_fen < 0) as credit_fen,"                   \
    "  sum(e.amount_fen) as fen"                                                                                       \
    "  from ledger_postings p cross join lateral"                                                                      \
    "   (select account, amount_fen from ledger_entries where posting_id = p.id offset 0) e"                           \
    "  where p.day > coalesce((select last_day from before), '-infinity') and p.day <= " LAST_DAY                      \
    "  group by p.merchant_id, e.account),"                                                                            \
    " carried as (select merchant_id, account, balance_fen from ledger_month_accounts"                                 \
    "  where month = (select month from before))"                                                                      \
    " select merchant_id, account, coalesce(debit_fen, 0)::bigint, coalesce(credit_fen, 0)::bigint,"                   \
    " (coalesce(balance_fen, 0) + coalesce(fen, 0))::bigint"                                                           \
    " from carried full join moved using (merchant_id, account)"

struct status month_close(struct tx *tx, struct ledger_month *month)
{
    TRY(db_exec(tx,
                "insert into ledger_month_accounts (month, merchant_id, account, debit_fen, credit_fen, balance_fen)"
                " select $1, a.* from (" CARRIED ") a",
                db_text(month->month)));
    TRY(db_exec(tx,
                "with before as (select coalesce((select sha256 from ledger_months order by month desc limit 1),"
                " ''::bytea) as previous)"
                " insert into ledger_months (month, first_day, last_day, postings, previous_sha256, sha256, closed_by,"
                " why) select $1, " FIRST_DAY ", " LAST_DAY ", (select count(*) from ledger_postings p where p.day"
                " between " FIRST_DAY " and " LAST_DAY "), previous, ledger_month_sha256(" FIRST_DAY ", " LAST_DAY
                ", previous), $2, $3 from before",
                db_text(month->month), db_id(month->closed_by), db_text(month->why)));
    return month_get(tx, month->month, month);
}

#define MONTH_COLUMNS                                                                                                  \
    "select month, first_day, last_day, postings, encode(sha256, 'hex'), closed_by, why, closed_at from ledger_months"

static struct ledger_month read_month(const struct rows *rows, int row)
{
    return (struct ledger_month){
        .month = rows_text(rows, row, 0),
        .first_day = rows_text(rows, row, 1),
        .last_day = rows_text(rows, row, 2),
        .postings = rows_int(rows, row, 3),
        .sha256 = rows_text(rows, row, 4),
        .closed_by = rows_id(rows, row, 5),
        .why = rows_text(rows, row, 6),
        .closed_us = rows_time_us(rows, row, 7),
    };
}

struct status month_get(struct tx *tx, const char *month, struct ledger_month *ret_month)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, MONTH_COLUMNS " where month = $1", db_text(month)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "month %s is not closed", month);
    *ret_month = read_month(rows, 0);
    return OK;
}

struct status month_accounts(struct tx *tx, const char *month, struct month_account **ret_accounts, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select merchant_id, account, debit_fen, credit_fen, balance_fen from ledger_month_accounts"
                 " where month = $1 order by merchant_id collate \"C\", account collate \"C\" limit $2",
                 db_text(month), db_int(MONTH_ACCOUNTS_MAX)));
    *ret_count = (size_t)rows_count(rows);
    *ret_accounts = arena_array(tx_arena(tx), struct month_account, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_accounts)[row] =
            (struct month_account){ rows_text(rows, row, 0), rows_text(rows, row, 1), rows_int(rows, row, 2),
                                    rows_int(rows, row, 3), rows_int(rows, row, 4) };
    return OK;
}

struct status month_list(struct tx *tx, const char *after, int limit, struct ledger_month **ret_months,
                         size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 MONTH_COLUMNS " where month < coalesce(nullif($1, ''), '9999') order by month desc limit $2",
                 db_text(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_months = arena_array(tx_arena(tx), struct ledger_month, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_months)[row] = read_month(rows, row);
    return OK;
}

/* Days before the first one of the books are no gap. */
#define WRONG_DAYS                                                                                                     \
    "select g.day::date as day from ledger_months m, generate_series(greatest(m.first_day, (select min(day) from"      \
    "  ledger_days)), m.last_day, interval '1 day') as g (day)"                                                        \
    " left join ledger_days d on d.day = g.day::date left join ledger_days b on b.day = g.day::date - 1"               \
    " where m.month = $1 and (d.day is null or d.previous_sha256 <> coalesce(b.sha256, ''::bytea)"                     \
    "  or d.sha256 <> ledger_day_sha256(d.day, d.previous_sha256))"

/* The accounts of everybody's books as the postings have them from the first day on: what was carried must come to the
 * same. */
#define ACCOUNTS                                                                                                       \
    "select p.merchant_id, e.account,"                                                                                 \
    " coalesce(sum(e.amount_fen) filter (where p.day >= " FIRST_DAY " and e.amount_fen > 0), 0)::bigint as debit_fen," \
    " coalesce(-sum(e.amount_fen) filter (where p.day >= " FIRST_DAY " and e.amount_fen < 0), 0)::bigint as "          \
    "credit_fen,"                                                                                                      \
    " sum(e.amount_fen)::bigint as balance_fen"                                                                        \
    " from ledger_postings p join ledger_entries e on e.posting_id = p.id where p.day <= " LAST_DAY                    \
    " group by p.merchant_id, e.account"

struct status month_verify(struct tx *tx, const char *month, const char **ret_wrong_day, bool *ret_holds)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select (select min(day) from (" WRONG_DAYS ") w),"
                 " m.sha256 = ledger_month_sha256(m.first_day, m.last_day, m.previous_sha256)"
                 " and m.previous_sha256 = coalesce((select sha256 from ledger_months b where b.month < m.month"
                 "  order by month desc limit 1), ''::bytea)"
                 " and not exists ((" ACCOUNTS
                 ") except select merchant_id, account, debit_fen, credit_fen, balance_fen"
                 "  from ledger_month_accounts a where a.month = m.month)"
                 " from ledger_months m where m.month = $1",
                 db_text(month)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "month %s is not closed", month);
    *ret_wrong_day = rows_text(rows, 0, 0);
    *ret_holds = rows_bool(rows, 0, 1) && !**ret_wrong_day;
    return OK;
}
