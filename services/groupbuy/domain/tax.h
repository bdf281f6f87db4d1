/* What is withheld of a leader's or partner's income: by the law's bands, of all income of a month together, whole fen.
 * Pure. */
#ifndef GROUPBUY_DOMAIN_TAX_H
#define GROUPBUY_DOMAIN_TAX_H

#include "base/money.h"
#include "base/status.h"

#define TAX_BANDS_MAX 16

/* Of income above `above`: (income × (1 − deduct_bp) − deduct) × rate_bp − quick. */
struct tax_band {
    fen above, deduct;
    int32_t deduct_bp, rate_bp;
    fen quick;
};

struct tax_rule {
    int64_t version;                      /* 0: there is none */
    struct tax_band bands[TAX_BANDS_MAX]; /* by `above`, the first 0 */
    size_t count;
};

/* Of a month's income, rounded to the nearest fen, half up; never below 0 or above the income. AMOUNT_OVERFLOW for what
 * is no amount. */
struct status tax_of(const struct tax_rule *rule, fen income, fen *ret_tax);

/* What is withheld of `gross`, when `income` was paid in its month before and `withheld` of that: the month's tax less
 * what was withheld, never below 0, never above gross. */
struct status tax_withhold(const struct tax_rule *rule, fen income, fen withheld, fen gross, fen *ret_withheld);

#endif
