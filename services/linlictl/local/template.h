/* Texts with names in them: http://127.0.0.1:${port.gateway} */
#ifndef LINLI_LINLICTL_TEMPLATE_H
#define LINLI_LINLICTL_TEMPLATE_H

#include "base/arena.h"
#include "base/status.h"

/* The value of a name, or NULL when there is no such name. */
typedef const char *template_lookup(void *context, const char *name);

/* Fails naming the name that is not known. */
struct status template_expand(struct arena *arena, const char *text, template_lookup *lookup, void *context,
                              const char **ret_text);

#endif
