/* Where an order came from: which of the touches a client reports still count. Pure. */
#ifndef GROUPBUY_DOMAIN_SOURCE_H
#define GROUPBUY_DOMAIN_SOURCE_H

#include <stdint.h>

#define TOUCH_LIFE_S (24 * 3600)
#define TOUCH_SKEW_S 300 /* how far a client's clock may run ahead */

/* A touch is a link or a broadcast that was opened. Texts are "" when unknown; they are not copied. */
struct source {
    const char *link_key, *broadcast_id;
    int64_t touched_us;
    const char *first_link_key, *first_broadcast_id;
    int64_t first_touched_us;
    const char *channel;
    const char *circle_id;
    const char *post_id;
};

/* Forgets touches that are older than TOUCH_LIFE_S, lie in the future or have no time. Without a first touch the last
 * one is the first; a first touch later than the last is the last. */
void source_keep(struct source *source, int64_t now_us);

#endif
