#include "app/app.h"
#include "groupbuy/areas.h"
#include "groupbuy/service.h"
#include "wechat/figures.h"

#define AREA_OPERATIONS(area, LIST, service_struct, descriptor)                                                        \
    OPERATIONS(groupbuy_##area##_operations, LIST, service_struct, descriptor)
#define AREA_SET(area, LIST, service_struct, descriptor) &groupbuy_##area##_operations,

OPERATIONS_WITH_BATCHES(groupbuy_operations, GROUPBUY_OPERATIONS, GROUPBUY_BATCHES, Gb__GroupBuy_Service,
                        gb__group_buy__descriptor)
GROUPBUY_AREAS(AREA_OPERATIONS)
EVENTS(groupbuy_events, GROUPBUY_ALL_EVENTS)
JOBS(groupbuy_jobs, GROUPBUY_ALL_JOBS)

int main(int argc, char **argv)
{
    static const struct operation_set *const sets[] = { &groupbuy_operations, GROUPBUY_AREAS(AREA_SET) };
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
        .metrics = wechat_metrics,
        .stop = groupbuy_stop,
        .secrets_changed = groupbuy_secrets_changed,
        .measure = groupbuy_measure,
    };

    return app_main(&groupbuy, argc, argv);
}
