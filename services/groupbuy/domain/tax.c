#include "groupbuy/domain/tax.h"

#define WHOLE_BP 10000

static const struct tax_band *band_of(const struct tax_rule *rule, fen income)
{
    size_t i = 0;

    while (i + 1 < rule->count && income > rule->bands[i + 1].above)
        i++;
    return &rule->bands[i];
}

struct status tax_of(const struct tax_rule *rule, fen income, fen *ret_tax)
{
    const struct tax_band *band;
    __int128 taxable, tax;

    if (rule->version == 0 || rule->count == 0 || income < 0 || income > FEN_MAX)
        return fail(AMOUNT_OVERFLOW, "no tax of %ld fen by rule %ld", (long)income, (long)rule->version);
    band = band_of(rule, income);
    taxable = (__int128)income * (WHOLE_BP - band->deduct_bp) - (__int128)band->deduct * WHOLE_BP;
    if (taxable < 0)
        taxable = 0;
    tax = (taxable * band->rate_bp + WHOLE_BP * WHOLE_BP / 2) / ((__int128)WHOLE_BP * WHOLE_BP) - band->quick;
    *ret_tax = tax < 0 ? 0 : tax > income ? income : (fen)tax;
    return OK;
}

struct status tax_withhold(const struct tax_rule *rule, fen income, fen withheld, fen gross, fen *ret_withheld)
{
    fen together, due;

    if (gross < 0 || !money_add(income, gross, &together))
        return fail(AMOUNT_OVERFLOW, "%ld and %ld fen are no income", (long)income, (long)gross);
    TRY(tax_of(rule, together, &due));
    due -= withheld;
    *ret_withheld = due < 0 ? 0 : due > gross ? gross : due;
    return OK;
}
