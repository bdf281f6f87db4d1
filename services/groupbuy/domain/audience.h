/* Who may buy: everybody, a community, one circle. Everybody may look. Pure. */
#ifndef GROUPBUY_DOMAIN_AUDIENCE_H
#define GROUPBUY_DOMAIN_AUDIENCE_H

#include "base/status.h"

/* The numbers of linli.groupbuy.v1.CampaignAudience. */
enum audience { AUDIENCE_EVERYBODY = 1, AUDIENCE_COMMUNITY = 2, AUDIENCE_CIRCLE = 3 };

/* What is known of a buyer in a campaign that is for members. */
enum standing {
    STANDING_MEMBER, /* also of everybody */
    STANDING_STRANGER,
    STANDING_UNKNOWN, /* who would know does not answer */
    STANDING_NOT_NEW, /* of a campaign for new people */
};

/* Ids are "" for none. The narrower one counts. */
enum audience audience_of(const char *community_id, const char *circle_id);

/* OK, MEMBERS_ONLY, NEW_MEMBERS_ONLY or NOT_AVAILABLE. */
struct status audience_admit(enum standing standing, const char *campaign_id);

#endif
