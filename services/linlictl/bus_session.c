#include "linlictl/bus_session.h"

#include <string.h>

#include "base/clock.h"
#include "base/settings.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/ports.h"
#include "linlictl/secrets.h"

#define POLL_MS 10

static struct {
    const char *url, *password;
} settings;

static const struct setting table[] = {
    SETTING_TEXT(settings.url, "LINLI_NATS_URL", "", PLAIN, "the bus; empty: of the house in this checkout"),
    SETTING_TEXT(settings.password, "LINLI_NATS_PASSWORD", "", SECRET,
                 "password of the tool's user; empty: this house's secret"),
};

const struct setting_table bus_session_settings = SETTING_TABLE(table);

static struct status local_url(struct arena *arena, const struct place *place, const char **ret_url)
{
    static struct ports ports;

    TRY(ports_load(arena_printf(arena, "%s/ports", place->state), arena, &ports));
    for (int i = 0; i < ports.count; i++)
        if (strcmp(ports.list[i].name, "nats") == 0) {
            *ret_url = arena_printf(arena, "nats://127.0.0.1:%d", ports.list[i].number);
            return OK;
        }
    return fail(USAGE, "no house has run in %s: set LINLI_NATS_URL", place->state);
}

static struct status wait_connected(struct bus *bus, const char *url)
{
    int64_t give_up_ms = clock_mono_ms() + BUS_SESSION_MS_MAX;

    while (!bus_connected(bus)) {
        if (clock_mono_ms() > give_up_ms || bus_closed(bus))
            return fail(NOT_AVAILABLE, "cannot connect to the bus at %s", url);
        clock_sleep_ms(POLL_MS);
    }
    return OK;
}

struct status bus_session_open(struct arena *arena, const struct place *place, const char *user, struct bus **ret_bus)
{
    struct bus_options options = { .user = user, .name = user };

    TRY(settings_load(table, sizeof(table) / sizeof(table[0])));
    options.url = settings.url;
    options.password = settings.password;
    if (!*options.url)
        TRY(local_url(arena, place, &options.url));
    if (!*options.password)
        TRY(secret_get(arena, place->secrets, arena_printf(arena, "nats.%s", user), &options.password));

    struct bus *bus;

    TRY(bus_connect(&options, &bus));
    struct status status = wait_connected(bus, options.url);

    if (!ok(status)) {
        bus_destroy(bus);
        return status;
    }
    *ret_bus = bus;
    return OK;
}
