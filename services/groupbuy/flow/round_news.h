/* News of a round for those who looked, ordered, have not paid: each a job of its own, which tells a hundred people at
 * a time, nobody twice. Adding one is part of what happens, in call->tx. */
#ifndef GROUPBUY_FLOW_ROUND_NEWS_H
#define GROUPBUY_FLOW_ROUND_NEWS_H

#include "groupbuy/flow/rounds.h"
#include "groupbuy/store/news_store.h"
#include "groupbuy/store/order_store.h"

#define ENDING_BEFORE_S_MAX 3600 /* so long before its end; of a short round a quarter of its length */

/* It is open from now on. */
struct status round_news_opened(struct call *call, const struct round *round);
/* An order of it counts from now on: a step may be reached, or the minimum. */
struct status round_news_paid(struct call *call, const struct order *order);
/* Its minimum is lower than before, and may be reached by that. */
struct status round_news_lowered(struct call *call, const struct round *round);
/* It has this end from now on. */
struct status round_news_ending(struct call *call, const struct round *round);

/* And has it later than before: nobody need be told of one that has not opened. */
struct status round_news_extended(struct call *call, const struct round *round);

/* What a job is about. */
struct round_news {
    const char *round_id;
    enum news_kind kind;
    const char *told;    /* what is remembered of who was told */
    const char *item_id; /* of a step */
    int64_t number;      /* of a step its units, of an end its time */
};
/* INTERNAL for a key that no function here has made. */
struct status round_news_of(struct call *call, const char *job_key, struct round_news *ret_news);
/* That a round is off. */
struct round_news round_news_cancelled(const char *round_id);
/* Tells at most so many people; *ret_count of them were. Nobody when it is no longer so. NOT_AVAILABLE before it opens.
 */
struct status round_news_tell(struct call *call, const struct round_news *news, int limit, size_t *ret_count);

#endif
