#include "coupons/flow/earning.h"

struct status coupons_on_comment_added(struct call *call, const Ct__CommentAdded *event)
{
    const struct earn earn = {
        .trigger = EARN_COMMENT_ADDED, .user_id = event->author_id, .source_id = event->comment_id, .order_id = ""
    };
    int64_t points;

    return points_earn(call, &earn, &points);
}
