/* Two connections to one schema with a few items in it, for the tests of shared/db/db.h. */
#ifndef LINLI_TESTS_DB_STAND_H
#define LINLI_TESTS_DB_STAND_H

#include "db/db.h"
#include "support/check.h"
#include "support/pg.h"

static struct db *db, *rival;
static struct arena arena;

static inline int setup(void **state)
{
    (void)state;
    db = test_db("db");
    rival = test_db_again("db", NULL);
    arena_init(&arena, ARENA_BYTES_MAX);
    test_sql(db, "create table items (id int primary key, name text unique, amount bigint check (amount >= 0),"
                 " parent int references items)");
    test_sql(db, "insert into items values (1, 'one', 10), (2, 'two', 20)");
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    db_destroy(rival);
    test_db_drop(db, "db");
    return 0;
}

static inline struct tx *begin_on(struct db *which)
{
    struct tx *tx;
    int64_t now_us;
    assert_ok(tx_begin(which, TX_READ_WRITE, &arena, &tx, &now_us));
    return tx;
}

static inline int64_t pid_of(struct db *which)
{
    return test_sql_int(which, "select pg_backend_pid()");
}

static inline struct tx *begin_asking(struct db *which, enum tx_mode mode, int64_t *now_us)
{
    struct tx *tx;
    assert_ok(tx_begin_ask(which, mode, &arena, &tx, now_us));
    return tx;
}

#endif
