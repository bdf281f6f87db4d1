/* What is earned of orders, for tests: orders are completed, shares and accounts looked at. On seats.h. */
#ifndef LINLI_TESTS_STORE_GROUPBUY_EARNINGS_H
#define LINLI_TESTS_STORE_GROUPBUY_EARNINGS_H

#include "groupbuy/flow/fulfilling.h"
#include "store/groupbuy/seats.h"

/* The goods are the buyer's. */
static inline void receive(const struct seat *seat)
{
    test_sql(shop.db,
             "update orders set status = 'FULFILLED', version = version + 1, moved_by = 'test', moved_why = 'test',"
             " fulfilled_at = now(), complete_by = now() where id = $1",
             db_id(seat->order));
}

/* The time after that is over, too. */
static inline void complete(const struct seat *seat)
{
    struct call *call = clerk_call(&shop.clerk, "");
    struct order order;

    assert_ok(call_begin(call));
    assert_ok(order_lock(call->tx, seat->order, NULL, &order));
    assert_ok(clerk_end(&shop.clerk, order_complete(call, &order, "job")));
}

/* The sum of a column of shares of the order; -1: there is none. */
static inline int64_t share(const struct seat *seat, const char *role, const char *column)
{
    return test_sql_int(
        shop.db,
        arena_printf(&shop.clerk.arena,
                     "select coalesce(sum(%s), -1)::bigint from shares where order_id = $1 and role = $2", column),
        db_id(seat->order), db_text(role));
}

/* What stands on somebody's account. */
static inline fen has(const char *user)
{
    return test_sql_int(shop.db, "select coalesce(sum(amount_fen), 0)::bigint from earner_moves where earner_id = $1",
                        db_id(user));
}

#endif
