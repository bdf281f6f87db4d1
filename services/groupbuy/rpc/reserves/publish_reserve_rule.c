#include "events/audit.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/reserves.h"
#include "groupbuy/store/reserve_store.h"

static const char *in_words(struct call *call, const struct reserve_rule *rule)
{
    return rule->version ? arena_printf(call->arena, "%d basis points", rule->share_bp) : "";
}

struct status groupbuy_publish_reserve_rule(struct call *call, const Gb__PublishReserveRuleRequest *in,
                                            Gb__ReserveRule *out)
{
    struct reserve_rule before, rule = { .share_bp = in->basis_points };

    TRY(platform_act(call, "finance", "operator"));
    TRY(reserve_rule_now(call->tx, &before));
    TRY(reserve_rule_insert(call->tx, &rule, call->caller->user_id));
    TRY(audit(call, &(struct audit_line){ .action = "publish_reserve_rule",
                                          .object_type = "reserve_rule",
                                          .object_id = arena_printf(call->arena, "%ld", (long)rule.version),
                                          .before = in_words(call, &before),
                                          .after = in_words(call, &rule),
                                          .reason = in->why }));
    out->version = rule.version;
    out->basis_points = rule.share_bp;
    return OK;
}
