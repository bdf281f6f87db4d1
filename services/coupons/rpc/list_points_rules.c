#include "coupons/rpc/views.h"
#include "rpc/page.h"

struct status coupons_list_points_rules(struct call *call, const Cp__ListPointsRulesRequest *in,
                                        Cp__ListPointsRulesResponse *out)
{
    struct page page;
    struct points_rule *rules;

    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(points_rule_list(call->tx, call->arena, call->now_us, page.after, page.rows_max, &rules, &page.count));

    out->next_page_token = page_next(call, &page, rules[page.count - 1].id);
    out->n_rules = page.count;
    out->rules = MESSAGES(call, Cp__PointsRule, cp__points_rule, page.count);
    for (size_t i = 0; i < page.count; i++)
        rule_view(call, &rules[i], out->rules[i]);
    return OK;
}
