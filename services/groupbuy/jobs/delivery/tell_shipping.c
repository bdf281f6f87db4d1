#include "groupbuy/flow/shipping.h"
#include "groupbuy/flow/shipping_channel.h"
#include "groupbuy/store/case_store.h"

static struct status begin(struct call *call, const char *order_id, struct shipping_info *ret_info)
{
    TRY(call_begin(call));
    TRY(shipping_lock(call->tx, order_id, ret_info));
    if (ret_info->state == SHIPPING_WAITING)
        TRY(shipping_tried(call->tx, order_id));
    return call_commit(call);
}

/* WeChat keeps the money until somebody has looked at it. */
static struct status open_case(struct call *call, const struct shipping_info *info)
{
    return case_open(call->tx, &(struct payment_case){ .reason = CASE_SHIPPING_REFUSED,
                                                       .subject = info->order_id,
                                                       .wechat_number = info->transaction_id,
                                                       .order_id = info->order_id });
}

static struct status end(struct call *call, const char *order_id, const char *refused)
{
    struct shipping_info info;

    TRY(call_begin(call));
    TRY(shipping_lock(call->tx, order_id, &info));
    if (info.state == SHIPPING_WAITING) {
        TRY(shipping_end(call->tx, order_id, refused));
        if (*refused)
            TRY(open_case(call, &info));
    }
    return call_commit(call);
}

/* Told, or refused for good. Interrupted anywhere it begins again with the same words: WeChat takes those once. */
struct status groupbuy_tell_shipping(struct call *call, const struct job *job)
{
    struct shipping_info info;
    const char *refused;

    TRY(begin(call, job->key, &info));
    if (info.state != SHIPPING_WAITING)
        return OK;
    TRY(shipping_channel_tell(call, &info, &refused));
    return end(call, job->key, refused);
}
