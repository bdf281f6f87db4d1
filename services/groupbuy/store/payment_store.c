#include "groupbuy/store/payment_store.h"

#include <string.h>

#include "groupbuy/domain/names.h"

static const char *const states[] = { "", "OPEN", "CLOSING", "CLOSED", "PAID" };

struct status payment_begin(struct tx *tx, const struct payment *payment)
{
    return db_exec(
        tx,
        "insert into payments (order_id, user_id, amount_fen, app_id, payer_openid, description, expires_at, state,"
        " profit_sharing, merchant_id) values ($1, $2, $3::bigint, $4, $5, $6, $7, 'OPEN', $3::bigint > 0 and coalesce("
        "(select sharing from settlement_rules order by version desc limit 1), false),"
        " (select merchant_id from orders where id = $1)) on conflict (order_id) do nothing",
        db_id(payment->order_id), db_id(payment->user_id), db_int(payment->amount), db_text(payment->app_id),
        db_text(payment->payer_openid), db_text(payment->description), db_time(payment->expires_us));
}

struct status payment_lock(struct tx *tx, const char *order_id, struct payment *ret_payment, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select order_id, user_id, amount_fen, app_id, payer_openid, description, expires_at, state, prepay_id,"
        " began_at, transaction_id, refunding_fen, profit_sharing, merchant_id from payments where order_id = $1 for update",
        db_id(order_id)));
    *ret_found = rows_count(rows) == 1;
    if (!*ret_found)
        return OK;
    *ret_payment = (struct payment){
        .order_id = rows_id(rows, 0, 0),
        .user_id = rows_id(rows, 0, 1),
        .amount = rows_int(rows, 0, 2),
        .app_id = rows_text(rows, 0, 3),
        .payer_openid = rows_text(rows, 0, 4),
        .description = rows_text(rows, 0, 5),
        .expires_us = rows_time_us(rows, 0, 6),
        .state = (enum payment_state)NUMBER_OF(states, rows_text(rows, 0, 7)),
        .prepay_id = rows_text(rows, 0, 8),
        .began_us = rows_time_us(rows, 0, 9),
        .transaction_id = rows_text(rows, 0, 10),
        .refunding = rows_int(rows, 0, 11),
        .profit_sharing = rows_bool(rows, 0, 12),
        .merchant_id = rows_text(rows, 0, 13),
    };
    return OK;
}

struct status payment_set_state(struct tx *tx, const char *order_id, enum payment_state state)
{
    return db_exec(tx, "update payments set state = $2 where order_id = $1 and state <> 'PAID'", db_id(order_id),
                   db_text(NAME_OF(states, state)));
}

struct status payment_set_prepay(struct tx *tx, const char *order_id, const char *prepay_id)
{
    return db_exec(tx, "update payments set prepay_id = $2 where order_id = $1", db_id(order_id), db_text(prepay_id));
}

struct status payment_set_paid(struct tx *tx, const char *order_id, const char *transaction_id, int64_t paid_us)
{
    return db_exec(tx,
                   "update payments set state = 'PAID', transaction_id = nullif($2, ''), paid_at = $3"
                   " where order_id = $1 and state <> 'PAID'",
                   db_id(order_id), db_text(transaction_id), db_time(paid_us));
}

struct status payment_sum_of_campaign(struct tx *tx, const char *campaign_id, fen *ret_sum)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(p.amount_fen - p.refunding_fen), 0)::bigint from campaign_buyers b"
                 " join orders o on o.user_id = b.user_id and o.campaign_id = b.campaign_id"
                 " join payments p on p.order_id = o.id where b.campaign_id = $1 and p.state = 'PAID'",
                 db_id(campaign_id)));
    *ret_sum = rows_int(rows, 0, 0);
    return OK;
}

struct status payment_promise_back(struct tx *tx, const char *order_id, fen amount)
{
    return db_exec(tx, "update payments set refunding_fen = refunding_fen + $2 where order_id = $1", db_id(order_id),
                   db_int(amount));
}

/* Two deliveries of one notice come one after the other here; the second sees what the first has done. */
struct status notice_is_new(struct tx *tx, const char *notice_id, bool *ret_new)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select pg_advisory_xact_lock(hashtextextended($1, 0))", db_text(notice_id)));
    TRY(db_query(tx, &rows, "select from payment_notices where id = $1", db_text(notice_id)));
    *ret_new = rows_count(rows) == 0;
    return OK;
}

struct status notice_insert(struct tx *tx, const struct notice *notice)
{
    return db_exec(tx,
                   "insert into payment_notices (id, kind, subject, transaction_id, resource, outcome)"
                   " values ($1, $2, $3, $4, $5, $6)",
                   db_text(notice->id), db_text(notice->kind), db_text(notice->subject),
                   db_text(notice->transaction_id), db_bytes(notice->resource, strlen(notice->resource)),
                   db_text(notice->outcome));
}
