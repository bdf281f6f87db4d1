#include <stdio.h>

#include "linlictl/linlictl.h"

int complain(struct status status)
{
    fprintf(stderr, "linlictl: %s\n", status.text);
    return 1;
}
