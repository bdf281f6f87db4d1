#include "content/reviews.h"
#include "content/store/review_store.h"

/* What its buyer has kept of it may be reviewed from now on. */
struct status content_on_order_completed(struct call *call, const Gb__OrderCompleted *event)
{
    for (size_t i = 0; i < event->n_lines; i++)
        TRY(reviewable_save(call->tx, &(struct reviewable){ .order_id = event->order_id,
                                                            .position = event->lines[i]->position,
                                                            .user_id = event->user_id,
                                                            .product_id = event->lines[i]->product_id,
                                                            .product_title = event->lines[i]->product_title,
                                                            .sku_title = event->lines[i]->sku_title,
                                                            .completed_us = event->completed_at_us }));
    return OK;
}
