/* What the platform's tables need not keep any longer, removed in small batches, each a transaction of its own. Two
 * replicas at it do not disturb each other. */
#ifndef LINLI_DB_RETENTION_H
#define LINLI_DB_RETENTION_H

#include "db/db.h"

#define OUTBOX_KEEP_DAYS       7 /* after it was published */
#define INBOX_KEEP_DAYS        15 /* since the event last came: an outbox can send it again for 7, then a stream has it 7 */
#define IDEMPOTENCY_KEEP_HOURS 48
#define RETENTION_BATCH_ROWS   1000

/* Removes at most `batches_max` batches of each table; *ret_removed counts rows. */
struct status retention_run(struct db *db, int batches_max, int64_t *ret_removed);

#endif
