/* Team buys beyond starting and joining by a link: proto/linli/groupbuy/v1/teams.proto. */
#ifndef GROUPBUY_TEAMS_H
#define GROUPBUY_TEAMS_H

#include "groupbuy/groupbuy.h"
#include "linli/groupbuy/v1/teams.pb-c.h"

#define TEAMS_OPERATIONS(X)                                                                                            \
    X(Gb, JoinOpenTeam, Gb__TeamOrder, groupbuy_join_open_team)                                                        \
    X(Gb, SponsorTeam, Gb__Team, groupbuy_sponsor_team_seats)

TEAMS_OPERATIONS(OPERATION_PROTOTYPE)

#endif
