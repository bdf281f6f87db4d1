/* Orders of paid content, beyond what orders themselves say. */
#ifndef GROUPBUY_STORE_CONTENT_STORE_H
#define GROUPBUY_STORE_CONTENT_STORE_H

#include "db/db.h"

struct content_order {
    const char *order_id;
    const char *user_id;
    const char *product_id;
    const char *platform;  /* "ANDROID", "IOS", "DESKTOP" */
    bool granted, revoked; /* of those that were read */
};

struct status content_order_insert(struct tx *tx, const struct content_order *content);
/* *ret_found false: the order is none of content. The order is locked. */
struct status content_order_get(struct tx *tx, const char *order_id, struct content_order *ret_content,
                                bool *ret_found);
/* Whether he has it, or an order of his may still be paid for it. His row of the product is locked (shelf_lock). */
struct status content_is_his(struct tx *tx, const char *user_id, const char *product_id, bool *ret_his);
/* Once each. */
struct status content_grant(struct tx *tx, const char *order_id);
struct status content_revoke(struct tx *tx, const char *order_id);

#endif
