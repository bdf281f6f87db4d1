/* Whether a process can serve already, asked over loopback. An answer is waited for at most PROBE_MS_MAX. */
#ifndef LINLI_LINLICTL_PROBE_H
#define LINLI_LINLICTL_PROBE_H

#include <stdbool.h>

#define PROBE_MS_MAX 500

enum probe_kind {
    PROBE_NONE,     /* nobody asks */
    PROBE_TCP,      /* somebody listens */
    PROBE_HTTP,     /* GET `path` is answered with 200 */
    PROBE_POSTGRES, /* takes connections, recovery is over */
    PROBE_NATS,     /* its monitor says that it is well, and can look into every stream */
};

struct probe {
    enum probe_kind kind;
    int port;
    const char *path;
};

bool probe_ready(const struct probe *probe);

#endif
