#include <stdio.h>

#include "linlictl/linlictl.h"

void complain(struct status status)
{
    fprintf(stderr, "linlictl: %s\n", status.text);
}

struct status no_words(int argc, char **argv)
{
    return argc == 1 ? OK : fail(MISUSE, "linlictl %s takes no %s", argv[0], argv[1]);
}
