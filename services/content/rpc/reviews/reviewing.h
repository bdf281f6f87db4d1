/* What several operations, the checks of pictures and jobs do with reviews. In call->tx. */
#ifndef LINLI_CONTENT_RPC_REVIEWS_REVIEWING_H
#define LINLI_CONTENT_RPC_REVIEWS_REVIEWING_H

#include "content/content.h"
#include "content/reviews.h"
#include "content/store/review_store.h"
#include "db/jobs.h"

#define REVIEW_SUBJECT "review" /* what pictures of reviews belong to */

/* Where it is by its text and its pictures: held, shown when all have passed, hidden when a picture is refused. *review
 * follows and is saved. Its row is held, or new. */
struct status review_settle(struct call *call, struct review *review);
/* It is seen from now on; the first time its author is rewarded. */
struct status review_show(struct call *call, struct review *review);
/* Its text is looked at again soon. Each text has a job of its own, so that none is lost to one that runs. */
struct status review_check_later(struct call *call, const struct review *review);
/* The review of such a job; *ret_current false: it was said otherwise since, and what it says now has a job of its own. */
struct status review_of_check(struct call *call, const struct job *job, struct review *ret_review, bool *ret_current);
/* With their pictures. */
struct status reviews_view(struct call *call, const struct review *reviews, size_t count, Ct__Review *const *outs);

#endif
