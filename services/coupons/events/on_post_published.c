#include "coupons/flow/earning.h"

struct status coupons_on_post_published(struct call *call, const Ct__PostPublished *event)
{
    const struct earn earn = {
        .trigger = EARN_POST_PUBLISHED, .user_id = event->author_id, .source_id = event->post_id, .order_id = ""
    };
    int64_t points;

    return points_earn(call, &earn, &points);
}
