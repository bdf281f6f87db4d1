#include "groupbuy/flow/pay_links.h"

#include "base/buf.h"
#include "groupbuy/domain/name.h"
#include "groupbuy/store/entry_store.h"
#include "groupbuy/store/neighbour_store.h"
#include "rpc/timestamp.h"

static const char *goods_of(struct call *call, const struct order_line *lines, size_t count)
{
    struct buf text;

    buf_init(&text, call->arena, 64);
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, "%s%s %s × %d", i ? ", " : "", lines[i].product_title, lines[i].sku_title, lines[i].quantity);
    return count ? text.data : "";
}

static struct status name_of(struct call *call, const struct order *order, const char **ret_name)
{
    struct person *people;
    struct entry entry;
    struct status found = entry_get(call->tx, order->id, &entry);
    size_t count;

    if (!failed_with(found, NOT_HERE))
        TRY(found);
    if (ok(found) && *entry.neighbour_name) {
        *ret_name = name_mask(call->arena, entry.neighbour_name);
        return OK;
    }
    TRY(people_get(call->tx, &order->user_id, 1, &people, &count));
    *ret_name = name_mask(call->arena, count ? people[0].nickname : "");
    return OK;
}

struct status pay_link_show(struct call *call, const char *key, const struct order *order, Gb__PayLink *out)
{
    struct order_line *lines;
    size_t count;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    TRY(name_of(call, order, &out->orderer_name));
    out->key = key;
    out->order_id = order->id;
    out->amount_fen = order->amount;
    out->goods = goods_of(call, lines, count);
    out->pay_by = timestamp_new(call->arena, order->pay_by_us);
    out->paid = order->paid_us != 0;
    return OK;
}
