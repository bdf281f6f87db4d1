/* Levels: what growth makes of somebody, and what a year does to it. Pure.
 *
 * A level is what the growth says, at every moment: nobody rises or falls but by growth, or by other levels being set.
 */
#ifndef LINLI_COUPONS_DOMAIN_LEVEL_H
#define LINLI_COUPONS_DOMAIN_LEVEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define LEVELS_MAX         10
#define LEVEL_BENEFITS_MAX 10
#define LEVEL_YEAR_US      (INT64_C(365) * 86400000000)

struct level {
    const char *name;
    int64_t threshold;
    int64_t keep; /* growth that a year must bring; 0: the level is kept in any case */
    const char *benefits[LEVEL_BENEFITS_MAX];
    size_t benefits_count;
};

/* Level number n is levels[n - 1]. */
struct level_set {
    int64_t version; /* 0: none was ever set */
    int decay_percent;
    struct level levels[LEVELS_MAX];
    size_t count;
};

/* FIELDS_INVALID naming every fault. */
struct status level_set_check(const struct level_set *set);

/* The highest level reached; 0: none. */
int level_at(const struct level_set *set, int64_t growth);
/* NULL for 0, and above the highest. */
const struct level *level_numbered(const struct level_set *set, int number);

/* The numbers of linli.coupons.v1.GrowthKind. */
enum growth_kind { GROWTH_EARNED = 1, GROWTH_TAKEN_BACK, GROWTH_ADJUSTED, GROWTH_DECAYED };

struct member {
    const char *user_id;
    int64_t growth;
    int level;
    int64_t set_version;
    int64_t year_growth; /* with how much the year began */
    int64_t year_until_us;
};

/* The level that his growth says; when it is a higher one, a year of it begins. */
void member_settle(struct member *member, const struct level_set *set, int64_t now_us);
/* Ends his year when it is over, and begins the next: what decays is off his growth, and *ret_decayed. False: it is not
 * over. Of several years that are over each is one call. */
bool member_end_year(struct member *member, const struct level_set *set, int64_t now_us, int64_t *ret_decayed);
/* What is missing this year for his level to be kept; 0: nothing. */
int64_t member_keep_missing(const struct member *member, const struct level_set *set);

#endif
