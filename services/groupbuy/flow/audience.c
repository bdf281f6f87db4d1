#include "groupbuy/flow/audience.h"

#include <string.h>

#include "base/log.h"
#include "groupbuy/flow/groups.h"
#include "groupbuy/store/member_store.h"
#include "groupbuy/store/newcomer_store.h"

/* The circle or community whose members may buy. */
struct group {
    enum audience audience;
    const char *id;
};

static struct group group_of(const struct campaign *campaign)
{
    enum audience audience = audience_of(campaign->community_id, campaign->circle_id);

    return (struct group){ audience, audience == AUDIENCE_CIRCLE ? campaign->circle_id : campaign->community_id };
}

static struct status look_up(struct call *call, const struct group *group, const char *const *user_ids, size_t count,
                             bool *ret_members)
{
    TRY(call_begin_read(call));
    TRY(members_find(call->tx, group->id, user_ids, count, ret_members));
    call_rollback(call);
    return OK;
}

static struct status ask(struct call *call, const struct group *group, const char *const *user_ids, size_t count,
                         const char *const **ret_ids, size_t *ret_count)
{
    return group->audience == AUDIENCE_CIRCLE ? circle_members(call, group->id, user_ids, count, ret_ids, ret_count)
                                              : community_members(call, group->id, user_ids, count, ret_ids, ret_count);
}

static struct status learn(struct call *call, const struct group *group, const char *const *ids, size_t count)
{
    TRY(call_begin(call));
    TRY(members_learn(call->tx, group->id, ids, count));
    return call_commit(call);
}

static bool is_among(const char *id, const char *const *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(ids[i], id) == 0)
            return true;
    return false;
}

/* Of those we know nothing good of. Who would know and does not answer leaves them where they are; the others buy. */
static struct status ask_about_others(struct call *call, const struct group *group, const char *const *user_ids,
                                      size_t count, enum standing *standings)
{
    const char **others = arena_array(call->arena, const char *, count);
    const char *const *members = NULL;
    size_t others_count = 0, members_count = 0;
    struct status asked;

    for (size_t i = 0; i < count; i++)
        if (standings[i] == STANDING_UNKNOWN)
            others[others_count++] = user_ids[i];
    if (others_count == 0)
        return OK;
    asked = ask(call, group, others, others_count, &members, &members_count);
    if (!ok(asked)) {
        log_debug("memberships not known", LOG_STR("group", group->id), LOG_STR("error", asked.text));
        return OK;
    }
    for (size_t i = 0; i < count; i++)
        if (standings[i] == STANDING_UNKNOWN)
            standings[i] = is_among(user_ids[i], members, members_count) ? STANDING_MEMBER : STANDING_STRANGER;
    return members_count ? learn(call, group, members, members_count) : OK;
}

bool audience_must_be_looked_at(const struct campaign *campaign)
{
    return audience_of(campaign->community_id, campaign->circle_id) != AUDIENCE_EVERYBODY ||
           campaign->buyers == BUYERS_NEW || campaign->min_level > 0;
}

static struct status look_at_members(struct call *call, const struct campaign *campaign, const char *const *user_ids,
                                     size_t count, enum standing *standings)
{
    const struct group group = group_of(campaign);
    bool *members = arena_array(call->arena, bool, count);

    if (group.audience == AUDIENCE_EVERYBODY)
        return OK;
    TRY(look_up(call, &group, user_ids, count, members));
    for (size_t i = 0; i < count; i++)
        standings[i] = members[i] ? STANDING_MEMBER : STANDING_UNKNOWN;
    return ask_about_others(call, &group, user_ids, count, standings);
}

/* Of those who might buy, who has bought before; judged for good when they pay. */
static struct status look_at_newcomers(struct call *call, const char *const *user_ids, size_t count,
                                       enum standing *standings)
{
    bool *new_ones = arena_array(call->arena, bool, count);

    TRY(call_begin_read(call));
    TRY(newcomers_find(call->tx, user_ids, count, new_ones));
    call_rollback(call);
    for (size_t i = 0; i < count; i++)
        if (standings[i] == STANDING_MEMBER && !new_ones[i])
            standings[i] = STANDING_NOT_NEW;
    return OK;
}

/* Of those who might buy, whose level is too low, as far as we have heard. */
static struct status look_at_levels(struct call *call, const struct campaign *campaign, const char *const *user_ids,
                                    size_t count, enum standing *standings)
{
    int32_t *levels = arena_array(call->arena, int32_t, count);

    TRY(call_begin_read(call));
    TRY(member_levels_find(call->tx, user_ids, count, levels));
    call_rollback(call);
    for (size_t i = 0; i < count; i++)
        if (standings[i] == STANDING_MEMBER && levels[i] < campaign->min_level)
            standings[i] = STANDING_LEVEL_LOW;
    return OK;
}

struct status audience_look(struct call *call, const struct campaign *campaign, const char *const *user_ids,
                            size_t count, enum standing *ret_standings)
{
    memset(ret_standings, 0, count * sizeof *ret_standings);
    if (count == 0)
        return OK;
    TRY(look_at_members(call, campaign, user_ids, count, ret_standings));
    if (campaign->min_level > 0)
        TRY(look_at_levels(call, campaign, user_ids, count, ret_standings));
    return campaign->buyers == BUYERS_NEW ? look_at_newcomers(call, user_ids, count, ret_standings) : OK;
}

struct status audience_admit_caller(struct call *call, const struct campaign *campaign)
{
    enum standing standing;

    TRY(audience_look(call, campaign, &call->caller->user_id, 1, &standing));
    return audience_admit(standing, campaign->id, campaign->min_level_name);
}

struct status audience_admit_level(struct call *call, const struct campaign *campaign)
{
    int32_t level = 0;

    if (campaign->min_level > 0)
        TRY(member_levels_find(call->tx, &call->caller->user_id, 1, &level));
    return audience_admit(level < campaign->min_level ? STANDING_LEVEL_LOW : STANDING_MEMBER, campaign->id,
                          campaign->min_level_name);
}
