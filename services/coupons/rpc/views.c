#include "coupons/rpc/views.h"

#include "coupons/domain/calendar.h"

#include "rpc/timestamp.h"

static const char **ids_view(struct call *call, const struct id_list *list, size_t *ret_count)
{
    *ret_count = list->count;
    return arena_memdup(call->arena, list->ids, list->count * sizeof(char *));
}

void template_view(struct call *call, const struct template *template, Cp__Template *out)
{
    out->template_id = template->id;
    out->title = template->title;
    out->kind = (Cp__TemplateKind) template->kind;
    out->amount_fen = template->amount;
    out->percent = template->percent;
    out->cap_fen = template->cap;
    out->threshold_fen = template->threshold;
    out->product_ids = ids_view(call, &template->products, &out->n_product_ids);
    out->excluded_product_ids = ids_view(call, &template->excluded, &out->n_excluded_product_ids);
    out->campaign_ids = ids_view(call, &template->campaigns, &out->n_campaign_ids);
    out->points_price = template->points_price;
    out->newcomers_only = template->newcomers_only;
    out->channel = (Cp__Channel) template->channel;
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

void rule_view(struct call *call, const struct points_rule *rule, Cp__PointsRule *out)
{
    out->rule_id = rule->id;
    out->title = rule->title;
    out->trigger = (Cp__EarnTrigger)rule->trigger;
    out->points = rule->points;
    out->per_yuan = rule->per_yuan;
    out->day_cap = rule->day_cap;
    out->vest_days = rule->vest_days;
    out->valid_days = rule->valid_days;
    out->streak_days = rule->streak_days;
    out->streak_points = rule->streak_points;
    out->starts_at = timestamp_new(call->arena, rule->starts_us);
    out->ends_at = timestamp_new(call->arena, rule->ends_us);
    out->active = rule->active;
    out->earns = (Cp__Earns)rule->earns;
}

void day_view(struct call *call, const struct sign_in *day, Cp__DaySignedIn *out)
{
    out->day = day_text(call->arena, day->day);
    out->streak = day->streak;
    out->points = day->points;
}

void adjustment_view(struct call *call, const struct adjustment *adjustment, Cp__Adjustment *out)
{
    out->adjustment_id = adjustment->id;
    out->user_id = adjustment->user_id;
    out->points = adjustment->points;
    out->why = adjustment->why;
    out->state = (Cp__AdjustmentState)adjustment->state;
    out->proposed_by = adjustment->proposed_by;
    out->decided_by = adjustment->decided_by;
    out->proposed_at = timestamp_new(call->arena, adjustment->proposed_us);
    out->decided_at = timestamp_new(call->arena, adjustment->decided_us);
}

void plan_view(struct call *call, const struct grant_plan *plan, Cp__GrantPlan *out)
{
    out->plan_id = plan->id;
    out->title = plan->title;
    out->template_id = plan->template_id;
    out->community_id = plan->community_id;
    out->month_day = plan->month_day;
    out->hour = plan->hour;
    out->starts_at = timestamp_new(call->arena, plan->starts_us);
    out->active = plan->active;
}

struct status platform_operator(const struct call *call)
{
    return call_has_role(call, "operator", NULL) ? OK : fail(FORBIDDEN, "the caller is no operator of the platform");
}

struct status template_of_operator(struct call *call, const char *template_id, struct template *ret_template)
{
    TRY(template_get(call->tx, call->arena, template_id, ret_template));
    if (!call_has_role(call, "operator", ret_template->community_id))
        return fail(FORBIDDEN, "template %s is not the caller's", template_id);
    return OK;
}
