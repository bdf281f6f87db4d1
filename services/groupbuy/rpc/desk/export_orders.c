#include "base/clock.h"
#include "events/audit.h"
#include "groupbuy/domain/sheet.h"
#include "groupbuy/flow/desk.h"
#include "groupbuy/flow/scope.h"

static const struct sheet_head head = {
    .title = "订单",
    .note = "",
    .columns = { "订单号", "下单时间", "买家", "类型", "状态", "商品", "件数", "金额（分）", "已退（分）", "付款时间" },
    .numeric = { [6] = true, [7] = true, [8] = true },
    .columns_count = 10,
};

static const char *number(struct call *call, int64_t value)
{
    return arena_printf(call->arena, "%lld", (long long)value);
}

static const char *moment(struct call *call, int64_t unix_us)
{
    return unix_us ? time_format_rfc3339(unix_us, arena_array(call->arena, char, TIME_RFC3339_BYTES)) : "";
}

static void write_order(struct call *call, const struct order *order, struct buf *out)
{
    const char *const cells[] = {
        order->id,
        moment(call, order->created_us),
        order->user_id,
        campaign_kind_name(order->kind),
        order_status_name(order->status),
        order->product_title,
        number(call, order->quantity),
        number(call, order->amount),
        number(call, order->refunded),
        moment(call, order->paid_us),
    };

    sheet_row(out, SHEET_CSV, &head, cells);
}

struct status groupbuy_export_orders(struct call *call, const Gb__ExportOrdersRequest *in, Gb__OrdersFile *out)
{
    struct order *orders;
    const char *next;
    struct buf text;
    size_t count;

    TRY(platform_act(call, "operator", "finance"));
    TRY(desk_search(call, in->search, &orders, &count, &next));
    buf_init(&text, call->arena, 4096);
    sheet_begin(&text, SHEET_CSV, &head);
    for (size_t i = 0; i < count; i++)
        write_order(call, &orders[i], &text);
    sheet_end(&text, SHEET_CSV);
    out->file_name = "orders.csv";
    out->media_type = sheet_media_type(SHEET_CSV);
    out->text = text.data;
    out->orders = (int64_t)count;
    out->next_page_token = next;
    return audit(call, &(struct audit_line){ .action = "export_orders",
                                             .object_type = "orders",
                                             .object_id = *in->search->buyer_id ? in->search->buyer_id : in->search->round_id,
                                             .after = arena_printf(call->arena, "%zu orders", count),
                                             .reason = in->why });
}
