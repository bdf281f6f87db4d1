/* linlictl settings: the tables of settings of all programs, in Markdown, as each program itself gives them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/place.h"
#include "linlictl/run_program.h"
#include "linlictl/service_list.h"

static struct status print_one(struct arena *arena, const struct place *place, const char *name)
{
    return run_program(arena_printf(arena, "%s/linli-%s", place->bin, name), "--settings");
}

static void print_own(const char *title, const struct setting_table *table)
{
    settings_markdown(stdout, title, table->rows, table->count);
}

struct status command_settings(struct arena *arena, int argc, char **argv)
{
    struct service_list services;
    struct place place;

    TRY(no_words(argc, argv));
    TRY(place_find(arena, &place));
    TRY(service_list_load(arena, place.services, &services));
    printf(
        "# Settings\n\nEach is an environment variable; `NAME_FILE` names a file whose first line is the value.\n\n");
    fflush(stdout);
    TRY(print_one(arena, &place, "gateway"));
    for (size_t i = 0; i < services.count; i++)
        TRY(print_one(arena, &place, services.entries[i].name));
    print_own("linlictl postgres-setup", &postgres_setup_settings);
    print_own("linlictl clock", &clock_settings);
    print_own("linlictl nats-config", &nats_config_settings);
    print_own("linlictl streams", &streams_settings);
    print_own("linlictl, on the bus", &bus_session_settings);
    return OK;
}
