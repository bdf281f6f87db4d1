#include "groupbuy/domain/delivery.h"

#include <stdio.h>
#include <string.h>

#include "groupbuy/domain/reasons.h"

static const struct delivery_zone *zone_of(const struct delivery_zone *zones, size_t count, const char *region_code)
{
    const struct delivery_zone *found = NULL;

    for (size_t i = 0; i < count; i++) {
        size_t chars = strlen(zones[i].region_prefix);

        if (strncmp(zones[i].region_prefix, region_code, chars) == 0 &&
            (!found || chars > strlen(found->region_prefix)))
            found = &zones[i];
    }
    return found;
}

/* Steps that are begun count. */
static int64_t steps_of(const struct delivery_zone *zone, int64_t weight_g)
{
    if (zone->step_g <= 0 || weight_g <= zone->base_g)
        return 0;
    return (weight_g - zone->base_g + zone->step_g - 1) / zone->step_g;
}

struct status delivery_fee(const struct delivery_zone *zones, size_t count, const char *region_code, fen goods,
                           int64_t weight_g, fen *ret_fee)
{
    const struct delivery_zone *zone = zone_of(zones, count, region_code);
    fen steps, fee;

    if (!zone || zone->excluded)
        return fail(NOT_DELIVERED_THERE, "nothing is delivered to region %s", region_code);
    if (!money_mul(zone->step_fen, steps_of(zone, weight_g), &steps) || !money_add(zone->base_fen, steps, &fee))
        return fail(AMOUNT_OVERFLOW, "the delivery fee of %ld g is too large", (long)weight_g);
    *ret_fee = zone->free_from_fen > 0 && goods >= zone->free_from_fen ? 0 : fee;
    return OK;
}

static void fault(struct violations *faults, size_t i, const char *field, const char *reason)
{
    char path[48];

    snprintf(path, sizeof path, "zones[%zu].%s", i, field);
    violations_add(faults, path, "%s", reason);
}

struct status delivery_zones_check(const struct delivery_zone *zones, size_t count)
{
    struct violations faults = { 0 };

    for (size_t i = 0; i < count; i++) {
        const struct delivery_zone *zone = &zones[i];

        for (size_t other = 0; other < i; other++)
            if (strcmp(zones[other].region_prefix, zone->region_prefix) == 0)
                fault(&faults, i, "regionPrefix", "stands there twice");
        if ((zone->step_g > 0) != (zone->step_fen > 0))
            fault(&faults, i, "stepG", "steps need both a size and a fee");
        if (zone->step_g > 0 && zone->base_g == 0)
            fault(&faults, i, "baseG", "must be given where there are steps");
        if (zone->excluded && (zone->base_fen || zone->step_fen || zone->free_from_fen))
            fault(&faults, i, "excluded", "nothing is delivered there, so it has no fee");
    }
    return faults.count ? fail_fields(&faults) : OK;
}
