#include <string.h>

#include "groupbuy/flow/audience.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/holds.h"
#include "groupbuy/flow/newcomers.h"
#include "groupbuy/flow/placing.h"
#include "groupbuy/flow/views.h"

/* Whether there is a seat is asked before a coupon is locked, and decided after. */
static struct status read_team(struct call *call, const char *team_id, struct campaign *ret_campaign)
{
    struct team team;

    TRY(call_begin_read(call));
    TRY(team_get(call->tx, team_id, &team));
    TRY(campaign_get(call->tx, team.campaign_id, ret_campaign));
    if (ret_campaign->stopped_us)
        return fail(ENDED, "campaign %s was stopped", ret_campaign->id);
    TRY(team_admit(&team, call->now_us));
    TRY(newcomer_admit_caller(call, ret_campaign, strcmp(team.founder_id, call->caller->user_id) == 0));
    call_rollback(call);
    return OK;
}

/* A seat is held while the order may be paid. */
struct status groupbuy_join_team(struct call *call, const Gb__JoinTeamRequest *in, Gb__TeamOrder *out)
{
    struct placing placing = { .quantity = in->quantity,
                               .coupon_id = in->coupon_id,
                               .source = in->source,
                               .late_payment = (enum late_payment)in->late_payment };

    holds_for_order(call, in->coupon_id, 0);
    out->order = MESSAGE(call, Gb__Order, gb__order);
    out->team = MESSAGE(call, Gb__Team, gb__team);
    TRY(read_team(call, in->team_id, &placing.campaign));
    TRY(audience_admit_caller(call, &placing.campaign));
    TRY(placing_price(call, &placing));
    return placing_join(call, in->team_id, &placing, out);
}
