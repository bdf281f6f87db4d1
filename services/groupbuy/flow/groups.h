/* What others know of circles, communities and levels. Each of these asks another service: no transaction may be open. */
#ifndef GROUPBUY_FLOW_GROUPS_H
#define GROUPBUY_FLOW_GROUPS_H

#include "groupbuy/groupbuy.h"

/* The community a circle belongs to. NOT_HERE. */
struct status circle_home(struct call *call, const char *circle_id, const char **ret_community_id);
/* NOT_HERE when there is no such community. */
struct status community_exists(struct call *call, const char *community_id);

/* Those of the users who are in; at most BATCH_ITEMS_MAX are asked for. Nobody is in what is not there. */
struct status circle_members(struct call *call, const char *circle_id, const char *const *user_ids, size_t count,
                             const char *const **ret_ids, size_t *ret_count);
struct status community_members(struct call *call, const char *community_id, const char *const *user_ids, size_t count,
                                const char *const **ret_ids, size_t *ret_count);
/* What a level is called; "" for 0. FIELDS_INVALID naming `field` when there is none of that number. */
struct status level_name_find(struct call *call, int32_t level, const char *field, const char **ret_name);

#endif
