/* What the publishing check wants to know of the shop. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_PUBLISH_STORE_H
#define GROUPBUY_STORE_PUBLISH_STORE_H

#include "db/db.h"
#include "groupbuy/domain/publishing.h"

/* Sets shares_bp, rivals, members_known and licence_ends_on. group_id: the circle or community it is for, "": none.
 * min_level: the level, 0: none.
 * hall_goods_id: the line of the hall it is taken from, "": none. */
struct status publish_facts_read(struct tx *tx, const char *sku_id, const char *group_id, int32_t min_level,
                                 const char *hall_goods_id, int64_t starts_us, int64_t ends_us,
                                 struct publish_facts *facts);

/* An item of a round that is not published yet. */
struct publish_item {
    struct publish_facts facts; /* but the settings, seconds and members */
    const char *merchant_id;    /* whose account it is paid into, "": the installation's */
    bool of_hall;
    int64_t hall_left; /* units of its line */
};

/* In their order. */
struct status publish_items_read(struct tx *tx, const char *round_id, struct publish_item **ret_items,
                                 size_t *ret_count);
/* Somebody is in there, and somebody has that level (0: any). */
struct status publish_members_known(struct tx *tx, const char *group_id, int32_t min_level, bool *ret_known);

#endif
