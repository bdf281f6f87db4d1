#include "groupbuy/finance.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/store/bill_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void view(struct call *call, const struct bill_day *day, Gb__BillDay *out)
{
    out->day = day->day;
    out->merchant_id = day->merchant_id;
    out->state = day->lost   ? GB__BILL_DAY_STATE__BILL_DAY_LOST
                 : day->done ? GB__BILL_DAY_STATE__BILL_DAY_DONE
                             : GB__BILL_DAY_STATE__BILL_DAY_OPEN;
    out->differences = day->differences;
    out->paid_fen = day->paid;
    out->refunded_fen = day->refunded;
    out->trade_paid_fen = day->trade_paid;
    out->trade_refunded_fen = day->trade_refunded;
    out->flow_in_fen = day->flow_in;
    out->flow_out_fen = day->flow_out;
    out->ledger_in_fen = day->ledger_in;
    out->ledger_out_fen = day->ledger_out;
    out->fees_fen = day->fees;
    out->begun_at = timestamp_new(call->arena, day->begun_us);
    out->done_at = timestamp_new(call->arena, day->done_us);
}

struct status groupbuy_list_bill_days(struct call *call, const Gb__ListBillDaysRequest *in,
                                      Gb__ListBillDaysResponse *out)
{
    struct bill_day *days;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_TEXT, "", &page));
    TRY(bill_day_list(call->tx, page.after, page.rows_max, &days, &page.count));

    out->next_page_token = page_next(call, &page, bill_day_cursor(call->arena, &days[page.count - 1]));
    out->n_days = page.count;
    out->days = MESSAGES(call, Gb__BillDay, gb__bill_day, page.count);
    for (size_t i = 0; i < page.count; i++)
        view(call, &days[i], out->days[i]);
    return OK;
}
