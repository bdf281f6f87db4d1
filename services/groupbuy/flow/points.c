#include "groupbuy/flow/points.h"

#include "db/jobs.h"
#include "linli/coupons/v1/internal.pb-c.h"

/* Its refusals are ours, under one reason. */
static struct status as_ours(struct status status)
{
    if (status.code == CODE_NOT_FOUND || status.code == CODE_FAILED_PRECONDITION || status.code == CODE_GONE)
        return fail(POINTS_NOT_USABLE, "points: %s", status.text ? status.text : status.reason);
    return status;
}

static struct points_offer read_offer(const Cp__PointsOffer *offer)
{
    return (struct points_offer){ offer->points, offer->discount_fen, offer->available };
}

struct status points_quote(struct call *call, fen amount, int64_t points, struct points_offer *ret_offer)
{
    Cp__QuotePointsRequest request = CP__QUOTE_POINTS_REQUEST__INIT;
    Cp__PointsOffer *offer;

    request.user_id = call->caller->user_id;
    request.amount_fen = amount;
    request.points = points;
    TRY(as_ours(
        call_rpc(call, "linli.coupons.v1.Internal.QuotePoints", &request.base, &cp__points_offer__descriptor, &offer)));
    *ret_offer = read_offer(offer);
    return OK;
}

struct status points_lock(struct call *call, const char *order_id, fen amount, int64_t points,
                          struct points_offer *ret_offer)
{
    Cp__LockPointsRequest request = CP__LOCK_POINTS_REQUEST__INIT;
    Cp__PointsOffer *offer;

    request.user_id = call->caller->user_id;
    request.order_id = order_id;
    request.amount_fen = amount;
    request.points = points;
    TRY(as_ours(
        call_rpc(call, "linli.coupons.v1.Internal.LockPoints", &request.base, &cp__points_offer__descriptor, &offer)));
    *ret_offer = read_offer(offer);
    return OK;
}

static struct status add_job(struct call *call, const char *key, const ProtobufCMessage *request)
{
    size_t bytes;
    const uint8_t *payload = message_pack(call->arena, request, &bytes);

    return job_add(call->tx, JOB_SETTLE_POINTS, key, 0, payload, bytes);
}

/* The job's payload is the request itself: consuming and releasing have the same fields. */
struct status points_follow(struct call *call, const char *order_id, const char *user_id, int64_t points,
                            const char *action)
{
    Cp__ReleasePointsRequest request = CP__RELEASE_POINTS_REQUEST__INIT;

    if (points == 0)
        return OK;
    request.user_id = user_id;
    request.order_id = order_id;
    return add_job(call, arena_printf(call->arena, "%s:%s", order_id, action), &request.base);
}

struct status points_return(struct call *call, const struct order *order, const struct refund *refund)
{
    Cp__ReturnPointsRequest request = CP__RETURN_POINTS_REQUEST__INIT;

    if (refund->points == 0)
        return OK;
    request.user_id = order->user_id;
    request.order_id = order->id;
    request.refund_id = refund->id;
    request.points = refund->points;
    return add_job(call, arena_printf(call->arena, "%s:%s", refund->id, POINTS_RETURN), &request.base);
}
