/* Queues that are too long. */
#ifndef NOTIFICATIONS_STORE_QUEUE_STORE_H
#define NOTIFICATIONS_STORE_QUEUE_STORE_H

#include "db/db.h"

struct long_queue {
    const char *service;
    const char *name;
    int64_t items;
    int64_t stands_s;
};

/* *ret_episode "": it was before. */
struct status queue_is_long(struct tx *tx, const struct long_queue *queue, const char **ret_episode);
/* All others of the service are short (again). */
struct status queues_are_short(struct tx *tx, const char *service, const char *const *but, size_t count);

#endif
