/* Days of WeChat's bills, of each merchant account: what was read of them, what differs, what came of it. Days are
 * texts, 2026-11-21, in China. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_BILL_STORE_H
#define GROUPBUY_STORE_BILL_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/bill.h"
#include "groupbuy/domain/case.h"
#include "groupbuy/store/case_store.h"

#define BILL_ROWS_AT_ONCE   500
#define BILL_DAYS_BACK_MAX  89 /* WeChat keeps its bills for three months */
#define BILL_DAYS_KEPT      100
#define DIFFERENCES_AT_ONCE 200
#define BILL_ACCOUNTS_MAX   1000

/* A day of an account; the bills are those of each. */
struct bill_key {
    const char *day;
    const char *merchant_id; /* "": the installation's own */
};

struct bill_day {
    const char *day;
    const char *merchant_id;
    const char *id;
    bool done;
    bool lost; /* WeChat has its bills no more */
    int64_t begun_us;
    int64_t done_us; /* 0: not yet */
    int64_t differences;
    fen paid, refunded;
    fen trade_paid, trade_refunded;
    fen flow_in, flow_out;
    fen ledger_in, ledger_out;
    fen fees;
};

/* Of each account the first day that is over and not done, beginning with its first payment; what is done next comes
 * first, so that one whose bills are held up comes after the others. */
struct status bill_days_next(struct tx *tx, struct bill_key **ret_keys, size_t *ret_count);
/* Days that were begun and whose bills WeChat has no more: they are LOST from now on. */
struct status bill_days_give_up(struct tx *tx, struct bill_key **ret_keys, size_t *ret_count);
/* An existing one stays as it is. */
struct status bill_day_begin(struct tx *tx, const struct bill_key *key);
/* Newest first, after the one with `cursor` ("": from the start). */
struct status bill_day_list(struct tx *tx, const char *cursor, int limit, struct bill_day **ret_days,
                            size_t *ret_count);
const char *bill_day_cursor(struct arena *arena, const struct bill_day *day);

struct bill_row {
    int64_t line; /* of the bill */
    enum bill_kind kind;
    const char *subject; /* our number */
    const char *wechat_number;
    fen amount;
    int64_t fee_millifen;
    const char *state;
};

/* A bill was read to its end. */
struct status bill_is_read(struct tx *tx, const struct bill_key *key, const char *bill, bool *ret_read);
/* The last line that is here; 0: none. */
struct status bill_last_line(struct tx *tx, const struct bill_key *key, const char *bill, int64_t *ret_line);
/* Those that are here stay as they are. */
struct status bill_rows_insert(struct tx *tx, const struct bill_key *key, const char *bill, const struct bill_row *rows,
                               size_t count);
/* All its `rows` rows are here: CONFLICT when there are more or fewer. */
struct status bill_set_read(struct tx *tx, const struct bill_key *key, const char *bill, int64_t rows);
/* Forgets some of what was read of it, BILL_ROWS_AT_ONCE a time; *ret_left: there was some. */
struct status bill_forget(struct tx *tx, const struct bill_key *key, const char *bill, bool *ret_left);
/* Forgets some rows of days long done. */
struct status bill_rows_prune(struct tx *tx);

/* What differs on that day, by reason and number, after the difference `after` (NULL: from the start), at most
 * DIFFERENCES_AT_ONCE. Only reason, subject, wechat_number, order_id, expected, told, day, merchant_id and sources are
 * set. */
struct status bill_differences(struct tx *tx, const struct bill_key *key, const struct payment_case *after,
                               struct payment_case **ret_cases, size_t *ret_count);
/* Writes the day's totals; *ret_day is it then. CONFLICT when it was done before. */
struct status bill_day_finish(struct tx *tx, const struct bill_key *key, struct bill_day *ret_day);

/* Days that are not done at `hour` o'clock of the next day. */
struct status bill_days_late(struct tx *tx, int64_t hour, int64_t *ret_count);

#endif
