#include "groupbuy/finance.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"
#include "rpc/page.h"

struct status groupbuy_list_bill_cases(struct call *call, const Gb__ListBillCasesRequest *in,
                                       Gb__ListBillCasesResponse *out)
{
    struct payment_case *cases;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, in->day, &page));
    TRY(case_list_of_day(call->tx, in->day, page.after, page.rows_max, &cases, &page.count));

    out->next_page_token = page_next(call, &page, cases[page.count - 1].id);
    out->n_cases = page.count;
    out->cases = MESSAGES(call, Gb__PaymentCase, gb__payment_case, page.count);
    for (size_t i = 0; i < page.count; i++)
        case_view(call, &cases[i], out->cases[i]);
    return OK;
}
