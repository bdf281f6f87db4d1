/* linlictl seed: the demo estate, loaded into the house of this checkout by deploy/local/seed.mjs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "linlictl/linlictl.h"
#include "linlictl/place.h"
#include "linlictl/run_program.h"

struct status command_seed(struct arena *arena, int argc, char **argv)
{
    struct place place;

    TRY(no_words(argc, argv));
    TRY(place_find(arena, &place));
    setenv("LINLI_STATUS_FILE", arena_printf(arena, "%s/status.json", place.state), 1);
    setenv("LINLI_BIN_DIR", place.bin, 1);
    return run_program("node", arena_printf(arena, "%s/deploy/local/seed.mjs", place.root));
}
