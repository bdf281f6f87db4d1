#include "content/rpc/reviews/reviewing.h"
#include "rpc/page.h"

struct status content_list_my_reviews(struct call *call, const Ct__ListMyReviewsRequest *in,
                                      Ct__ListMyReviewsResponse *out)
{
    const char *me = call->caller->user_id;
    struct review *reviews;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, me, &page));
    TRY(review_list(call->tx, REVIEWS_OF_AUTHOR, me, page.after, page.rows_max, &reviews, &page.count));
    out->next_page_token = page_next(call, &page, reviews[page.count - 1].id);
    out->n_reviews = page.count;
    out->reviews = MESSAGES(call, Ct__Review, ct__review, page.count);
    return reviews_view(call, reviews, page.count, out->reviews);
}
