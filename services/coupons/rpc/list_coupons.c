#include "coupons/rpc/views.h"
#include "coupons/store/coupon_store.h"

struct status coupons_list_coupons(struct call *call, const Cp__ListCouponsRequest *in, Cp__ListCouponsResponse *out)
{
    const char *filter = arena_printf(call->arena, "%s %d", call->caller->user_id, in->state);
    const char *after[PAGE_PARTS_MAX] = { "" };
    size_t limit = (size_t)page_size(in->page_size);
    size_t parts, count;
    struct coupon *coupons;

    TRY(page_token_read(call, filter, in->page_token, after, &parts));
    TRY(coupon_list(call->tx, call->arena, call->caller->user_id, (enum coupon_state)in->state, call->now_us, after[0],
                    (int)limit + 1, &coupons, &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, filter, &coupons[count - 1].id, 1);
    }

    out->n_coupons = count;
    out->coupons = arena_array(call->arena, Cp__Coupon *, count);
    for (size_t i = 0; i < count; i++) {
        out->coupons[i] = MESSAGE(call, Cp__Coupon, cp__coupon);
        coupon_view(call, &coupons[i], out->coupons[i]);
    }
    return OK;
}
