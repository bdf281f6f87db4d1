/* Orders whose money goes to a merchant's account at WeChat Pay, not to the installation's own. On seats.h. */
#ifndef LINLI_TESTS_STORE_GROUPBUY_ACCOUNTS_H
#define LINLI_TESTS_STORE_GROUPBUY_ACCOUNTS_H

#include "store/groupbuy/seats.h"

#define MERCHANT "1900000777"
#define ANOTHERS "1900000888"

/* What its supplier sells goes to that merchant's account. */
static inline void merchant_up(const char *merchant)
{
    const char *supplier = arena_printf(&shop.clerk.arena, "0000000000000000000000%s", merchant);

    test_sql(shop.db,
             "insert into suppliers (id, name, contract_number, note, created_by) values ($1, $2, '1', '', $1)",
             db_id(supplier), db_text(merchant));
    test_sql(shop.db, "insert into merchants (id, name, created_by) values ($2, $2, $1)", db_id(supplier),
             db_text(merchant));
    test_sql(shop.db, "insert into merchant_bindings (merchant_id, supplier_id, bound_by) values ($2, $1, $1)",
             db_id(supplier), db_text(merchant));
}

static inline const char *sold_for(const char *merchant, const char *campaign)
{
    test_sql(shop.db,
             "update skus s set supplier_id = b.supplier_id from merchant_bindings b, campaigns c"
             " where b.merchant_id = $1 and c.id = $2 and s.id = c.sku_id",
             db_text(merchant), db_id(campaign));
    return campaign;
}

/* Of an account's books: what stands on one of their accounts; all of them together are 0. */
static inline int64_t stands(const char *merchant, const char *account)
{
    return test_sql_int(shop.db,
                        "select coalesce(sum(e.amount_fen), 0)::bigint from ledger_entries e join ledger_postings p"
                        " on p.id = e.posting_id where p.merchant_id = $1 and e.account = $2",
                        db_text(merchant), db_text(account));
}

static inline int each_balances(void **state)
{
    assert_int_equal(test_sql_int(shop.db, "select count(*) from (select sum(e.amount_fen) as fen from ledger_entries"
                                           " e join ledger_postings p on p.id = e.posting_id group by p.merchant_id) a"
                                           " where fen <> 0"),
                     0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from ledger_postings p join orders o on o.id = p.order_id"
                                           " where p.merchant_id <> o.merchant_id"),
                     0);
    return balanced(state);
}

#define ACCOUNTS(name) cmocka_unit_test_setup_teardown(name, fresh, each_balances)

#endif
