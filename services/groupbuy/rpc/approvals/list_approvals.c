#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

struct status groupbuy_list_approvals(struct call *call, const Gb__ListApprovalsRequest *in,
                                      Gb__ListApprovalsResponse *out)
{
    const char *filter = arena_printf(call->arena, "%d %s", (int)in->state, in->subject_id);
    struct approval *approvals;
    struct page page;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(approval_list(call->tx, (enum approval_state)in->state, in->subject_id, page.after, page.rows_max, &approvals,
                      &page.count));

    out->next_page_token = page_next(call, &page, approvals[page.count - 1].id);
    out->n_approvals = page.count;
    out->approvals = MESSAGES(call, Gb__Approval, gb__approval, page.count);
    for (size_t i = 0; i < page.count; i++)
        approval_view(call, &approvals[i], out->approvals[i]);
    return OK;
}
