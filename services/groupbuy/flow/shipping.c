#include "groupbuy/flow/shipping.h"

#include "db/jobs.h"
#include "rpc/timestamp.h"

_Static_assert((int)SHIPPING_PICK_UP == GB__SHIPPING_KIND__SHIPPED_FOR_PICK_UP &&
                   (int)SHIPPING_EXPRESS == GB__SHIPPING_KIND__SHIPPED_BY_EXPRESS &&
                   (int)SHIPPING_REFUSED == GB__SHIPPING_STATE__SHIPPING_REFUSED_BY_WECHAT,
               "the contract's numbers are the domain's");

static struct status to_be_told(struct call *call, const struct order *order, enum shipping_kind kind)
{
    struct shipping_goods *goods;
    struct order_line *lines;
    size_t count;
    bool is_new;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    goods = arena_array(call->arena, struct shipping_goods, count);
    for (size_t i = 0; i < count; i++)
        goods[i] = (struct shipping_goods){ lines[i].product_title, lines[i].sku_title,
                                            lines[i].quantity - lines[i].refunded_units };
    TRY(shipping_insert(call->tx, order->id, kind, shipping_item(call->arena, goods, count), &is_new));
    return is_new ? job_add(call->tx, JOB_TELL_SHIPPING, order->id, 0, NULL, 0) : OK;
}

struct status shipping_went_out(struct call *call, const struct order *order)
{
    return to_be_told(call, order, SHIPPING_EXPRESS);
}

static bool is_paid_at_wechat(const struct order *order)
{
    return !order->in_cash && order->amount > 0;
}

static enum shipping_kind kind_when_ready(const struct order *order)
{
    if (!is_paid_at_wechat(order) || order->kind == KIND_BOOKING)
        return SHIPPING_NONE;
    if (order->kind == KIND_CONTENT || order->kind == KIND_CARD)
        return SHIPPING_VIRTUAL;
    return order->delivery == DELIVERY_PICK_UP ? SHIPPING_PICK_UP
           : order->delivery == DELIVERY_DOOR  ? SHIPPING_SAME_CITY
                                               : SHIPPING_NONE;
}

struct status shipping_is_ready(struct call *call, const struct order *order)
{
    enum shipping_kind kind = kind_when_ready(order);

    return kind == SHIPPING_NONE ? OK : to_be_told(call, order, kind);
}

struct status shipping_was_served(struct call *call, const struct order *order)
{
    return order->kind == KIND_BOOKING && is_paid_at_wechat(order) ? to_be_told(call, order, SHIPPING_VIRTUAL) : OK;
}

struct status shipping_comes_late(struct call *call, const struct order *order)
{
    bool is_new;

    TRY(presale_insert(call->tx, order->id, &is_new));
    return is_new ? job_add(call->tx, JOB_DECLARE_PRESALE, order->id, 0, NULL, 0) : OK;
}

struct status shipping_round_comes_later(struct call *call, const char *round_id, int limit, size_t *ret_found)
{
    const char **order_ids;

    TRY(presale_insert_of_round(call->tx, round_id, limit, &order_ids, ret_found));
    for (size_t i = 0; i < *ret_found; i++)
        TRY(job_add(call->tx, JOB_DECLARE_PRESALE, order_ids[i], 0, NULL, 0));
    return OK;
}

void shipping_view(struct call *call, const struct shipping_info *info, Gb__ShippingInfo *out)
{
    out->order_id = info->order_id;
    out->state = (Gb__ShippingState)info->state;
    out->kind = (Gb__ShippingKind)info->kind;
    out->item = info->item;
    out->carrier = info->carrier;
    out->tracking_number = info->tracking_number;
    out->shipped_at = timestamp_new(call->arena, info->shipped_us);
    out->tries = info->tries;
    out->told_at = timestamp_new(call->arena, info->told_us);
    out->refused_why = info->refused_why;
    out->reminded_at = timestamp_new(call->arena, info->reminded_us);
    out->settles_at = timestamp_new(call->arena, info->settles_us);
    out->received_at = timestamp_new(call->arena, info->received_us);
    out->settled_at = timestamp_new(call->arena, info->settled_us);
}
