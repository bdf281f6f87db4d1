#include "content/domain/review.h"

#include "base/clock.h"

bool review_is_open(const struct review *review, int64_t now_us)
{
    return review->state != REVIEW_STATE_HIDDEN && now_us < review->created_us + REVIEW_EDIT_S * US_PER_S;
}
