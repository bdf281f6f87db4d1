#include "groupbuy/store/case_store.h"

#include "base/id.h"

struct status case_open(struct tx *tx, const struct payment_case *payment_case)
{
    return db_exec(tx,
                   "insert into payment_cases"
                   " (id, reason, subject, wechat_number, order_id, expected_fen, told_fen, day, sources,"
                   " merchant_id) values ($1, $2, $3, $4, $5, $6, $7, nullif($8, '')::date, coalesce($9, ''),"
                   " coalesce($10, account_of_order($5)))"
                   " on conflict (reason, subject, wechat_number) do nothing",
                   db_id(id_make(tx_arena(tx))), db_text(case_reason_name(payment_case->reason)),
                   db_text(payment_case->subject), db_text(payment_case->wechat_number), db_id(payment_case->order_id),
                   db_int(payment_case->expected), db_int(payment_case->told), db_text(payment_case->day),
                   db_text(payment_case->sources), db_text(payment_case->merchant_id));
}

struct status case_settle_subject(struct tx *tx, enum case_reason reason, const char *subject, const char *by,
                                  const char *note)
{
    return db_exec(tx,
                   "update payment_cases set settled_at = now(), settled_by = $3, note = $4"
                   " where reason = $1 and subject = $2 and settled_at is null",
                   db_text(case_reason_name(reason)), db_text(subject), db_text(by), db_text(note));
}

#define CASE_COLUMNS                                                                                                   \
    " id, reason, subject, wechat_number, order_id, expected_fen, told_fen, opened_at, settled_at, settled_by, note,"  \
    " day, sources, merchant_id "

static struct payment_case case_read(const struct rows *rows, int row)
{
    return (struct payment_case){
        .id = rows_id(rows, row, 0),
        .reason = case_reason_of(rows_text(rows, row, 1)),
        .subject = rows_text(rows, row, 2),
        .wechat_number = rows_text(rows, row, 3),
        .order_id = rows_id(rows, row, 4),
        .expected = rows_int(rows, row, 5),
        .told = rows_int(rows, row, 6),
        .opened_us = rows_time_us(rows, row, 7),
        .settled_us = rows_time_us(rows, row, 8),
        .settled_by = rows_text(rows, row, 9),
        .note = rows_text(rows, row, 10),
        .day = rows_text(rows, row, 11),
        .sources = rows_text(rows, row, 12),
        .merchant_id = rows_text(rows, row, 13),
    };
}

static struct status only_case(const struct rows *rows, const char *case_id, struct payment_case *ret_case)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "payment case %s", case_id);
    *ret_case = case_read(rows, 0);
    return OK;
}

struct status case_get(struct tx *tx, const char *case_id, struct payment_case *ret_case)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" CASE_COLUMNS "from payment_cases where id = $1", db_id(case_id)));
    return only_case(rows, case_id, ret_case);
}

struct status case_lock(struct tx *tx, const char *case_id, struct payment_case *ret_case)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" CASE_COLUMNS "from payment_cases where id = $1 for update", db_id(case_id)));
    return only_case(rows, case_id, ret_case);
}

struct status case_settle(struct tx *tx, const char *case_id, const char *by, const char *note)
{
    return db_exec(tx, "update payment_cases set settled_at = now(), settled_by = $2, note = $3 where id = $1",
                   db_id(case_id), db_text(by), db_text(note));
}

#define OPEN_CASES    "select" CASE_COLUMNS "from payment_cases where settled_at is null and id < " DB_BEFORE("$1")
#define SETTLED_CASES "select" CASE_COLUMNS "from payment_cases where settled_at is not null and id < " DB_BEFORE("$1")
#define NEWEST_FIRST  " order by id desc limit $2"

/* Open ones are few; of the others each way to ask has its index. */
static struct status find_cases(struct tx *tx, bool settled, const char *reason, const char *after, int limit,
                                struct rows **ret_rows)
{
    if (!settled)
        return db_query(tx, ret_rows, OPEN_CASES " and ($3 = '' or reason = $3)" NEWEST_FIRST, db_id(after),
                        db_int(limit), db_text(reason));
    if (*reason)
        return db_query(tx, ret_rows, SETTLED_CASES " and reason = $3" NEWEST_FIRST, db_id(after), db_int(limit),
                        db_text(reason));
    return db_query(tx, ret_rows, SETTLED_CASES NEWEST_FIRST, db_id(after), db_int(limit));
}

static void read_cases(struct tx *tx, const struct rows *rows, struct payment_case **ret_cases, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_cases = arena_array(tx_arena(tx), struct payment_case, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_cases)[row] = case_read(rows, row);
}

struct status case_list(struct tx *tx, bool settled, enum case_reason reason, const char *after, int limit,
                        struct payment_case **ret_cases, size_t *ret_count)
{
    struct rows *rows;

    TRY(find_cases(tx, settled, case_reason_name(reason), after, limit, &rows));
    read_cases(tx, rows, ret_cases, ret_count);
    return OK;
}

struct status case_list_of_day(struct tx *tx, const char *day, const char *after, int limit,
                               struct payment_case **ret_cases, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" CASE_COLUMNS "from payment_cases where day = $3::date and id < " DB_BEFORE("$1") NEWEST_FIRST,
                 db_id(after), db_int(limit), db_text(day)));
    read_cases(tx, rows, ret_cases, ret_count);
    return OK;
}

struct status case_count_open(struct tx *tx, int64_t ret_counts[CASE_REASONS])
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select reason, count(*) from payment_cases where settled_at is null group by reason"));
    for (int reason = 0; reason < CASE_REASONS; reason++)
        ret_counts[reason] = 0;
    for (int row = 0; row < rows_count(rows); row++)
        ret_counts[case_reason_of(rows_text(rows, row, 0))] = rows_int(rows, row, 1);
    return OK;
}
