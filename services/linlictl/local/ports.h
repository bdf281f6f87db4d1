/* Loopback ports by name. A port is, in this order: what the environment says (LINLI_PORT_<NAME>), what was used last
 * time, what is preferred, any free one of LINLI_PORTS (FIRST-LAST; by default below the range that the system gives to
 * outgoing connections). What was chosen is remembered in a file, so that a second run keeps its addresses. It stays this
 * process's until it ends: no other house takes it before somebody listens there, or when he has died. */
#ifndef LINLI_LINLICTL_PORTS_H
#define LINLI_LINLICTL_PORTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"

#define PORTS_MAX           256
#define PORT_NAME_CHARS_MAX 63

struct port {
    char name[PORT_NAME_CHARS_MAX + 1];
    int number;
    bool taken; /* handed out in this run */
};

struct ports {
    struct port list[PORTS_MAX];
    int count;
};

/* A missing file is an empty one. */
struct status ports_load(const char *path, struct arena *arena, struct ports *ret_ports);
struct status ports_save(const struct ports *ports, struct arena *arena, const char *path);
/* preferred 0: none. The same name gets the same port. */
struct status ports_take(struct ports *ports, const char *name, int preferred, int *ret_port);
/* Nobody listens there. */
bool port_free(int port);

#endif
