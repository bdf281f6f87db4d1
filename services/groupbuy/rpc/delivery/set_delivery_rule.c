#include "events/audit.h"
#include "groupbuy/flow/rules.h"
#include "groupbuy/flow/scope.h"

static struct delivery_zone *zones_of(struct call *call, const Gb__SetDeliveryRuleRequest *in)
{
    struct delivery_zone *zones = arena_array(call->arena, struct delivery_zone, in->n_zones);

    for (size_t i = 0; i < in->n_zones; i++)
        zones[i] = (struct delivery_zone){
            .region_prefix = in->zones[i]->region_prefix,
            .excluded = in->zones[i]->excluded,
            .base_fen = in->zones[i]->base_fen,
            .base_g = in->zones[i]->base_g,
            .step_fen = in->zones[i]->step_fen,
            .step_g = in->zones[i]->step_g,
            .free_from_fen = in->zones[i]->free_from_fen,
        };
    return zones;
}

/* A rule is never changed: it gets its next version. */
struct status groupbuy_set_delivery_rule(struct call *call, const Gb__SetDeliveryRuleRequest *in, Gb__DeliveryRule *out)
{
    struct delivery_rule rule = { .name = in->name, .zones = zones_of(call, in), .zones_count = in->n_zones };

    TRY(platform_act(call, "operator"));
    TRY(delivery_zones_check(rule.zones, rule.zones_count));
    TRY(delivery_rule_insert(call->tx, &rule, call->caller->user_id, &rule.version));
    TRY(audit(call, &(struct audit_line){ .action = "set_delivery_rule",
                                          .object_type = "delivery_rule",
                                          .object_id = rule.name,
                                          .after = arena_printf(call->arena, "version %d", rule.version) }));
    delivery_rule_view(call, &rule, out);
    return OK;
}
