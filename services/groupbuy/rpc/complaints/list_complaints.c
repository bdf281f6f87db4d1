#include "groupbuy/flow/complaining.h"
#include "groupbuy/flow/scope.h"
#include "rpc/page.h"

struct status groupbuy_list_complaints(struct call *call, const Gb__ListComplaintsRequest *in,
                                       Gb__ListComplaintsResponse *out)
{
    const char *filter = arena_printf(call->arena, "%d", (int)in->state);
    struct complaint *complaints;
    struct page page;

    TRY(platform_act(call, "operator", "auditor"));
    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(complaint_list(call->tx, (enum complaint_state)in->state, page.after, page.rows_max, &complaints, &page.count));

    out->next_page_token = page_next(call, &page, complaints[page.count - 1].id);
    out->n_complaints = page.count;
    out->complaints = MESSAGES(call, Gb__Complaint, gb__complaint, page.count);
    for (size_t i = 0; i < page.count; i++)
        complaint_view(call, &complaints[i], out->complaints[i]);
    return OK;
}
