#include "coupons/flow/growth.h"

#include <inttypes.h>

#include "coupons/store/points_store.h"

static struct status tell(struct call *call, const struct level_set *set, const struct member *member, int before)
{
    const struct level *level = level_numbered(set, member->level);
    Cp__LevelChanged event = CP__LEVEL_CHANGED__INIT;

    event.user_id = member->user_id;
    event.level = member->level;
    event.name = level ? level->name : "";
    event.before = before;
    event.growth = member->growth;
    return emit(call, member->user_id, &event.base);
}

static struct status post(struct call *call, const struct member *member, const struct growth_change *change)
{
    return growth_entry_insert(call->tx, &(struct growth_entry){ .id = id_make(call->arena),
                                                                 .user_id = member->user_id,
                                                                 .kind = change->kind,
                                                                 .key = change->key,
                                                                 .source_id = change->source_id,
                                                                 .growth = change->growth,
                                                                 .title = change->title,
                                                                 .posted_us = call->now_us });
}

/* However late somebody looks, a year ends with what it had. */
static struct status end_years(struct call *call, const struct level_set *set, struct member *member)
{
    int64_t ended_us = member->year_until_us, decayed;

    while (member_end_year(member, set, call->now_us, &decayed)) {
        const char *key = arena_printf(call->arena, "%s:%" PRId64, member->user_id, ended_us);

        if (decayed)
            TRY(post(call, member,
                     &(struct growth_change){
                         .kind = GROWTH_DECAYED, .key = key, .source_id = "", .title = "", .growth = -decayed }));
        ended_us = member->year_until_us;
    }
    return OK;
}

static struct status growth_open(struct call *call, const char *user_id, struct level_set *ret_set,
                                 struct member *ret_member)
{
    struct points_account account; /* everything about him waits on it first, the versions of his events too */

    TRY(points_account_lock(call->tx, user_id, &account));
    TRY(member_lock(call->tx, user_id, call->now_us, ret_member));
    TRY(level_set_get(call->tx, ret_set));
    return end_years(call, ret_set, ret_member);
}

static struct status growth_close(struct call *call, const struct level_set *set, struct member *member)
{
    int before = member->level;

    member_settle(member, set, call->now_us);
    TRY(member_save(call->tx, member));
    return member->level == before ? OK : tell(call, set, member, before);
}

struct status growth_change(struct call *call, const char *user_id, const struct growth_change *change)
{
    struct growth_change now = *change;
    struct level_set set;
    struct member member;

    TRY(growth_open(call, user_id, &set, &member));
    if (now.growth < -member.growth)
        now.growth = -member.growth;
    member.growth += now.growth;
    if (now.growth)
        TRY(post(call, &member, &now));
    return growth_close(call, &set, &member);
}

struct status growth_follow(struct call *call, const char *user_id)
{
    struct level_set set;
    struct member member;

    TRY(growth_open(call, user_id, &set, &member));
    return growth_close(call, &set, &member);
}
