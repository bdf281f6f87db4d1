/* Reviews of what was bought. */
#ifndef LINLI_CONTENT_REVIEWS_H
#define LINLI_CONTENT_REVIEWS_H

#include "events/events.h"
#include "linli/content/v1/reviews.pb-c.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "rpc/operation.h"

#define REVIEWED_ALREADY CODE_ALREADY_EXISTS, "REVIEWED_ALREADY"
#define REVIEW_CLOSED CODE_FAILED_PRECONDITION, "REVIEW_CLOSED"

#define REVIEWS_OPERATIONS(X)                                                                   \
    X(Ct, WriteReview, Ct__Review, content_write_review)                                        \
    X(Ct, EditReview, Ct__Review, content_edit_review)                                          \
    X(Ct, ListProductReviews, Ct__ListProductReviewsResponse, content_list_product_reviews)     \
    X(Ct, ListMyReviews, Ct__ListMyReviewsResponse, content_list_my_reviews)                    \
    X(Ct, ListHeldReviews, Ct__ListMyReviewsResponse, content_list_held_reviews)                \
    X(Ct, DecideReview, Ct__Review, content_decide_review)

#define REVIEWS_EVENTS(X) X(Gb__OrderCompleted, gb__order_completed__descriptor, content_on_order_completed)

#define HELD_REVIEW "check_held_review" /* looks at a review's text again */

#define REVIEWS_JOBS(X) X(HELD_REVIEW, content_check_held_review)

REVIEWS_OPERATIONS(OPERATION_PROTOTYPE)
REVIEWS_EVENTS(EVENT_PROTOTYPE)
REVIEWS_JOBS(JOB_PROTOTYPE)

#endif
