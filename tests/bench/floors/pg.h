/* PostgreSQL for the floors: a connection of its own for each racer, with one statement prepared. Tables live in a schema
 * that floor_pg_tables makes anew. */
#ifndef LINLI_BENCH_PG_H
#define LINLI_BENCH_PG_H

#include <libpq-fe.h>

/* Drops and makes the schema `floor` and runs `sql` in it. */
void floor_pg_tables(const char *url, const char *sql);
/* Connected, with `sql` prepared as "work". */
PGconn *floor_pg_open(const char *url, const char *sql);
/* Runs it with texts as parameters; fails the floor unless it affects `rows` rows. */
void floor_pg_work(PGconn *connection, int params, const char *const values[], const char *rows);

#endif
