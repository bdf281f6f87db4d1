#include "groupbuy/domain/campaign.h"
#include "groupbuy/flow/audience.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/holds.h"
#include "groupbuy/flow/newcomers.h"
#include "groupbuy/flow/placing.h"
#include "groupbuy/flow/teams.h"
#include "groupbuy/flow/views.h"

static struct status check_campaign(const struct campaign *campaign, int64_t now_us)
{
    if (campaign->kind != KIND_TEAM_BUY)
        return fail(CAMPAIGN_KIND, "campaign %s is no team buy", campaign->id);
    return campaign_is_open(campaign->id, campaign->starts_at_us, campaign->ends_at_us, now_us);
}

static struct status read_campaign(struct call *call, const char *campaign_id, struct campaign *ret_campaign)
{
    TRY(call_begin_read(call));
    TRY(campaign_get(call->tx, campaign_id, ret_campaign));
    TRY(check_campaign(ret_campaign, call->now_us));
    TRY(newcomer_admit_caller(call, ret_campaign, true));
    call_rollback(call);
    return OK;
}

/* Who pays less for starting does not end up in a team that somebody else has started. */
static struct status check_late_payment(const struct placing *placing)
{
    if (placing->late_payment == LATE_OPEN_TEAM && placing->campaign.starter_discount > 0)
        return fail_field("latePayment", "is not for who starts a team at a discount");
    return OK;
}

static struct status start(struct call *call, const struct placing *placing, Gb__TeamOrder *out)
{
    struct order order;
    struct team team;

    TRY(call_begin(call));
    TRY(check_campaign(&placing->campaign, call->now_us));
    TRY(team_open(call, &placing->campaign, call->caller->user_id, &team));
    TRY(placing_order(call, placing, &team, &order));
    TRY(order_show(call, &order, out->order));
    return team_show(call, &team, &placing->campaign, out->team);
}

/* A new team, with its starter's order in it. */
struct status groupbuy_start_team(struct call *call, const Gb__StartTeamRequest *in, Gb__TeamOrder *out)
{
    struct placing placing = { .quantity = in->quantity,
                               .coupon_id = in->coupon_id,
                               .source = in->source,
                               .starter = true,
                               .late_payment = (enum late_payment)in->late_payment };

    holds_for_order(call, in->coupon_id, 0);
    out->order = MESSAGE(call, Gb__Order, gb__order);
    out->team = MESSAGE(call, Gb__Team, gb__team);
    TRY(read_campaign(call, in->campaign_id, &placing.campaign));
    TRY(check_late_payment(&placing));
    TRY(audience_admit_caller(call, &placing.campaign));
    TRY(placing_price(call, &placing));
    return start(call, &placing, out);
}
