#include "groupbuy/domain/reserve.h"

#define WHOLE_BP 10000

struct status reserve_reckon(const struct reserve_rule *rule, const struct reserve_facts *facts,
                             struct reserve *ret_reserve)
{
    fen kept, wanted, there;

    if (!money_part(facts->claimable, rule->share_bp, WHOLE_BP, &kept))
        return fail(AMOUNT_OVERFLOW, "%ld fen that may be claimed back", (long)facts->claimable);
    if (kept < facts->after_sales)
        kept = facts->after_sales;
    if (!money_add(kept, facts->promised, &wanted) || !money_sub(facts->balance, facts->unsettled, &there) ||
        !money_sub(there, facts->payouts, &there))
        return fail(AMOUNT_OVERFLOW, "a reserve of %ld of %ld fen", (long)kept, (long)facts->balance);
    *ret_reserve = (struct reserve){ wanted, there };
    return OK;
}
