#include "coupons/flow/points_locking.h"

/* What has run out and is not swept yet is not counted. */
struct status coupons_quote_points(struct call *call, const Cp__QuotePointsRequest *in, Cp__PointsOffer *out)
{
    struct points_lock lock = { .terms = coupons_of(call)->terms };
    struct points_account account;
    int64_t gone, ending, first_us;

    TRY(points_account_get(call->tx, in->user_id, &account));
    TRY(lots_ending(call->tx, in->user_id, call->now_us, call->now_us, &gone, &ending, &first_us));
    lock.available = account.available - gone;
    TRY(points_offer_for(&lock.terms, lock.available, in->points, in->amount_fen, &lock.offer));
    points_offer_view(&lock, out);
    return OK;
}
