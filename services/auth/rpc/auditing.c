#include "auth/rpc/auditing.h"

#define NOBODY_ID "00000000000000000000000000000000" /* an operator's command, not a user */

struct status audit(struct call *call, const char *action, const char *subject_id, const char *detail)
{
    const struct audit_line line = {
        .actor_id = *call->caller->user_id ? call->caller->user_id : NOBODY_ID,
        .action = action,
        .subject_id = subject_id,
        .detail = detail,
        .at_us = call->now_us,
    };

    return audit_write(call->tx, &line);
}
