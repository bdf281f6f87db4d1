#include "groupbuy/flow/shipping_channel.h"

#include "base/clock.h"
#include "groupbuy/flow/asking.h"
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
static struct status still_waits(struct call *call, const struct wechat_payment_key *payment, bool *ret_waits)
{
    struct wechat_order order;

    TRY(as_ours(wechat_order(groupbuy_of(call)->wechat, call->arena, payment, &order, NULL)));
    *ret_waits = order.state == WECHAT_TO_SHIP;
    return OK;
}

/* WeChat's answer: heard, not now, or a refusal that counts while it still waits. */
static struct status hear(struct call *call, struct status told, const struct wechat_failure *failure,
                          const struct wechat_payment_key *payment, const char **ret_refused)
{
    bool waits;

    *ret_refused = "";
    if (!is_no(told, failure))
        return as_ours(told);
    TRY(still_waits(call, payment, &waits));
    if (waits)
        *ret_refused = arena_printf(call->arena, "%s: %s", told.reason, told.text);
    return OK;
}

struct status shipping_channel_tell(struct call *call, const struct shipping_info *info, const char **ret_refused)
{
    const struct wechat_shipment shipment = shipment_of(info);
    struct wechat_failure failure;
    struct status told;

    TRY(outside(call));
    told = wechat_ship(groupbuy_of(call)->wechat, call->arena, &shipment, &failure);
    return hear(call, told, &failure, &shipment.payment, ret_refused);
}

/* The first whole second of then: never a moment before it. */
static int64_t ready_s(const struct presale *presale)
{
    return (presale->ready_us + US_PER_S - 1) / US_PER_S;
}

/* That no such payment waits, while it does, is what shipping management says shortly before it knows of it. */
struct status shipping_channel_declare(struct call *call, const struct presale *presale, const char **ret_refused)
{
    const struct wechat_payment_key payment = { .transaction_id = presale->transaction_id };
    struct wechat_failure failure;
    const char *refused;
    struct status told;

    TRY(outside(call));
    told = wechat_declare_presale(groupbuy_of(call)->wechat, call->arena, presale->transaction_id, ready_s(presale),
                                  &failure);
    TRY(hear(call, told, &failure, &payment, &refused));
    if (*refused && failed_with(told, WECHAT_NOT_SHIPPABLE))
        return as_ours(told);
    *ret_refused = refused;
    return OK;
}
