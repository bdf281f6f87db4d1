/* Between log.c, which makes lines, and log_gather.c, which writes them. */
#ifndef LINLI_BASE_LOG_INTERNAL_H
#define LINLI_BASE_LOG_INTERNAL_H

#include "base/log.h"

void log_write_all(const char *data, size_t bytes);
/* Whole lines, from any thread. `urgent`: written when it comes back, behind all that waits. */
void log_put(const char *data, size_t bytes, bool urgent);

#endif
