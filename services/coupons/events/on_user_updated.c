#include "coupons/coupons.h"
#include "coupons/store/welcome_store.h"
#include "db/jobs.h"

/* A phone that was verified after the welcome is a mark of the same person: it is noted while he still holds it. */
struct status coupons_on_user_updated(struct call *call, const Au__UserUpdated *event)
{
    bool has_any = false;

    if (event->phone_verified)
        TRY(welcome_has_any(call->tx, event->user_id, &has_any));
    return has_any ? job_add(call->tx, WELCOME, arena_printf(call->arena, "%s:", event->user_id), 0, NULL, 0) : OK;
}
