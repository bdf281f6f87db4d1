#include "groupbuy/store/invoice_store.h"

#include "base/id.h"

struct status invoice_kept(struct tx *tx, const char *order_id, fen *ret_kept)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(amount_fen - refunding_fen), 0)::bigint from payments where order_id = $1 and"
                 " state = 'PAID'",
                 db_id(order_id)));
    *ret_kept = rows_int(rows, 0, 0);
    return OK;
}

struct status invoice_insert(struct tx *tx, struct invoice *invoice)
{
    invoice->id = id_make(tx_arena(tx));
    return db_exec(tx,
                   "insert into invoices (id, order_id, user_id, state, kind, title, tax_number, amount_fen)"
                   " values ($1, $2, $3, 'REQUESTED', $4, $5, $6, $7)",
                   db_id(invoice->id), db_id(invoice->order_id), db_id(invoice->user_id),
                   db_text(invoice_kind_name(invoice->kind)), db_text(invoice->title), db_text(invoice->tax_number),
                   db_int(invoice->amount));
}

#define INVOICE_COLUMNS                                                                                                \
    "select id, order_id, user_id, state, kind, title, tax_number, amount_fen, number, issued_on, file_url, reason,"   \
    " requested_at, issued_at, reversed_at from invoices"

static struct invoice read_invoice(const struct rows *rows, int row)
{
    return (struct invoice){
        .id = rows_id(rows, row, 0),
        .order_id = rows_id(rows, row, 1),
        .user_id = rows_id(rows, row, 2),
        .state = invoice_state_of(rows_text(rows, row, 3)),
        .kind = invoice_kind_of(rows_text(rows, row, 4)),
        .title = rows_text(rows, row, 5),
        .tax_number = rows_text(rows, row, 6),
        .amount = rows_int(rows, row, 7),
        .number = rows_text(rows, row, 8),
        .issued_on = rows_text(rows, row, 9),
        .file_url = rows_text(rows, row, 10),
        .reason = rows_text(rows, row, 11),
        .requested_us = rows_time_us(rows, row, 12),
        .issued_us = rows_time_us(rows, row, 13),
        .reversed_us = rows_time_us(rows, row, 14),
    };
}

struct status invoice_lock(struct tx *tx, const char *invoice_id, struct invoice *ret_invoice)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, INVOICE_COLUMNS " where id = $1 for update", db_id(invoice_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "invoice %s", invoice_id);
    *ret_invoice = read_invoice(rows, 0);
    return OK;
}

struct status invoice_lock_live(struct tx *tx, const char *order_id, struct invoice *ret_invoice, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, INVOICE_COLUMNS " where order_id = $1 and state <> 'REVERSED' for update",
                 db_id(order_id)));
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_invoice = read_invoice(rows, 0);
    return OK;
}

struct status invoice_save(struct tx *tx, const struct invoice *invoice)
{
    return db_exec(
        tx,
        "update invoices set state = $2, amount_fen = $3, number = nullif($4, ''), issued_on = nullif($5, '')::date,"
        " file_url = $6, reason = $7, issued_at = case when $4 <> '' then coalesce(issued_at, now()) end,"
        " reversed_at = case when $2 = 'REVERSED' then coalesce(reversed_at, now()) end where id = $1",
        db_id(invoice->id), db_text(invoice_state_name(invoice->state)), db_int(invoice->amount),
        db_text(invoice->number), db_text(invoice->issued_on), db_text(invoice->file_url), db_text(invoice->reason));
}

struct status invoice_list(struct tx *tx, const char *user_id, enum invoice_state state, const char *after, int limit,
                           struct invoice **ret_invoices, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 INVOICE_COLUMNS " where ($1::uuid is null or user_id = $1) and ($2 = '' or state = $2)"
                                 " and id < " DB_BEFORE("$3") " order by id desc limit $4",
                 db_id(user_id), db_text(invoice_state_name(state)), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_invoices = arena_array(tx_arena(tx), struct invoice, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_invoices)[row] = read_invoice(rows, row);
    return OK;
}
