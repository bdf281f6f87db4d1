#include "app/app.h"
#include "groupbuy/events/neighbours.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/jobs/jobs.h"
#include "groupbuy/service.h"

OPERATIONS_WITH_BATCHES(groupbuy_operations, GROUPBUY_OPERATIONS, GROUPBUY_BATCHES, Gb__GroupBuy_Service,
                        gb__group_buy__descriptor)
OPERATIONS(groupbuy_internal_operations, GROUPBUY_INTERNAL_OPERATIONS, Gb__Internal_Service, gb__internal__descriptor)
EVENTS(groupbuy_events, GROUPBUY_EVENTS)
JOBS(groupbuy_jobs, GROUPBUY_JOBS)

int main(int argc, char **argv)
{
    static const struct operation_set *const sets[] = { &groupbuy_operations, &groupbuy_internal_operations };
    const struct service groupbuy = {
        .name = "groupbuy",
        LISTED(operations, sets),
        LISTED(events, groupbuy_events),
        LISTED(jobs, groupbuy_jobs),
        .migrations = groupbuy_migrations,
        .migrations_count = &groupbuy_migrations_count,
        .settings = groupbuy_settings,
        .settings_count = groupbuy_settings_count,
        .start = groupbuy_start,
        .stop = groupbuy_stop,
    };

    return app_main(&groupbuy, argc, argv);
}
