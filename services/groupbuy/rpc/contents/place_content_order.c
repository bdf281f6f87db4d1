#include "groupbuy/flow/contents.h"
#include "groupbuy/flow/holds.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/store/content_store.h"

static const char *platform_name(Gb__ClientPlatform platform)
{
    static const char *const names[] = { "", "ANDROID", "IOS", "DESKTOP" };

    return names[platform];
}

static struct status place(struct call *call, struct checkout *checkout, const Gb__PlaceContentOrderRequest *in,
                           Gb__Order *out)
{
    struct content_order content = { .platform = platform_name(in->platform) };
    struct order order;
    bool his;

    TRY(call_begin(call));
    TRY(checkout_take(call, checkout));
    order = checkout_order(call, checkout, KIND_CONTENT, in->source);
    content.order_id = order.id;
    content.user_id = order.user_id;
    content.product_id = checkout->lines[0].product_id;
    TRY(content_is_his(call->tx, order.user_id, content.product_id, &his));
    if (his)
        return fail(BOUGHT_ALREADY, "user %s has product %s, or an order for it", order.user_id, content.product_id);
    TRY(order_insert(call->tx, &order, checkout->lines, checkout->lines_count, order.user_id));
    TRY(order_price_insert(call->tx, order.id, &checkout->price));
    TRY(content_order_insert(call->tx, &content));
    TRY(tell_order_placed(call, &order, &checkout->lines[0]));
    return order_show(call, &order, out);
}

struct status groupbuy_place_content_order(struct call *call, const Gb__PlaceContentOrderRequest *in, Gb__Order *out)
{
    Gb__BasketLine *line = MESSAGE(call, Gb__BasketLine, gb__basket_line);
    struct checkout checkout = checkout_of_one(PRODUCT_CONTENT, in->sku_id, in->coupon_id, in->points, &line);

    holds_for_order(call, in->coupon_id, in->points);
    if (!content_is_sold_on(call, in->platform))
        return fail(CHANNEL_MISSING, "nothing virtual is sold on platform %d", (int)in->platform);
    TRY(checkout_price(call, &checkout, true));
    return place(call, &checkout, in, out);
}
