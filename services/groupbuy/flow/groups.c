#include "groupbuy/flow/groups.h"

#include "linli/auth/v1/internal.pb-c.h"
#include "linli/content/v1/internal.pb-c.h"
#include "linli/coupons/v1/internal.pb-c.h"

static struct status ask_content(struct call *call, const char *circle_id, const char *const *user_ids, size_t count,
                                 Ct__CheckMembershipResponse **ret_answer)
{
    Ct__CheckMembershipRequest request = CT__CHECK_MEMBERSHIP_REQUEST__INIT;

    request.circle_id = circle_id;
    request.user_ids = (const char **)user_ids;
    request.n_user_ids = count;
    return call_rpc(call, "linli.content.v1.Internal.CheckMembership", &request.base,
                    &ct__check_membership_response__descriptor, ret_answer);
}

static struct status ask_auth(struct call *call, const char *community_id, const char *const *user_ids, size_t count,
                              Au__Relation **ret_answer)
{
    Au__CheckRelationRequest request = AU__CHECK_RELATION_REQUEST__INIT;

    request.community_id = community_id;
    request.user_ids = (const char **)user_ids;
    request.n_user_ids = count;
    return call_rpc(call, "linli.auth.v1.Internal.CheckRelation", &request.base, &au__relation__descriptor, ret_answer);
}

struct status circle_home(struct call *call, const char *circle_id, const char **ret_community_id)
{
    Ct__CheckMembershipResponse *answer;

    TRY(ask_content(call, circle_id, NULL, 0, &answer));
    *ret_community_id = answer->community_id;
    return OK;
}

struct status community_exists(struct call *call, const char *community_id)
{
    Au__Relation *answer;

    TRY(ask_auth(call, community_id, NULL, 0, &answer));
    return answer->community_found ? OK : fail(NOT_HERE, "community %s", community_id);
}

struct status circle_members(struct call *call, const char *circle_id, const char *const *user_ids, size_t count,
                             const char *const **ret_ids, size_t *ret_count)
{
    Ct__CheckMembershipResponse *answer;
    struct status asked = ask_content(call, circle_id, user_ids, count, &answer);

    if (failed_with(asked, NOT_HERE)) {
        *ret_count = 0;
        return OK;
    }
    TRY(asked);
    *ret_ids = (const char *const *)answer->member_ids;
    *ret_count = answer->n_member_ids;
    return OK;
}

struct status community_members(struct call *call, const char *community_id, const char *const *user_ids, size_t count,
                                const char *const **ret_ids, size_t *ret_count)
{
    Au__Relation *answer;

    TRY(ask_auth(call, community_id, user_ids, count, &answer));
    *ret_ids = (const char *const *)answer->member_ids;
    *ret_count = answer->n_member_ids;
    return OK;
}

struct status level_name_find(struct call *call, int32_t level, const char *field, const char **ret_name)
{
    Cp__FindLevelRequest request = CP__FIND_LEVEL_REQUEST__INIT;
    Cp__FoundLevel *answer;

    *ret_name = "";
    if (level == 0)
        return OK;
    request.number = level;
    TRY(call_rpc(call, "linli.coupons.v1.Internal.FindLevel", &request.base, &cp__found_level__descriptor, &answer));
    *ret_name = answer->name;
    return **ret_name ? OK : fail_field(field, "there is no such level");
}
