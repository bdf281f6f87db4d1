/* Who gets the units of a flash sale, in the order of arrival. Pure: the store has locked buyers and stock and hands in
 * what it found. */
#ifndef GROUPBUY_DOMAIN_FLASH_H
#define GROUPBUY_DOMAIN_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "groupbuy/domain/audience.h"

enum flash_outcome {
    FLASH_UNDECIDED,
    FLASH_ORDERED,
    FLASH_REPLAY,     /* the same key again: the order that stands */
    FLASH_KEY_REUSED, /* the same key, another body */
    FLASH_TOO_LATE,   /* the caller has given up */
    FLASH_NOT_STARTED,
    FLASH_ENDED,
    FLASH_STRANGER, /* the sale is for members */
    FLASH_STANDING_UNKNOWN,
    FLASH_NOT_NEW, /* the sale is for new people */
    FLASH_LEVEL_LOW, /* the sale is for a higher level */
    FLASH_LIMIT_REACHED,
    FLASH_HOUSEHOLD_LIMIT, /* limits of the product, that several accounts share */
    FLASH_PHONE_LIMIT,
    FLASH_SOLD_OUT,
    FLASH_STOCK_SHORT, /* fewer are left than were asked for */
};

struct flash_item {
    int32_t quantity;
    int64_t held; /* units of this sale that the buyer has in live orders */
    const size_t *homes; /* his households, as places in the sale's homes_held */
    size_t homes_count;
    int64_t phone_held; /* units of the product under his phone */
    bool key_known;
    bool same_body;         /* of the order under that key */
    enum standing standing; /* in the campaign's audience */
    int64_t deadline_us;
    enum flash_outcome outcome;
};

struct flash_sale {
    const char *campaign_id;
    const char *product_id;
    const char *level_name; /* of the level it is for */
    int64_t starts_at_us;
    int64_t ends_at_us;
    int32_t per_user_limit;
    int32_t per_household_limit, per_phone_limit; /* of the product, however it was bought; 0: any number */
    int64_t *homes_held; /* units of the product in each household; grows with what is given out */
    int64_t unsold; /* in the buckets that are locked */
};

/* Decides every item (users all different) and returns how many units were given out. `*ret_dry` when the locked
 * buckets are empty now or could not serve somebody: others may have units. */
int64_t flash_decide(const struct flash_sale *sale, int64_t now_us, struct flash_item *items, size_t count,
                     bool *ret_dry);

/* The refusal as a status; OK for FLASH_ORDERED and FLASH_REPLAY. */
struct status flash_status(enum flash_outcome outcome, const struct flash_sale *sale);

#endif
