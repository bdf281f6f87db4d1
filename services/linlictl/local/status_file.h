/* <state>/status.json: what runs, where, and whether it is ready. For tests, and for whoever wants to know. */
#ifndef LINLI_LINLICTL_STATUS_FILE_H
#define LINLI_LINLICTL_STATUS_FILE_H

#include "linlictl/local/stack.h"

/* state: starting, ready or stopping. */
struct status status_file_write(const struct stack *stack, const char *state);

#endif
