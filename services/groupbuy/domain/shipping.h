/* What WeChat is told of how goods reach their buyers, and how far that has come. Pure. */
#ifndef GROUPBUY_DOMAIN_SHIPPING_H
#define GROUPBUY_DOMAIN_SHIPPING_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* The numbers of linli.groupbuy.v1.ShippingKind. */
enum shipping_kind {
    SHIPPING_NONE = 0,
    SHIPPING_EXPRESS = 1,
    SHIPPING_SAME_CITY = 2, /* the leader brings it to the door */
    SHIPPING_VIRTUAL = 3,   /* nothing is carried: something to read, a card, a service */
    SHIPPING_PICK_UP = 4,
};

/* The numbers of linli.groupbuy.v1.ShippingState. */
enum shipping_state {
    SHIPPING_STATE_NONE = 0,
    SHIPPING_UNSHIPPED = 1, /* WeChat reminds us of it */
    SHIPPING_WAITING = 2,   /* to be told */
    SHIPPING_TOLD = 3,
    SHIPPING_REFUSED = 4, /* WeChat will not hear it */
};

#define SHIPPING_STATES 5

const char *shipping_kind_name(enum shipping_kind kind);
enum shipping_kind shipping_kind_of(const char *name);
const char *shipping_state_name(enum shipping_state state);
enum shipping_state shipping_state_of(const char *name);

#define SHIPPING_ITEM_CHARS_MAX 120

struct shipping_goods {
    const char *product, *sku;
    int64_t units;
};

/* What is in it: 水果 苹果 ×3、水果 梨 ×1; what would be too long ends with …. */
const char *shipping_item(struct arena *arena, const struct shipping_goods *goods, size_t count);

#endif
