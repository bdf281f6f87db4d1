#include "coupons/rpc/views.h"
#include "coupons/store/coupon_store.h"
#include "rpc/page.h"

struct status coupons_list_coupons(struct call *call, const Cp__ListCouponsRequest *in, Cp__ListCouponsResponse *out)
{
    const char *filter = arena_printf(call->arena, "%s %d", call->caller->user_id, in->state);
    struct page page;
    struct coupon *coupons;

    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(coupon_list(call->tx, call->arena, call->caller->user_id, (enum coupon_state)in->state, call->now_us, page.after,
                    page.rows_max, &coupons, &page.count));

    out->next_page_token = page_next(call, &page, coupons[page.count - 1].id);
    out->n_coupons = page.count;
    out->coupons = MESSAGES(call, Cp__Coupon, cp__coupon, page.count);
    for (size_t i = 0; i < page.count; i++)
        coupon_view(call, &coupons[i], out->coupons[i]);
    return OK;
}
