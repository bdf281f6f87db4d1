#include "coupons/coupons.h"
#include "coupons/store/plan_store.h"

struct status coupons_on_user_registered(struct call *call, const Au__UserRegistered *event)
{
    return person_note(call->tx, event->user_id, "");
}
