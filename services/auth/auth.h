/* auth: who somebody is. Its table of contents. */
#ifndef LINLI_AUTH_AUTH_H
#define LINLI_AUTH_AUTH_H

#include "auth/domain/reasons.h"
#include "events/events.h"
#include "linli/auth/v1/auth.pb-c.h"
#include "linli/auth/v1/events.pb-c.h"
#include "linli/auth/v1/internal.pb-c.h"
#include "rpc/operation.h"

#define AUTH_OPERATIONS(X)                                                                                             \
    X(Au, SignIn, Au__Session, auth_sign_in)                                                                           \
    X(Au, Refresh, Au__Session, auth_refresh)                                                                          \
    X(Au, SignOut, Au__SignOutResponse, auth_sign_out)                                                                 \
    X(Au, GetKeySet, Api__KeySet, auth_get_key_set)                                                                    \
    X(Au, GetMe, Au__Me, auth_get_me)                                                                                  \
    X(Au, UpdateMe, Au__Me, auth_update_me)                                                                            \
    X(Au, VerifyPhone, Au__Me, auth_verify_phone)                                                                      \
    X(Au, GetUser, Au__User, auth_get_user)                                                                            \
    X(Au, BlockUser, Au__BlockUserResponse, auth_block_user)                                                           \
    X(Au, UnblockUser, Au__UnblockUserResponse, auth_unblock_user)                                                     \
    X(Au, ListBlocks, Au__ListBlocksResponse, auth_list_blocks)                                                        \
    X(Au, CreateCommunity, Au__Community, auth_create_community)                                                       \
    X(Au, ListCommunities, Au__ListCommunitiesResponse, auth_list_communities)                                         \
    X(Au, GetCommunity, Au__Community, auth_get_community)                                                             \
    X(Au, JoinCommunity, Au__Community, auth_join_community)                                                           \
    X(Au, CreateLink, Au__Link, auth_create_link)                                                                      \
    X(Au, OpenLink, Au__Link, auth_open_link)                                                                          \
    X(Au, ListLinks, Au__ListLinksResponse, auth_list_links)                                                           \
    X(Au, GetLinkCode, Au__LinkCode, auth_get_link_code)                                                               \
    X(Au, GrantRole, Au__RoleGrant, auth_grant_role)                                                                   \
    X(Au, RevokeRole, Au__RevokeRoleResponse, auth_revoke_role)                                                        \
    X(Au, ListRoles, Au__ListRolesResponse, auth_list_roles)                                                           \
    X(Au, ListPeopleAudit, Au__ListPeopleAuditResponse, auth_list_people_audit)

/* This one's request is the gateway's, not auth's own. */
typedef Api__RevocationsRequest Au__ListRevocationsRequest;

#define AUTH_INTERNAL_OPERATIONS(X)                                                                                    \
    X(Au, GetStanding, Au__Standing, auth_get_standing)                                                                \
    X(Au, GetPerson, Au__Person, auth_get_person)                                                                      \
    X(Au, ListSummaries, Au__ListSummariesResponse, auth_list_summaries)                                               \
    X(Au, CheckRelation, Au__Relation, auth_check_relation)                                                            \
    X(Au, MatchPhones, Au__MatchPhonesResponse, auth_match_phones)                                                     \
    X(Au, ListRevocations, Api__Revocations, auth_list_revocations)                                                    \
    X(Au, CreateOperator, Au__CreateOperatorResponse, auth_create_operator)

AUTH_OPERATIONS(OPERATION_PROTOTYPE)
AUTH_INTERNAL_OPERATIONS(OPERATION_PROTOTYPE)

#define AUTH_JOBS(X)                                                                                                   \
    X("rotate_keys", auth_rotate_keys, 3600)                                                                           \
    X("repeat_revocations", auth_repeat_revocations, 15)                                                               \
    X("clean_sessions", auth_clean_sessions, 600)

AUTH_JOBS(JOB_PROTOTYPE)

#endif
