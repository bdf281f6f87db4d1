#include "groupbuy/flow/placing.h"

#include "base/clock.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/limits.h"
#include "groupbuy/flow/pricing.h"
#include "groupbuy/flow/sources.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/store/stock_store.h"

struct status placing_price(struct call *call, struct placing *placing)
{
    struct basket basket = { .campaign = &placing->campaign,
                             .quantity = placing->quantity,
                             .starter = placing->starter };

    TRY(basket_price(&basket, &placing->line));
    if (!*placing->coupon_id)
        return OK;
    TRY(coupon_lock(call, placing->coupon_id, placing->campaign.id, call->operation_id, &placing->line, 1,
                    &basket.coupon_discount));
    struct status priced = basket_price(&basket, &placing->line);
    /* It will not be another price the next time: that is no failure in passing. */
    return ok(priced) ? OK : fail(COUPON_NOT_USABLE, "coupon %s: %s", placing->coupon_id, priced.text);
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static struct order order_of(struct call *call, const struct placing *placing, const struct team *team, int bucket)
{
    const struct campaign *campaign = &placing->campaign;

    return (struct order){
        .id = call->operation_id,
        .user_id = call->caller->user_id,
        .kind = KIND_TEAM_BUY,
        .campaign_id = campaign->id,
        .team_id = team->id,
        .round_id = "",
        .bucket = bucket,
        .quantity = placing->quantity,
        .amount = placing->line.payable,
        .coupon_id = placing->coupon_id,
        .coupon_discount = placing->line.coupon_discount,
        .created_us = call->now_us,
        .late_payment = placing->late_payment ? placing->late_payment : LATE_REFUND,
        .pay_by_us = earlier(call->now_us + campaign->unpaid_s * US_PER_S, team->deadline_us),
        .source = source_of(placing->source, call->now_us),
        .campaign_title = campaign->title,
        .product_title = campaign->product_title,
        .community_id = campaign->community_id,
    };
}

static struct status check_shared_limits(struct call *call, const struct placing *placing)
{
    struct limit_keys keys;

    if (!campaign_shares_limit(&placing->campaign))
        return OK;
    TRY(limit_keys_of(call, NULL, &keys));
    return limits_admit(call, &keys, &placing->line, 1);
}

static struct status take_units(struct call *call, const struct placing *placing, int *ret_bucket)
{
    const struct campaign *campaign = &placing->campaign;
    int64_t left, version;

    TRY(check_shared_limits(call, placing));
    TRY(stock_take(call->tx, campaign, call->caller->user_id, placing->quantity, ret_bucket, &left));
    TRY(campaign_keep_open(call->tx, campaign->id));
    if (left > 0)
        return OK;
    TRY(stock_mark_sold_out(call->tx, campaign->id, &version));
    return version ? tell_sold_out(call, campaign->id, campaign->title, version) : OK;
}

struct status placing_order(struct call *call, const struct placing *placing, const struct team *team,
                            struct order *ret_order)
{
    struct order_line line = placing->line;
    int bucket;

    TRY(take_units(call, placing, &bucket));
    *ret_order = order_of(call, placing, team, bucket);
    TRY(order_insert(call->tx, ret_order, &line, 1, call->caller->user_id));
    TRY(member_insert(call->tx, team->id, call->caller->user_id, ret_order->id));
    return tell_order_placed(call, ret_order, &line);
}

struct status placing_join(struct call *call, const char *team_id, const struct placing *placing, Gb__TeamOrder *out)
{
    struct order order;
    struct team team;

    TRY(call_begin(call));
    TRY(team_lock(call->tx, team_id, &team));
    TRY(team_admit(&team, call->now_us));
    TRY(placing_order(call, placing, &team, &order));
    TRY(team_save(call->tx, &team));
    hint_object(call, "team", team.id, team.version);
    TRY(order_show(call, &order, out->order));
    return team_show(call, &team, &placing->campaign, out->team);
}
