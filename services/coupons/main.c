#include "app/app.h"
#include "coupons/coupons.h"
#include "coupons/service.h"

OPERATIONS_WITH_BATCHES(coupons_operations, COUPONS_OPERATIONS, COUPONS_BATCHES, Cp__Coupons_Service, cp__coupons__descriptor)
OPERATIONS(coupons_points_operations, COUPONS_POINTS_OPERATIONS, Cp__Points_Service, cp__points__descriptor)
OPERATIONS(coupons_grants_operations, COUPONS_GRANTS_OPERATIONS, Cp__Grants_Service, cp__grants__descriptor)
OPERATIONS(coupons_levels_operations, COUPONS_LEVELS_OPERATIONS, Cp__Levels_Service, cp__levels__descriptor)
OPERATIONS(coupons_internal_operations, COUPONS_INTERNAL_OPERATIONS, Cp__Internal_Service, cp__internal__descriptor)
EVENTS(coupons_events, COUPONS_EVENTS)
JOBS(coupons_jobs, COUPONS_JOBS)

int main(int argc, char **argv)
{
    static const struct operation_set *const sets[] = { &coupons_operations, &coupons_points_operations, &coupons_grants_operations,
                                                          &coupons_levels_operations, &coupons_internal_operations };
    const struct service coupons = {
        .name = "coupons",
        LISTED(operations, sets),
        LISTED(events, coupons_events),
        LISTED(jobs, coupons_jobs),
        .migrations = coupons_migrations,
        .migrations_count = &coupons_migrations_count,
        .settings = coupons_settings,
        .settings_count = coupons_settings_count,
        .start = coupons_start,
    };

    return app_main(&coupons, argc, argv);
}
