#include "base/clock.h"
#include "content/rpc/picturing.h"
#include "content/rpc/posting.h"
#include "content/rpc/reviews/reviewing.h"
#include "content/rpc/writing.h"

static struct review review_from(struct call *call, const Ct__WriteReviewRequest *in,
                                 const struct reviewable *reviewable, const Au__Standing *standing)
{
    return (struct review){
        .id = id_make(call->arena),
        .order_id = in->order_id,
        .position = in->position,
        .product_id = reviewable->product_id,
        .product_title = reviewable->product_title,
        .sku_title = reviewable->sku_title,
        .author = { call->caller->user_id, standing->nickname, standing->avatar_url },
        .rating = in->rating,
        .body = in->text,
        .state = REVIEW_STATE_HELD,
        .picture_count = (int)in->n_media_ids,
    };
}

static struct status add(struct call *call, const Ct__WriteReviewRequest *in, struct review *review)
{
    bool inserted;

    review->created_us = call->now_us;
    TRY(review_insert(call->tx, review, &inserted));
    if (!inserted)
        return fail(REVIEWED_ALREADY, "line %d of order %s", in->position, in->order_id);
    if (!review->text_passed)
        TRY(review_check_later(call, review));
    TRY(media_attach_all(call, (const char *const *)in->media_ids, in->n_media_ids, review->author.user_id,
                         REVIEW_SUBJECT, review->id));
    return review_settle(call, review);
}

/* What was bought, the writer's standing, then the check of the text, then the review. */
struct status content_write_review(struct call *call, const Ct__WriteReviewRequest *in, Ct__Review *out)
{
    const Au__Standing *standing;
    struct reviewable reviewable;
    enum post_state state;
    enum verdict verdict;
    struct review review;

    TRY(call_begin_read(call));
    TRY(reviewable_get(call->tx, in->order_id, in->position, call->caller->user_id, &reviewable));
    TRY(call_commit(call));
    TRY(writer_standing(call, &standing));
    TRY(text_check(call, CT__TEXT_SCENE__REMARK, standing->openid, in->text, &verdict));
    TRY(post_state_for(verdict, &state));
    review = review_from(call, in, &reviewable, standing);
    review.text_passed = state == POST_PUBLISHED;

    TRY(call_begin(call));
    TRY(add(call, in, &review));
    return reviews_view(call, &review, 1, &out);
}
