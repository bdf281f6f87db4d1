/* Somebody's growth, and with it his level; in call->tx. Whose level is another one is told to the world. */
#ifndef LINLI_COUPONS_FLOW_GROWTH_H
#define LINLI_COUPONS_FLOW_GROWTH_H

#include "coupons/coupons.h"
#include "coupons/store/level_store.h"

struct growth_change {
    enum growth_kind kind;
    const char *key;       /* of this kind: once */
    const char *source_id; /* "": none */
    const char *title;
    int64_t growth; /* below 0: taken, at most what there is */
};

/* His years that are over end first. */
struct status growth_change(struct call *call, const char *user_id, const struct growth_change *change);
/* Nothing but what time and the levels in force have made of it. */
struct status growth_follow(struct call *call, const char *user_id);

#endif
