/* Who looked at a round, and who is to be told what about it. What is returned lives in the transaction's arena. */
#ifndef GROUPBUY_STORE_NEWS_STORE_H
#define GROUPBUY_STORE_NEWS_STORE_H

#include "db/db.h"
#include "groupbuy/store/round_store.h"

/* Whom a piece of news is for. */
enum news_kind {
    NEWS_OPENED = 0, /* followers of the leader, and who looked before it opened */
    NEWS_STEP = 1,   /* who looked, and who has ordered; so where nothing is said */
    NEWS_MINIMUM = 2,
    NEWS_ENDING = 3, /* who looked and has not ordered */
    NEWS_UNPAID = 4, /* who has ordered and may still pay */
    NEWS_EXTENDED = 5,
    NEWS_CANCELLED = 6, /* who looked or ordered, and its leader */
};

/* He has looked; again changes nothing. */
struct status looker_add(struct tx *tx, const char *round_id, const char *user_id);
/* Who looked and has not ordered. */
struct status lookers_count(struct tx *tx, const char *round_id, int64_t *ret_count);
/* Of those whom it is for, at most `limit` who were not told `news` before: from now on they were. */
struct status news_take(struct tx *tx, const struct round *round, enum news_kind kind, const char *news, int limit,
                        const char *const **ret_user_ids, size_t *ret_count);
/* The round is over. That it is off stays told: what has told it may come again. */
struct status news_forget(struct tx *tx, const char *round_id);

/* A step of an item. */
struct step_reached {
    const char *item_id;
    int64_t from_units;
};
/* Those that this order, which was just counted in, has reached. */
struct status steps_reached_by(struct tx *tx, const char *order_id, struct step_reached **ret_steps, size_t *ret_count);
/* The order's round has a minimum, and nobody was told that it is reached. */
struct status minimum_is_awaited(struct tx *tx, const char *order_id, bool *ret_awaited);

#endif
