#include "events/audit.h"
#include "groupbuy/finance.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/store/hall_store.h"
#include "groupbuy/store/share_store.h"

static struct status note(struct call *call, const struct share_rule *rule, const char *why)
{
    return audit(call, &(struct audit_line){
                           .action = "publish_share_rule",
                           .object_type = "share_rule",
                           .object_id = arena_printf(call->arena, "%ld", (long)rule->version),
                           .after = arena_printf(call->arena, "pick-up %d, selling %d, partner %d basis points%s",
                                                 rule->basis_points[SHARE_PICK_UP], rule->basis_points[SHARE_SELLING],
                                                 rule->basis_points[SHARE_PARTNER],
                                                 rule->own_purchases ? ", own purchases too" : ""),
                           .reason = why });
}

struct status groupbuy_publish_share_rule(struct call *call, const Gb__PublishShareRuleRequest *in, Gb__ShareRule *out)
{
    struct share_rule rule = {
        .basis_points = { [SHARE_PICK_UP] = in->pick_up_basis_points,
                          [SHARE_SELLING] = in->selling_basis_points,
                          [SHARE_PARTNER] = in->partner_basis_points },
        .own_purchases = in->own_purchases,
    };
    int32_t commission_bp;

    TRY(platform_act(call, "finance", "operator"));
    if (!share_rule_holds(&rule))
        return fail(SHARES_ABOVE_CAP, "all parts together are above %d basis points", SHARE_CAP_BP);
    TRY(hall_commission_max(call->tx, &commission_bp));
    if (!share_hall_fits(&rule, commission_bp))
        return fail(SHARES_ABOVE_CAP, "the selection hall offers %d basis points for selling", commission_bp);
    TRY(share_rule_insert(call->tx, &rule, call->caller->user_id));
    TRY(note(call, &rule, in->why));
    out->version = rule.version;
    out->pick_up_basis_points = in->pick_up_basis_points;
    out->selling_basis_points = in->selling_basis_points;
    out->partner_basis_points = in->partner_basis_points;
    out->own_purchases = in->own_purchases;
    return OK;
}
