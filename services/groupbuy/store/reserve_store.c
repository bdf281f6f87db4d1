#include "groupbuy/store/reserve_store.h"

/* ---- rules ---- */

struct status reserve_rule_now(struct tx *tx, struct reserve_rule *ret_rule)
{
    struct rows *rows;

    *ret_rule = (struct reserve_rule){ 0 };
    TRY(db_query(tx, &rows, "select version, share_bp from reserve_rules order by version desc limit 1"));
    if (rows_count(rows))
        *ret_rule = (struct reserve_rule){ rows_int(rows, 0, 0), (int32_t)rows_int(rows, 0, 1) };
    return OK;
}

struct status reserve_rule_insert(struct tx *tx, struct reserve_rule *rule, const char *created_by)
{
    struct rows *rows;

    TRY(db_exec(tx, "select pg_advisory_xact_lock(hashtextextended('reserve rules', 0))"));
    TRY(db_query(tx, &rows,
                 "insert into reserve_rules (version, share_bp, created_by)"
                 " select coalesce(max(version), 0) + 1, $1, $2 from reserve_rules returning version",
                 db_int(rule->share_bp), db_id(created_by)));
    rule->version = rows_int(rows, 0, 0);
    return OK;
}

struct status account_balance_set(struct tx *tx, const char *merchant_id, const char *bill, const char *day,
                                  fen balance)
{
    return db_exec(tx,
                   "insert into account_balances (merchant_id, bill, day, balance_fen) values ($1, $2, $3, $4)"
                   " on conflict (merchant_id, bill, day) do update set balance_fen = $4",
                   db_text(merchant_id), db_text(bill), db_text(day), db_int(balance));
}

/* ---- measuring ---- */

/* Paid, and not given back whole; the condition is the index's own. */
#define LIVE                                                                                                           \
    "o.status in ('PAID', 'WAITING_TEAM', 'WAITING_CUTOFF', 'READY', 'SHIPPED', 'PARTLY_FULFILLED', 'FULFILLED')"

/* Orders whose money matters: those that are live, and of those that are over what WeChat still holds or owes. */
#define WATCHED                                                                                                        \
    "watched as (select o.id from orders o where " LIVE "  union select order_id from sharings where done_at is null"  \
    "  union select order_id from refunds where done_at is null"                                                       \
    "  union select order_id from shipping_infos where state = 'TOLD' and kind = 'EXPRESS' and settled_at is null"     \
    "   and told_at > now() - $1 * interval '1 day')"

#define SETTLED                                                                                                        \
    "coalesce(s.settled_at is not null or s.state = 'TOLD' and now() >= coalesce(s.settles_at,"                        \
    " s.told_at + case s.kind when 'EXPRESS' then $1 else $2 end * interval '1 day'), false)"
/* WeChat unfreezes by itself after 30 days. */
#define UNFROZEN "(not p.profit_sharing or coalesce(h.state = 'DONE', false) or p.paid_at < now() - interval '30 days')"

#define MONEY                                                                                                          \
    "money as (select o.merchant_id, o.id, p.amount_fen - o.refunded_fen as here,"                       \
    "  p.amount_fen - p.refunding_fen as kept, p.refunding_fen - o.refunded_fen as promised, " LIVE " as live,"        \
    "  o.status in ('CANCELLED', 'REFUNDED') or " SETTLED " and " UNFROZEN " as free"                                  \
    "  from watched w join orders o on o.id = w.id join payments p on p.order_id = o.id and p.state = 'PAID'"          \
    "  left join shipping_infos s on s.order_id = o.id left join sharings h on h.order_id = o.id)"

#define ASKED_BACK                                                                                                     \
    "asked as (select m.merchant_id, sum(a.amount_fen)::bigint as asked from after_sales a"                            \
    "  join money m on m.id = a.order_id and m.free where a.status in ('REQUESTED', 'WITH_LEADER', 'ESCALATED',"       \
    "   'APPROVED', 'AWAITING_RETURN', 'RETURNED') group by 1)"

/* One transfer of an account is under way a person: few rows, by their index. */
#define UNDER_WAY(merchant)                                                                                            \
    "(select coalesce(sum(gross_fen - withheld_fen), 0)::bigint from payouts where way = 'TRANSFER'"                   \
    " and done_at is null and let_go_at is not null and payouts.merchant_id = " merchant ")"

/* A bill has what WeChat did on its day, also what we have heard of and posted on a later one. */
#define IN_THE_BILL                                                                                                    \
    "(base.billed is not null and (p.kind = 'PAYMENT' and exists (select from payments y"                              \
    "   where y.order_id = p.order_id and y.paid_at < (base.billed + 1)::timestamp at time zone 'Asia/Shanghai')"      \
    "  or p.kind = 'REFUND_PAID' and exists (select from refunds r"                                                    \
    "   where r.id = p.refund_id and r.done_at < (base.billed + 1)::timestamp at time zone 'Asia/Shanghai')))"

/* Up to the last day whose bills agree with themselves by these, from then on by the ledger; WeChat's fees of later
 * days are not known yet. Where there was no bill, by the last closed month. */
static struct status read_balance(struct tx *tx, const char *merchant_id, fen *ret_balance)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with billed as (select max(b.day) as day from account_balances b join bill_days d on d.day = b.day"
        "   and d.merchant_id = b.merchant_id and d.state = 'DONE' where b.merchant_id = $1),"
        " month as (select max(last_day) as day from ledger_months),"
        " base as (select b.day as billed, coalesce(b.day, m.day, '-infinity') as day, coalesce("
        "   (select sum(balance_fen) from (select distinct on (bill) balance_fen from account_balances"
        "    where merchant_id = $1 and day <= b.day order by bill, day desc) last),"
        "   (select balance_fen from ledger_month_accounts where account = 'channel:wechat'"
        "    and merchant_id = $1 and month = to_char(m.day, 'YYYY-MM')), 0) as fen from billed b, month m)"
        " select (fen + coalesce((select sum(e.amount_fen) from ledger_postings p join ledger_entries e"
        "  on e.posting_id = p.id and e.account = 'channel:wechat' where p.day > base.day and p.kind <> 'FEES'"
        "  and p.merchant_id = $1 and not " IN_THE_BILL "), 0))"
        "  ::bigint from base",
        db_text(merchant_id)));
    *ret_balance = rows_int(rows, 0, 0);
    return OK;
}

struct status reserve_measure(struct tx *tx, struct kept_reserve **ret_reserves, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with " WATCHED ", " MONEY ", " ASKED_BACK
        ", sums as (select merchant_id, coalesce(sum(here) filter (where not free), 0)::bigint as unsettled,"
        "  coalesce(sum(kept) filter (where free and live), 0)::bigint as claimable,"
        "  coalesce(sum(promised) filter (where free), 0)::bigint as promised from money group by 1)"
        " select r.merchant_id, coalesce(s.unsettled, 0), coalesce(s.claimable, 0), coalesce(a.asked, 0),"
        "  coalesce(s.promised, 0), " UNDER_WAY("r.merchant_id")
        " from (select '' as merchant_id union select merchant_id from reserves union select merchant_id from sums) r"
        " left join sums s on s.merchant_id = r.merchant_id left join asked a on a.merchant_id = r.merchant_id"
        " order by 1",
        db_int(SETTLES_EXPRESS_AFTER_DAYS), db_int(SETTLES_AFTER_DAYS)));
    *ret_count = (size_t)rows_count(rows);
    *ret_reserves = arena_array(tx_arena(tx), struct kept_reserve, *ret_count);
    for (int row = 0; row < rows_count(rows); row++) {
        struct kept_reserve *reserve = &(*ret_reserves)[row];

        *reserve = (struct kept_reserve){ .merchant_id = rows_text(rows, row, 0),
                                          .facts = { .unsettled = rows_int(rows, row, 1),
                                                     .claimable = rows_int(rows, row, 2),
                                                     .after_sales = rows_int(rows, row, 3),
                                                     .promised = rows_int(rows, row, 4),
                                                     .payouts = rows_int(rows, row, 5) } };
        TRY(read_balance(tx, reserve->merchant_id, &reserve->facts.balance));
    }
    return OK;
}

/* ---- kept ---- */

#define RESERVE_COLUMNS                                                                                                \
    "select merchant_id, rule_version, balance_fen, unsettled_fen, claimable_fen, after_sales_fen, promised_fen,"      \
    " payouts_fen, wanted_fen, measured_at, episode_id, short_since from reserves"

static struct kept_reserve read_reserve(const struct rows *rows, int row)
{
    return (struct kept_reserve){
        .merchant_id = rows_text(rows, row, 0),
        .rule_version = rows_int(rows, row, 1),
        .facts = { .balance = rows_int(rows, row, 2),
                   .unsettled = rows_int(rows, row, 3),
                   .claimable = rows_int(rows, row, 4),
                   .after_sales = rows_int(rows, row, 5),
                   .promised = rows_int(rows, row, 6),
                   .payouts = rows_int(rows, row, 7) },
        .wanted = rows_int(rows, row, 8),
        .measured_us = rows_time_us(rows, row, 9),
        .episode_id = rows_id(rows, row, 10),
        .short_us = rows_time_us(rows, row, 11),
    };
}

struct status reserve_list(struct tx *tx, const char *after, int limit, struct kept_reserve **ret_reserves,
                           size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 RESERVE_COLUMNS
                 " where merchant_id < coalesce(nullif($1, ''), 'own') order by merchant_id desc limit $2",
                 db_text(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_reserves = arena_array(tx_arena(tx), struct kept_reserve, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_reserves)[row] = read_reserve(rows, row);
    return OK;
}

struct status reserve_lock(struct tx *tx, const char *merchant_id, struct kept_reserve *ret_reserve, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, RESERVE_COLUMNS " where merchant_id = $1 for update", db_text(merchant_id)));
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_reserve = read_reserve(rows, 0);
    return OK;
}

struct status reserve_save(struct tx *tx, const struct kept_reserve *reserve)
{
    const struct reserve_facts *facts = &reserve->facts;

    return db_exec(
        tx,
        "insert into reserves (merchant_id, rule_version, balance_fen, unsettled_fen, claimable_fen, after_sales_fen,"
        " promised_fen, payouts_fen, wanted_fen, measured_at, episode_id, short_since)"
        " values ($1, nullif($2::bigint, 0), $3, $4, $5, $6, $7, $8, $9, now(), $10, $11)"
        " on conflict (merchant_id) do update set rule_version = excluded.rule_version,"
        " balance_fen = excluded.balance_fen, unsettled_fen = excluded.unsettled_fen,"
        " claimable_fen = excluded.claimable_fen, after_sales_fen = excluded.after_sales_fen,"
        " promised_fen = excluded.promised_fen, payouts_fen = excluded.payouts_fen, wanted_fen = excluded.wanted_fen,"
        " measured_at = excluded.measured_at, episode_id = excluded.episode_id, short_since = excluded.short_since",
        db_text(reserve->merchant_id), db_int(reserve->rule_version), db_int(facts->balance), db_int(facts->unsettled),
        db_int(facts->claimable), db_int(facts->after_sales), db_int(facts->promised), db_int(facts->payouts),
        db_int(reserve->wanted), db_id(reserve->episode_id), db_time(reserve->short_us));
}

struct status reserve_is_short(struct tx *tx, const char *merchant_id, bool *ret_short)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select from reserves where merchant_id = $1 and episode_id is not null"
                 " and balance_fen - unsettled_fen - payouts_fen < wanted_fen",
                 db_text(merchant_id)));
    *ret_short = rows_count(rows) > 0;
    return OK;
}

struct status reserve_count_short(struct tx *tx, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from reserves where episode_id is not null"));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

/* ---- transfers ---- */

/* What was paid about the moment it was looked at counts twice rather than not at all: until the next look. */
struct status reserve_payouts_since(struct tx *tx, const char *merchant_id, int64_t measured_us, fen *ret_sum)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select (" UNDER_WAY("$2") " + (select coalesce(sum(gross_fen - withheld_fen), 0) from payouts"
                 " where state = 'PAID' and way = 'TRANSFER' and done_at > $1::timestamptz - interval '1 minute'"
                 " and merchant_id = $2))::bigint",
                 db_time(measured_us), db_text(merchant_id)));
    *ret_sum = rows_int(rows, 0, 0);
    return OK;
}

struct status payout_was_let_go(struct tx *tx, const char *payout_id, bool *ret_gone)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select from payouts where id = $1 and let_go_at is not null", db_id(payout_id)));
    *ret_gone = rows_count(rows) > 0;
    return OK;
}

struct status payout_let_go(struct tx *tx, const char *payout_id)
{
    return db_exec(tx, "update payouts set let_go_at = now() where id = $1 and let_go_at is null", db_id(payout_id));
}

struct status payout_wake_held(struct tx *tx, const char *merchant_id, const char *kind, int limit)
{
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload)"
                   " select gen_random_uuid(), $1, replace(id::text, '-', ''), now(), '' from payouts"
                   " where state = 'WAITING_FUNDS' and way = 'TRANSFER' and let_go_at is null and merchant_id = $3"
                   " order by id limit $2 on conflict (kind, key) do nothing",
                   db_text(kind), db_int(limit), db_text(merchant_id));
}
