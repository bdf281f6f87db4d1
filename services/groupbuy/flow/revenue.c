#include "groupbuy/flow/revenue.h"

#include "groupbuy/store/ledger_store.h"
#include "groupbuy/store/line_store.h"

struct status revenue_book(struct call *call, const struct order *order)
{
    struct ledger_posting posting;
    struct refund_line *before;
    struct ledger_sale *sales;
    struct order_line *lines;
    const char **sellers;
    size_t count;

    if (order->in_cash)
        return OK;
    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    TRY(line_sellers(call->tx, order->id, count, &sellers));
    before = arena_array(call->arena, struct refund_line, count);
    TRY(refund_lines_before(call->tx, order->id, before, count));
    sales = arena_array(call->arena, struct ledger_sale, count);
    for (size_t i = 0; i < count; i++)
        sales[i] = (struct ledger_sale){
            .seller = sellers[i],
            .goods = lines[i].list - lines[i].campaign_discount - before[i].goods_before - before[i].coupon_before -
                     before[i].points_before,
            .delivery = lines[i].delivery - before[i].delivery_before,
        };
    posting = ledger_revenue(sales, count);
    return ledger_post(call->tx, &posting, order->id, order->id, NULL);
}

struct status revenue_undo(struct call *call, const struct order *order, const struct refund *refund,
                           const struct refund_part *parts, size_t count)
{
    struct ledger_posting posting;
    struct ledger_sale *sales;
    struct order_line *lines;
    const char **sellers;
    size_t lines_count;

    if (!order->completed_us)
        return OK;
    TRY(order_lines_get(call->tx, order->id, &lines, &lines_count));
    TRY(line_sellers(call->tx, order->id, lines_count, &sellers));
    sales = arena_array(call->arena, struct ledger_sale, count);
    for (size_t i = 0; i < count; i++)
        sales[i] = (struct ledger_sale){
            .seller = sellers[parts[i].position],
            .goods = parts[i].share.goods + parts[i].share.coupon + parts[i].share.points,
            .delivery = parts[i].share.delivery,
        };
    posting = ledger_revenue_undone(sales, count);
    return ledger_post(call->tx, &posting, refund->id, order->id, refund->id);
}
