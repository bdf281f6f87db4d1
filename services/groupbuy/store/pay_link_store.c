#include "groupbuy/store/pay_link_store.h"

#include "base/id.h"
#include "groupbuy/domain/reasons.h"

struct status pay_link_make(struct tx *tx, const char *order_id, const char *created_by, const char **ret_key)
{
    char key[PAY_LINK_KEY_CHARS + 1];

    key_new(key, PAY_LINK_KEY_CHARS);
    TRY(db_exec(
        tx, "insert into pay_links (key, order_id, created_by) values ($1, $2, $3) on conflict (order_id) do nothing",
        db_text(key), db_id(order_id), db_id(created_by)));
    return pay_link_of(tx, order_id, ret_key);
}

struct status pay_link_of(struct tx *tx, const char *order_id, const char **ret_key)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select key from pay_links where order_id = $1", db_id(order_id)));
    *ret_key = rows_count(rows) ? rows_text(rows, 0, 0) : "";
    return OK;
}

struct status pay_link_order(struct tx *tx, const char *key, const char **ret_order_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select order_id from pay_links where key = $1", db_text(key)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "no such pay link");
    *ret_order_id = rows_id(rows, 0, 0);
    return OK;
}
