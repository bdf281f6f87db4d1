/* Whether the process can serve: PostgreSQL answers and the bus is connected with the rights it needs. Asked at most
 * once a second, however often somebody wants to know, and by one at a time: no crowd of questions piles up before a
 * PostgreSQL that stands still. Safe from any thread. */
#ifndef LINLI_APP_READY_H
#define LINLI_APP_READY_H

#include "db/db.h"
#include "rpc/bus.h"

#define READY_CACHE_MS 1000
#define READY_WAIT_MS  1500 /* for PostgreSQL to answer */
#define READY_SLOW_MS  500  /* without an answer: not ready, until it comes */

struct ready;

struct ready *ready_create(const struct db_options *db, struct bus *bus);
void ready_destroy(struct ready *ready);
/* Before this, and after draining has begun, it is not ready. */
void ready_set_serving(struct ready *ready, bool serving);
struct status ready_check(struct ready *ready);

#endif
