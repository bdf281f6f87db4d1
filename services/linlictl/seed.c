/* linlictl seed: the demo estate, loaded into the house of this checkout by deploy/local/seed.mjs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "linlictl/linlictl.h"
#include "linlictl/place.h"
#include "linlictl/run_program.h"

static struct status seed(struct arena *arena)
{
    struct place place;

    TRY(place_find(arena, &place));
    setenv("LINLI_STATUS_FILE", arena_printf(arena, "%s/status.json", place.state), 1);
    setenv("LINLI_BIN_DIR", place.bin, 1);
    return run_program("node", arena_printf(arena, "%s/deploy/local/seed.mjs", place.root));
}

int command_seed(int argc, char **argv)
{
    struct arena arena;

    if (argc > 1) {
        printf("usage: linlictl %s\n\nLoads the demo estate (deploy/local/estate.mjs) into the house that `linlictl "
               "up` runs here.\n",
               argv[0]);
        return strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : EXIT_USAGE;
    }
    arena_init(&arena, ARENA_BYTES_MAX);
    struct status status = seed(&arena);
    int exit_status = ok(status) ? EXIT_SUCCESS : complain(status);

    arena_finish(&arena);
    return exit_status;
}
