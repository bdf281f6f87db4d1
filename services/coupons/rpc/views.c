#include "coupons/rpc/views.h"

#include "rpc/timestamp.h"

void template_view(struct call *call, const struct template *template, Cp__Template *out)
{
    out->template_id = template->id;
    out->title = template->title;
    out->kind = (Cp__TemplateKind)template->kind;
    out->amount_fen = template->amount;
    out->percent = template->percent;
    out->cap_fen = template->cap;
    out->threshold_fen = template->threshold;
    out->n_product_ids = template->product_ids_count;
    out->product_ids = arena_memdup(call->arena, template->product_ids, template->product_ids_count * sizeof(char *));
    out->channel = (Cp__Channel)template->channel;
    out->community_id = template->community_id;
    out->budget_count = template->budget_count;
    out->issued_count = template->issued_count;
    out->per_user = template->per_user;
    out->claim_starts_at = timestamp_new(call->arena, template->claim_starts_us);
    out->claim_ends_at = timestamp_new(call->arena, template->claim_ends_us);
    out->valid_until = timestamp_new(call->arena, template->valid_until_us);
    out->valid_days = template->valid_days;
    out->active = template->active;
    out->created_at = timestamp_new(call->arena, template->created_us);
}

void coupon_view(struct call *call, const struct coupon *coupon, Cp__Coupon *out)
{
    out->coupon_id = coupon->id;
    out->template_ = MESSAGE(call, Cp__Template, cp__template);
    template_view(call, coupon->template, out->template_);
    out->state = (Cp__CouponState)coupon_shown_state(coupon, call->now_us);
    out->order_id = coupon->order_id;
    out->channel = (Cp__Channel)coupon->channel;
    out->issued_at = timestamp_new(call->arena, coupon->issued_us);
    out->expires_at = timestamp_new(call->arena, coupon->expires_us);
}
