/* Articles, who may read them, who has. Texts live in the transaction's arena. `reader_id` is "" for guests. */
#ifndef LINLI_CONTENT_STORE_ARTICLE_STORE_H
#define LINLI_CONTENT_STORE_ARTICLE_STORE_H

#include "db/db.h"

struct article {
    const char *id;
    const char *product_id;
    int position;
    const char *title;
    const char *preview;
    const char *body; /* "": not read, or not for this reader */
    int64_t published_us;
    /* of those that were read */
    bool entitled;
    bool read;
};

/* At its place, instead of what was there: article->id is that of the place. */
struct status article_put(struct tx *tx, struct article *article, const char *published_by);
/* NOT_HERE. Its body only for who is entitled. */
struct status article_get(struct tx *tx, const char *article_id, const char *reader_id, struct article *ret_article);
/* In their order, without bodies. */
struct status article_list(struct tx *tx, const char *product_id, const char *reader_id, int limit,
                           struct article **ret_articles, size_t *ret_count);
struct status article_mark_read(struct tx *tx, const char *article_id, const char *reader_id);

struct entitlement {
    const char *order_id;
    const char *user_id;
    const char *product_id;
    bool active;
    int64_t version; /* of the order's events */
};

/* As the newest event says, in whatever order they come. */
struct status entitlement_save(struct tx *tx, const struct entitlement *entitlement);

#endif
