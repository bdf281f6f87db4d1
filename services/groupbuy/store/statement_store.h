/* What a supplier has brought for rounds, and what he is owed for it: from the purchase sheets frozen at the cut-off,
 * their corrections, and what was counted in; and what of his came instead of something short, from what was given out
 * of it. What is returned lives in the transaction's arena. */
#ifndef GROUPBUY_STORE_STATEMENT_STORE_H
#define GROUPBUY_STORE_STATEMENT_STORE_H

#include "base/money.h"
#include "db/db.h"

struct statement_line {
    const char *item_id; /* of a substitute the substitution's */
    bool substitute;     /* from the shelf, for what was short: what was given is what was ordered and received */
    const char *round_id;
    const char *round_title;
    const char *product_title;
    const char *sku_title;
    int64_t closed_us;
    fen cost;         /* of a unit, at the cut-off; of a substitute when it was asked for */
    int64_t ordered;  /* with corrections, without what was refunded before */
    int64_t received; /* damaged ones too */
    int64_t damaged;
    int64_t lacking;
    fen owed; /* for sound units, at most as many as were ordered */
};

/* A month in China by its name (2026-11): lines of rounds that closed in it, newest items first, after the one with id
 * `after` ("": from the start). */
struct status statement_lines(struct tx *tx, const char *supplier_id, const char *month, const char *after, int limit,
                              struct statement_line **ret_lines, size_t *ret_count);
/* All of that month. */
struct status statement_owed(struct tx *tx, const char *supplier_id, const char *month, fen *ret_owed);

#endif
