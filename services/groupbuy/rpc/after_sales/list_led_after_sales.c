#include "groupbuy/flow/after_sales.h"
#include "rpc/page.h"

/* Rows are the leader's by their order's round: who was disabled still sees what he owes an answer for. */
struct status groupbuy_list_led_after_sales(struct call *call, const Gb__ListLedAfterSalesRequest *in,
                                            Gb__ListLedAfterSalesResponse *out)
{
    const struct after_sale_filter led = { .user_id = "",
                                           .leader_id = call->caller->user_id,
                                           .community_id = "",
                                           .status = (enum after_sale_status)in->status };
    struct after_sale *sales;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, arena_printf(call->arena, "%s %d", led.leader_id, (int)in->status), &page));
    TRY(after_sale_list(call->tx, &led, page.after, page.rows_max, &sales, &page.count));

    out->next_page_token = page_next(call, &page, sales[page.count - 1].id);
    out->n_after_sales = page.count;
    out->after_sales = MESSAGES(call, Gb__AfterSale, gb__after_sale, page.count);
    return after_sales_show(call, sales, page.count, out->after_sales);
}
