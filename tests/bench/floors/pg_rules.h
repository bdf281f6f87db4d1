/* The least that an order needs of PostgreSQL: a limit a buyer, a unique key, a row for its event; a batch of orders is
 * one statement and one transaction, durable. */
#ifndef LINLI_BENCH_PG_RULES_H
#define LINLI_BENCH_PG_RULES_H

#include "pg.h"

/* Orders in a batch, at most; its buyers are FLOOR_APART apart, so that they lie on different pages. */
#define FLOOR_BATCH 64
#define FLOOR_APART 157
/* From one batch's first buyer to the next one's: over the whole batch, so that the next one has others. One step of
 * FLOOR_APART would give it all of them but one again, and batches side by side would wait for each other's buyers. */
#define FLOOR_STRIDE (FLOOR_BATCH * FLOOR_APART)

/* Makes the tables anew. */
void floor_rules_tables(const char *url);
PGconn *floor_rules_open(const char *url);
/* So many orders, at most FLOOR_BATCH, of as many different buyers, from buyer `round` on; FLOOR_STRIDE further,
 * others. */
void floor_rules_place(PGconn *connection, unsigned round, int count);

#endif
