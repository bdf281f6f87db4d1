/* Parcels that nobody collects: when their buyers are reminded, and what their round says in the end. */
#ifndef GROUPBUY_STORE_UNCOLLECTED_STORE_H
#define GROUPBUY_STORE_UNCOLLECTED_STORE_H

#include "db/db.h"

struct uncollected {
    const char *order_id;
    const char *point_id;
    const char *point_name;
    const char *leader_id; /* of its round; "": of none */
    int64_t number;        /* 跟团号; 0: of no round */
    bool open;
    bool reminded;
    bool settled;
    int64_t remind_us;
    int64_t keep_until_us; /* 0: it waits */
    int refund_percent;    /* 0: it is kept */
    bool refunds_part;
};

/* A job each for those whose time has come, at most `limit` of either kind; an open after-sale stops the clock. */
struct status uncollected_add_jobs(struct tx *tx, int limit);
/* The order's; its order is locked. NOT_HERE when it never lay at a point. */
struct status uncollected_get(struct tx *tx, const char *order_id, struct uncollected *ret_uncollected);
/* Compare and set. */
struct status uncollected_set_reminded(struct tx *tx, const char *order_id);
struct status uncollected_set_settled(struct tx *tx, const char *order_id);

#endif
