#include "content/rpc/posting.h"
#include "content/rpc/reviews/reviewing.h"
#include "content/rpc/writing.h"

static struct status check_open(struct call *call, const struct review *review)
{
    if (!review_is_open(review, call->now_us))
        return fail(REVIEW_CLOSED, "review %s is hidden or older than a week", review->id);
    return OK;
}

static struct status look(struct call *call, const char *review_id)
{
    struct review review;

    TRY(call_begin_read(call));
    TRY(review_get(call->tx, review_id, call->caller->user_id, &review));
    TRY(check_open(call, &review));
    return call_commit(call);
}

/* Its pictures stay; what it says is checked as if it were new. */
struct status content_edit_review(struct call *call, const Ct__EditReviewRequest *in, Ct__Review *out)
{
    const Au__Standing *standing;
    enum post_state state;
    enum verdict verdict;
    struct review review;

    TRY(look(call, in->review_id));
    TRY(writer_standing(call, &standing));
    TRY(text_check(call, CT__TEXT_SCENE__REMARK, standing->openid, in->text, &verdict));
    TRY(post_state_for(verdict, &state));

    TRY(call_begin(call));
    TRY(review_lock(call->tx, in->review_id, call->caller->user_id, &review));
    TRY(check_open(call, &review));
    review.rating = in->rating;
    review.body = in->text;
    review.text_passed = state == POST_PUBLISHED;
    review.edited_us = call->now_us;
    if (!review.text_passed)
        TRY(review_check_later(call, &review));
    TRY(review_settle(call, &review));
    return reviews_view(call, &review, 1, &out);
}
