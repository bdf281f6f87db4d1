#include "groupbuy/domain/campaign.h"

#include "base/clock.h"
#include "groupbuy/domain/reasons.h"

static void check_price(const struct campaign_draft *draft, struct violations *faults)
{
    if (draft->price >= draft->list_price)
        violations_add(faults, "priceFen", "must be below the list price of %ld", (long)draft->list_price);
    if (draft->starter_discount > draft->price)
        violations_add(faults, "starterDiscountFen", "must be at most the price");
    if (draft->kind == KIND_FLASH_SALE && draft->starter_discount)
        violations_add(faults, "starterDiscountFen", "belongs to a team buy");
}

static void check_window(const struct campaign_draft *draft, int64_t now_us, struct violations *faults)
{
    if (draft->starts_at_us > now_us + CAMPAIGN_AHEAD_S_MAX * US_PER_S)
        violations_add(faults, "startsAt", "must be within %d days", CAMPAIGN_AHEAD_S_MAX / 86400);
    if (draft->ends_at_us <= draft->starts_at_us)
        violations_add(faults, "endsAt", "must be after the start");
    else if (draft->ends_at_us <= now_us)
        violations_add(faults, "endsAt", "is in the past");
    else if (draft->ends_at_us - draft->starts_at_us > CAMPAIGN_LENGTH_S_MAX * US_PER_S)
        violations_add(faults, "endsAt", "must be at most %d days after the start", CAMPAIGN_LENGTH_S_MAX / 86400);
}

static void check_team(const struct campaign_draft *draft, const struct campaign_bounds *bounds,
                       struct violations *faults)
{
    if (draft->team_size < TEAM_SIZE_MIN || draft->team_size > TEAM_SIZE_MAX)
        violations_add(faults, "teamSize", "must be %d to %d", TEAM_SIZE_MIN, TEAM_SIZE_MAX);
    else if (draft->stock < draft->team_size)
        violations_add(faults, "stock", "must be enough for one team");
    if (draft->team_life_s < bounds->team_life_s_min || draft->team_life_s > bounds->team_life_s_max)
        violations_add(faults, "teamLifeS", "must be %ld to %ld", (long)bounds->team_life_s_min,
                       (long)bounds->team_life_s_max);
    if (draft->sponsored_seats_max >= draft->team_size)
        violations_add(faults, "sponsoredSeatsMax", "must leave a seat for somebody");
    if (draft->sponsor_last_s && !draft->sponsored_seats_max)
        violations_add(faults, "sponsorLastS", "is for sponsored seats");
    else if (draft->sponsor_last_s > draft->team_life_s)
        violations_add(faults, "sponsorLastS", "must be within the team's life");
}

static void check_no_team(const struct campaign_draft *draft, struct violations *faults)
{
    if (draft->team_size)
        violations_add(faults, "teamSize", "belongs to a team buy");
    if (draft->team_life_s)
        violations_add(faults, "teamLifeS", "belongs to a team buy");
    if (draft->sponsored_seats_max || draft->sponsor_last_s)
        violations_add(faults, "sponsoredSeatsMax", "belongs to a team buy");
    if (draft->buyers == BUYERS_NEW_JOINERS)
        violations_add(faults, "buyers", "nobody joins a flash sale");
}

struct status campaign_check(const struct campaign_draft *draft, const struct campaign_bounds *bounds, int64_t now_us)
{
    struct violations faults = { 0 };

    check_price(draft, &faults);
    check_window(draft, now_us, &faults);
    if (draft->per_user_limit > draft->stock)
        violations_add(&faults, "perUserLimit", "must be at most the stock");
    if (draft->unpaid_s && draft->unpaid_s < UNPAID_S_MIN)
        violations_add(&faults, "unpaidS", "must be 0 or at least %d", UNPAID_S_MIN);
    if (draft->kind == KIND_TEAM_BUY)
        check_team(draft, bounds, &faults);
    else
        check_no_team(draft, &faults);
    return faults.count ? fail_fields(&faults) : OK;
}

struct status campaign_is_open(const char *campaign_id, int64_t starts_at_us, int64_t ends_at_us, int64_t now_us)
{
    if (now_us >= ends_at_us) /* before its start, too: it was stopped */
        return fail(ENDED, "campaign %s has ended", campaign_id);
    if (now_us < starts_at_us)
        return fail(NOT_STARTED, "campaign %s has not started", campaign_id);
    return OK;
}
