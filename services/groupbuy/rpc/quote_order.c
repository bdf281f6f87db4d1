#include "groupbuy/flow/audience.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/limits.h"
#include "groupbuy/flow/pricing.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/store/line_store.h"
#include "rpc/timestamp.h"

static struct status check_kind(const struct campaign *campaign, const Gb__QuoteOrderRequest *in)
{
    if (campaign->kind == KIND_TEAM_BUY)
        return OK;
    if (in->as != GB__QUOTE_AS__QUOTE_AS_UNSPECIFIED)
        return fail(CAMPAIGN_KIND, "campaign %s has no teams", campaign->id);
    if (*in->coupon_id)
        return fail(COUPON_NOT_USABLE, "flash sales take no coupons");
    return OK;
}

static struct status check_shared_limits(struct call *call, const struct campaign *campaign,
                                         const struct order_line *line)
{
    struct limit_keys keys;

    if (!campaign_shares_limit(campaign))
        return OK;
    TRY(limit_keys_of(call, NULL, &keys));
    return limits_check(call, &keys, line, 1);
}

/* The order's own computation; nothing is kept. */
struct status groupbuy_quote_order(struct call *call, const Gb__QuoteOrderRequest *in, Gb__Quote *out)
{
    struct campaign campaign;
    struct basket basket = { .campaign = &campaign,
                             .quantity = in->quantity,
                             .starter = in->as == GB__QUOTE_AS__STARTER_OF_TEAM };
    struct promise promise;
    struct order_line line;

    TRY(call_begin_read(call));
    TRY(campaign_get(call->tx, in->campaign_id, &campaign));
    TRY(check_kind(&campaign, in));
    TRY(audience_admit_level(call, &campaign));
    TRY(basket_price(&basket, &line));
    TRY(check_shared_limits(call, &campaign, &line));
    TRY(lines_promise(call->tx, &line, 1));
    promise = line.promise;
    call_rollback(call);
    if (*in->coupon_id) {
        TRY(coupon_quote(call, in->coupon_id, campaign.id, &line, 1, &basket.coupon_discount));
        TRY(basket_price(&basket, &line));
        line.promise = promise;
    }
    out->amount_fen = line.payable;
    lines_view(call->arena, &line, 1, &out->n_lines, &out->lines);
    receipt_view(call->arena, &line, 1, &out->n_receipt, &out->receipt);
    out->server_time = timestamp_new(call->arena, call->now_us);
    return OK;
}
