/* What may be reviewed, reviews, what they add up to: one function a statement. Texts live in the transaction's arena. */
#ifndef LINLI_CONTENT_STORE_REVIEW_STORE_H
#define LINLI_CONTENT_STORE_REVIEW_STORE_H

#include "content/domain/review.h"
#include "db/db.h"

struct reviewable {
    const char *order_id;
    int position;
    const char *user_id;
    const char *product_id;
    const char *product_title;
    const char *sku_title;
    int64_t completed_us;
};

/* Hearing of it again changes nothing. */
struct status reviewable_save(struct tx *tx, const struct reviewable *reviewable);
/* NOT_HERE, also when it is another's. */
struct status reviewable_get(struct tx *tx, const char *order_id, int position, const char *user_id,
                             struct reviewable *ret_reviewable);

/* *ret_inserted false: the line has one. */
struct status review_insert(struct tx *tx, const struct review *review, bool *ret_inserted);
/* NOT_HERE; author_id NULL: anybody's. */
struct status review_get(struct tx *tx, const char *review_id, const char *author_id, struct review *ret_review);
/* The same, holding the row. */
struct status review_lock(struct tx *tx, const char *review_id, const char *author_id, struct review *ret_review);
/* Rating, text, state, whether its text passed, when it was edited and shown first, as they stand in *review. */
struct status review_save(struct tx *tx, const struct review *review);

enum reviews_of { REVIEWS_OF_PRODUCT, REVIEWS_OF_AUTHOR, REVIEWS_HELD };
/* Of a product those that are shown; newest first, held ones oldest first; after that id ("": from the start). */
struct status review_list(struct tx *tx, enum reviews_of whose, const char *id, const char *after, int limit,
                          struct review **ret_reviews, size_t *ret_count);

struct rating {
    int64_t reviews;
    int64_t stars;
    int64_t by_stars[5];
};
/* All 0 where nobody has said anything. */
struct status rating_get(struct tx *tx, const char *product_id, struct rating *ret_rating);

#endif
