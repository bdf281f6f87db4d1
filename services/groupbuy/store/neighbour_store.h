/* What auth told us of people and links. */
#ifndef GROUPBUY_STORE_NEIGHBOUR_STORE_H
#define GROUPBUY_STORE_NEIGHBOUR_STORE_H

#include "db/db.h"

struct person {
    const char *user_id;
    const char *nickname;
    const char *avatar_url;
    int64_t version; /* the event's: an older one changes nothing */
};

struct link {
    const char *key;
    const char *sharer_id;
    const char *channel;
    const char *circle_id;
};

/* Those of them we have heard of. */
struct status people_get(struct tx *tx, const char *const *user_ids, size_t count, struct person **ret_people,
                         size_t *ret_count);
struct status person_save(struct tx *tx, const struct person *person);
struct status link_save(struct tx *tx, const struct link *link);

#endif
