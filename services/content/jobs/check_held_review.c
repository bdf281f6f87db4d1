#include "content/jobs/jobs.h"
#include "content/rpc/reviews/reviewing.h"

/* What was said when it was asked about; an edit since then has a job of its own to come. */
static struct status settle(struct call *call, const struct review *asked, enum verdict verdict)
{
    struct review review;

    TRY(review_lock(call->tx, asked->id, NULL, &review));
    if (review.state != REVIEW_STATE_HELD || review.edited_us != asked->edited_us)
        return OK;
    if (verdict == VERDICT_REFUSED) {
        review.state = REVIEW_STATE_HIDDEN;
        return review_save(call->tx, &review);
    }
    review.text_passed = true;
    return review_settle(call, &review);
}

/* A review that could not be checked when it was written is checked again; shown, hidden, or left to a person. */
struct status content_check_held_review(struct call *call, const struct job *job)
{
    struct review review;
    enum verdict verdict;
    bool current;

    TRY(call_begin_read(call));
    TRY(review_of_check(call, job, &review, &current));
    TRY(call_commit(call));
    if (!current || review.state != REVIEW_STATE_HELD || review.text_passed)
        return OK;

    TRY(text_check_again(call, CT__TEXT_SCENE__REMARK, review.author.user_id, review.body, &verdict));
    if (verdict == VERDICT_REVIEW)
        return OK;

    TRY(call_begin(call));
    TRY(settle(call, &review, verdict));
    return call_commit(call);
}
