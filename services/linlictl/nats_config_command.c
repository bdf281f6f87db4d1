/* linlictl nats-config: the bus's configuration on standard output. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/settings.h"
#include "linlictl/linlictl.h"
#include "linlictl/nats_config.h"
#include "linlictl/place.h"

static struct {
    const char *secrets, *store;
    int64_t port, monitor_port;
} settings;

static const struct setting table[] = {
    SETTING_TEXT(settings.secrets, "LINLI_SECRETS_DIR", "", PLAIN,
                 "folder of the passwords nats.<user>; empty: of the local house"),
    SETTING_TEXT(settings.store, "LINLI_NATS_STORE_DIR", "/var/lib/nats", PLAIN, "where JetStream keeps its files"),
    SETTING_INT(settings.port, "LINLI_NATS_PORT", 4222, 1, 65535, "where clients connect"),
    SETTING_INT(settings.monitor_port, "LINLI_NATS_MONITOR_PORT", 8222, 1, 65535, "where it is watched"),
};

const struct setting_table nats_config_settings = SETTING_TABLE(table);

struct status command_nats_config(struct arena *arena, int argc, char **argv)
{
    struct service_list services;
    struct place place;
    const char *text;

    TRY(no_words(argc, argv));
    TRY(settings_load(table, sizeof(table) / sizeof(table[0])));
    TRY(place_find(arena, &place));
    TRY(service_list_load(arena, place.services, &services));
    TRY(nats_config_make(arena,
                         &(struct nats_config){ .services = &services,
                                                .contract = place.contract,
                                                .secrets = *settings.secrets ? settings.secrets : place.secrets,
                                                .store = settings.store,
                                                .port = (int)settings.port,
                                                .monitor_port = (int)settings.monitor_port },
                         &text));
    fputs(text, stdout);
    return OK;
}
