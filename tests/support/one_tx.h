/* A store tried in one transaction, over a database with the schema of its service; rolled back at the end.
 *
 *     #define STORE_SERVICE content
 *     #define STORE_NAME    "content_circles" // of the database: one a program
 *     #include "support/one_tx.h"
 *
 *     cmocka_run_group_tests(tests, store_up, store_down);
 */
#ifndef TESTS_SUPPORT_ONE_TX_H
#define TESTS_SUPPORT_ONE_TX_H

#include "support/check.h"
#include "support/pg.h"

#define STORE_TEXT_(name)        #name
#define STORE_TEXT(name)         STORE_TEXT_(name)
#define STORE_JOINED_(name, end) name##end
#define STORE_JOINED(name, end)  STORE_JOINED_(name, end)

static struct db *db;
static struct arena arena;
static struct tx *tx;
static int64_t now_us;

static inline int store_up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    db = test_db(STORE_NAME);
    assert_ok(migrate(db, STORE_TEXT(STORE_SERVICE), "current_user", STORE_JOINED(STORE_SERVICE, _migrations),
                      STORE_JOINED(STORE_SERVICE, _migrations_count), NULL));
    assert_ok(tx_begin(db, TX_READ_WRITE, &arena, &tx, &now_us));
    return 0;
}

static inline int store_down(void **state)
{
    (void)state;
    tx_rollback(tx);
    test_db_drop(db, STORE_NAME);
    arena_finish(&arena);
    return 0;
}

#endif
