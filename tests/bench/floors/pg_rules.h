/* The least that an order needs of PostgreSQL: a limit a buyer, a unique key, a row for its event; a batch of orders is
 * one statement and one transaction, durable. */
#ifndef LINLI_BENCH_PG_RULES_H
#define LINLI_BENCH_PG_RULES_H

#include "pg.h"

/* Makes the tables anew. */
void floor_rules_tables(const char *url);
PGconn *floor_rules_open(const char *url);
/* So many orders of as many different buyers; another `round`, others. */
void floor_rules_place(PGconn *connection, unsigned round, int count);

#endif
