#include "groupbuy/domain/team.h"

#include <string.h>

#include "groupbuy/domain/names.h"
#include "groupbuy/domain/reasons.h"

static const char *const statuses[] = { "NONE", "OPEN", "COMPLETED", "FAILED" };
static const char *const states[] = { "NONE", "HELD", "PAID", "LEFT" };

static int32_t free_seats(const struct team *team)
{
    return team->size - team->held - team->paid - team->sponsored;
}

static void complete_if_full(struct team *team)
{
    if (team->paid + team->sponsored == team->size)
        team->status = TEAM_COMPLETED;
}

struct status team_admit(struct team *team, int64_t now_us)
{
    if (team->status != TEAM_OPEN || now_us >= team->deadline_us)
        return fail(TEAM_CLOSED, "team %s takes nobody any more", team->id);
    if (free_seats(team) == 0)
        return fail(TEAM_FULL, "team %s has no free seat", team->id);
    team->held++;
    team->version++;
    return OK;
}

struct status team_count_in(struct team *team)
{
    if (team->status != TEAM_OPEN)
        return fail(TEAM_CLOSED, "team %s is not open", team->id);
    if (team->held == 0)
        return fail(INTERNAL, "team %s has no held seat to count in", team->id);
    team->held--;
    team->paid++;
    team->version++;
    complete_if_full(team);
    return OK;
}

/* Paid before unpaid, earlier before later, then by order. */
static bool goes_before(const struct team_member *a, const struct team_member *b)
{
    if ((a->state == MEMBER_PAID) != (b->state == MEMBER_PAID))
        return a->state == MEMBER_PAID;
    if (a->paid_us != b->paid_us)
        return a->paid_us < b->paid_us;
    return strcmp(a->order_id, b->order_id) < 0;
}

static const struct team_member *heir(const struct team_member *others, size_t count)
{
    const struct team_member *first = NULL;

    for (size_t i = 0; i < count; i++)
        if (!first || goes_before(&others[i], first))
            first = &others[i];
    return first;
}

void team_let_go(struct team *team, const char *user_id, enum member_state state, const struct team_member *others,
                 size_t count)
{
    const struct team_member *next = heir(others, count);

    if (team->status != TEAM_OPEN)
        return;
    if (state == MEMBER_PAID)
        team->paid--;
    else
        team->held--;
    team->version++;
    if (!next)
        team->status = TEAM_FAILED;
    else if (strcmp(team->starter_id, user_id) == 0)
        team->starter_id = next->user_id;
}

struct status team_sponsor(struct team *team, int32_t seats)
{
    if (team->status != TEAM_OPEN)
        return fail(TEAM_CLOSED, "team %s is not open", team->id);
    if (team->paid == 0)
        return fail(NOBODY_HAS_PAID, "nobody in team %s has paid", team->id);
    if (seats > free_seats(team))
        return fail(TEAM_FULL, "team %s has %d free seats", team->id, free_seats(team));
    team->sponsored += seats;
    team->version++;
    complete_if_full(team);
    return OK;
}

static bool rule_pays(const struct team *team, int32_t seats)
{
    return team->paid > 0 && seats > 0 && team->sponsored + seats <= team->sponsored_max;
}

int32_t team_sponsors_now(const struct team *team, int64_t now_us)
{
    int32_t seats = free_seats(team);

    if (team->status != TEAM_OPEN || now_us < team->sponsor_from_us || !rule_pays(team, seats))
        return 0;
    return seats;
}

struct status team_sponsor_rest(struct team *team, int32_t *ret_seats)
{
    int32_t held = team->held;
    struct status status;

    team->held = 0;
    *ret_seats = free_seats(team);
    status = team_sponsor(team, *ret_seats);
    if (!ok(status))
        team->held = held;
    return status;
}

struct status team_call_off(struct team *team)
{
    if (team->status != TEAM_OPEN)
        return fail(TEAM_CLOSED, "team %s is not open", team->id);
    team->status = TEAM_FAILED;
    team->version++;
    return OK;
}

bool team_expire(struct team *team, int64_t now_us, int32_t *ret_sponsored)
{
    int32_t missing = team->size - team->paid - team->sponsored;

    if (team->status != TEAM_OPEN || now_us < team->deadline_us)
        return false;
    *ret_sponsored = 0;
    if (rule_pays(team, missing))
        return ok(team_sponsor_rest(team, ret_sponsored));
    return ok(team_call_off(team));
}

const char *team_status_name(enum team_status status)
{
    return NAME_OF(statuses, status);
}

enum team_status team_status_of(const char *name)
{
    return (enum team_status)NUMBER_OF(statuses, name);
}

const char *member_state_name(enum member_state state)
{
    return NAME_OF(states, state);
}

enum member_state member_state_of(const char *name)
{
    return (enum member_state)NUMBER_OF(states, name);
}
