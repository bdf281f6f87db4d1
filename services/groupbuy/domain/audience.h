/* Who may buy: everybody, a community, one circle, members of a level and above. Everybody may look. Pure. */
#ifndef GROUPBUY_DOMAIN_AUDIENCE_H
#define GROUPBUY_DOMAIN_AUDIENCE_H

#include "base/status.h"

/* The numbers of linli.groupbuy.v1.CampaignAudience. */
enum audience { AUDIENCE_EVERYBODY = 1, AUDIENCE_COMMUNITY = 2, AUDIENCE_CIRCLE = 3, AUDIENCE_LEVEL = 4 };

/* What is known of a buyer in a campaign that is for members. */
enum standing {
    STANDING_MEMBER, /* also of everybody */
    STANDING_STRANGER,
    STANDING_UNKNOWN, /* who would know does not answer */
    STANDING_NOT_NEW, /* of a campaign for new people */
    STANDING_LEVEL_LOW, /* of a campaign for a level */
};

/* Ids are "" for none. The narrower one counts. Besides, it may be for a level. */
enum audience audience_of(const char *community_id, const char *circle_id);

/* OK, MEMBERS_ONLY, NEW_MEMBERS_ONLY, LEVEL_TOO_LOW (which names the level) or NOT_AVAILABLE. */
struct status audience_admit(enum standing standing, const char *campaign_id, const char *level_name);

#endif
