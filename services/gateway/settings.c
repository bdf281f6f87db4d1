#include "gateway/settings.h"

#include "base/crash_point.h"
#include "objects/settings.h"

struct gateway_settings gateway_settings;

#define S gateway_settings

const struct setting gateway_settings_table[] = {
    SETTING_TEXT(S.address, "LINLI_GATEWAY_ADDRESS", "127.0.0.1:8080", PLAIN, "where HTTP is served"),
    SETTING_TEXT(S.ops_address, "LINLI_OPS_ADDRESS", "127.0.0.1:0", PLAIN,
                 "where /healthz /readyz /metrics are served"),
    SETTING_TEXT(S.contract_file, "LINLI_CONTRACT_FILE", "contracts.binpb", PLAIN,
                 "the descriptor set that says what is served"),
    SETTING_TEXT(S.log_level, "LINLI_LOG_LEVEL", "info", PLAIN, "debug, info, warn or error"),
    SETTING_BOOL(S.production, "LINLI_PRODUCTION", true, "false allows what only rehearsals may do"),
    SETTING_CRASH_POINTS(S.crash_points_dir),
    SETTING_TEXT(S.nats_url, "LINLI_NATS_URL", "nats://127.0.0.1:4222", PLAIN, "the bus"),
    SETTING_TEXT(S.nats_user, "LINLI_NATS_USER", "", PLAIN, "user on the bus; empty: none"),
    SETTING_TEXT(S.nats_password, "LINLI_NATS_PASSWORD", "", SECRET, "his password"),
    SETTING_TEXT(S.redis_address, "LINLI_REDIS_ADDRESS", "127.0.0.1:6379", PLAIN,
                 "shared rate budgets; host:port or a socket"),
    SETTING_TEXT(S.redis_user, "LINLI_REDIS_USER", "", PLAIN, "user in Redis; empty: none"),
    SETTING_TEXT(S.redis_password, "LINLI_REDIS_PASSWORD", "", SECRET, "his password"),
    SETTING_TEXT(S.trusted_proxies, "LINLI_GATEWAY_TRUSTED_PROXIES", "", PLAIN,
                 "addresses and networks whose X-Forwarded-For is believed: 127.0.0.1 10.0.0.0/8"),
    SETTING_TEXT(S.cors_origins, "LINLI_GATEWAY_CORS_ORIGINS", "", PLAIN,
                 "origins whose pages may call us, separated by blanks: https://console.example.com"),
    SETTING_TEXT(S.user_rates, "LINLI_GATEWAY_USER_RATES",
                 "read=50/1:100 write=10/1:30 login=10/60:10 money=5/1:20 message=10/60:10 callback=100/1:200", PLAIN,
                 "budget of a user by rate class: class=tokens/seconds:bucket"),
    SETTING_TEXT(
        S.address_rates, "LINLI_GATEWAY_ADDRESS_RATES",
        "read=500/1:1000 write=100/1:300 login=120/60:120 money=100/1:300 message=120/60:120 callback=500/1:1000",
        PLAIN, "budget of a client address by rate class"),
    SETTING_INT(S.bus_connections, "LINLI_GATEWAY_BUS_CONNECTIONS", 2, 1, 8, "connections to the bus"),
    SETTING_INT(S.connections_max, "LINLI_GATEWAY_CONNECTIONS_MAX", 1024, 4, 16384,
                "HTTP connections at a time; each is a thread with 100 KB of stack"),
    SETTING_INT(S.in_flight_max, "LINLI_GATEWAY_IN_FLIGHT_MAX", 512, 1, 4096,
                "calls of services under way at a time; more are refused with 503, reads first, money last"),
    SETTING_INT(S.reads_under_way, "LINLI_GATEWAY_READS_UNDER_WAY", 0, 0, 256,
                "messages under way at a time for one method that reads, what waits meanwhile travels together in the "
                "next; 0: twice as many as this machine has processors"),
    SETTING_INT(S.header_ms, "LINLI_GATEWAY_HEADER_MS", 3000, 100, 60000, "time for a request's headers, milliseconds"),
    SETTING_INT(S.body_ms, "LINLI_GATEWAY_BODY_MS", 5000, 100, 60000, "time for a request's body, milliseconds"),
    SETTING_INT(S.write_ms, "LINLI_GATEWAY_WRITE_MS", 5000, 100, 60000,
                "time for the client to take an answer, milliseconds"),
    SETTING_INT(S.keep_alive_ms, "LINLI_GATEWAY_KEEP_ALIVE_MS", 2000, 0, 60000,
                "how long an idle connection is kept, milliseconds; 0: not at all"),
    SETTING_INT(S.drain_ms, "LINLI_GATEWAY_DRAIN_MS", 12000, 0, 60000,
                "time to answer what is under way at SIGTERM, milliseconds"),
    SETTING_INT(S.microcache_bytes, "LINLI_GATEWAY_MICROCACHE_BYTES", 16 << 20, 1 << 16, 1 << 30,
                "answers kept in memory, bytes"),
    OBJECT_SETTINGS(S.objects),
    OBJECT_LINK_SECRET(S.link_secret),
    SETTING_TEXT(S.spool_folder, "LINLI_GATEWAY_SPOOL_FOLDER", "/tmp", PLAIN,
                 "where a file lies, without a name, while it comes in"),
    SETTING_INT(S.uploads_max, "LINLI_GATEWAY_UPLOADS_MAX", 32, 1, 1024, "files coming in at a time"),
    SETTING_INT(S.upload_ms, "LINLI_GATEWAY_UPLOAD_MS", 30000, 100, 300000, "time for a file to come in, milliseconds"),
    OTLP_SETTINGS(S.otlp),
};

const size_t gateway_settings_count = sizeof(gateway_settings_table) / sizeof(gateway_settings_table[0]);
