#include "coupons/rpc/views.h"
#include "coupons/store/template_store.h"
#include "events/audit.h"
#include "rpc/timestamp.h"

struct status coupons_create_template(struct call *call, const Cp__CreateTemplateRequest *in, Cp__Template *out)
{
    struct template template = {
        .id = id_make(call->arena),
        .title = in->title,
        .kind = (enum template_kind)in->kind,
        .amount = in->amount_fen,
        .percent = in->percent,
        .cap = in->cap_fen,
        .threshold = in->threshold_fen,
        .products = { (const char *const *)in->product_ids, in->n_product_ids },
        .excluded = { (const char *const *)in->excluded_product_ids, in->n_excluded_product_ids },
        .campaigns = { (const char *const *)in->campaign_ids, in->n_campaign_ids },
        .points_price = in->points_price,
        .newcomers_only = in->newcomers_only,
        .channel = (enum channel)in->channel,
        .community_id = in->community_id,
        .budget_count = in->budget_count,
        .budget = in->budget_fen,
        .per_user = in->per_user,
        .claim_starts_us = in->claim_starts_at ? timestamp_us(in->claim_starts_at) : call->now_us,
        .claim_ends_us = timestamp_us(in->claim_ends_at),
        .valid_until_us = timestamp_us(in->valid_until),
        .valid_days = in->valid_days,
        .active = true,
        .created_us = call->now_us,
    };

    if (!call_has_role(call, "operator", in->community_id))
        return fail(FORBIDDEN, "the caller is no operator of %s", *in->community_id ? in->community_id : "the platform");
    TRY(template_check(&template, call->now_us));
    TRY(template_insert(call->tx, &template, call->caller->user_id));
    TRY(audit(call, &(struct audit_line){ .scope_id = template.community_id,
                                          .action = "create_template",
                                          .object_type = "coupon_template",
                                          .object_id = template.id,
                                          .after = template.title }));
    template_view(call, &template, out);
    return OK;
}
