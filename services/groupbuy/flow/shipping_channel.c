#include "groupbuy/flow/shipping_channel.h"

#include "groupbuy/service.h"
#include "wechat/shipping.h"

static enum wechat_logistics logistics_of(enum shipping_kind kind)
{
    static const enum wechat_logistics logistics[] = {
        [SHIPPING_EXPRESS] = WECHAT_EXPRESS,
        [SHIPPING_SAME_CITY] = WECHAT_SAME_CITY,
        [SHIPPING_VIRTUAL] = WECHAT_VIRTUAL,
        [SHIPPING_PICK_UP] = WECHAT_PICK_UP,
    };

    return logistics[kind];
}

static struct wechat_shipment shipment_of(const struct shipping_info *info)
{
    return (struct wechat_shipment){
        .payment = { .transaction_id = info->transaction_id },
        .openid = info->payer_openid,
        .logistics = logistics_of(info->kind),
        .all_delivered = true,
        .parcels = { { .item = info->item,
                       .tracking_no = info->tracking_number,
                       .express_company = info->carrier,
                       .receiver_phone = info->receiver_phone } },
        .parcels_count = 1,
        .at_us = info->shipped_us,
    };
}

/* Whether WeChat still waits to be told of it. */
static struct status still_waits(struct call *call, const struct wechat_shipment *shipment, bool *ret_waits)
{
    struct wechat_order order;
    struct status asked = wechat_order(groupbuy_of(call)->wechat, call->arena, &shipment->payment, &order, NULL);

    if (!ok(asked))
        return asked.code == CODE_INTERNAL ? asked : fail(PAYMENT_UNAVAILABLE, "%s: %s", asked.reason, asked.text);
    *ret_waits = order.state == WECHAT_TO_SHIP;
    return OK;
}

struct status shipping_channel_tell(struct call *call, const struct shipping_info *info, const char **ret_refused)
{
    const struct wechat_shipment shipment = shipment_of(info);
    struct wechat_failure failure;
    struct status told;
    bool waits;

    if (call->tx)
        return fail(INTERNAL, "WeChat is asked while a transaction is open");
    *ret_refused = "";
    told = wechat_ship(groupbuy_of(call)->wechat, call->arena, &shipment, &failure);
    if (ok(told) || told.code == CODE_INTERNAL)
        return told;
    if (failure.kind != WECHAT_PERMANENT)
        return fail(PAYMENT_UNAVAILABLE, "%s: %s", told.reason, told.text);
    TRY(still_waits(call, &shipment, &waits));
    if (waits)
        *ret_refused = arena_printf(call->arena, "%s: %s", told.reason, told.text);
    return OK;
}
