/* What the publishing check wants to know of the shop. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_PUBLISH_STORE_H
#define GROUPBUY_STORE_PUBLISH_STORE_H

#include "db/db.h"
#include "groupbuy/domain/publishing.h"

/* Sets shares_bp, rivals, members_known and licence_ends_on. group_id: the circle or community it is for, "": none. */
struct status publish_facts_read(struct tx *tx, const char *sku_id, const char *group_id, int64_t starts_us,
                                 int64_t ends_us, struct publish_facts *facts);

#endif
