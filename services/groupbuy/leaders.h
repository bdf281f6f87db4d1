/* Leaders (团长), their pick-up points and the people who work there. */
#ifndef GROUPBUY_LEADERS_H
#define GROUPBUY_LEADERS_H

#include "linli/groupbuy/v1/leaders.pb-c.h"
#include "rpc/operation.h"

#define AGREEMENT_OUTDATED CODE_FAILED_PRECONDITION, "AGREEMENT_OUTDATED"
#define ALREADY_APPLIED    CODE_ALREADY_EXISTS, "ALREADY_APPLIED"
#define ALREADY_LEADER     CODE_ALREADY_EXISTS, "ALREADY_LEADER"
#define ALREADY_DECIDED    CODE_FAILED_PRECONDITION, "ALREADY_DECIDED"
#define LEADER_DISABLED    CODE_FAILED_PRECONDITION, "LEADER_DISABLED"
#define LEADER_RESTING     CODE_FAILED_PRECONDITION, "LEADER_RESTING"
#define TOO_MANY_FOLLOWED  CODE_FAILED_PRECONDITION, "TOO_MANY_FOLLOWED"
#define TOO_MANY_POINTS    CODE_FAILED_PRECONDITION, "TOO_MANY_POINTS"
#define TOO_MANY_STAFF     CODE_FAILED_PRECONDITION, "TOO_MANY_STAFF"
#define POINT_CLOSED       CODE_FAILED_PRECONDITION, "POINT_CLOSED"
#define PERSON_UNKNOWN     CODE_NOT_FOUND, "PERSON_UNKNOWN"

#define FOLLOWED_MAX     200 /* leaders a person follows */
#define POINTS_MAX       100 /* of a leader, or where a person works */
#define POINT_STAFF_MAX  50
#define APPLICATIONS_MAX 20 /* shown to the applicant */

#define LEADERS_OPERATIONS(X)                                                                                          \
    X(Gb, ApplyAsLeader, Gb__LeaderApplication, groupbuy_apply_as_leader)                                              \
    X(Gb, ListLeaderApplications, Gb__ListLeaderApplicationsResponse, groupbuy_list_leader_applications)               \
    X(Gb, DecideLeaderApplication, Gb__LeaderApplication, groupbuy_decide_leader_application)                          \
    X(Gb, ListMyLeaderships, Gb__ListMyLeadershipsResponse, groupbuy_list_my_leaderships)                              \
    X(Gb, ListLeaders, Gb__ListLeadersResponse, groupbuy_list_leaders)                                                 \
    X(Gb, SetLeaderRest, Gb__Leader, groupbuy_set_leader_rest)                                                         \
    X(Gb, SetLeaderDisabled, Gb__Leader, groupbuy_set_leader_disabled)                                                 \
    X(Gb, FollowLeader, Gb__FollowLeaderResponse, groupbuy_follow_leader)                                              \
    X(Gb, UnfollowLeader, Gb__UnfollowLeaderResponse, groupbuy_unfollow_leader)                                        \
    X(Gb, ListFollowedLeaders, Gb__ListFollowedLeadersResponse, groupbuy_list_followed_leaders)                        \
    X(Gb, RefuseBuyer, Gb__RefusedBuyer, groupbuy_refuse_buyer)                                                        \
    X(Gb, AcceptBuyer, Gb__AcceptBuyerResponse, groupbuy_accept_buyer)                                                 \
    X(Gb, ListRefusedBuyers, Gb__ListRefusedBuyersResponse, groupbuy_list_refused_buyers)                              \
    X(Gb, CreatePickUpPoint, Gb__PickUpPoint, groupbuy_create_pick_up_point)                                           \
    X(Gb, UpdatePickUpPoint, Gb__PickUpPoint, groupbuy_update_pick_up_point)                                           \
    X(Gb, DecidePickUpPoint, Gb__PickUpPoint, groupbuy_decide_pick_up_point)                                           \
    X(Gb, ClosePickUpPoint, Gb__PickUpPoint, groupbuy_close_pick_up_point)                                             \
    X(Gb, GetPickUpPoint, Gb__PickUpPoint, groupbuy_get_pick_up_point)                                                 \
    X(Gb, ListPickUpPoints, Gb__ListPickUpPointsResponse, groupbuy_list_pick_up_points)                                \
    X(Gb, ListProposedPoints, Gb__ListProposedPointsResponse, groupbuy_list_proposed_points)                           \
    X(Gb, ListMyPoints, Gb__ListMyPointsResponse, groupbuy_list_my_points)                                             \
    X(Gb, AddPointStaff, Gb__PointStaff, groupbuy_add_point_staff)                                                     \
    X(Gb, RemovePointStaff, Gb__RemovePointStaffResponse, groupbuy_remove_point_staff)                                 \
    X(Gb, ListPointStaff, Gb__ListPointStaffResponse, groupbuy_list_point_staff)

LEADERS_OPERATIONS(OPERATION_PROTOTYPE)

#endif
