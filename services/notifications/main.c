#include "app/app.h"
#include "notifications/notifications.h"
#include "notifications/service.h"
#include "wechat/figures.h"

OPERATIONS(notifications_operations, NOTIFICATIONS_OPERATIONS, Nt__Notifications_Service, nt__notifications__descriptor)
OPERATIONS(notifications_internal_operations, NOTIFICATIONS_INTERNAL_OPERATIONS, Nt__Internal_Service,
           nt__internal__descriptor)
EVENTS(notifications_events, NOTIFICATIONS_EVENTS)
JOBS(notifications_jobs, NOTIFICATIONS_JOBS)

int main(int argc, char **argv)
{
    static const struct operation_set *const sets[] = { &notifications_operations, &notifications_internal_operations };
    const struct service notifications = {
        .name = "notifications",
        LISTED(operations, sets),
        LISTED(events, notifications_events),
        LISTED(jobs, notifications_jobs),
        .migrations = notifications_migrations,
        .migrations_count = &notifications_migrations_count,
        .settings = notifications_settings,
        .settings_count = notifications_settings_count,
        .start = notifications_start,
        .metrics = wechat_metrics,
        .stop = notifications_stop,
    };

    return app_main(&notifications, argc, argv);
}
