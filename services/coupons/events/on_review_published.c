#include "coupons/flow/earning.h"

struct status coupons_on_review_published(struct call *call, const Ct__ReviewPublished *event)
{
    const struct earn earn = {
        .trigger = EARN_REVIEW_PUBLISHED, .user_id = event->author_id, .source_id = event->review_id, .order_id = ""
    };
    int64_t points;

    return points_earn(call, &earn, &points);
}
