#include <string.h>

#include "coupons/coupons.h"
#include "coupons/store/invitation_store.h"

struct status coupons_on_user_invited(struct call *call, const Au__UserInvited *event)
{
    const struct invitation invitation = { .id = id_make(call->arena),
                                           .user_id = event->user_id,
                                           .inviter_id = event->inviter_id };

    if (strcmp(event->user_id, event->inviter_id) == 0)
        return OK;
    return invitation_insert(call->tx, &invitation);
}
