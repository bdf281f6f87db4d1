/* The settings that every process of ours has, beside its own. Private to shared/app. */
#ifndef LINLI_APP_COMMON_H
#define LINLI_APP_COMMON_H

#include "app/app.h"
#include "otlp/otlp.h"

#define SETTINGS_MAX 80 /* of one process */

struct common_settings {
    const char *nats_url;
    const char *nats_user;
    const char *nats_password;
    const char *database_url;
    const char *database_role;
    const char *owner_url; /* --migrate only */
    const char *ops_address;
    const char *log_level;
    const char *clock; /* database | settable */
    bool production;
    const char *crash_points_dir;
    int64_t workers;
    int64_t queue_items;
    int64_t event_threads;
    int64_t job_threads;
    int64_t drain_ms;
    struct otlp_settings otlp;
};

/* The common rows, named after the service, followed by its own. Their texts live as long as the process. */
struct setting_table {
    struct setting rows[SETTINGS_MAX];
    size_t count;
};

/* What this process's connections look names up in; fails when a production is to have a settable clock. */
struct status search_path_of(const struct service *service, const struct common_settings *settings,
                             const char **ret_search_path);
bool clock_settable(const struct common_settings *settings);

void common_table(const struct service *service, struct common_settings *settings, struct setting_table *ret_table);
/* The rows that migrating needs: one secret that the running service never sees. */
void migrate_table(const struct service *service, struct common_settings *settings, struct setting_table *ret_table);

#endif
