#include "groupbuy/flow/after_sales.h"
#include "rpc/page.h"

struct status groupbuy_list_my_after_sales(struct call *call, const Gb__ListMyAfterSalesRequest *in,
                                           Gb__ListMyAfterSalesResponse *out)
{
    const struct after_sale_filter mine = { .user_id = call->caller->user_id, .leader_id = "", .community_id = "" };
    struct after_sale *sales;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, mine.user_id, &page));
    TRY(after_sale_list(call->tx, &mine, page.after, page.rows_max, &sales, &page.count));

    out->next_page_token = page_next(call, &page, sales[page.count - 1].id);
    out->n_after_sales = page.count;
    out->after_sales = MESSAGES(call, Gb__AfterSale, gb__after_sale, page.count);
    return after_sales_show(call, sales, page.count, out->after_sales);
}
