#include "groupbuy/flow/views.h"

struct status groupbuy_get_team(struct call *call, const Gb__GetTeamRequest *in, Gb__Team *out)
{
    struct campaign campaign;
    struct team team;

    TRY(team_get(call->tx, in->team_id, &team));
    TRY(campaign_get(call->tx, team.campaign_id, &campaign));
    return team_show(call, &team, &campaign, out);
}
