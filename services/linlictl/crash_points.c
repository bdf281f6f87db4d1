/* linlictl crash-points: the list that crash_point.h is. */
#include "base/crash_point.h"

#include <stdio.h>

#include "linlictl/linlictl.h"

struct status command_crash_points(struct arena *arena, int argc, char **argv)
{
    (void)arena;
    TRY(no_words(argc, argv));
    for (int point = 0; point < CRASH_POINTS_COUNT; point++)
        printf("%-32s %s\n", crash_points[point].name, crash_points[point].meaning);
    return OK;
}
