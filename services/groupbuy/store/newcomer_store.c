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

struct status newcomers_find(struct tx *tx, const char *const *user_ids, size_t count, bool *ret_new)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select g.i, not exists (select from orders o where o.user_id = g.user_id"
                 " and o.status not in ('PENDING_PAYMENT', 'CANCELLED', 'REFUNDED'))"
                 " from unnest($1::uuid[]) with ordinality as g (user_id, i)",
                 db_texts(user_ids, count)));
    for (int row = 0; row < rows_count(rows); row++)
        ret_new[rows_int(rows, row, 0) - 1] = rows_bool(rows, row, 1);
    return OK;
}
