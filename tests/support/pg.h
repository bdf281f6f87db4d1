/* PostgreSQL for tests: the server of LINLI_TEST_DATABASE_URL, or the throw-away one that ctest starts for the tier
 * `store` (by hand: tests/support/postgres.sh start DIR).
 *
 * Every test works in a schema of its own, with the platform's tables, so tests may run side by side. */
#ifndef LINLI_TESTS_PG_H
#define LINLI_TESTS_PG_H

#include "db/db.h"
#include "db/migrate.h"

/* A fresh schema named after `name` and this process, and a connection to it. Fails the test when there is no server.
 */
struct db *test_db(const char *name);
/* One more connection to that schema. `changes` (or NULL) gives timeouts. */
struct db *test_db_again(const char *name, const struct db_options *changes);
/* Options to connect to it, for things that make their own connections; texts stay valid for the process. */
struct db_options test_db_options(const char *name);
/* Closes the connection and drops the schema. */
void test_db_drop(struct db *db, const char *name);

/* One statement, which must succeed; its rows live until the next call on the same thread. */
struct rows *test_sql_params(struct db *db, const char *sql, const struct db_param *params, size_t count);
#define test_sql(db, sql, ...) test_sql_params(db, sql, DB_PARAMS_(__VA_ARGS__))
/* Its first cell as a number. */
#define test_sql_int(db, sql, ...) rows_int(test_sql(db, sql __VA_OPT__(, ) __VA_ARGS__), 0, 0)

#endif
