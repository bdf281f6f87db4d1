#include "auth/events/leaderships.h"

#include "auth/rpc/granting.h"
#include "events/audit.h"

#define ROLE "leader"

static struct status give(struct call *call, const struct leadership *leadership)
{
    const struct grant wanted = {
        .id = id_make(call->arena),
        .user_id = leadership->user_id,
        .role = ROLE,
        .scope_id = leadership->community_id,
        .granted_by = leadership->decided_by,
        .granted_us = call->now_us,
    };
    struct grant grant;

    return role_give(call, &wanted, &grant);
}

static struct status take(struct call *call, const struct leadership *leadership)
{
    struct grant grant;
    struct status found = grant_find(call->tx, leadership->user_id, ROLE, leadership->community_id, &grant);

    if (failed_with(found, NOT_HERE))
        return OK;
    TRY(found);
    return role_take(call, &grant, leadership->decided_by);
}

/* Who decided it over there did it here. */
static struct status note(struct call *call, const struct leadership *leadership)
{
    const char *grant = arena_printf(call->arena, ROLE " %s", leadership->community_id);

    return audit(call, &(struct audit_line){ .actor = leadership->decided_by,
                                             .action = leadership->leads ? "grant_role" : "revoke_role",
                                             .object_type = "user",
                                             .object_id = leadership->user_id,
                                             .before = leadership->leads ? "" : grant,
                                             .after = leadership->leads ? grant : "",
                                             .reason = "decided by groupbuy" });
}

struct status leadership_follow(struct call *call, const struct leadership *leadership)
{
    bool newer;

    TRY(leadership_save(call->tx, leadership->user_id, leadership->community_id, leadership->leads,
                        call->event->version, &newer));
    if (!newer)
        return OK;
    TRY(leadership->leads ? give(call, leadership) : take(call, leadership));
    return note(call, leadership);
}
