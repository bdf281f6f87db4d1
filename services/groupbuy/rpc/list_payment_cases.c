#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"
#include "rpc/page.h"

struct status groupbuy_list_payment_cases(struct call *call, const Gb__ListPaymentCasesRequest *in,
                                          Gb__ListPaymentCasesResponse *out)
{
    const char *filter = arena_printf(call->arena, "%d %d", (int)in->state, (int)in->reason);
    bool settled = in->state == GB__PAYMENT_CASE_STATE__CASE_CLOSED;
    struct payment_case *cases;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(case_list(call->tx, settled, (enum case_reason)in->reason, page.after, page.rows_max, &cases, &page.count));

    out->next_page_token = page_next(call, &page, cases[page.count - 1].id);
    out->n_cases = page.count;
    out->cases = MESSAGES(call, Gb__PaymentCase, gb__payment_case, page.count);
    for (size_t i = 0; i < page.count; i++)
        case_view(call, &cases[i], out->cases[i]);
    return OK;
}
