/* linlictl migrate: every service that lies beside this program applies its own migrations. Settings come from the
 * environment, as each service wants them (LINLI_<SERVICE>_OWNER_URL). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"
#include "linlictl/place.h"
#include "linlictl/run_program.h"
#include "linlictl/service_list.h"

static struct status migrate_all(struct arena *arena)
{
    struct service_list services;
    struct place place;

    TRY(place_find(arena, &place));
    TRY(service_list_load(arena, place.services, &services));
    for (size_t i = 0; i < services.count; i++) {
        const char *program = arena_printf(arena, "%s/linli-%s", place.bin, services.entries[i].name);

        TRY(run_program(program, "--migrate"));
    }
    return OK;
}

int command_migrate(int argc, char **argv)
{
    struct arena arena;

    if (argc > 1) {
        printf("usage: linlictl %s\n\nRuns linli-<service> --migrate of every service in deploy/services.conf.\n",
               argv[0]);
        return strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : EXIT_USAGE;
    }
    arena_init(&arena, ARENA_BYTES_MAX);
    struct status status = migrate_all(&arena);
    int exit_status = ok(status) ? EXIT_SUCCESS : complain(status);

    arena_finish(&arena);
    return exit_status;
}
