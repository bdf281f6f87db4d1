#include "groupbuy/flow/contents.h"

#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/service.h"
#include "groupbuy/store/content_store.h"

bool content_is_sold_on(const struct call *call, Gb__ClientPlatform platform)
{
    const struct groupbuy *house = groupbuy_of(call);

    switch (platform) {
    case GB__CLIENT_PLATFORM__ANDROID:
    case GB__CLIENT_PLATFORM__DESKTOP:
        return house->virtual_pay;
    case GB__CLIENT_PLATFORM__IOS:
        return house->virtual_pay && house->virtual_pay_ios;
    default:
        return false;
    }
}

static struct status tell_granted(struct call *call, const struct content_order *content)
{
    Gb__EntitlementGranted event = GB__ENTITLEMENT_GRANTED__INIT;

    event.order_id = content->order_id;
    event.user_id = content->user_id;
    event.product_id = content->product_id;
    hint_user(call, content->user_id, "content", content->product_id);
    return emit(call, content->order_id, &event.base);
}

static struct status tell_revoked(struct call *call, const struct content_order *content)
{
    Gb__EntitlementRevoked event = GB__ENTITLEMENT_REVOKED__INIT;

    event.order_id = content->order_id;
    event.user_id = content->user_id;
    event.product_id = content->product_id;
    hint_user(call, content->user_id, "content", content->product_id);
    return emit(call, content->order_id, &event.base);
}

struct status content_deliver(struct call *call, struct order *order)
{
    struct content_order content;
    struct order_line *lines;
    size_t count;
    bool found;

    TRY(content_order_get(call->tx, order->id, &content, &found));
    if (!found)
        return fail(INTERNAL, "order %s is of no content", order->id);
    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    for (size_t i = 0; i < count; i++)
        TRY(line_fulfil(call->tx, &lines[i], lines[i].quantity));
    TRY(content_grant(call->tx, order->id));
    TRY(tell_granted(call, &content));
    return order_follow_lines(call, order, "wechat", "may be read");
}

struct status content_take_back(struct call *call, const struct order *order)
{
    struct content_order content;
    bool found;

    TRY(content_order_get(call->tx, order->id, &content, &found));
    if (!found || !content.granted || content.revoked)
        return OK;
    TRY(content_revoke(call->tx, order->id));
    return tell_revoked(call, &content);
}
