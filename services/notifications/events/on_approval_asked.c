#include <string.h>

#include "notifications/rpc/telling.h"
#include "notifications/store/holder_store.h"

/* Whoever may decide it: who has asked may not. */
struct status notifications_on_approval_asked(struct call *call, const Gb__ApprovalAsked *event)
{
    static const char *const deciders[] = { "operator", "finance" };
    const char *money = event->amount_fen > 0 ? text_money(call->arena, event->amount_fen) : "";
    const char *until = text_time(call->arena, event->expires_at_us);

    for (size_t role = 0; role < sizeof deciders / sizeof *deciders; role++) {
        const char *const *ids;
        size_t count;

        TRY(holder_list(call->tx, deciders[role], "", &ids, &count));
        for (size_t i = 0; i < count; i++)
            if (strcmp(ids[i], event->asked_by) != 0)
                TRY(tell(call, ids[i], APPROVAL_WANTED, event->approval_id, TELL_ARGS(event->why, money, until)));
    }
    return OK;
}
