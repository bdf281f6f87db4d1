#include "coupons/rpc/views.h"
#include "rpc/page.h"

struct status coupons_list_adjustments(struct call *call, const Cp__ListAdjustmentsRequest *in,
                                       Cp__ListAdjustmentsResponse *out)
{
    struct page page;
    struct adjustment *adjustments;

    TRY(platform_operator(call));
    TRY(page_open(call, in, PAGE_BY_ID, arena_printf(call->arena, "%d", in->state), &page));
    TRY(adjustment_list(call->tx, call->arena, (enum adjustment_state)in->state, page.after, page.rows_max,
                        &adjustments, &page.count));

    out->next_page_token = page_next(call, &page, adjustments[page.count - 1].id);
    out->n_adjustments = page.count;
    out->adjustments = MESSAGES(call, Cp__Adjustment, cp__adjustment, page.count);
    for (size_t i = 0; i < page.count; i++)
        adjustment_view(call, &adjustments[i], out->adjustments[i]);
    return OK;
}
