#include "base/clock.h"
#include "groupbuy/flow/reconciling.h"
#include "groupbuy/service.h"
#include "groupbuy/store/after_sale_store.h"
#include "groupbuy/store/bill_store.h"
#include "groupbuy/store/case_store.h"
#include "groupbuy/store/complaint_store.h"
#include "groupbuy/store/refund_store.h"
#include "groupbuy/store/reserve_store.h"
#include "groupbuy/store/shipping_store.h"
#include "groupbuy/store/stock_store.h"

#define SALES_MEASURED_MAX 20 /* running at a time; of more the newest are shown */
#define BALANCE_EVERY_MS   60000
#define UNKNOWN            (-1)

static void head(struct buf *out, const char *name, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* Of sales that run now: few, and each with a handful of buckets. */
static struct status measure_stock(struct tx *tx, struct buf *out)
{
    const struct unsold *list;
    size_t count;

    TRY(stock_unsold(tx, SALES_MEASURED_MAX, &list, &count));
    head(out, "linli_sale_unsold_units", "Units of a running sale that a bucket still has.");
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "linli_sale_unsold_units{campaign=\"%s\",bucket=\"%d\"} %lld\n", list[i].campaign_id,
                   list[i].bucket, (long long)list[i].units);
    return OK;
}

/* It adds up all buyers of a sale, so it is asked last, and not by everybody who reads. One reader at a time. */
static struct status measure_balance(struct tx *tx, struct buf *out)
{
    static int64_t unbalanced, due_ms;

    if (clock_mono_ms() >= due_ms) {
        due_ms = clock_mono_ms() + BALANCE_EVERY_MS;
        unbalanced = UNKNOWN;
        TRY(stock_count_unbalanced(tx, SALES_MEASURED_MAX, &unbalanced));
    }
    if (unbalanced == UNKNOWN)
        return OK;
    head(
        out, "linli_sales_unbalanced",
        "Running sales whose units are not all unsold, held or returned, at the last look (every minute): impossible.");
    buf_printf(out, "linli_sales_unbalanced %lld\n", (long long)unbalanced);
    return OK;
}

static struct status measure_cases(struct tx *tx, struct buf *out)
{
    int64_t counts[CASE_REASONS];

    TRY(case_count_open(tx, counts));
    head(out, "linli_payment_cases_open", "Payments and refunds that wait for somebody, by reason.");
    for (int reason = CASE_NONE + 1; reason < CASE_REASONS; reason++)
        buf_printf(out, "linli_payment_cases_open{reason=\"%s\"} %lld\n", case_reason_name((enum case_reason)reason),
                   (long long)counts[reason]);
    return OK;
}

static struct status measure_refunds(struct tx *tx, struct buf *out)
{
    static const enum refund_state stuck[] = { REFUND_WAITING_FUNDS, REFUND_ABNORMAL };

    head(out, "linli_refunds_stuck", "Refunds that WeChat does not pay out, by state.");
    for (size_t i = 0; i < sizeof stuck / sizeof *stuck; i++) {
        int64_t count;

        TRY(refund_count_stuck(tx, stuck[i], &count));
        buf_printf(out, "linli_refunds_stuck{state=\"%s\"} %lld\n", refund_state_name(stuck[i]), (long long)count);
    }
    return OK;
}

static struct status measure_bills(struct tx *tx, struct buf *out)
{
    int64_t late;

    TRY(bill_days_late(tx, BILLS_HELD_UP_HOUR, &late));
    head(out, "linli_bills_late", "Days whose bills were due ten hours ago and are not compared.");
    buf_printf(out, "linli_bills_late %lld\n", (long long)late);
    return OK;
}

static struct status measure_reserves(struct tx *tx, struct buf *out)
{
    int64_t count;

    TRY(reserve_count_short(tx, &count));
    head(out, "linli_reserves_short", "Merchant accounts that have less than their reserve wants.");
    buf_printf(out, "linli_reserves_short %lld\n", (long long)count);
    return OK;
}

static struct status measure_after_sales(struct tx *tx, struct buf *out)
{
    int64_t late;

    TRY(after_sale_count_late(tx, &late));
    head(out, "linli_after_sales_late", "After-sales that wait beyond their deadline.");
    buf_printf(out, "linli_after_sales_late %lld\n", (long long)late);
    return OK;
}

static struct status measure_complaints(struct tx *tx, struct buf *out)
{
    struct complaint_counts counts;

    TRY(complaint_count(tx, &counts));
    head(out, "linli_complaints",
         "Complaints at WeChat Pay: open, waiting too long for an answer, told of and not read.");
    buf_printf(out, "linli_complaints{state=\"open\"} %lld\n", (long long)counts.open);
    buf_printf(out, "linli_complaints{state=\"overdue\"} %lld\n", (long long)counts.overdue);
    buf_printf(out, "linli_complaints{state=\"unread\"} %lld\n", (long long)counts.unread);
    return OK;
}

static struct status measure_shipping(struct tx *tx, struct buf *out)
{
    int64_t counts[SHIPPING_STATES];

    TRY(shipping_count(tx, counts));
    head(out, "linli_shipping_infos",
         "Orders whose way to the buyer WeChat was not told: it misses them (unshipped), the job is under way "
         "(waiting).");
    buf_printf(out, "linli_shipping_infos{state=\"unshipped\"} %lld\n", (long long)counts[SHIPPING_UNSHIPPED]);
    buf_printf(out, "linli_shipping_infos{state=\"waiting\"} %lld\n", (long long)counts[SHIPPING_WAITING]);
    return OK;
}

struct status groupbuy_measure(struct tx *tx, struct buf *out)
{
    TRY(measure_stock(tx, out));
    TRY(measure_cases(tx, out));
    TRY(measure_refunds(tx, out));
    TRY(measure_bills(tx, out));
    TRY(measure_reserves(tx, out));
    TRY(measure_complaints(tx, out));
    TRY(measure_shipping(tx, out));
    TRY(measure_after_sales(tx, out));
    return measure_balance(tx, out);
}
