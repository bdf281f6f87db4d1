#include "auth/service.h"
#include "base/metric.h"

/* Keys come every 30 days (domain/keyring.h); before the first there is nothing to be late. */
struct status auth_measure(struct tx *tx, struct buf *out)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(extract(epoch from now() - max(signs_from)), 0)::bigint from signing_keys"));
    metric_one(out, "linli_signing_key_age_seconds", "gauge", "Since the newest signing key began to sign.",
               rows_int(rows, 0, 0));
    return OK;
}
