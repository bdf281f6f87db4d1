#include "groupbuy/flow/rules.h"

static Gb__DeliveryZone *zone_view(struct call *call, const struct delivery_zone *zone)
{
    Gb__DeliveryZone *out = MESSAGE(call, Gb__DeliveryZone, gb__delivery_zone);

    out->region_prefix = zone->region_prefix;
    out->excluded = zone->excluded;
    out->base_fen = zone->base_fen;
    out->base_g = zone->base_g;
    out->step_fen = zone->step_fen;
    out->step_g = zone->step_g;
    out->free_from_fen = zone->free_from_fen;
    return out;
}

void delivery_rule_view(struct call *call, const struct delivery_rule *rule, Gb__DeliveryRule *out)
{
    out->name = rule->name;
    out->version = rule->version;
    out->n_zones = rule->zones_count;
    out->zones = arena_array(call->arena, Gb__DeliveryZone *, rule->zones_count);
    for (size_t i = 0; i < rule->zones_count; i++)
        out->zones[i] = zone_view(call, &rule->zones[i]);
}
