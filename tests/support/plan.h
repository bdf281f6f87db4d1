/* What PostgreSQL does for a statement of ours: its plan as it is kept with the connection, and what running it read. */
#ifndef LINLI_TESTS_PLAN_H
#define LINLI_TESTS_PLAN_H

#include "db/db.h"

struct plan {
    int64_t rows_read;    /* that scans of tables gave */
    int64_t rows_dropped; /* that they read and a filter dropped */
    int64_t buffers;      /* pages of 8 KB touched */
    bool sequential;      /* some table was read from end to end */
    const char *text;     /* for the reader of a failure */
};

/* Of the statement of this connection, prepared already, that holds `part`. `values` are its parameters as SQL literals.
 * It is run once more for it, in `tx`. */
struct plan test_plan(struct tx *tx, const char *part, const char *values);

#endif
