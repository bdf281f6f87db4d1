#include "groupbuy/finance.h"
#include "groupbuy/flow/reconciling.h"
#include "groupbuy/store/bill_store.h"
#include "rpc/runtime.h"

/* Nobody can compare them any more: a case each. */
static struct status give_up(struct call *call)
{
    struct bill_key *keys;
    size_t count;

    TRY(bill_days_give_up(call->tx, &keys, &count));
    for (size_t i = 0; i < count; i++)
        TRY(case_open(call->tx, &(struct payment_case){ .reason = CASE_BILL_MISSING,
                                                        .subject = keys[i].day,
                                                        .wechat_number = keys[i].merchant_id,
                                                        .order_id = "",
                                                        .day = keys[i].day,
                                                        .merchant_id = keys[i].merchant_id,
                                                        .sources = "TRADE,FLOW,OPERATION" }));
    return OK;
}

static struct status begin_days(struct call *call, struct bill_key **ret_keys, size_t *ret_count)
{
    struct bill_key *keys;
    size_t count, due = 0;

    TRY(call_begin(call));
    TRY(bill_rows_prune(call->tx));
    TRY(give_up(call));
    TRY(bill_days_next(call->tx, &keys, &count));
    for (size_t i = 0; i < count; i++)
        if (call->now_us >= wxpay_bill_due_us(keys[i].day))
            keys[due++] = keys[i];
    for (size_t i = 0; i < due; i++)
        TRY(bill_day_begin(call->tx, &keys[i]));
    *ret_keys = keys;
    *ret_count = due;
    return call_commit(call);
}

static struct status read_and_compare(struct call *call, const struct bill_key *key)
{
    TRY(reconcile_read(call, key, WXPAY_BILL_TRADE));
    TRY(reconcile_read(call, key, WXPAY_BILL_FLOW));
    TRY(reconcile_read(call, key, WXPAY_BILL_OPERATION_FLOW));
    return reconcile_compare(call, key);
}

/* Memory does not grow with the accounts. */
static struct status reconcile(struct call *call, const struct bill_key *key)
{
    struct arena *outer = call->arena;
    struct status status;
    struct arena own;

    arena_init(&own, ARENA_BYTES_MAX);
    call->arena = &own;
    status = read_and_compare(call, key);
    if (!ok(status) && call->tx)
        call_rollback(call);
    call->arena = outer;
    arena_finish(&own);
    return status;
}

/* The next day whose bills are due, after one that was missed too, of each account: one in a run. What one account's
 * bills wait for holds no other's up: each try begins with another, and what there is no time for is the next one's. */
struct status groupbuy_reconcile_bills(struct call *call, const struct job *job)
{
    struct status last = OK;
    struct bill_key *keys;
    size_t count;

    TRY(begin_days(call, &keys, &count));
    for (size_t i = 0; i < count && runtime_now_ms(call->runtime) < call->deadline_ms; i++) {
        struct status done = reconcile(call, &keys[(i + (size_t)job->attempts) % count]);

        if (!ok(done))
            last = done;
    }
    return last;
}
