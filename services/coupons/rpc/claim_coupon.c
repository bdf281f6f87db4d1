#include "coupons/rpc/issuing.h"
#include "coupons/rpc/views.h"

static void wish_from(const struct batch_item *item, struct wish *wish)
{
    const Cp__ClaimCouponRequest *in = item->in;

    *wish = (struct wish){
        .grant = {
            .template_id = in->template_id,
            .user_id = item->caller->user_id,
            .channel = CHANNEL_CLAIM,
            .grant_key = item->idempotency_key,
            .request_sha256 = item->request_sha256,
        },
        .traceparent = item->traceparent,
        .outcome = OK,
    };
}

/* A new coupon is known here; one that the key granted before is read. */
static struct status answer(struct call *call, const struct wish *wish, struct batch_item *item)
{
    struct coupon coupon = {
        .id = wish->grant.coupon_id,
        .user_id = wish->grant.user_id,
        .template = wish->template,
        .state = COUPON_FREE,
        .order_id = "",
        .channel = CHANNEL_CLAIM,
        .issued_us = call->now_us,
        .expires_us = wish->grant.expires_us,
    };

    if (!wish->is_new)
        TRY(coupon_get(call->tx, call->arena, wish->grant.coupon_id, wish->grant.user_id, &coupon));
    coupon_view(call, &coupon, item->out);
    return OK;
}

/* Looks up by key what a commit in doubt has granted: who has his coupon hears it, the others hear that nothing is known. */
static struct status look_up(struct call *call, const struct wish *wishes, struct batch_item *items, size_t count)
{
    struct grant *keys = arena_array(call->arena, struct grant, count);
    struct granted *granted;

    for (size_t i = 0; i < count; i++)
        keys[i] = wishes[i].grant;
    TRY(call_begin_read(call));
    TRY(coupons_granted(call->tx, call->arena, keys, count, &granted));
    for (size_t i = 0; i < count; i++) {
        struct wish wish = wishes[i];
        wish.grant.coupon_id = granted[i].coupon_id;
        wish.is_new = false;
        if (granted[i].coupon_id)
            items[i].outcome = answer(call, &wish, &items[i]);
        else if (wishes[i].is_new)
            items[i].outcome = fail(NOT_AVAILABLE, "the claim was not kept; try again");
    }
    return call_commit(call);
}

struct status coupons_claim_coupon(struct call *call, struct batch_item *items, size_t count)
{
    struct wish *wishes = arena_array(call->arena, struct wish, count);

    for (size_t i = 0; i < count; i++)
        wish_from(&items[i], &wishes[i]);
    TRY(call_begin(call));
    TRY(coupons_issue(call, wishes, count));
    for (size_t i = 0; i < count; i++)
        items[i].outcome = ok(wishes[i].outcome) ? answer(call, &wishes[i], &items[i]) : wishes[i].outcome;

    struct status committed = call_commit(call);
    if (failed_with(committed, OUTCOME_UNKNOWN))
        return look_up(call, wishes, items, count);
    return committed;
}
