#include "groupbuy/flow/audience.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/holds.h"
#include "groupbuy/flow/newcomers.h"
#include "groupbuy/flow/placing.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/teams.h"

#define LOOKS_MAX 8 /* teams that fill up while we look */

static struct status find_nearest(struct call *call, const char *campaign_id, const char **ret_team_id)
{
    bool found;

    TRY(team_find_nearest(call->tx, campaign_id, call->caller->user_id, ret_team_id, &found));
    return found ? OK : fail(NO_OPEN_TEAM, "campaign %s has no open team for the caller", campaign_id);
}

/* Whether there is a team is asked before a coupon is locked, and decided after. */
static struct status read_campaign(struct call *call, const char *campaign_id, struct campaign *ret_campaign)
{
    const char *team_id;

    TRY(call_begin_read(call));
    TRY(campaign_get(call->tx, campaign_id, ret_campaign));
    if (ret_campaign->kind != KIND_TEAM_BUY)
        return fail(CAMPAIGN_KIND, "campaign %s is no team buy", campaign_id);
    if (ret_campaign->stopped_us)
        return fail(ENDED, "campaign %s was stopped", campaign_id);
    TRY(newcomer_admit_caller(call, ret_campaign, false));
    TRY(find_nearest(call, campaign_id, &team_id));
    call_rollback(call);
    return OK;
}

static bool is_taken(struct status joined)
{
    return failed_with(joined, TEAM_FULL) || failed_with(joined, TEAM_CLOSED) || failed_with(joined, ALREADY_IN_TEAM);
}

/* One team at a time is locked: whoever joins waits for nobody else's choice. */
static struct status join_nearest(struct call *call, const struct placing *placing, Gb__TeamOrder *out)
{
    struct status joined = OK;

    for (int look = 0; look < LOOKS_MAX; look++) {
        const char *team_id;

        TRY(call_begin_read(call));
        TRY(find_nearest(call, placing->campaign.id, &team_id));
        call_rollback(call);
        joined = placing_join(call, team_id, placing, out);
        if (!is_taken(joined))
            return joined;
        call_rollback(call);
    }
    return fail(CONFLICT, "teams of campaign %s fill up faster than we look", placing->campaign.id);
}

struct status groupbuy_join_open_team(struct call *call, const Gb__JoinOpenTeamRequest *in, Gb__TeamOrder *out)
{
    struct placing placing = { .quantity = in->quantity,
                               .coupon_id = in->coupon_id,
                               .source = in->source,
                               .late_payment = (enum late_payment)in->late_payment };

    holds_for_order(call, in->coupon_id, 0);
    out->order = MESSAGE(call, Gb__Order, gb__order);
    out->team = MESSAGE(call, Gb__Team, gb__team);
    TRY(read_campaign(call, in->campaign_id, &placing.campaign));
    TRY(audience_admit_caller(call, &placing.campaign));
    TRY(placing_price(call, &placing));
    return join_nearest(call, &placing, out);
}
