/* The gateway's settings. */
#ifndef LINLI_GATEWAY_SETTINGS_H
#define LINLI_GATEWAY_SETTINGS_H

#include "base/settings.h"
#include "objects/objects.h"
#include "otlp/otlp.h"

struct gateway_settings {
    const char *address;
    const char *ops_address;
    const char *contract_file;
    const char *log_level;
    bool production;
    const char *crash_points_dir;
    const char *nats_url, *nats_user, *nats_password;
    const char *redis_address, *redis_user, *redis_password;
    const char *trusted_proxies;
    const char *cors_origins;
    const char *user_rates, *address_rates;
    int64_t bus_connections;
    int64_t connections_max;
    int64_t reads_under_way;
    int64_t in_flight_max;
    int64_t header_ms, body_ms, write_ms, keep_alive_ms;
    int64_t drain_ms;
    int64_t microcache_bytes;
    struct object_options objects;
    const char *link_secret;
    const char *spool_folder;
    int64_t uploads_max, upload_ms;
    struct otlp_settings otlp;
};

extern struct gateway_settings gateway_settings;
extern const struct setting gateway_settings_table[];
extern const size_t gateway_settings_count;

#endif
