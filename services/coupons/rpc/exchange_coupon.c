#include <inttypes.h>

#include "coupons/domain/reasons.h"
#include "coupons/flow/points.h"
#include "coupons/rpc/issuing.h"
#include "coupons/rpc/views.h"
#include "coupons/store/template_store.h"

static struct status pay(struct call *call, struct points_account *account, const struct coupon *coupon)
{
    int64_t price = coupon->template->points_price;
    struct lot_part *parts;
    size_t count;

    TRY(lots_draw(call->tx, call->arena, account->user_id, price, "", &parts, &count));
    return points_post(call, account,
                       (struct posting){ .kind = POSTING_EXCHANGED,
                                         .key = coupon->id,
                                         .order_id = "",
                                         .title = coupon->template->title,
                                         .entries = points_move(ACCOUNT_AVAILABLE, ACCOUNT_REDEEMED, price) });
}

/* The account is held before the coupon is issued: the points cannot go meanwhile. */
struct status coupons_exchange_coupon(struct call *call, const Cp__ExchangeCouponRequest *in, Cp__Coupon *out)
{
    const char *user_id = call->caller->user_id;
    struct points_account account;
    struct template template;
    struct coupon coupon;

    TRY(template_get(call->tx, call->arena, in->template_id, &template));
    TRY(points_open(call, user_id, &account));
    if (account.available < template.points_price)
        return fail(POINTS_NOT_ENOUGH, "%" PRId64 " of %" PRId64 " points", account.available, template.points_price);
    TRY(coupon_issue(call, in->template_id, user_id, CHANNEL_POINTS,
                     arena_printf(call->arena, "exchange:%s", call->operation_id), &coupon));
    TRY(pay(call, &account, &coupon));
    TRY(points_close(call, &account));
    coupon_view(call, &coupon, out);
    return OK;
}
