#include "events/audit.h"
#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/teams.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/teams.h"

struct status groupbuy_sponsor_team_seats(struct call *call, const Gb__SponsorTeamRequest *in, Gb__Team *out)
{
    struct campaign campaign;
    struct team team;

    TRY(team_lock(call->tx, in->team_id, &team));
    TRY(campaign_get(call->tx, team.campaign_id, &campaign));
    TRY(leading_campaign(call, &campaign));
    TRY(team_pay_seats(call, &team, in->seats, call->caller->user_id, in->why));
    TRY(audit(call,
              &(struct audit_line){ .scope_id = campaign.community_id,
                                    .action = "sponsor_team",
                                    .object_type = "team",
                                    .object_id = team.id,
                                    .after = arena_printf(call->arena, "%d of %d seats sponsored, team %s",
                                                          team.sponsored, team.size, team_status_name(team.status)),
                                    .reason = in->why }));
    return team_show(call, &team, &campaign, out);
}
