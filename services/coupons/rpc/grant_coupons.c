#include "coupons/rpc/issuing.h"
#include "coupons/rpc/views.h"
#include "events/audit.h"

static void outcome_view(const struct wish *wish, Cp__GrantOutcome *out)
{
    out->user_id = wish->grant.user_id;
    if (ok(wish->outcome))
        out->coupon_id = wish->grant.coupon_id;
    else
        out->reason = wish->outcome.reason;
}

/* Keyed by template, occasion and person: whoever has it already keeps the one he has. */
struct status coupons_grant_coupons(struct call *call, const Cp__GrantCouponsRequest *in, Cp__GrantCouponsResponse *out)
{
    struct wish *wishes = arena_array(call->arena, struct wish, in->n_user_ids);
    const char *key = arena_printf(call->arena, "grant:%s:%s", in->template_id, in->occasion);
    struct template template;

    TRY(template_of_operator(call, in->template_id, &template));
    for (size_t i = 0; i < in->n_user_ids; i++)
        wishes[i] = (struct wish){
            .grant = { .template_id = in->template_id,
                       .user_id = in->user_ids[i],
                       .channel = CHANNEL_GRANT,
                       .grant_key = key },
            .traceparent = call->traceparent,
            .outcome = OK,
        };
    TRY(coupons_issue(call, wishes, in->n_user_ids));
    TRY(audit(call, &(struct audit_line){ .scope_id = template.community_id,
                                          .action = "grant_coupons",
                                          .object_type = "coupon_template",
                                          .object_id = template.id,
                                          .after = arena_printf(call->arena, "%zu people", in->n_user_ids),
                                          .reason = in->occasion }));
    out->n_outcomes = in->n_user_ids;
    out->outcomes = MESSAGES(call, Cp__GrantOutcome, cp__grant_outcome, in->n_user_ids);
    for (size_t i = 0; i < in->n_user_ids; i++)
        outcome_view(&wishes[i], out->outcomes[i]);
    return OK;
}
