#include "groupbuy/store/bill_store.h"

#include "base/id.h"

/* ---- days ---- */

#define TODAY "(now() at time zone 'Asia/Shanghai')::date"

#define KEY(key) db_text((key)->day), db_text((key)->merchant_id)

static void read_keys(struct tx *tx, const struct rows *rows, struct bill_key **ret_keys, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_keys = arena_array(tx_arena(tx), struct bill_key, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_keys)[row] = (struct bill_key){ rows_text(rows, row, 0), rows_text(rows, row, 1) };
}

/* The first payment of the installation's own account is found by payments_by_day, of others by an index of theirs. */
struct status bill_days_next(struct tx *tx, struct bill_key **ret_keys, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with accounts as (select '' as merchant_id union all select id from merchants),"
        " first as (select a.merchant_id, coalesce("
        "  (select min(day) from bill_days d where d.merchant_id = a.merchant_id and d.state = 'OPEN'),"
        "  (select max(day) + 1 from bill_days d where d.merchant_id = a.merchant_id),"
        "  (case when a.merchant_id = '' then (select min(paid_at) from payments where state = 'PAID' and merchant_id "
        "= "
        "'')"
        "   else (select min(p.paid_at) from payments p where p.state = 'PAID' and p.merchant_id <> ''"
        "    and p.merchant_id = a.merchant_id) end at time zone 'Asia/Shanghai')::date) as day from accounts a)"
        " select greatest(day, " TODAY " - $1::int) as next, merchant_id from first where day < " TODAY
        " order by next desc, merchant_id limit $2",
        db_int(BILL_DAYS_BACK_MAX), db_int(BILL_ACCOUNTS_MAX)));
    read_keys(tx, rows, ret_keys, ret_count);
    return OK;
}

struct status bill_days_give_up(struct tx *tx, struct bill_key **ret_keys, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "update bill_days set state = 'LOST' where state = 'OPEN' and day < " TODAY
                 " - $1::int returning day, merchant_id",
                 db_int(BILL_DAYS_BACK_MAX)));
    read_keys(tx, rows, ret_keys, ret_count);
    return OK;
}

struct status bill_day_begin(struct tx *tx, const struct bill_key *key)
{
    return db_exec(tx,
                   "insert into bill_days (day, merchant_id, id) values ($1, $2, $3)"
                   " on conflict (day, merchant_id) do nothing",
                   KEY(key), db_id(id_make(tx_arena(tx))));
}

#define DAY_COLUMNS                                                                                                    \
    " day, id, state = 'DONE', begun_at, done_at, differences, paid_fen, refunded_fen, trade_paid_fen,"                \
    " trade_refunded_fen, flow_in_fen, flow_out_fen, ledger_in_fen, ledger_out_fen, fees_fen, state = 'LOST',"         \
    " merchant_id "

static struct bill_day read_day(const struct rows *rows, int row)
{
    return (struct bill_day){
        .day = rows_text(rows, row, 0),
        .id = rows_id(rows, row, 1),
        .done = rows_bool(rows, row, 2),
        .begun_us = rows_time_us(rows, row, 3),
        .done_us = rows_time_us(rows, row, 4),
        .differences = rows_int(rows, row, 5),
        .paid = rows_int(rows, row, 6),
        .refunded = rows_int(rows, row, 7),
        .trade_paid = rows_int(rows, row, 8),
        .trade_refunded = rows_int(rows, row, 9),
        .flow_in = rows_int(rows, row, 10),
        .flow_out = rows_int(rows, row, 11),
        .ledger_in = rows_int(rows, row, 12),
        .ledger_out = rows_int(rows, row, 13),
        .fees = rows_int(rows, row, 14),
        .lost = rows_bool(rows, row, 15),
        .merchant_id = rows_text(rows, row, 16),
    };
}

#define DAY_CHARS 10 /* 2026-11-21 */

const char *bill_day_cursor(struct arena *arena, const struct bill_day *day)
{
    return arena_printf(arena, "%s%s", day->day, day->merchant_id);
}

struct status bill_day_list(struct tx *tx, const char *cursor, int limit, struct bill_day **ret_days, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" DAY_COLUMNS "from bill_days where (day, merchant_id) <"
                 " (coalesce(nullif(left($1, $3::int), '')::date, 'infinity'), substr($1, $3::int + 1))"
                 " order by day desc, merchant_id desc limit $2",
                 db_text(cursor), db_int(limit), db_int(DAY_CHARS)));
    *ret_count = (size_t)rows_count(rows);
    *ret_days = arena_array(tx_arena(tx), struct bill_day, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_days)[row] = read_day(rows, row);
    return OK;
}

/* ---- what was read ---- */

struct status bill_is_read(struct tx *tx, const struct bill_key *key, const char *bill, bool *ret_read)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select from bills where day = $1 and merchant_id = $2 and bill = $3", KEY(key),
                 db_text(bill)));
    *ret_read = rows_count(rows) > 0;
    return OK;
}

struct status bill_last_line(struct tx *tx, const struct bill_key *key, const char *bill, int64_t *ret_line)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(max(line), 0) from bill_rows where day = $1 and merchant_id = $2 and bill = $3",
                 KEY(key), db_text(bill)));
    *ret_line = rows_int(rows, 0, 0);
    return OK;
}

/* The rows, column by column. */
struct columns {
    const char **kinds, **subjects, **numbers, **states;
    int64_t *lines, *amounts, *fees;
};

static struct columns columns_of(struct arena *arena, const struct bill_row *rows, size_t count)
{
    struct columns columns = {
        .kinds = arena_array(arena, const char *, count),
        .subjects = arena_array(arena, const char *, count),
        .numbers = arena_array(arena, const char *, count),
        .states = arena_array(arena, const char *, count),
        .lines = arena_array(arena, int64_t, count),
        .amounts = arena_array(arena, int64_t, count),
        .fees = arena_array(arena, int64_t, count),
    };

    for (size_t i = 0; i < count; i++) {
        columns.kinds[i] = bill_kind_name(rows[i].kind);
        columns.subjects[i] = rows[i].subject;
        columns.numbers[i] = rows[i].wechat_number;
        columns.states[i] = rows[i].state;
        columns.lines[i] = rows[i].line;
        columns.amounts[i] = rows[i].amount;
        columns.fees[i] = rows[i].fee_millifen;
    }
    return columns;
}

struct status bill_rows_insert(struct tx *tx, const struct bill_key *key, const char *bill, const struct bill_row *rows,
                               size_t count)
{
    struct columns columns = columns_of(tx_arena(tx), rows, count);

    return db_exec(
        tx,
        "insert into bill_rows (day, merchant_id, bill, line, kind, subject, wechat_number, amount_fen, fee_millifen,"
        " state) select $1::date, $2, $3, r.* from unnest($4::bigint[], $5::text[], $6::text[], $7::text[],"
        " $8::bigint[], $9::bigint[], $10::text[]) as r on conflict (day, merchant_id, bill, line) do nothing",
        KEY(key), db_text(bill), db_ints(columns.lines, count), db_texts(columns.kinds, count),
        db_texts(columns.subjects, count), db_texts(columns.numbers, count), db_ints(columns.amounts, count),
        db_ints(columns.fees, count), db_texts(columns.states, count));
}

struct status bill_set_read(struct tx *tx, const struct bill_key *key, const char *bill, int64_t rows)
{
    int64_t written;

    TRY(db_exec_count(tx, &written,
                      "insert into bills (day, merchant_id, bill, rows) select $1::date, $2, $3, $4"
                      " where (select count(*) from bill_rows where day = $1::date and merchant_id = $2 and bill = $3)"
                      " = $4 on conflict (day, merchant_id, bill) do nothing",
                      KEY(key), db_text(bill), db_int(rows)));
    return written == 1
               ? OK
               : fail(CONFLICT, "bill %s of %s %s has not %ld rows here", bill, key->merchant_id, key->day, (long)rows);
}

struct status bill_forget(struct tx *tx, const struct bill_key *key, const char *bill, bool *ret_left)
{
    int64_t gone;

    TRY(db_exec_count(
        tx, &gone,
        "delete from bill_rows where day = $1 and merchant_id = $2 and bill = $3 and line in"
        " (select line from bill_rows where day = $1 and merchant_id = $2 and bill = $3 order by line limit $4)",
        KEY(key), db_text(bill), db_int(BILL_ROWS_AT_ONCE)));
    *ret_left = gone == BILL_ROWS_AT_ONCE;
    return OK;
}

struct status bill_rows_prune(struct tx *tx)
{
    return db_exec(tx,
                   "delete from bill_rows where ctid = any (array(select ctid from bill_rows where day < " TODAY
                   " - $1::int limit $2))",
                   db_int(BILL_DAYS_KEPT), db_int(10 * BILL_ROWS_AT_ONCE));
}

/* ---- what differs ---- */

/* A number of ours is an order's or a refund's id; what is none can only be unknown. */
#define AS_ID(column) "case when " column " ~ '^[0-9a-f]{32}$' then " column "::uuid end"
#define DAY_FROM      "($1::date::timestamp at time zone 'Asia/Shanghai')"
#define DAY_TO        "(($1::date + 1)::timestamp at time zone 'Asia/Shanghai')"

/* Whether it is of the account whose day it is: $2. */
#define OUR_PAYMENT                                                                                                    \
    "'PAYMENT' as kind, replace(order_id::text, '-', '') as subject, coalesce(transaction_id, '') as number,"          \
    " order_id, amount_fen as fen, state = 'PAID' as done, paid_at as at, merchant_id = $2 as mine from payments"      \
    " where amount_fen > 0"
#define OUR_REFUND                                                                                                     \
    "'REFUND', replace(id::text, '-', ''), coalesce(wechat_refund_id, ''), order_id, amount_fen, state = 'SUCCESS',"   \
    " done_at, account_of_order(order_id) = $2 from refunds where amount_fen > 0"                                      \
    " and not in_cash and not by_hand"

/* What WeChat has taken stands in the bill of that day; what failed after that came back in a row of its own. */
#define OUR_TRANSFER                                                                                                   \
    "'TRANSFER', replace(id::text, '-', ''), coalesce(wechat_number, ''), null::uuid, gross_fen - withheld_fen,"       \
    " wechat_number is not null, case state when 'PAID' then done_at end, merchant_id = $2 from payouts"               \
    " where way = 'TRANSFER'"

/* A row of the account for each person who got a part of one split, all under its number. */
#define OUR_SHARES                                                                                                     \
    "'SHARE', replace(s.split_number::text, '-', ''), '', s.order_id, p.fen, p.fen > 0, p.at,"                         \
    " account_of_order(s.order_id) = $2 from sharings s,"                                                              \
    " lateral (select coalesce(sum(gross_fen - withheld_fen), 0)::bigint as fen, max(done_at) as at from payouts"      \
    "  where order_id = s.order_id and way = 'SHARING' and state = 'PAID') p where s.split_fen > 0"

/* What merchants gave back. */
#define OUR_RETURNS                                                                                                    \
    "'SHARE_BACK', replace(b.id::text, '-', ''), coalesce(b.wechat_number, ''), null::uuid, b.amount_fen,"             \
    " b.state = 'DONE', b.done_at, (select p.merchant_id = $2 from payouts p where p.id = b.payout_id)"                \
    " from share_returns b"

#define ON_THAT_DAY(column) " " column " >= " DAY_FROM " and " column " < " DAY_TO " "

/* What the two bills tell of the day, and what is ours of it: of that day, or told on that day. What is told may be
 * another account's; what is of the day is this one's. */
#define TOLD_AND_OURS                                                                                                  \
    "with told as ("                                                                                                   \
    "  select kind, subject, " AS_ID(                                                                                  \
        "subject") " as id, bill,"                                                                                     \
                   "   case kind when 'SHARE' then 1 else count(*) end as times, sum(abs(amount_fen)) as fen,"         \
                   "   sum(fee_millifen) as fee, min(wechat_number) as number, min(state) as state from bill_rows"     \
                   "  where day = $1 and merchant_id = $2 and (bill in ('TRADE', 'FLOW') and kind in ('PAYMENT', "     \
                   "'REFUND')"                                                                                         \
                   "   or bill = 'OPERATION' and kind = 'TRANSFER' or bill = 'FLOW' and kind in ('SHARE', "            \
                   "'SHARE_BACK'))"                                                                                    \
                   "  group by kind, subject, bill),"                                                                  \
                   " ours as ("                                                                                        \
                   "  select " OUR_PAYMENT " and state = 'PAID' and" ON_THAT_DAY(                                      \
                       "paid_at") "  union select " OUR_PAYMENT                                                        \
                                  " and order_id in (select id from told where kind = 'PAYMENT')"                      \
                                  "  union select " OUR_REFUND " and state = 'SUCCESS' and" ON_THAT_DAY(               \
                                      "done_at") "  union select " OUR_REFUND                                          \
                                                 " and id in (select id from told where kind = 'REFUND')"              \
                                                 "  union select " OUR_TRANSFER " and state = 'PAID' and" ON_THAT_DAY( \
                                                     "done_at") "  union select " OUR_TRANSFER                         \
                                                                " and id in (select id from told where kind = "        \
                                                                "'TRANSFER')"                                          \
                                                                "  union select " OUR_SHARES                           \
                                                                " and s.order_id in (select order_id from payouts"     \
                                                                "   where state = 'PAID' and way = 'SHARING' "         \
                                                                "and" ON_THAT_DAY(                                     \
                                                                    "done_at") ")"                                     \
                                                                               "  union select " OUR_SHARES            \
                                                                               " and s.split_number in (select id "    \
                                                                               "from told where kind = 'SHARE')"       \
                                                                               "  union select " OUR_RETURNS           \
                                                                               " where b.state = 'DONE' "              \
                                                                               "and" ON_THAT_DAY(                      \
                                                                                   "b.done_at") "  union "             \
                                                                                                "select " OUR_RETURNS  \
                                                                                                " where b.id in "      \
                                                                                                "(select id from "     \
                                                                                                "told where kind = "   \
                                                                                                "'SHARE_BACK')),"      \
                                                                                                " today as (select * " \
                                                                                                "from ours where "     \
                                                                                                "mine and done "       \
                                                                                                "and" ON_THAT_DAY(     \
                                                                                                    "at") "),"

/* A refund's row of the account has what really went out: the refund less the fee that came back, which the trade bill
 * names. A refund that the bill has under way may be done by now. */
#define BILLS_DIFFER                                                                                                   \
    " both_tell as (select t.*, o.fen as ours, o.order_id, o.number as our_number, o.done,"                            \
    "  coalesce(o.mine, false) as known, o.mine is false as anothers, coalesce(-f.fee, 0) as fee_back"                 \
    "  from told t left join ours o on o.kind = t.kind and o.subject = t.subject"                                      \
    "  left join told f on t.bill = 'FLOW' and t.kind = 'REFUND' and f.bill = 'TRADE' and f.kind = 'REFUND'"           \
    "   and f.subject = t.subject),"                                                                                   \
    " differ as ("                                                                                                     \
    "  select 'BILL_DOUBLED' as reason, subject, number, order_id, coalesce(ours, 0) as ours, fen as told, bill as "   \
    "source"                                                                                                           \
    "  from both_tell where times > 1"                                                                                 \
    "  union all select 'BILL_UNKNOWN', subject, number, order_id, 0, fen, bill from both_tell"                        \
    "  where times = 1 and not known and not anothers"                                                                 \
    "  union all select 'BILL_ACCOUNT', subject, number, order_id, ours, fen, bill from both_tell where anothers"      \
    "  union all select 'BILL_STATE', subject, number, order_id, ours, fen, bill from both_tell where times = 1 and "  \
    "known"                                                                                                            \
    "   and ((state = 'SUCCESS' and not done) or (state not in ('SUCCESS', 'PROCESSING') and done)"                    \
    "    or (our_number <> '' and number <> our_number))"                                                              \
    "  union all select 'BILL_AMOUNT', subject, number, order_id, ours, fen, bill from both_tell"                      \
    "  where times = 1 and known and abs((ours - fen) * 1000 - fee_back) >= 1000"                                      \
    "  union all select 'BILL_MISSING', o.subject, o.number, o.order_id, o.fen, 0, b.bill"                             \
    "  from today o join (values ('TRADE'), ('FLOW'), ('OPERATION')) as b (bill)"                                      \
    "  on (b.bill = 'OPERATION') = (o.kind = 'TRANSFER') and (o.kind not in ('SHARE', 'SHARE_BACK') or b.bill = "      \
    "'FLOW') where not exists "                                                                                        \
    "("                                                                                                                \
    "   select from bill_rows r where r.subject = o.subject and r.kind = o.kind and r.bill = b.bill"                   \
    "    and r.merchant_id = $2 and r.day between $1::date - 7 and $1::date)"

/* The ledger has each fact of the day once, with its amount, and on that day none that is no fact. */
#define LEDGER_DIFFERS                                                                                                 \
    "  union all select 'LEDGER_DIFFERS', o.subject, o.number, o.order_id, o.fen, coalesce(l.fen, 0), 'LEDGER'"        \
    "  from today o left join lateral (select sum(abs(e.amount_fen)) as fen from ledger_postings p"                    \
    "   join ledger_entries e on e.posting_id = p.id and e.account = 'channel:wechat'"                                 \
    "   where p.key = any (case o.kind when 'SHARE' then array(select replace(y.id::text, '-', '') from payouts y"     \
    "    where y.order_id = o.order_id and y.way = 'SHARING') else array[o.subject] end)"                              \
    "   and p.kind = case o.kind when 'PAYMENT' then 'PAYMENT' when 'REFUND' then 'REFUND_PAID'"                       \
    "    when 'SHARE_BACK' then 'SHARE_RETURNED' else 'PAYOUT_PAID' end and p.merchant_id = $2"                        \
    "   ) l on true"                                                                                                   \
    "  where coalesce(l.fen, 0) <> o.fen"                                                                              \
    "  union all select 'LEDGER_DIFFERS', p.key, '', p.order_id, 0, abs(e.amount_fen), 'LEDGER'"                       \
    "  from ledger_postings p join ledger_entries e on e.posting_id = p.id and e.account = 'channel:wechat'"           \
    "  where p.day = $1 and p.merchant_id = $2"                                                                        \
    "   and p.kind in ('PAYMENT', 'REFUND_PAID', 'PAYOUT_PAID', 'SHARE_RETURNED') and not case p.kind"                 \
    "   when 'PAYMENT' then exists (select from payments f where f.order_id = p.order_id and f.state = 'PAID')"        \
    "   when 'SHARE_RETURNED' then exists (select from share_returns f where f.id = p.key::uuid and f.state = 'DONE')" \
    "   when 'PAYOUT_PAID' then exists (select from payouts f where f.id = p.key::uuid and f.state = 'PAID')"          \
    "   else exists (select from refunds f where f.id = p.refund_id and f.state = 'SUCCESS') end)"

struct status bill_differences(struct tx *tx, const struct bill_key *key, const struct payment_case *after,
                               struct payment_case **ret_cases, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        TOLD_AND_OURS BILLS_DIFFER LEDGER_DIFFERS
        " select reason, subject, min(number), min(order_id::text)::uuid, max(ours)::bigint,"
        "  max(told)::bigint, string_agg(distinct source, ',' order by source)"
        " from differ where (reason, subject) > ($3, $4) group by reason, subject order by reason, subject limit $5",
        KEY(key), db_text(after ? case_reason_name(after->reason) : ""), db_text(after ? after->subject : ""),
        db_int(DIFFERENCES_AT_ONCE)));
    *ret_count = (size_t)rows_count(rows);
    *ret_cases = arena_array(tx_arena(tx), struct payment_case, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_cases)[row] = (struct payment_case){
            .reason = case_reason_of(rows_text(rows, row, 0)),
            .subject = rows_text(rows, row, 1),
            .wechat_number = rows_text(rows, row, 2),
            .order_id = rows_id(rows, row, 3),
            .expected = rows_int(rows, row, 4),
            .told = rows_int(rows, row, 5),
            .day = key->day,
            .merchant_id = key->merchant_id,
            .sources = rows_text(rows, row, 6),
        };
    return OK;
}

/* ---- what came of it ---- */

/* Fees: as they were taken, less what refunds brought back (their rows of the account are so much smaller). */
struct status bill_day_finish(struct tx *tx, const struct bill_key *key, struct bill_day *ret_day)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with bill as (select"
        "  coalesce(sum(amount_fen) filter (where bill = 'TRADE' and kind = 'PAYMENT'), 0) as trade_paid,"
        "  coalesce(-sum(amount_fen) filter (where bill = 'TRADE' and kind = 'REFUND'), 0) as trade_refunded,"
        "  coalesce(sum(amount_fen) filter (where bill = 'FLOW' and kind = 'PAYMENT'), 0) as flow_in,"
        "  coalesce(-sum(amount_fen) filter (where bill = 'FLOW' and kind = 'REFUND'), 0) as flow_out,"
        "  coalesce(-sum(amount_fen) filter (where bill = 'FLOW' and kind = 'FEE'), 0) as fees,"
        "  coalesce(-sum(fee_millifen) filter (where bill = 'TRADE' and kind = 'REFUND') / 1000, 0)::bigint as "
        "fees_back"
        "  from bill_rows where day = $1 and merchant_id = $2),"
        " ours as (select"
        "  (select coalesce(sum(amount_fen), 0) from payments where state = 'PAID' and merchant_id = $2"
        "    and" ON_THAT_DAY(
            "paid_at") ") as paid,"
                       "  (select coalesce(sum(r.amount_fen), 0) from refunds r join payments p on p.order_id = "
                       "r.order_id"
                       "    where r.state = 'SUCCESS' and not r.in_cash and not r.by_hand"
                       "    and p.merchant_id = $2 and" ON_THAT_DAY(
                           "r.done_at") "   ) as refunded),"
                                        " ledger as (select coalesce(sum(e.amount_fen) filter (where p.kind = "
                                        "'PAYMENT'), 0) as came,"
                                        "  coalesce(-sum(e.amount_fen) filter (where p.kind = 'REFUND_PAID'), 0) as "
                                        "went from ledger_postings p"
                                        "  join ledger_entries e on e.posting_id = p.id and e.account = "
                                        "'channel:wechat' where p.day = $1"
                                        "  and p.merchant_id = $2)"
                                        " update bill_days d set state = 'DONE', done_at = now(),"
                                        "  differences = (select count(*) from payment_cases c where c.day = $1 and "
                                        "c.merchant_id = $2),"
                                        "  paid_fen = ours.paid,"
                                        "  refunded_fen = ours.refunded, trade_paid_fen = trade_paid, "
                                        "trade_refunded_fen = trade_refunded,"
                                        "  flow_in_fen = flow_in, flow_out_fen = flow_out + fees_back, ledger_in_fen = "
                                        "came, ledger_out_fen = went,"
                                        "  fees_fen = fees - fees_back"
                                        " from bill, ours, ledger where d.day = $1 and d.merchant_id = $2 and d.state "
                                        "= 'OPEN' returning" DAY_COLUMNS,
        KEY(key)));
    if (rows_count(rows) == 0)
        return fail(CONFLICT, "the bills of %s %s were done before", key->merchant_id, key->day);
    *ret_day = read_day(rows, 0);
    return OK;
}

struct status bill_days_late(struct tx *tx, int64_t hour, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select count(*) from bill_days where state = 'OPEN'"
                 " and now() > (day + 1)::timestamp at time zone 'Asia/Shanghai' + $1 * interval '1 h'",
                 db_int(hour)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}
