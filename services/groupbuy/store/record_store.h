/* Rounds added up: what became of each, of its leader, of who supplied it. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_RECORD_STORE_H
#define GROUPBUY_STORE_RECORD_STORE_H

#include "base/money.h"
#include "db/db.h"

#define RECORD_DAYS          90   /* of a dashboard, unless it is told otherwise */
#define RECORD_DAYS_MAX      366  /* of a dashboard; what closed before is not reckoned */
#define RECORD_RECKONED_DAYS 60   /* after its cut-off a round is reckoned anew, once a day */
#define RECORD_REFUNDS_MAX   5000 /* of one round; beyond them the newest count */

/* Reckons the oldest of those that are due, at most `limit`. */
struct status records_reckon(struct tx *tx, int limit);

struct leader_record {
    const char *leader_id;
    int64_t rounds, orders, buyers, repeat_buyers;
    fen paid, refunded;
    int64_t parcels, on_time, units, short_units;
    int64_t refunds, median_minutes, p90_minutes;
    int64_t reckoned_us; /* the oldest; 0: none */
};
struct status leader_record_get(struct tx *tx, const char *leader_id, int64_t days, struct leader_record *ret_record);
/* By id. */
struct status leader_record_list(struct tx *tx, int64_t days, const char *after, int limit,
                                 struct leader_record **ret_records, size_t *ret_count);

struct supplier_record {
    int64_t rounds, lists, on_time, units, damaged, short_units;
};
/* NOT_HERE when there is no such supplier. */
struct status supplier_record_get(struct tx *tx, const char *supplier_id, int64_t days,
                                  struct supplier_record *ret_record);

#endif
