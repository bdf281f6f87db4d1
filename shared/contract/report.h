/* Private to shared/contract: where in a message we are, and what is wrong there. A place is a chain on the stack of
 * those who go down; its text is made only when something is wrong. */
#ifndef LINLI_CONTRACT_REPORT_H
#define LINLI_CONTRACT_REPORT_H

#include "base/arena.h"
#include "contract/contract.h"

#define NO_INDEX (-1)

struct place {
    const struct place *parent; /* NULL: the message itself */
    const struct field *field;  /* NULL for an item or a member of a map */
    int64_t index;              /* of an item; NO_INDEX */
    const char *key;            /* of a member of a map, or a name that is no field; not NUL-terminated */
    size_t key_bytes;
};

struct report {
    struct arena *arena;
    struct violations *violations; /* NULL until something is wrong */
};

void report_add(struct report *report, const struct place *place, const char *format, ...)
    __attribute__((format(printf, 3, 4), cold));

#endif
