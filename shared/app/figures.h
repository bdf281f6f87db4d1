/* Figures of a service that its database knows: what waits in its tables, and what it measures itself. Every replica
 * says the same. Read by one at a time. Private to shared/app. */
#ifndef LINLI_APP_FIGURES_H
#define LINLI_APP_FIGURES_H

#include "app/app.h"

#define FIGURES_STATEMENT_MS 1000
#define FIGURES_ROWS_MAX     10000 /* of what waits: more are not counted */

/* `db` is asked with FIGURES_STATEMENT_MS at most. Without it the figures are not there, and linli_measured says so. */
void figures_write(struct db *db, const struct service *service, struct buf *out);

#endif
