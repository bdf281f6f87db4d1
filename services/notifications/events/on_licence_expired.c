#include "notifications/rpc/telling.h"

struct status notifications_on_licence_expired(struct call *call, const Gb__LicenceExpired *event)
{
    return tell_operators(
        call, "", LICENCE_ENDED, event->supplier_id,
        TELL_ARGS(event->number, event->expires_on, arena_printf(call->arena, "%d", event->products_off_shelf)));
}
