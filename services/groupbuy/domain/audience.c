#include "groupbuy/domain/audience.h"

#include "groupbuy/domain/reasons.h"

enum audience audience_of(const char *community_id, const char *circle_id)
{
    if (*circle_id)
        return AUDIENCE_CIRCLE;
    return *community_id ? AUDIENCE_COMMUNITY : AUDIENCE_EVERYBODY;
}

struct status audience_admit(enum standing standing, const char *campaign_id, const char *level_name)
{
    if (standing == STANDING_STRANGER)
        return fail(MEMBERS_ONLY, "campaign %s is for members", campaign_id);
    if (standing == STANDING_NOT_NEW)
        return fail(NEW_MEMBERS_ONLY, "campaign %s is for who has not bought yet", campaign_id);
    if (standing == STANDING_LEVEL_LOW)
        return fail(LEVEL_TOO_LOW, "campaign %s is for %s and above", campaign_id, level_name);
    if (standing == STANDING_UNKNOWN)
        return fail(NOT_AVAILABLE, "nobody says whether the buyer may buy in campaign %s", campaign_id);
    return OK;
}
