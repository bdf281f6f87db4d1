/* For whom a campaign is, besides its audience: anybody, or new people (老带新). Pure.
 *
 * New is who has no other paid order that stands. */
#ifndef GROUPBUY_DOMAIN_BUYERS_H
#define GROUPBUY_DOMAIN_BUYERS_H

#include <stdbool.h>

/* The numbers of linli.groupbuy.v1.CampaignBuyers. */
enum buyers { BUYERS_NONE = 0, BUYERS_ANY = 1, BUYERS_NEW_JOINERS = 2, BUYERS_NEW = 3 };

/* `founds`: he starts the team that he is in. */
bool buyers_must_be_new(enum buyers buyers, bool founds);

/* "ANY" for BUYERS_NONE, too. */
const char *buyers_name(enum buyers buyers);
enum buyers buyers_of(const char *name);

#endif
