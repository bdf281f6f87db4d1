/* linlictl streams: makes the stream of each service's events, or brings its limits up to date. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/settings.h"
#include "events/events.h"
#include "linlictl/bus_session.h"
#include "linlictl/linlictl.h"
#include "linlictl/service_list.h"

static struct {
    int64_t stream_mb_max, replicas;
} settings;

static const struct setting table[] = {
    SETTING_INT(settings.stream_mb_max, "LINLI_STREAM_MB_MAX", 128, 1, 1 << 20,
                "largest size of one service's stream, MB; all together at most 70 % of the disk"),
    SETTING_INT(settings.replicas, "LINLI_STREAM_REPLICAS", 1, 1, 5,
                "servers that each hold a stream: 3 in a cluster of three, which then may lose one"),
};

const struct setting_table streams_settings = SETTING_TABLE(table);

static struct status init(const struct service_list *services, struct bus *bus)
{
    const char *names[SERVICES_MAX];

    for (size_t i = 0; i < services->count; i++)
        names[i] = services->entries[i].name;
    return streams_init(bus, names, services->count, settings.stream_mb_max << 20, settings.replicas);
}

struct status command_streams(struct arena *arena, int argc, char **argv)
{
    struct service_list services;
    struct place place;
    struct bus *bus;

    TRY(no_words(argc, argv));
    TRY(settings_load(table, sizeof(table) / sizeof(table[0])));
    TRY(place_find(arena, &place));
    TRY(service_list_load(arena, place.services, &services));
    TRY(bus_session_open(arena, &place, "init", &bus));
    struct status status = init(&services, bus);

    bus_destroy(bus);
    return status;
}
