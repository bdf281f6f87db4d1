#include "groupbuy/flow/after_sales.h"
#include "rpc/page.h"

struct status groupbuy_list_after_sales(struct call *call, const Gb__ListAfterSalesRequest *in,
                                        Gb__ListAfterSalesResponse *out)
{
    const struct after_sale_filter filter = {
        .user_id = "", .leader_id = "", .community_id = in->community_id, .status = (enum after_sale_status)in->status
    };
    struct after_sale *sales;
    struct page page;

    if (!call_has_role(call, "operator", *in->community_id ? in->community_id : NULL))
        return fail(FORBIDDEN, "the caller has no say in community %s", *in->community_id ? in->community_id : "(all)");
    TRY(page_open(call, in, PAGE_BY_ID, arena_printf(call->arena, "%s %d", in->community_id, (int)in->status), &page));
    TRY(after_sale_list(call->tx, &filter, page.after, page.rows_max, &sales, &page.count));

    out->next_page_token = page_next(call, &page, sales[page.count - 1].id);
    out->n_after_sales = page.count;
    out->after_sales = MESSAGES(call, Gb__AfterSale, gb__after_sale, page.count);
    return after_sales_show(call, sales, page.count, out->after_sales);
}
