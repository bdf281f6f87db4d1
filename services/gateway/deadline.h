/* A deadline for what this thread reads from and writes to its client.
 *
 * civetweb 1.15 gives a slow body for ever (a byte each 0.7 s holds a thread), and polls with a time-out of its own. So
 * this file has the poll() and recv() that civetweb finds: they do what libc's do, but no longer than the thread's
 * deadline; after it they fail with ETIMEDOUT and civetweb closes the connection. Threads without a deadline, and all
 * other code, do not notice. Works under sanitizers: their own interceptors are called in turn.
 */
#ifndef LINLI_GATEWAY_DEADLINE_H
#define LINLI_GATEWAY_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

/* `ms` from now; negative: none. 0 makes the next read fail. */
void deadline_set_ms(int64_t ms);
bool deadline_passed(void);
/* Whether `byte` lies before the end of what this thread received last: one may look at it. */
bool deadline_received(const void *byte);

#endif
