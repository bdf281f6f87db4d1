#include "content/reading.h"
#include "content/store/article_store.h"

struct status content_on_entitlement_revoked(struct call *call, const Gb__EntitlementRevoked *event)
{
    return entitlement_save(call->tx, &(struct entitlement){ .order_id = event->order_id,
                                                             .user_id = event->user_id,
                                                             .product_id = event->product_id,
                                                             .active = false,
                                                             .version = call->event->version });
}
