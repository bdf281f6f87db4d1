#include "coupons/rpc/level_views.h"

#include "coupons/store/level_store.h"
#include "rpc/timestamp.h"

/* Shows nothing for a level that there is not. */
static Cp__Level *level_view(struct call *call, const struct level_set *set, int number)
{
    const struct level *level = level_numbered(set, number);
    Cp__Level *out;

    if (!level)
        return NULL;
    out = MESSAGE(call, Cp__Level, cp__level);
    out->number = number;
    out->name = level->name;
    out->threshold = level->threshold;
    out->keep_growth = level->keep;
    out->n_benefits = level->benefits_count;
    out->benefits = arena_memdup(call->arena, level->benefits, level->benefits_count * sizeof *level->benefits);
    return out;
}

void level_set_view(struct call *call, const struct level_set *set, Cp__LevelSet *out)
{
    out->version = set->version;
    out->decay_percent = set->decay_percent;
    out->n_levels = set->count;
    out->levels = arena_array(call->arena, Cp__Level *, set->count);
    for (size_t i = 0; i < set->count; i++)
        out->levels[i] = level_view(call, set, (int)i + 1);
}

static void member_level_view(struct call *call, const struct member *member, const struct level_set *set,
                              Cp__MemberLevel *out)
{
    out->user_id = member->user_id;
    out->growth = member->growth;
    out->level = level_view(call, set, member->level);
    out->next = level_view(call, set, member->level + 1);
    out->next_missing = out->next ? out->next->threshold - member->growth : 0;
    if (!out->level || out->level->keep_growth == 0)
        return;
    out->kept_until = timestamp_new(call->arena, member->year_until_us);
    out->keep_missing = member_keep_missing(member, set);
}

struct status member_level_show(struct call *call, const char *user_id, Cp__MemberLevel *out)
{
    struct level_set set;
    struct member member;
    int64_t decayed;

    TRY(level_set_get(call->tx, &set));
    TRY(level_benefits_get(call->tx, &set));
    TRY(member_get(call->tx, user_id, &member));
    while (member.year_until_us && member_end_year(&member, &set, call->now_us, &decayed))
        ;
    member_settle(&member, &set, call->now_us);
    member_level_view(call, &member, &set, out);
    return OK;
}
