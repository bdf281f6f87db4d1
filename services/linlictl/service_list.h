/* deploy/services.conf: the services, what each may call and which services' events it hears. */
#ifndef LINLI_LINLICTL_SERVICE_LIST_H
#define LINLI_LINLICTL_SERVICE_LIST_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

#define SERVICES_MAX           32
#define SERVICE_NAME_CHARS_MAX 32

struct name_list {
    const char *names[SERVICES_MAX];
    size_t count;
};

struct service_entry {
    const char *name; /* lower-case letters */
    struct name_list calls;
    struct name_list listens;
};

struct service_list {
    struct service_entry entries[SERVICES_MAX];
    size_t count;
};

/* Everything lives on the arena. Fails with the number of the line that is wrong. */
struct status service_list_load(struct arena *arena, const char *path, struct service_list *ret_list);
struct status service_list_parse(struct arena *arena, const char *text, struct service_list *ret_list);

#endif
