#include "groupbuy/flow/months.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

struct status groupbuy_list_months(struct call *call, const Gb__ListMonthsRequest *in, Gb__ListMonthsResponse *out)
{
    struct ledger_month *months;
    struct page page;

    TRY(platform_act(call, "finance", "operator", "auditor"));
    TRY(page_open(call, in, PAGE_BY_TEXT, "", &page));
    TRY(month_list(call->tx, page.after, page.rows_max, &months, &page.count));

    out->next_page_token = page_next(call, &page, months[page.count - 1].month);
    out->n_months = page.count;
    out->months = MESSAGES(call, Gb__LedgerMonth, gb__ledger_month, page.count);
    for (size_t i = 0; i < page.count; i++)
        month_view(call, &months[i], out->months[i]);
    return OK;
}
