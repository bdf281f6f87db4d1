#include "auth/rpc/granting.h"
#include "auth/rpc/registering.h"
#include "events/audit.h"

/* The first of his kind is made by whoever runs the house; asking again changes nothing. */
struct status auth_create_operator(struct call *call, const Au__CreateOperatorRequest *in,
                                   Au__CreateOperatorResponse *out)
{
    const struct identity identity = { in->app_id, in->openid, "" };
    struct grant wanted = {
        .id = id_make(call->arena), .role = "operator", .scope_id = "", .granted_us = call->now_us
    };
    struct grant grant;
    const char *user_id;
    bool new;

    TRY(user_of_identity(call, &identity, in->nickname, "", &user_id, &new));
    wanted.user_id = user_id;
    wanted.granted_by = user_id;
    TRY(role_give(call, &wanted, &grant));
    TRY(audit(call, &(struct audit_line){ .role = "tool",
                                          .action = "create_operator",
                                          .object_type = "user",
                                          .object_id = user_id,
                                          .after = "operator" }));
    out->user_id = user_id;
    return OK;
}
