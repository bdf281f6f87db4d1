#include "content/content.h"
#include "content/rpc/membership.h"
#include "content/rpc/views.h"
#include "content/store/circle_store.h"
#include "events/audit.h"

/* The contract lets in whoever holds the role somewhere; it must be held here. */
static struct status may_create(struct call *call, const char *community_id)
{
    if (call_has_role(call, "operator", community_id) || call_has_role(call, "community_admin", community_id))
        return OK;
    return fail(FORBIDDEN, "the caller has no role in community %s", community_id);
}

static struct status emit_circle_created(struct call *call, const struct circle *circle)
{
    Ct__CircleCreated event = CT__CIRCLE_CREATED__INIT;

    event.circle_id = circle->id;
    event.community_id = circle->community_id;
    event.name = circle->name;
    event.owner_id = call->caller->user_id;
    return emit(call, circle->id, &event.base);
}

/* Opens a circle; its maker owns it. */
struct status content_create_circle(struct call *call, const Ct__CreateCircleRequest *in, Ct__Circle *out)
{
    struct circle circle = {
        .id = id_make(call->arena),
        .community_id = in->community_id,
        .name = in->name,
        .notice = in->notice,
        .rules = in->rules,
        .welcome = in->welcome,
        .visibility = in->visibility ? (enum circle_visibility)in->visibility : VISIBLE_TO_ALL,
        .members_max = in->members_max ? in->members_max : CIRCLE_MEMBERS_MAX,
        .created_us = call->now_us,
    };

    TRY(may_create(call, in->community_id));
    TRY(circle_insert(call->tx, &circle, call->caller->user_id));
    TRY(emit_circle_created(call, &circle));
    TRY(circle_enter(call, &circle, ROLE_OWNER));
    TRY(audit(call, &(struct audit_line){ .scope_id = circle.community_id,
                                          .action = "create_circle",
                                          .object_type = "circle",
                                          .object_id = circle.id,
                                          .after = circle.name }));

    circle_view(call, &circle, out);
    return OK;
}
