#include <stdio.h>

#include "linlictl/linlictl.h"

/* A service keeps to itself what went wrong inside of it, and tells the reason alone. */
void complain(struct status status)
{
    fprintf(stderr, "linlictl: %s\n", *status.text ? status.text : status.reason);
}

struct status no_words(int argc, char **argv)
{
    return argc == 1 ? OK : fail(MISUSE, "linlictl %s takes no %s", argv[0], argv[1]);
}
