/* Who is in which circle or community (a group), and whose level is which, as far as we have heard. */
#ifndef GROUPBUY_STORE_MEMBER_STORE_H
#define GROUPBUY_STORE_MEMBER_STORE_H

#include "db/db.h"

/* As an event says; an older one than the row's changes nothing. */
struct status member_save(struct tx *tx, const char *group_id, const char *user_id, bool member, int64_t version);
/* They are members, as the group's owner says; what an event has said stays. */
struct status members_learn(struct tx *tx, const char *group_id, const char *const *user_ids, size_t count);
/* ret_members[i]: user i is known to be in. */
struct status members_find(struct tx *tx, const char *group_id, const char *const *user_ids, size_t count,
                           bool *ret_members);

/* As an event says; an older one than the row's changes nothing. */
struct status member_level_save(struct tx *tx, const char *user_id, int32_t level, int64_t version);
/* ret_levels[i] is user i's; 0: none. */
struct status member_levels_find(struct tx *tx, const char *const *user_ids, size_t count, int32_t *ret_levels);

#endif
