/* What a property is made of. It needs nothing of the world but chance and an arena, so that any service's headers
 * stand beside it: their enums have names in common. */
#ifndef SIMULATION_PROPERTIES_ANY_H
#define SIMULATION_PROPERTIES_ANY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "simulation/rules/names.h"

struct world;
void broken(struct world *world, const char *rule, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define HOLDS(world, condition)                                                                                        \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            broken((world), RULE_PROPERTY, "%s: %s", __func__, #condition);                                            \
    } while (0)

/* 0 … below − 1; from … to; true in `percent` of 100. */
int any_below(struct world *world, int below);
int64_t any_between(struct world *world, int64_t from, int64_t to);
bool perhaps(struct world *world, int percent);
/* One of several: ANY_OF(world, "a", "b") */
#define ANY_OF(world, ...)                                                                                             \
    ((const char *const[]){                                                                                            \
        __VA_ARGS__ })[any_below((world), (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *)))]
/* Up to `words` pieces of text: letters, quotes, commas, breaks, wide and Chinese characters. UTF-8. */
const char *any_text(struct world *world, int words);

/* Until the property is done. */
struct arena *any_arena(struct world *world);

#endif
