#include "auth/events/leaderships.h"

#include "auth/rpc/auditing.h"
#include "auth/rpc/granting.h"

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

struct status leadership_follow(struct call *call, const struct leadership *leadership)
{
    bool newer;

    TRY(leadership_save(call->tx, leadership->user_id, leadership->community_id, leadership->leads,
                        call->event->version, &newer));
    if (!newer)
        return OK;
    TRY(leadership->leads ? give(call, leadership) : take(call, leadership));
    return audit_write(call->tx,
                       &(struct audit_line){ .actor_id = leadership->decided_by,
                                             .action = leadership->leads ? "grant_role" : "revoke_role",
                                             .subject_id = leadership->user_id,
                                             .detail = arena_printf(call->arena, "leader %s: decided by groupbuy",
                                                                    leadership->community_id),
                                             .at_us = call->now_us });
}
