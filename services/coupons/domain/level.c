#include "coupons/domain/level.h"

#include <stdio.h>
#include <string.h>

static bool name_is_taken(const struct level_set *set, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (strcmp(set->levels[j].name, set->levels[i].name) == 0)
            return true;
    return false;
}

static void check_level(const struct level_set *set, size_t i, struct violations *faults)
{
    const struct level *level = &set->levels[i];
    char field[48];

    snprintf(field, sizeof field, "levels[%zu].threshold", i);
    if (i > 0 && level->threshold <= set->levels[i - 1].threshold)
        violations_add(faults, field, "must be above that of the level before");
    snprintf(field, sizeof field, "levels[%zu].name", i);
    if (name_is_taken(set, i))
        violations_add(faults, field, "is another level's");
    snprintf(field, sizeof field, "levels[%zu].keepGrowth", i);
    if (level->keep && set->decay_percent == 0)
        violations_add(faults, field, "goes with decayPercent");
}

struct status level_set_check(const struct level_set *set)
{
    struct violations faults = { 0 };

    for (size_t i = 0; i < set->count; i++)
        check_level(set, i, &faults);
    return faults.count ? fail_fields(&faults) : OK;
}

int level_at(const struct level_set *set, int64_t growth)
{
    int number = 0;

    while ((size_t)number < set->count && set->levels[number].threshold <= growth)
        number++;
    return number;
}

const struct level *level_numbered(const struct level_set *set, int number)
{
    return number >= 1 && (size_t)number <= set->count ? &set->levels[number - 1] : NULL;
}

static void begin_year(struct member *member, int64_t until_us)
{
    member->year_until_us = until_us;
    member->year_growth = member->growth;
}

void member_settle(struct member *member, const struct level_set *set, int64_t now_us)
{
    int level = level_at(set, member->growth);

    /* Under another set the same growth may have another number: nothing was reached by that. */
    if (level > member->level && (member->level == 0 || member->set_version == set->version))
        begin_year(member, now_us + LEVEL_YEAR_US);
    member->level = level;
    member->set_version = set->version;
}

int64_t member_keep_missing(const struct member *member, const struct level_set *set)
{
    const struct level *level = level_numbered(set, level_at(set, member->growth));
    int64_t earned = member->growth - member->year_growth;

    return level && earned < level->keep ? level->keep - earned : 0;
}

bool member_end_year(struct member *member, const struct level_set *set, int64_t now_us, int64_t *ret_decayed)
{
    if (now_us < member->year_until_us)
        return false;
    *ret_decayed = 0;
    if (member_keep_missing(member, set) > 0)
        *ret_decayed = member->growth / 100 * set->decay_percent + member->growth % 100 * set->decay_percent / 100;
    member->growth -= *ret_decayed;
    begin_year(member, member->year_until_us + LEVEL_YEAR_US);
    return true;
}
