/* Enums kept as text: a table of names, the position is the number. */
#ifndef GROUPBUY_DOMAIN_NAMES_H
#define GROUPBUY_DOMAIN_NAMES_H

#include <stddef.h>
#include <string.h>

#define NAME_OF(names, number) ((size_t)(number) < sizeof(names) / sizeof *(names) ? (names)[(number)] : (names)[0])
#define NUMBER_OF(names, name) name_position((names), sizeof(names) / sizeof *(names), (name))

/* 0 when there is no such name. */
static inline int name_position(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 1; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return 0;
}

#endif
