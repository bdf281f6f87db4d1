/* linlictl nats-config: the bus's configuration, on standard output or into a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/settings.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/nats_config.h"
#include "linlictl/place.h"

static struct {
    const char *secrets, *store, *host, *server_name, *routes;
    int64_t port, monitor_port;
} settings;

static const struct setting table[] = {
    SETTING_TEXT(settings.secrets, "LINLI_SECRETS_DIR", "", PLAIN,
                 "folder of the passwords nats.<user>; empty: of the local house"),
    SETTING_TEXT(settings.store, "LINLI_NATS_STORE_DIR", "/var/lib/nats", PLAIN, "where JetStream keeps its files"),
    SETTING_TEXT(settings.host, "LINLI_NATS_HOST", "127.0.0.1", PLAIN, "address where it listens; 0.0.0.0: on all"),
    SETTING_INT(settings.port, "LINLI_NATS_PORT", 4222, 1, 65535, "where clients connect"),
    SETTING_INT(settings.monitor_port, "LINLI_NATS_MONITOR_PORT", 8222, 1, 65535, "where it is watched"),
    SETTING_TEXT(settings.server_name, "LINLI_NATS_SERVER_NAME", "", PLAIN,
                 "name of this server in a cluster, whose password is nats.cluster; empty: it stands alone"),
    SETTING_TEXT(settings.routes, "LINLI_NATS_ROUTES", "", PLAIN,
                 "servers of the cluster, blanks between: nats-0.nats:6222 nats-1.nats:6222"),
};

const struct setting_table nats_config_settings = SETTING_TABLE(table);

struct status command_nats_config(struct arena *arena, int argc, char **argv)
{
    struct service_list services;
    struct place place;
    const char *text;

    if (argc > 2)
        return fail(MISUSE, "linlictl nats-config: one file at most");
    TRY(settings_load(table, sizeof(table) / sizeof(table[0])));
    TRY(place_find(arena, &place));
    TRY(service_list_load(arena, place.services, &services));
    TRY(nats_config_make(arena,
                         &(struct nats_config){ .services = &services,
                                                .contract = place.contract,
                                                .secrets = *settings.secrets ? settings.secrets : place.secrets,
                                                .store = settings.store,
                                                .host = settings.host,
                                                .server_name = settings.server_name,
                                                .routes = settings.routes,
                                                .port = (int)settings.port,
                                                .monitor_port = (int)settings.monitor_port },
                         &text));
    if (argc == 2)
        return file_write(argv[1], text, 0600);
    fputs(text, stdout);
    return OK;
}
