/* Share links: where they lead. Pure. */
#ifndef LINLI_AUTH_DOMAIN_LINK_H
#define LINLI_AUTH_DOMAIN_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define LINK_KEY_CHARS 10
#define DAY_US         (INT64_C(24) * 3600 * 1000000)

/* The numbers of linli.auth.v1.LinkTarget. */
enum link_target {
    LINK_COMMUNITY = 1,
    LINK_CIRCLE = 2,
    LINK_POST = 3,
    LINK_CAMPAIGN = 4,
    LINK_TEAM = 5,
    LINK_ROUND = 6,
};

struct link {
    const char *id;
    const char *key;
    enum link_target target;
    const char *target_id;
    const char *sharer_id;
    const char *channel;
    const char *circle_id;
    const char *title;
    int64_t open_count;
    int64_t expires_us; /* 0: never */
    int64_t created_us;
};

/* community, circle … as events name it; "" for no target of ours. */
const char *link_target_name(enum link_target target);
/* The mini-program's page: pages/team/team */
char *link_page(struct arena *arena, enum link_target target);
/* The page with its query. */
char *link_path(struct arena *arena, const struct link *link);
bool link_expired(const struct link *link, int64_t now_us);

#endif
