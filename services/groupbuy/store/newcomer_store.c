#include "groupbuy/store/newcomer_store.h"

/* There is no row of a person who has never bought, so it is his id that is locked. */
struct status newcomer_lock(struct tx *tx, const char *user_id)
{
    struct rows *rows;

    return db_query(tx, &rows, "select pg_advisory_xact_lock(hashtextextended('newcomer ' || $1, 0))",
                    db_text(user_id));
}

struct status newcomer_is(struct tx *tx, const char *user_id, const char *order_id, bool *ret_new)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select not exists (select from orders where user_id = $1 and id is distinct from $2"
                 " and status not in ('PENDING_PAYMENT', 'CANCELLED', 'REFUNDED'))",
                 db_id(user_id), db_id(order_id)));
    *ret_new = rows_bool(rows, 0, 0);
    return OK;
}
