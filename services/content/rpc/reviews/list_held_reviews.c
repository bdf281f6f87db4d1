#include "content/rpc/posting.h"
#include "content/rpc/reviews/reviewing.h"
#include "rpc/page.h"

struct status content_list_held_reviews(struct call *call, const Ct__ListHeldReviewsRequest *in,
                                        Ct__ListMyReviewsResponse *out)
{
    struct review *reviews;
    struct page page;

    if (!caller_reviews(call, ""))
        return fail(FORBIDDEN, "reviews are judged for every community");
    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(review_list(call->tx, REVIEWS_HELD, "", page.after, page.rows_max, &reviews, &page.count));
    out->next_page_token = page_next(call, &page, reviews[page.count - 1].id);
    out->n_reviews = page.count;
    out->reviews = MESSAGES(call, Ct__Review, ct__review, page.count);
    return reviews_view(call, reviews, page.count, out->reviews);
}
