#include "events/audit.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/payouts.h"
#include "groupbuy/store/sharing_store.h"

static const char *in_words(struct call *call, const struct settlement_rule *rule)
{
    return arena_printf(call->arena, "sharing %s, %d basis points", rule->sharing ? "on" : "off", rule->most_bp);
}

static struct status note(struct call *call, const struct settlement_rule *before, const struct settlement_rule *rule,
                          const char *why)
{
    return audit(call, &(struct audit_line){ .action = "publish_settlement_rule",
                                             .object_type = "settlement_rule",
                                             .object_id = arena_printf(call->arena, "%ld", (long)rule->version),
                                             .before = before->version ? in_words(call, before) : "",
                                             .after = in_words(call, rule),
                                             .reason = why });
}

struct status groupbuy_publish_settlement_rule(struct call *call, const Gb__PublishSettlementRuleRequest *in,
                                               Gb__SettlementRule *out)
{
    struct settlement_rule before, rule = { .sharing = in->sharing, .most_bp = in->most_basis_points };

    TRY(platform_act(call, "finance", "operator"));
    TRY(settlement_rule_now(call->tx, &before));
    TRY(settlement_rule_insert(call->tx, &rule, call->caller->user_id));
    TRY(note(call, &before, &rule, in->why));
    out->version = rule.version;
    out->sharing = rule.sharing;
    out->most_basis_points = rule.most_bp;
    return OK;
}
