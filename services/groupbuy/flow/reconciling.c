#include "groupbuy/flow/reconciling.h"

#include "base/crash_point.h"
#include "groupbuy/domain/ledger.h"
#include "groupbuy/store/bill_store.h"
#include "groupbuy/store/case_store.h"
#include "groupbuy/store/ledger_store.h"
#include "groupbuy/store/reserve_store.h"
#include "wechat/pay_bill_rows.h"

/* ---- reading ---- */

struct reading {
    struct call *call;
    const struct bill_key *key;
    const char *name; /* of the bill, in our tables */
    enum wxpay_bill bill;
    int64_t known_to; /* lines up to that one are here */
    struct wxpay_bill_reader reader;
    struct bill_row rows[BILL_ROWS_AT_ONCE];
    size_t count;
    fen balance; /* of the account, after the latest movement of a flow bill */
    int64_t balance_us;
    struct arena arena; /* of the rows that gather, and of their transaction */
};

static const char *bill_name(enum wxpay_bill bill)
{
    return bill == WXPAY_BILL_TRADE ? "TRADE" : bill == WXPAY_BILL_FLOW ? "FLOW" : "OPERATION";
}

static struct bill_row trade_row(struct arena *arena, const struct wxpay_trade_row *row)
{
    if (row->state == WXPAY_ROW_REFUND)
        return (struct bill_row){ .kind = BILL_REFUND,
                                  .subject = arena_strdup(arena, row->out_refund_no),
                                  .wechat_number = arena_strdup(arena, row->refund_id),
                                  .amount = -row->refund_asked,
                                  .fee_millifen = row->fee_millifen,
                                  .state = arena_strdup(arena, row->refund_state) };
    return (struct bill_row){ .kind = BILL_PAYMENT,
                              .subject = arena_strdup(arena, row->out_trade_no),
                              .wechat_number = arena_strdup(arena, row->transaction_id),
                              .amount = row->order_total,
                              .fee_millifen = row->fee_millifen,
                              .state = row->state == WXPAY_ROW_PAID ? "SUCCESS" : "REVOKED" };
}

static struct bill_row flow_row(struct arena *arena, const struct wxpay_flow_row *row)
{
    return (struct bill_row){ .kind = bill_kind_of(row->type),
                              .subject = arena_strdup(arena, row->voucher),
                              .wechat_number = arena_strdup(arena, row->business_id),
                              .amount = row->income ? row->amount : -row->amount,
                              .state = "SUCCESS" };
}

static void note_balance(struct reading *reading, const struct wxpay_flow_row *row)
{
    if (row->at_us < reading->balance_us)
        return;
    reading->balance = row->balance;
    reading->balance_us = row->at_us;
}

static struct status next_row(struct reading *reading, struct bill_row *ret_row, bool *ret_there)
{
    struct wxpay_trade_row trade;
    struct wxpay_flow_row flow;

    if (reading->bill == WXPAY_BILL_TRADE)
        TRY(wxpay_bill_next_trade(&reading->reader, &trade, ret_there));
    else
        TRY(wxpay_bill_next_flow(&reading->reader, &flow, ret_there));
    if (*ret_there && reading->bill != WXPAY_BILL_TRADE)
        note_balance(reading, &flow);
    if (*ret_there && reading->reader.line > reading->known_to)
        *ret_row =
            reading->bill == WXPAY_BILL_TRADE ? trade_row(&reading->arena, &trade) : flow_row(&reading->arena, &flow);
    return OK;
}

/* Memory of a batch is its own. */
static struct status write_rows(struct reading *reading)
{
    struct call *call = reading->call;
    struct arena *outer = call->arena;
    struct status status;

    if (reading->count == 0)
        return OK;
    call->arena = &reading->arena;
    status = call_begin(call);
    if (ok(status))
        status = bill_rows_insert(call->tx, reading->key, reading->name, reading->rows, reading->count);
    if (ok(status))
        status = call_commit(call);
    else
        call_rollback(call);
    call->arena = outer;
    arena_reset(&reading->arena);
    reading->count = 0;
    return status;
}

static struct status read_rows(struct reading *reading)
{
    bool there = true;

    while (there) {
        struct bill_row row;

        TRY(next_row(reading, &row, &there));
        if (!there || reading->reader.line <= reading->known_to)
            continue;
        row.line = reading->reader.line;
        reading->rows[reading->count++] = row;
        if (reading->count == BILL_ROWS_AT_ONCE)
            TRY(write_rows(reading));
    }
    return write_rows(reading);
}

/* The bill is another than the one that was half read before: from the start, the next time. */
static struct status forget(struct call *call, const struct bill_key *key, const char *name)
{
    bool left = true;

    while (left) {
        TRY(call_begin(call));
        TRY(bill_forget(call->tx, key, name, &left));
        TRY(call_commit(call));
    }
    return fail(CONFLICT, "bill %s of %s %s has changed while it was read", name, key->merchant_id, key->day);
}

/* `reading` NULL: there was no bill, and the balance is as it was. */
static struct status finish_reading(struct call *call, const struct bill_key *key, const char *name, int64_t rows,
                                    const struct reading *reading)
{
    struct status status;

    TRY(call_begin(call));
    status = bill_set_read(call->tx, key, name, rows);
    if (ok(status) && reading && reading->balance_us)
        status = account_balance_set(call->tx, key->merchant_id, name, key->day, reading->balance);
    if (ok(status))
        return call_commit(call);
    call_rollback(call);
    return failed_with(status, CONFLICT) ? forget(call, key, name) : status;
}

static struct status read_file(struct call *call, const struct bill_key *key, enum wxpay_bill bill, FILE *file,
                               int64_t known_to)
{
    struct reading *reading = arena_new(call->arena, struct reading);
    const struct wxpay_bill_totals *totals = &reading->reader.totals;
    struct status status;

    *reading =
        (struct reading){ .call = call, .key = key, .name = bill_name(bill), .bill = bill, .known_to = known_to };
    arena_init(&reading->arena, ARENA_BYTES_MAX);
    status = wxpay_bill_open(&reading->reader, bill, file);
    if (ok(status))
        status = read_rows(reading);
    arena_finish(&reading->arena);
    TRY(status);
    return finish_reading(call, key, reading->name,
                          bill == WXPAY_BILL_TRADE ? totals->rows : totals->income_rows + totals->expense_rows,
                          reading);
}

static struct status fetch_and_read(struct call *call, const struct bill_key *key, enum wxpay_bill bill,
                                    int64_t known_to)
{
    FILE *file = tmpfile();
    struct status status;
    bool there;

    if (!file)
        return fail(NOT_AVAILABLE, "there is no room for a bill");
    status = bill_fetch(call, key->merchant_id, bill, key->day, file, &there);
    if (ok(status))
        CRASH_POINT(bill, fetched_not_read);
    if (ok(status))
        status =
            there ? read_file(call, key, bill, file, known_to) : finish_reading(call, key, bill_name(bill), 0, NULL);
    fclose(file);
    return status;
}

struct status reconcile_read(struct call *call, const struct bill_key *key, enum wxpay_bill bill)
{
    int64_t known_to;
    bool read;

    TRY(call_begin_read(call));
    TRY(bill_is_read(call->tx, key, bill_name(bill), &read));
    TRY(bill_last_line(call->tx, key, bill_name(bill), &known_to));
    call_rollback(call);
    return read ? OK : fetch_and_read(call, key, bill, known_to);
}

/* ---- comparing ---- */

static struct status open_cases(struct call *call, const struct bill_key *key, const struct payment_case **last,
                                bool *ret_more)
{
    struct payment_case *cases;
    size_t count;

    TRY(call_begin(call));
    TRY(bill_differences(call->tx, key, *last, &cases, &count));
    for (size_t i = 0; i < count; i++)
        TRY(case_open(call->tx, &cases[i]));
    if (count)
        *last = &cases[count - 1];
    *ret_more = count == DIFFERENCES_AT_ONCE;
    return call_commit(call);
}

/* One posting a day and account. */
static struct status post_fees(struct call *call, const struct bill_day *day)
{
    struct ledger_posting posting = ledger_wechat_fees(day->fees);
    const char *key = *day->merchant_id ? arena_printf(call->arena, "%s %s", day->day, day->merchant_id) : day->day;

    posting.merchant_id = day->merchant_id;
    return ledger_post(call->tx, &posting, key, NULL, NULL);
}

static struct status tell(struct call *call, const struct bill_day *day)
{
    Gb__BillDifference event = GB__BILL_DIFFERENCE__INIT;

    if (day->differences == 0)
        return OK;
    event.day = day->day;
    event.differences = day->differences;
    event.merchant_id = day->merchant_id;
    return emit(call, day->id, &event.base);
}

struct status reconcile_compare(struct call *call, const struct bill_key *key)
{
    const struct payment_case *last = NULL;
    struct bill_day done;
    bool more = true;

    CRASH_POINT(bill, read_not_compared);
    while (more)
        TRY(open_cases(call, key, &last, &more));
    TRY(call_begin(call));
    TRY(bill_day_finish(call->tx, key, &done));
    TRY(post_fees(call, &done));
    TRY(tell(call, &done));
    return call_commit(call);
}
