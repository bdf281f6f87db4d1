/* Where the caller may act for others. A role holds in the place it was granted for: the platform, a community with its
 * circles, or one circle. */
#ifndef GROUPBUY_FLOW_SCOPE_H
#define GROUPBUY_FLOW_SCOPE_H

#include "groupbuy/groupbuy.h"

/* A place, by its ids; both "": the whole platform. */
struct place {
    const char *community_id;
    const char *circle_id; /* of that community; "": all of it */
};

/* Makes a place of what the caller named: a circle brings its community. Asks content and auth, so no transaction may
 * be open. NOT_HERE; FIELDS_INVALID for a circle of another community. */
struct status place_find(struct call *call, const char *community_id, const char *circle_id, struct place *ret_place);

/* The caller may lead there, as operator or leader; the whole platform is led by its operators alone. FORBIDDEN. */
struct status place_lead(const struct call *call, const struct place *place);

/* The caller has one of these roles for the whole platform. FORBIDDEN. */
#define platform_act(call, ...) platform_act_as(call, (const char *const[]){ __VA_ARGS__, NULL })
struct status platform_act_as(const struct call *call, const char *const *roles);

#endif
