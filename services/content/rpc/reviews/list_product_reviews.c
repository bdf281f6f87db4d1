#include "content/rpc/reviews/reviewing.h"
#include "rpc/page.h"

struct status content_list_product_reviews(struct call *call, const Ct__ListProductReviewsRequest *in,
                                           Ct__ListProductReviewsResponse *out)
{
    struct rating *rating = arena_array(call->arena, struct rating, 1);
    struct review *reviews;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, in->product_id, &page));
    TRY(review_list(call->tx, REVIEWS_OF_PRODUCT, in->product_id, page.after, page.rows_max, &reviews, &page.count));
    TRY(rating_get(call->tx, in->product_id, rating));
    out->next_page_token = page_next(call, &page, reviews[page.count - 1].id);
    out->n_reviews = page.count;
    out->reviews = MESSAGES(call, Ct__Review, ct__review, page.count);
    out->rating = MESSAGE(call, Ct__ProductRating, ct__product_rating);
    out->rating->reviews = rating->reviews;
    out->rating->stars = rating->stars;
    out->rating->by_stars = rating->by_stars;
    out->rating->n_by_stars = 5;
    return reviews_view(call, reviews, page.count, out->reviews);
}
