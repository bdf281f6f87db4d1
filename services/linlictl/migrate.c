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

struct status command_migrate(struct arena *arena, int argc, char **argv)
{
    struct service_list services;
    struct place place;

    TRY(no_words(argc, argv));
    TRY(place_find(arena, &place));
    TRY(service_list_load(arena, place.services, &services));
    for (size_t i = 0; i < services.count; i++) {
        const char *program = arena_printf(arena, "%s/linli-%s", place.bin, services.entries[i].name);

        TRY(run_program(program, "--migrate"));
    }
    return OK;
}
