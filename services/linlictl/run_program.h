/* Another program of ours, run to its end on our own standard streams and environment. */
#ifndef LINLI_LINLICTL_RUN_PROGRAM_H
#define LINLI_LINLICTL_RUN_PROGRAM_H

#include "base/status.h"

/* Fails when it cannot be started or does not end with exit status 0. */
/* A path, or a name that PATH finds. */
struct status run_program(const char *path, const char *argument);

#endif
