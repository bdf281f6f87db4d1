/* linli-house: what `linlictl up` goes on as (up.c has why). */
#include <stdlib.h>

#include "linlictl/linlictl.h"

int main(int argc, char **argv)
{
    struct arena arena;
    struct status status;

    arena_init(&arena, COMMAND_ARENA_BYTES_MAX);
    status = argc > 1 ? command_up(&arena, argc - 1, argv + 1) : fail(MISUSE, "linlictl up starts it");
    if (!ok(status))
        complain(status);
    arena_finish(&arena);
    return ok(status) ? EXIT_SUCCESS : EXIT_FAILURE;
}
