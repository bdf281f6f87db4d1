#include <stdlib.h>
#include <string.h>

#include "coupons/rpc/views.h"
#include "coupons/store/coupon_store.h"
#include "coupons/store/plan_store.h"

#define SUGGESTED_MAX 100

struct suggestion {
    const struct coupon *coupon;
    struct coupon_fit fit;
};

/* The largest discount first, then what ends sooner, then by id: the same every time. What lacks least comes before
 * what lacks more. */
static int by_use(const void *a, const void *b)
{
    const struct suggestion *x = a, *y = b;

    if (x->fit.discount != y->fit.discount)
        return x->fit.discount > y->fit.discount ? -1 : 1;
    if (x->fit.missing != y->fit.missing)
        return x->fit.missing < y->fit.missing ? -1 : 1;
    if (x->coupon->expires_us != y->coupon->expires_us)
        return x->coupon->expires_us < y->coupon->expires_us ? -1 : 1;
    return strcmp(x->coupon->id, y->coupon->id);
}

static struct coupon_basket basket_of(struct call *call, const Cp__SuggestCouponsRequest *in)
{
    struct order_line *lines = arena_array(call->arena, struct order_line, in->n_lines);

    for (size_t i = 0; i < in->n_lines; i++)
        lines[i] = (struct order_line){ in->lines[i]->product_id, in->lines[i]->amount_fen };
    return (struct coupon_basket){ .campaign_id = in->campaign_id, .lines = lines, .count = in->n_lines };
}

static void fit_view(struct call *call, const struct suggestion *suggestion, Cp__CouponFit *out)
{
    out->coupon = MESSAGE(call, Cp__Coupon, cp__coupon);
    coupon_view(call, suggestion->coupon, out->coupon);
    out->discount_fen = suggestion->fit.discount;
    out->why = (Cp__WhyNot)suggestion->fit.why;
    out->missing_fen = suggestion->fit.missing;
}

struct status coupons_suggest_coupons(struct call *call, const Cp__SuggestCouponsRequest *in,
                                      Cp__SuggestCouponsResponse *out)
{
    struct coupon_basket basket = basket_of(call, in);
    struct suggestion *suggestions;
    struct coupon *coupons;
    size_t count;

    TRY(person_is_newcomer(call->tx, call->caller->user_id, &basket.newcomer));
    TRY(coupon_list(call->tx, call->arena, call->caller->user_id, COUPON_FREE, call->now_us, "", SUGGESTED_MAX,
                    &coupons, &count));
    suggestions = arena_array(call->arena, struct suggestion, count);
    for (size_t i = 0; i < count; i++) {
        suggestions[i].coupon = &coupons[i];
        TRY(template_fit(coupons[i].template, &basket, &suggestions[i].fit));
    }
    qsort(suggestions, count, sizeof *suggestions, by_use);
    if (count && suggestions[0].fit.discount)
        out->best_coupon_id = suggestions[0].coupon->id;
    out->n_fits = count;
    out->fits = MESSAGES(call, Cp__CouponFit, cp__coupon_fit, count);
    for (size_t i = 0; i < count; i++)
        fit_view(call, &suggestions[i], out->fits[i]);
    return OK;
}
