#include "app/app.h"
#include "auth/auth.h"
#include "auth/events/leaderships.h"
#include "auth/service.h"
#include "wechat/figures.h"

OPERATIONS(auth_operations, AUTH_OPERATIONS, Au__Auth_Service, au__auth__descriptor)
OPERATIONS(auth_internal_operations, AUTH_INTERNAL_OPERATIONS, Au__Internal_Service, au__internal__descriptor)
EVENTS(auth_events, AUTH_EVENTS)
JOBS(auth_jobs, AUTH_JOBS)

int main(int argc, char **argv)
{
    static const struct operation_set *const sets[] = { &auth_operations, &auth_internal_operations };
    const struct service auth = {
        .name = "auth",
        LISTED(operations, sets),
        LISTED(events, auth_events),
        LISTED(jobs, auth_jobs),
        .migrations = auth_migrations,
        .migrations_count = &auth_migrations_count,
        .settings = auth_settings,
        .settings_count = auth_settings_count,
        .start = auth_start,
        .measure = auth_measure,
        .metrics = wechat_metrics,
        .stop = auth_stop,
        .secrets_changed = auth_secrets_changed,
    };

    return app_main(&auth, argc, argv);
}
