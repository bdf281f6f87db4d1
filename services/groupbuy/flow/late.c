#include "groupbuy/flow/late.h"

#include "groupbuy/domain/campaign.h"
#include "groupbuy/flow/tell.h"

#define LOOKS_MAX 8 /* teams that fill up while we look */

static struct status own_team(struct call *call, const struct order *order, struct team *ret_team, bool *ret_found)
{
    struct campaign campaign;

    TRY(campaign_get(call->tx, order->campaign_id, &campaign));
    *ret_found = ok(campaign_is_open(campaign.id, campaign.starts_at_us, campaign.ends_at_us, call->now_us));
    return *ret_found ? team_open(call, &campaign, order->user_id, ret_team) : OK;
}

static struct status open_team(struct call *call, const struct order *order, struct team *ret_team, bool *ret_found)
{
    *ret_found = false;
    for (int look = 0; look < LOOKS_MAX && !*ret_found; look++) {
        const char *team_id;
        bool any;

        TRY(team_find_nearest(call->tx, order->campaign_id, order->user_id, &team_id, &any));
        if (!any)
            return OK;
        TRY(team_lock(call->tx, team_id, ret_team));
        *ret_found = ok(team_admit(ret_team, call->now_us));
    }
    return OK;
}

static struct status find(struct call *call, const struct order *order, struct team *ret_team, bool *ret_found)
{
    *ret_found = false;
    if (order->late_payment == LATE_OWN_TEAM)
        return own_team(call, order, ret_team, ret_found);
    return order->late_payment == LATE_OPEN_TEAM ? open_team(call, order, ret_team, ret_found) : OK;
}

struct status late_team(struct call *call, struct order *order, struct team *ret_team, bool *ret_found)
{
    const char *former = order->team_id;

    TRY(find(call, order, ret_team, ret_found));
    if (!*ret_found)
        return OK;
    TRY(member_change_team(call->tx, order->id, ret_team->id));
    TRY(order_change_team(call->tx, order, ret_team->id));
    return tell_team_changed(call, order, former, ret_team);
}
