#include "content/rpc/posting.h"
#include "content/rpc/reviews/reviewing.h"
#include "events/audit.h"

static const char *state_name(enum review_state state)
{
    static const char *const names[] = { "", "held", "shown", "hidden" };

    return names[state];
}

static struct status decide(struct call *call, struct review *review, bool shows)
{
    if (shows) {
        review->text_passed = true;
        return review_show(call, review);
    }
    review->state = REVIEW_STATE_HIDDEN;
    return review_save(call->tx, review);
}

/* Its author hears what became of it, and why. */
static struct status tell_decided(struct call *call, const struct review *review, const char *why)
{
    Ct__ReviewDecided event = CT__REVIEW_DECIDED__INIT;

    event.review_id = review->id;
    event.author_id = review->author.user_id;
    event.product_title = review->product_title;
    event.shown = review->state == REVIEW_STATE_SHOWN;
    event.why = why;
    return emit(call, review->id, &event.base);
}

struct status content_decide_review(struct call *call, const Ct__DecideReviewRequest *in, Ct__Review *out)
{
    enum review_state before;
    struct review review;

    if (in->decision == CT__REVIEW_STATE__REVIEW_HELD)
        return fail_field("decision", "must be REVIEW_SHOWN or REVIEW_HIDDEN");
    if (!caller_reviews(call, ""))
        return fail(FORBIDDEN, "reviews are judged for every community");
    TRY(review_lock(call->tx, in->review_id, NULL, &review));
    before = review.state;
    if (before == (enum review_state)in->decision)
        return fail(ALREADY_DECIDED, "review %s is %s", review.id, state_name(before));
    TRY(decide(call, &review, in->decision == CT__REVIEW_STATE__REVIEW_SHOWN));
    TRY(audit(call, &(struct audit_line){ .action = "decide_review",
                                          .object_type = "review",
                                          .object_id = review.id,
                                          .before = state_name(before),
                                          .after = state_name(review.state),
                                          .reason = in->why }));
    TRY(tell_decided(call, &review, in->why));
    return reviews_view(call, &review, 1, &out);
}
