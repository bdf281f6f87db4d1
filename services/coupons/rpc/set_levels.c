#include <inttypes.h>

#include "coupons/rpc/level_views.h"
#include "coupons/rpc/views.h"
#include "coupons/store/level_store.h"
#include "events/audit.h"

static struct level level_of(const Cp__LevelTerms *in)
{
    struct level level = {
        .name = in->name, .threshold = in->threshold, .keep = in->keep_growth, .benefits_count = in->n_benefits
    };

    for (size_t i = 0; i < in->n_benefits; i++)
        level.benefits[i] = in->benefits[i];
    return level;
}

static struct level_set set_of(const Cp__SetLevelsRequest *in)
{
    struct level_set set = { .decay_percent = in->decay_percent, .count = in->n_levels };

    for (size_t i = 0; i < in->n_levels; i++)
        set.levels[i] = level_of(in->levels[i]);
    return set;
}

/* What stands in the audit log: 银卡 1000, 金卡 5000. */
static const char *in_short(struct arena *arena, const struct level_set *set)
{
    const char *text = "";

    for (size_t i = 0; i < set->count; i++)
        text = arena_printf(arena, "%s%s%s %" PRId64, text, *text ? ", " : "", set->levels[i].name,
                            set->levels[i].threshold);
    return text;
}

/* Whose level it makes another one hears it from the job that follows (sweep_levels). */
struct status coupons_set_levels(struct call *call, const Cp__SetLevelsRequest *in, Cp__LevelSet *out)
{
    struct level_set set = set_of(in), before;

    TRY(platform_operator(call));
    TRY(level_set_check(&set));
    TRY(level_set_hold(call->tx, &before));
    set.version = before.version + 1;
    TRY(level_set_insert(call->tx, &set, call->caller->user_id, call->now_us));
    TRY(audit(call, &(struct audit_line){ .action = "set_levels",
                                          .object_type = "levels",
                                          .object_id = arena_printf(call->arena, "%" PRId64, set.version),
                                          .before = in_short(call->arena, &before),
                                          .after = in_short(call->arena, &set) }));
    level_set_view(call, &set, out);
    return OK;
}
