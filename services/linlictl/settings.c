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

static struct status print_all(struct arena *arena)
{
    struct service_list services;
    struct place place;

    TRY(place_find(arena, &place));
    TRY(service_list_load(arena, place.services, &services));
    printf(
        "# Settings\n\nEach is an environment variable; `NAME_FILE` names a file whose first line is the value.\n\n");
    fflush(stdout);
    TRY(print_one(arena, &place, "gateway"));
    for (size_t i = 0; i < services.count; i++)
        TRY(print_one(arena, &place, services.entries[i].name));
    postgres_setup_settings();
    nats_config_settings();
    streams_settings();
    bus_session_settings();
    return OK;
}

int command_settings(int argc, char **argv)
{
    struct arena arena;

    if (argc > 1) {
        printf("usage: linlictl %s\n\nPrints the settings of the gateway and of every service, in Markdown.\n",
               argv[0]);
        return strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : EXIT_USAGE;
    }
    arena_init(&arena, ARENA_BYTES_MAX);
    struct status status = print_all(&arena);
    int exit_status = ok(status) ? EXIT_SUCCESS : complain(status);

    arena_finish(&arena);
    return exit_status;
}
