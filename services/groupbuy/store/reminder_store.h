/* Who wants to be reminded of a campaign. */
#ifndef GROUPBUY_STORE_REMINDER_STORE_H
#define GROUPBUY_STORE_REMINDER_STORE_H

#include "db/db.h"

/* starting, ending: he needs not be told any more. Again: nothing. */
struct status reminder_add(struct tx *tx, const char *campaign_id, const char *user_id, bool starting, bool ending);
struct status reminder_remove(struct tx *tx, const char *campaign_id, const char *user_id);
/* At most `limit` who were not told of the start yet; of the end, and have not bought. From now on they were. */
struct status reminder_take_starting(struct tx *tx, const char *campaign_id, int limit,
                                     const char *const **ret_user_ids, size_t *ret_count);
struct status reminder_take_ending(struct tx *tx, const char *campaign_id, int limit, const char *const **ret_user_ids,
                                   size_t *ret_count);

#endif
