#include "groupbuy/store/content_store.h"

struct status content_order_insert(struct tx *tx, const struct content_order *content)
{
    return db_exec(tx, "insert into content_orders (order_id, user_id, product_id, platform) values ($1, $2, $3, $4)",
                   db_id(content->order_id), db_id(content->user_id), db_id(content->product_id),
                   db_text(content->platform));
}

struct status content_order_get(struct tx *tx, const char *order_id, struct content_order *ret_content, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select order_id, user_id, product_id, platform, granted_at is not null, revoked_at is not null"
                 " from content_orders where order_id = $1",
                 db_id(order_id)));
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_content = (struct content_order){ rows_id(rows, 0, 0),   rows_id(rows, 0, 1),   rows_id(rows, 0, 2),
                                               rows_text(rows, 0, 3), rows_bool(rows, 0, 4), rows_bool(rows, 0, 5) };
    return OK;
}

struct status content_is_his(struct tx *tx, const char *user_id, const char *product_id, bool *ret_his)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select exists (select from content_orders c join orders o on o.id = c.order_id where c.user_id = $1"
                 " and c.product_id = $2 and c.revoked_at is null and (c.granted_at is not null"
                 " or o.status = 'PENDING_PAYMENT'))",
                 db_id(user_id), db_id(product_id)));
    *ret_his = rows_bool(rows, 0, 0);
    return OK;
}

struct status content_grant(struct tx *tx, const char *order_id)
{
    return db_exec(tx, "update content_orders set granted_at = now() where order_id = $1 and granted_at is null",
                   db_id(order_id));
}

struct status content_revoke(struct tx *tx, const char *order_id)
{
    return db_exec(tx, "update content_orders set revoked_at = now() where order_id = $1 and revoked_at is null",
                   db_id(order_id));
}
