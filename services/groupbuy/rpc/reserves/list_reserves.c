#include "groupbuy/flow/scope.h"
#include "groupbuy/reserves.h"
#include "groupbuy/store/reserve_store.h"
#include "rpc/page.h"
#include "rpc/timestamp.h"

static void view(struct call *call, const struct kept_reserve *reserve, Gb__Reserve *out)
{
    const struct reserve_facts *facts = &reserve->facts;

    out->merchant_id = reserve->merchant_id;
    out->rule_version = reserve->rule_version;
    out->balance_fen = facts->balance;
    out->unsettled_fen = facts->unsettled;
    out->payouts_fen = facts->payouts;
    out->there_fen = facts->balance - facts->unsettled - facts->payouts;
    out->claimable_fen = facts->claimable;
    out->after_sales_fen = facts->after_sales;
    out->promised_fen = facts->promised;
    out->wanted_fen = reserve->wanted;
    out->measured_at = timestamp_new(call->arena, reserve->measured_us);
    out->short_since = timestamp_new(call->arena, reserve->short_us);
}

struct status groupbuy_list_reserves(struct call *call, const Gb__ListReservesRequest *in,
                                     Gb__ListReservesResponse *out)
{
    struct kept_reserve *reserves;
    struct reserve_rule rule;
    struct page page;

    TRY(platform_act(call, "finance", "operator", "auditor"));
    TRY(page_open(call, in, PAGE_BY_TEXT, "", &page));
    TRY(reserve_rule_now(call->tx, &rule));
    TRY(reserve_list(call->tx, page.after, page.rows_max, &reserves, &page.count));

    out->rule = MESSAGE(call, Gb__ReserveRule, gb__reserve_rule);
    out->rule->version = rule.version;
    out->rule->basis_points = rule.share_bp;
    out->next_page_token = page_next(call, &page, reserves[page.count - 1].merchant_id);
    out->n_reserves = page.count;
    out->reserves = MESSAGES(call, Gb__Reserve, gb__reserve, page.count);
    for (size_t i = 0; i < page.count; i++)
        view(call, &reserves[i], out->reserves[i]);
    return OK;
}
